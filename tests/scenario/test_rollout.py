"""A roll-out acts at any size: how late towns join does not depend on how many synthetic persons there are.

What this would catch: ranks from 0, which let every region's first town join in the first month, so that a world of one
town a region has no roll-out at all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.spec.io.document_reader import read_regime, read_society

from ..contract import worlds
from ..contract.worlds import alter, plain_society

FULL = 48


def joining(towns, full=FULL):
    """The court list over China, with so many towns of four persons, and so many months until all are in."""
    people = alter(read_society("china-2020"), {"people.town_size": 4})
    return worlds.build(
        alter(read_regime("court-defaulters-2013"), {"rollout.full_after_months": full}), people, 4 * towns
    )


@pytest.mark.parametrize("towns", [10, 50, 200, 2000])
def test_the_mean_month_of_joining_is_half_the_roll_out(towns):
    built = joining(towns)
    over_seeds = [replace(built, seed=seed).join_months(0).mean() for seed in range(400)]
    over_replicates = [built.join_months(replicate).mean() for replicate in range(400)]
    for means in (over_seeds, over_replicates):
        assert abs(np.mean(means) - FULL / 2) < 1


def test_replicates_draw_their_own_months_and_two_worlds_of_one_replicate_share_them():
    """Else an interval over replicates would leave out what the draw moves, or a difference would carry it twice."""
    built = joining(10)
    assert (built.join_months(0) != built.join_months(1)).any()
    other = worlds.build(
        alter(read_regime("court-defaulters-2013"), {"opacity": 1}),
        alter(read_society("china-2020"), {"people.town_size": 4}),
        40,
    )
    assert np.array_equal(built.join_months(3), other.join_months(3))


def test_a_region_keeps_its_draw_when_other_regions_go():
    people = alter(read_society("china-2020"), {"people.town_size": 4})
    fewer = alter(people, {"people.regions": [r.model_dump() for r in people.model.people.regions[::-2]]})
    rules = read_regime("court-defaulters-2013")
    some, every = (worlds.build(rules, s, 4 * 2000) for s in (fewer, people))
    for name in some.labels["region"]:
        first = [b.join_months(0)[b.regions == b.labels["region"].index(name)] for b in (some, every)]
        shares = [np.mean(j < FULL / 2) for j in first]
        assert shares[0] == pytest.approx(shares[1], abs=2 / min(map(len, first)))


@pytest.mark.parametrize("full", [0, 63])
@pytest.mark.parametrize("towns_of", [1024, 64])
def test_ten_thousand_persons_enter_as_late_as_the_roll_out_says(full, towns_of):
    """Everybody acts each month and is seen with chance h from the month of joining J on: 1 - (1 - h)^(n - J)."""
    h, months, persons, replicates = 0.02, 63, 10_240, 12
    regions = [r.model_dump() for r in read_society("china-2020").model.people.regions]
    people = alter(
        plain_society(),
        {
            "people.regions": regions,
            "people.town_size": towns_of,
            "conduct.act.opportunities_per_year": 12,
        },
    )
    rules = alter(
        worlds.no_regime(),
        {
            "sensing.channels": [{"name": "eye", "conduct": ["act"], "detection_rate": h}],
            "recording.rules": [{"conduct": "act", "points": -1, "months": 120}],
            "standing.lists": [{"name": "black", "colour": "black", "conduct": ["act"]}],
            "rollout.full_after_months": full,
        },
    )
    built = worlds.build(rules, people, persons)
    entered, given_joins = 0, 0.0
    for replicate in range(replicates):
        life = worlds.live(built, months, replicate=replicate)
        entered += int((life.sums.times_listed > 0).sum())
        given_joins += float((1 - (1 - h) ** (months - built.join_months(replicate))).sum() * towns_of)
    total = persons * replicates
    assert abs(entered - given_joins) < 5 * (total / 4) ** 0.5
    joins = np.arange(full) if full else np.zeros(1)
    exact = (1 - (1 - h) ** (months - joins)).mean()
    assert entered / total == pytest.approx(exact, abs=0.05 if full else 0.005)
