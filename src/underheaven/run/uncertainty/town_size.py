"""How large the towns of a parameter sample are: small enough that a small world still has every region."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from underheaven.run.study import Study
from underheaven.scenario.town_layout import allocate_towns
from underheaven.spec.assumptions.changed_values import with_fixed_value
from underheaven.spec.models.people import People

TOWNS_PER_REGION = 4
"""Towns of a region, on average over the regions, that a parameter sample should have."""
MIN_TOWN_PERSONS = 32
"""Persons of the smallest town that is taken: some ten households, and acquaintances who are not all the same few."""
TOWN_SIZE_PATH = "people.town_size"


def choose_town_size(people: People, persons: int) -> int:
    """Return the persons of a town in a world of so many: as stated, or as many fewer as it takes to have every region.

    The largest size at which regions have four towns on average and none is without one; ``SMALLEST`` where there is no
    such size. A society of one region has its stated size.
    """
    if len(people.regions) == 1 or people.town_size <= MIN_TOWN_PERSONS:
        return people.town_size
    largest = min(people.town_size, persons // (TOWNS_PER_REGION * len(people.regions)))
    for size in range(largest, MIN_TOWN_PERSONS, -1):
        if len(np.unique(allocate_towns(people, -(-persons // size)))) == len(people.regions):
            return size
    return MIN_TOWN_PERSONS


def with_sample_town_size(study: Study) -> Study:
    """Return the study with towns of a size that suits so few persons; with several regions no sample moves it.

    The range that a document states for `people.town_size` is meant for whole runs: at a few thousand persons its upper
    end leaves three towns, and moves which regions there are instead of how local ties are.
    """
    people = study.society.model.people
    if len(people.regions) == 1:
        return study
    return replace(
        study, society=with_fixed_value(study.society, TOWN_SIZE_PATH, choose_town_size(people, study.plan.persons))
    )
