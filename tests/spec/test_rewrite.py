"""A regime written anew says the same, from every month on, with the same sources."""

import pytest

from underheaven.spec.change import between, epochs, merged
from underheaven.spec.read import REGIME, read_regime, read_source, shipped
from underheaven.spec.rewrite import replaced, rewritten, states
from underheaven.spec.shipped import Source


def said(regime):
    """All that a regime says but its sources, without the line breaks of its text."""
    return {**regime.model_dump(exclude={"sources"}), "describes": regime.describes.split()}


@pytest.mark.parametrize("name", shipped("regime"))
def test_a_regime_left_as_it_is_says_the_same_with_the_same_sources(name):
    regime = read_regime(name)
    wholes = [state.raw for state in states(regime)]
    text = rewritten(regime, states(regime), wholes, {}, "nobody")
    again = read_source(REGIME, Source("again.toml", text.encode(), shipped=False))
    for (month, one), (other_month, other) in zip(epochs(regime), epochs(again), strict=True):
        assert month == other_month
        assert said(one) == said(other)
    assert again.unsourced == ()
    assert "nobody" not in again.sources.values()
    first, later = states(regime)[0], states(again)[0]
    assert dict(later.sources) == dict(first.sources)
    assert {a.path: (a.low, a.high) for a in later.assumed} == {a.path: (a.low, a.high) for a in first.assumed}
    assert set(states(again)[-1].sources) == set(states(regime)[-1].sources), "a number said twice has its first source"
    assert replaced(regime, wholes)["name"] == regime.raw["name"]


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
        whole, missing = merged(before, between(before, after))
        assert ordered(whole) == ordered(after)
        assert missing == []
    assert between(one, one) == {}
    assert between(one, other)["recording"] == {
        "rules": [
            {"conduct": "a", "removed": True},
            {"conduct": "b", "points": {"removed": True}, "months": 2},
            {"conduct": "c", "months": 9},
        ]
    }
