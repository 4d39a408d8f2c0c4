"""Before its first month, and in towns that its roll-out has not reached, a regime changes nothing at all.

What this would catch: the standing of whoever has no record shown, lent by or helped by before anybody is under the
regime; a version of the rules that reaches back before its month.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.spec.io.document_reader import read_regime, read_society

from . import worlds
from .test_engines_agree import BUSY, PAIRS
from .worlds import alter, cpu, live

MONTHS = 12
OWN = (
    "listed",
    "listed_by_region",
    "listed_by_kind",
    "listed_for_debt",
    "listed_by_debt",
    "listed_by_origin",
    "entries",
    "exits",
    "renewed_while_listed",
    "grades",
)
"""Tallies by lists and grades of a world's own; ``none`` has neither."""
VISIBLE = ("repaid", "defaulted")
"""Tallies by the standing that lenders see, which is a world's own: its total is compared."""

SOCIETY_OF = {regime: society for regime, society in reversed(PAIRS) if regime != "none"}
LISTED_AT_START = {
    "imagined-unified": {"standing.start": 800},
    "rongcheng-2016": {"standing.start": 599},
    "imagined-unified-cameras": {"standing.start": 500},
}
"""Starts at a grade that is on a list, or that lenders and others see."""


def unlike(one, other):
    """Name what differs between two lives of which at least one has no regime."""
    found = [f"{name} is not empty" for life in (one, other) for name in OWN if life[name].any()]
    for name in set(one.tallies) - {*OWN, *VISIBLE}:
        found += [name] if not np.array_equal(one[name], other[name]) else []
    found += [name for name in VISIBLE if not np.array_equal(one[name].sum(axis=2), other[name].sum(axis=2))]
    return found + unlike_people(one, other, slice(None))


def unlike_people(one, other, chosen):
    """Name sums and state that differ among the chosen places."""
    found = []
    for part in ("sums", "state"):
        a, b = getattr(one, part), getattr(other, part)
        kept = [n for n in a._fields if 0 < len(getattr(a, n)) == len(getattr(b, n))]
        found += [f"{part} {n}" for n in kept if not alike(getattr(a, n)[chosen], getattr(b, n)[chosen])]
    return found


def alike(one, other):
    """Tell whether two arrays of people are equal; a wider dossier holds nothing where the other ends."""
    if one.ndim < 2:
        return np.array_equal(one, other)
    width = min(one.shape[1], other.shape[1])
    return np.array_equal(one[:, :width], other[:, :width]) and not one[:, width:].any() and not other[:, width:].any()


def waiting(regime, changes):
    """The regime, to begin in the month after the last one lived when it is observed from 2010-01."""
    moved: dict[str, object] = {"start": "2011-01", "rollout.full_after_months": 0}
    for n in range(len(regime.model.amendments)):
        moved[f"amendments.{n}.from"] = f"2011-{min(2 + n, 12):02d}" if n < 11 else f"2012-{n - 10:02d}"

    return alter(regime, moved | changes)


CASES = [(regime, {}) for regime in SOCIETY_OF] + list(LISTED_AT_START.items())


@cache
def without_any(society, persons, engine):
    """The same life under no regime."""
    none = worlds.build(worlds.no_regime(), alter(read_society(society), BUSY), persons)
    return live(none, MONTHS, make_engine("plain") if engine == "plain" else cpu(2))


@pytest.mark.parametrize(("regime", "changes"), CASES)
@pytest.mark.parametrize("engine", ["plain", "cpu"])
def test_a_regime_that_has_not_begun_moves_nothing(regime, changes, engine):
    people = alter(read_society(SOCIETY_OF[regime]), BUSY)
    persons, machine = (48, make_engine("plain")) if engine == "plain" else (1500, cpu(2))
    rules = waiting(read_regime(regime), changes)
    later = worlds.build(rules, people, persons, start="2010-01")
    assert not later.rules_index_at(later.burn_in_months + MONTHS - 1, 0).any()
    assert later.rules_index_at(later.burn_in_months + MONTHS, 0).any()
    one, other = live(later, MONTHS, machine), without_any(SOCIETY_OF[regime], persons, engine)
    assert one["acts"].sum() > 0
    assert unlike(one, other) == []


