"""Town size in a parameter sample: small enough for a small population to have every region."""

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
"""Persons of the smallest town: about ten households, with some variety among acquaintances."""
TOWN_SIZE_PATH = "people.town_size"


def choose_town_size(people: People, persons: int) -> int:
    """Return the number of persons of a town: as stated, or as many fewer as are needed to have every region.

    This is the largest size at which regions have four towns on average and each has at least one, or
    ``MIN_TOWN_PERSONS`` if there is no such size. A society with one region keeps its stated size.
    """
    if len(people.regions) == 1 or people.town_size <= MIN_TOWN_PERSONS:
        return people.town_size
    largest = min(people.town_size, persons // (TOWNS_PER_REGION * len(people.regions)))
    for size in range(largest, MIN_TOWN_PERSONS, -1):
        if len(np.unique(allocate_towns(people, -(-persons // size)))) == len(people.regions):
            return size
    return MIN_TOWN_PERSONS


def with_sample_town_size(study: Study) -> Study:
    """Return the study with a town size that suits its persons; with several regions, samples do not vary it.

    The range of `people.town_size` in a document is meant for whole runs. With a few thousand persons its upper end
    leaves three towns, and would vary which regions exist instead of how local ties are.
    """
    people = study.society.model.people
    if len(people.regions) == 1:
        return study
    return replace(
        study, society=with_fixed_value(study.society, TOWN_SIZE_PATH, choose_town_size(people, study.plan.persons))
    )
