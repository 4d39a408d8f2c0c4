"""A regime written anew says the same, from every month on, with the same sources."""

import pytest

from underheaven.spec.amendments.merging import diff_tables, merge_fragment, regime_versions
from underheaven.spec.amendments.regime_writer import regime_states, replace_states, write_regime
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import WRITTEN_REGIME, read_document, read_regime, shipped_names


def said(regime):
    """All that a regime says but its sources, without the line breaks of its text."""
    return {**regime.model_dump(exclude={"sources"}), "describes": regime.describes.split()}


@pytest.mark.parametrize("name", shipped_names("regime"))
def test_a_regime_left_as_it_is_says_the_same_with_the_same_sources(name):
    regime = read_regime(name)
    wholes = [state.raw for state in regime_states(regime)]
    text = write_regime(regime, regime_states(regime), wholes, {}, "nobody")
    again = read_document(WRITTEN_REGIME, DocumentFile("again.toml", text.encode(), shipped=False))
    for (month, one), (other_month, other) in zip(regime_versions(regime), regime_versions(again), strict=True):
        assert month == other_month
        assert said(one) == said(other)
    assert again.unsourced == ()
    assert "nobody" not in again.sources.values()
    first, later = regime_states(regime)[0], regime_states(again)[0]
    assert dict(later.sources) == dict(first.sources)
    assert {a.path: (a.low, a.high) for a in later.assumed} == {a.path: (a.low, a.high) for a in first.assumed}
    assert set(regime_states(again)[-1].sources) == set(regime_states(regime)[-1].sources), (
        "a number said twice has its first source"
    )
    assert replace_states(regime, wholes)["name"] == regime.raw["name"]


def ordered(table):
    """A table with its list of rules in one order."""
    return table | {"recording": {"rules": sorted(table["recording"]["rules"], key=lambda rule: rule["conduct"])}}


def test_what_leads_from_one_table_to_another_gives_the_other():
    one = {
        "opacity": 0.5,
        "standing": {"grades": {"A": 10, "B": 0}},
        "treatment": {"effects": [{"of": "B", "context": "work", "strength": 0.5}]},
        "recording": {"rules": [{"conduct": "a", "months": 3}, {"conduct": "b", "months": 4, "points": -1}]},
    }
    other = {
        "awareness": 0.5,
        "standing": {"grades": {"A": 20, "C": 5}},
        "treatment": {"effects": []},
        "recording": {"rules": [{"conduct": "b", "months": 2}, {"conduct": "c", "months": 9}]},
    }
    for before, after in ((one, other), (other, one), (one, one)):
        whole, missing = merge_fragment(before, diff_tables(before, after))
        assert ordered(whole) == ordered(after)
        assert missing == []
    assert diff_tables(one, one) == {}
    assert diff_tables(one, other)["recording"] == {
        "rules": [
            {"conduct": "a", "removed": True},
            {"conduct": "b", "points": {"removed": True}, "months": 2},
            {"conduct": "c", "months": 9},
        ]
    }