NO_SPILL = BUSY | {"livelihood.credit.need_per_year": 0, "ties.nearby_share": 0}
"""Nothing passes from town to town: no loan from which lenders of a region learn, and nobody looks beyond the town."""


@pytest.mark.parametrize("regime", ["imagined-unified", "rongcheng-2016", "court-defaulters-2013"])
@pytest.mark.parametrize("engine", ["plain", "cpu"])
def test_a_regime_moves_nothing_in_towns_that_it_has_not_reached(regime, engine):
    people = alter(read_society(SOCIETY_OF[regime]), NO_SPILL)
    persons, machine = (96, make_engine("plain")) if engine == "plain" else (3000, cpu(2))
    rules = read_regime(regime)
    watchful = {f"sensing.channels.{c.name}.detection_rate": 0.9 for c in rules.model.sensing.channels}
    watchful |= {f"sensing.channels.{c.name}.false_records_per_year": 3 for c in rules.model.sensing.channels}
    rules = alter(rules, watchful | {"rollout.full_after_months": 24} | LISTED_AT_START.get(regime, {}))
    arrives = worlds.build(rules, people, persons)
    none = worlds.build(worlds.no_regime(), people, persons)
    one, other = live(arrives, MONTHS, machine), live(none, MONTHS, machine)
    waits = arrives.rules_index_at(arrives.burn_in_months + MONTHS - 1, 0) == 0
    chosen = np.repeat(waits, np.diff(arrives.town_starts))
    assert 0 < waits.sum() < len(waits)
    assert unlike_people(one, other, chosen) == []
    assert unlike_people(one, other, ~chosen) != []


def test_a_regime_of_other_regions_reaches_no_further_than_people_look():
    """Lenders of a region learn from its loans alone, and what people do in public is seen one town further a month."""
    months = 5
    people = alter(read_society("imagined-country"), BUSY)
    region = people.model.people.regions[0].name
    rules = alter(
        read_regime("imagined-unified"),
        {
            "rollout.regions": [region],
            "rollout.full_after_months": 0,
            "standing.start": 800,
        },
    )
    reached, none = (worlds.build(r, people, 3200) for r in (rules, worlds.no_regime()))
    one, other = live(reached, months), live(none, months)
    far = np.ones(reached.n_towns, bool)
    inside = np.flatnonzero(reached.regions == 0)
    for step in range(-months, months + 1):
        far[(inside + step) % reached.n_towns] = False
    near = (reached.regions == 0).repeat(np.diff(reached.town_starts))
    assert far.sum() > 100
    assert unlike_people(one, other, np.repeat(far, np.diff(reached.town_starts))) == []
    assert unlike_people(one, other, near) != []


@pytest.mark.parametrize(
    "change",
    [
        {"standing": {"maximum": 4000}},
        {"standing": {"start": 20}},
        {"treatment": {"lenders_see": ["grade", "redlist"]}},
    ],
)
def test_an_amendment_that_has_not_begun_moves_nothing(change):
    """The rich regime, in which ties see scores and lenders see lists, without amendments and with one to come."""
    plain = alter(worlds.rich_regime(), {"amendments": [], "treatment.lenders_believe": []})
    later = alter(plain, {"amendments": [{"from": "2002-01", "describes": "To come.", "change": change}]})
    one, other = (live(worlds.build(r, worlds.rich_society(), 600), 10) for r in (plain, later))
    names = set(one.tallies) - set(VISIBLE)
    assert [name for name in names if not np.array_equal(one[name], other[name])] == []
    assert [n for n in VISIBLE if not np.array_equal(one[n].sum(axis=2), other[n].sum(axis=2))] == []
    assert unlike_people(one, other, slice(None)) == []
    assert one["severed_ties"].sum() > 0
