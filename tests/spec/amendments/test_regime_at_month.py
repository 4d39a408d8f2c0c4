"""A regime as it stands in one month."""

import pytest

from tests.spec.documents import AMENDMENTS, REGIME_TEXT, read_regime_text, swap
from underheaven.errors import RequestError
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.amendments.regime_at_month import regime_at_month
from underheaven.spec.io.document_reader import read_regime

AMENDED = swap(REGIME_TEXT, ("[sources]", AMENDMENTS + "\n[sources]"))


@pytest.fixture
def village():
    return read_regime_text(AMENDED)


@pytest.mark.parametrize(
    ("month", "epoch"), [("2015-01", 0), ("2016-08", 0), ("2016-09", 1), ("2017-12", 1), ("2018-01", 2), ("2099-12", 2)]
)
def test_a_state_is_that_of_the_last_amendment_before(village, month, epoch):
    state = regime_at_month(village, month)
    assert state.model == regime_versions(village)[epoch][1]
    assert state.model.amendments == []
    assert state.where == f"{village.where}@{month}"


def test_sources_come_along_from_where_a_number_was_said(village):
    first, later = regime_at_month(village, "2016-01"), regime_at_month(village, "2016-09")
    points = "recording.rules.theft.points"
    assert first.sources[points] == "the table of the county, 2014"
    assert later.sources[points] == "the revised table"
    assert later.sources["recording.rules.red light.points"] == "the table of the county, 2014"
    assert "treatment.effects.D.work.strength" in later.unsourced


@pytest.mark.parametrize("name", ["court-defaulters-2013", "credit-bureau", "rongcheng-2016"])
def test_a_shipped_regime_has_a_source_for_every_number_in_any_month(name):
    state = regime_at_month(read_regime(name), "2021-01")
    assert len(state.sources) == state.n_numbers
    assert state.unsourced == ()
    assert {a.path for a in state.assumed} <= set(state.sources)


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2016-13", "is not a valid month"),
        ("soon", "is not a valid month"),
        ("2014-12", "it takes effect in 2015-01. Name that month"),
    ],
)
def test_months_that_cannot_be_are_refused(village, month, said):
    with pytest.raises(RequestError, match=said):
        regime_at_month(village, month)
