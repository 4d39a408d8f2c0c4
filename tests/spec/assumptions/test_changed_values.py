"""One assumed number at another value, in the document or in one of its amendments."""

import pytest

from underheaven.errors import DocumentError
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.assumptions.changed_values import assumed_paths, integer_paths, with_value, with_values
from underheaven.spec.io.document_reader import read_regime, read_society

CHANNEL = "sensing.channels.enforcement bureaus, who cannot pay.detection_rate"


def test_one_number_changes_and_nothing_else():
    document = read_regime("court-defaulters-2013")
    changed = with_value(document, CHANNEL, 0.002)
    assert changed.model.sensing.channels[1].detection_rate == 0.002
    assert document.model.sensing.channels[1].detection_rate != 0.002
    assert changed.model.sensing.channels[0] == document.model.sensing.channels[0]
    assert changed.model.recording == document.model.recording


@pytest.mark.parametrize("document", [read_regime("court-defaulters-2013"), read_society("china-2020")])
def test_every_assumption_can_be_changed_within_its_range(document):
    for assumed in document.assumed:
        assert with_value(document, assumed.path, assumed.value).model == document.model


def test_an_amended_number_changes_from_its_month_on():
    document = read_regime("court-defaulters-2013")
    paths = [a.path for a in document.assumed if a.path.startswith("amendments") and "strength" in a.path]
    changed = with_value(document, paths[0], 0.0)
    assert regime_versions(changed)[0][1] == regime_versions(document)[0][1]
    assert regime_versions(changed)[1][1] != regime_versions(document)[1][1]


def test_the_list_of_assumed_numbers_shows_the_value_given():
    changed = with_value(read_regime("court-defaulters-2013"), CHANNEL, 0.002)
    (assumed,) = [a for a in changed.assumed if a.path == CHANNEL]
    assert assumed.value == 0.002


@pytest.mark.parametrize("path", ["sensing.channels.nobody.detection_rate", "name", "sensing.channels"])
def test_a_path_that_is_no_assumed_number_is_refused_with_the_nearest_that_is(path):
    with pytest.raises(DocumentError, match="no assumed number has this path"):
        with_value(read_regime("court-defaulters-2013"), path, 0.5)


def test_a_value_out_of_bounds_is_refused():
    with pytest.raises(DocumentError, match="detection_rate"):
        with_value(read_regime("court-defaulters-2013"), CHANNEL, 1.4)


def test_a_value_that_the_rest_of_the_document_does_not_allow_is_refused():
    """Shares that no longer sum to one pass the bounds of each number; the whole document is checked again."""
    document = read_society("china-2020")
    paths = [a.path for a in document.assumed if a.path.startswith("people.traits.conviction.")]
    assert paths
    with pytest.raises(DocumentError):
        with_value(document, paths[0], 1e9)


def test_several_numbers_change_at_once_as_one_after_the_other():
    document = read_regime("court-defaulters-2013")
    values = {CHANNEL: 0.002, "opacity": 0.5}
    one = with_value(with_value(document, CHANNEL, 0.002), "opacity", 0.5)
    assert with_values(document, values).model == one.model
    assert with_values(document, values, assumed_paths(document)).model == one.model
    assert with_values(document, values).assumed == one.assumed
    assert with_values(document, {}).model == document.model


def test_whole_numbers_are_those_that_the_schema_wants_whole():
    document = read_society("china-2020")
    whole = integer_paths(document, assumed_paths(document))
    assert {"ties.largest_household", "people.town_size"} <= whole
    assert "people.traits.conviction.a" not in whole  # written as 4, and may be 4.5
