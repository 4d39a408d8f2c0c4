"""A draw belongs to a decision of a person: with nobody looking at anybody, one person more changes nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.engine.plain_engine import STEPS

from . import worlds
from .conftest import MONTHS as RICH_MONTHS
from .worlds import REMOVED, alter, build, cpu, live, rich_regime, rich_society

PERSONS, MONTHS = 70, 20


def apart_society():
    """The rich society with every way from one person to another closed: ties, imitation, household, lenders."""
    kinds = [c.name for c in rich_society().model.conduct]
    return alter(
        rich_society(),
        {
            "ties.household_sizes": {"1": 1},
            "ties.acquaintances": 0,
            "response.household_weight": 0,
            "livelihood.exchange.rate": 0,
            "livelihood.credit.pseudo_repaid": 9e8,
            "livelihood.credit.pseudo_defaulted": 1e6,
        }
        | {f"conduct.{name}.imitation": 0 for name in kinds},
    )


def apart_regime():
    """The rich regime without what passes from one to another: records, scores, a town's attention and quota, fits.

    Its lenders start from the society's counts, which are too many for anybody's loan to matter.
    """
    channels = [c.name for c in rich_regime().model.sensing.channels]
    apart = {f"sensing.channels.{name}.mistaken_identity": 0 for name in channels}
    alone = {
        "standing.association": 0,
        "association.household_liability": 0,
        "association.contagion": 0,
        "treatment.lenders_believe": [],
        "sensing.attention_exponent": 0,
        "sensing.attention_mode": "even",
        "sensing.visits_per_month": 0,
        "sensing.attention_prior": REMOVED,
        "officials.quota_per_1000": 0,
        "officials.quota_conduct": REMOVED,
        "score_fitting": REMOVED,
    }
    return alter(rich_regime(), apart | alone)


def others(life, n=PERSONS, without=None):
    """Return what the first ``n`` persons are and went through, one of them left out."""
    keep = [i for i in range(n) if i != without]
    parts = {"state": life.state, "sums": life.sums}
    return {f"{p} {name}": getattr(a, name)[keep] for p, a in parts.items() for name in kept(a)}


def kept(arrays):
    """Name the arrays that this world keeps."""
    return [name for name in arrays._fields if len(getattr(arrays, name)) > 0]


def differing(one, other):
    return [name for name in one if not np.array_equal(one[name], other[name])]


def lives(regime, society, **second):
    one = live(build(regime, society, PERSONS), MONTHS)
    return one, live(build(regime, society, **({"persons": PERSONS} | second)), MONTHS)


def test_one_person_more_changes_nobody_else():
    """The town stays the same: the 71st person moves into the room that the fifth town of sixteen has left."""
    one, other = lives(apart_regime(), apart_society(), persons=PERSONS + 1)
    assert one.built.n_towns == other.built.n_towns
    assert differing(others(one), others(other)) == []
    assert one["recorded"].sum() > 100
    for name in one.tallies:
        if name != "score":
            assert (other[name] >= one[name]).all()


def test_with_ties_and_mistakes_it_does():
    """The check above could fail: where persons meet, one more is felt."""
    one, other = lives(rich_regime(), rich_society(), persons=PERSONS + 1)
    assert differing(others(one), others(other)) != []


@pytest.fixture(scope="module")
def recorded():
    """Persons who have records when they are not exempt, in a world apart and in the rich one."""
    one, other = lives(apart_regime(), apart_society()), lives(rich_regime(), rich_society())
    both = (one[0].sums.wrongful_records > 0) & (other[0].sums.wrongful_records > 1)
    return [int(i) for i in np.flatnonzero(both)[:4]]


def test_records_struck_from_one_person_move_nobody_else(recorded):
    assert len(recorded) == 4
    for who in recorded:
        one, other = lives(apart_regime(), apart_society(), exempt=who)
        assert differing(others(one, without=who), others(other, without=who)) == []
        assert one.sums.wrongful_records[who] > 0
        assert not other.state.dossier[who].any()
        assert other.sums.months_listed[who] == other.sums.wrongful_records[who] == 0


def test_a_struck_person_is_felt_where_persons_meet(recorded):
    felt = []
    for who in recorded:
        one, other = lives(rich_regime(), rich_society(), exempt=who)
        felt += differing(others(one, without=who), others(other, without=who))
    assert felt != []


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("order", ["backward", "shuffled"])
def test_towns_can_be_visited_in_any_order(order, threads):
    built = build(rich_regime(), rich_society(), 200)
    towns = np.arange(built.n_towns)
    turned = towns[::-1] if order == "backward" else np.random.default_rng(1).permutation(towns)
    assert worlds.same(live(built, 10, cpu()), live(built, 10, make_engine("cpu", threads, order=turned))) == []


def test_the_order_of_persons_in_the_reference_is_no_matter(plain_life, rich_world):
    """Every stage visits everybody before the next begins, and nobody reads what the same stage writes of another."""

    def backward(month):
        ordinary(month)
        month.adults = month.adults[::-1]

    ordinary = STEPS["begin_month"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STEPS, "begin_month", backward)
        other = live(rich_world, RICH_MONTHS, make_engine("plain"))
    assert worlds.same(plain_life, other) == []
