"""What is kept of a society from one world to the next: the people's table and how they start."""

from __future__ import annotations

import numpy as np

from underheaven.spec.read import read_regime, read_society
from underheaven.spec.vary import fixed_at
from underheaven.world import peopled
from underheaven.world.build import build_world


def built(society, persons=60):
    return build_world(read_regime("none"), society, persons=persons, seed=1)


def test_the_same_society_is_the_same_people_and_another_number_is_another_start():
    """What this would catch: a start solved again for every world, or one that stays when a number moves."""
    peopled.forget_people()
    village = read_society("village")
    first = built(village)
    assert built(read_society("village")).people is first.people
    other = built(fixed_at(village, "livelihood.jobs.find", 0.31))
    assert not np.array_equal(other.first.state, first.first.state)
    assert built(village, persons=61).people is not first.people


def test_few_are_kept():
    for persons in range(50, 50 + 3 * peopled.KEPT):
        built(read_society("village"), persons)
        assert len(peopled._kept) <= peopled.KEPT
