"""What is kept of a society from one world to the next: the people's table and how they start."""

from __future__ import annotations

import numpy as np

from underheaven.scenario import society_cache
from underheaven.scenario.build import build_scenario
from underheaven.spec.assumptions.changed_values import with_fixed_value
from underheaven.spec.io.document_reader import read_regime, read_society


def built(society, persons=60):
    return build_scenario(read_regime("none"), society, persons=persons, seed=1)


def test_the_same_society_is_the_same_people_and_another_number_is_another_start():
    """What this would catch: a start solved again for every world, or one that stays when a number moves."""
    society_cache.clear_society_cache()
    village = read_society("village")
    first = built(village)
    assert built(read_society("village")).society is first.society
    other = built(with_fixed_value(village, "livelihood.jobs.find", 0.31))
    assert not np.array_equal(other.initial_tables.outcome_cum, first.initial_tables.outcome_cum)
    assert built(village, persons=61).society is not first.society


def test_few_are_kept():
    for persons in range(50, 50 + 3 * society_cache.MAX_CACHED):
        built(read_society("village"), persons)
        assert len(society_cache._cache) <= society_cache.MAX_CACHED
