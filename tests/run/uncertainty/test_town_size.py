"""Parameter samples live in worlds that hold every region.

What this would catch: towns of the full size, of which 10,000 persons fill ten, in ten of thirty-one provinces.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import plan_study
from underheaven.run.uncertainty.design import Design
from underheaven.run.uncertainty.parameter_samples import MAX_SAMPLE_PERSONS, sample_study
from underheaven.run.uncertainty.town_size import (
    MIN_TOWN_PERSONS,
    TOWN_SIZE_PATH,
    choose_town_size,
    with_sample_town_size,
)
from underheaven.spec.io.document_reader import read_society

ONE = ("court-defaulters-2013", "none")


@pytest.mark.parametrize(
    ("regime", "society"),
    [
        ("court-defaulters-2013", "china-2020"),
        ("imagined-unified", "imagined-country"),
    ],
)
def test_a_parameter_sample_has_every_region(regime, society):
    study = sample_study(plan_study([regime], "none", society))
    (built, _) = build_scenarios(study)
    towns = np.bincount(built.regions, minlength=len(built.labels["region"]))
    assert study.plan.persons == MAX_SAMPLE_PERSONS
    assert towns.min() >= 1
    assert towns.mean() >= 4


def test_no_sample_moves_the_town_size_where_it_would_take_regions_away():
    study = sample_study(plan_study(["court-defaulters-2013"], "none", "china-2020"))
    design = Design(study)
    size = study.society.model.people.town_size
    assert TOWN_SIZE_PATH in {a.path for a in read_society("china-2020").assumed}
    assert TOWN_SIZE_PATH not in {number.path for number in design.numbers}
    assert {design.sample(n).society.model.people.town_size for n in range(4)} == {size}


def test_a_society_of_one_region_keeps_its_towns_and_their_range():
    study = plan_study(["rongcheng-2016"], "none", "rongcheng", persons=MAX_SAMPLE_PERSONS)
    assert with_sample_town_size(study) is study
    assert TOWN_SIZE_PATH in {number.path for number in Design(sample_study(study)).numbers}


@pytest.mark.parametrize(
    ("persons", "least"), [(100, MIN_TOWN_PERSONS), (2_500, MIN_TOWN_PERSONS), (10_000, 33), (1_000_000, 1024)]
)
def test_a_town_is_as_large_as_the_persons_allow(persons, least):
    people = read_society("china-2020").model.people
    size = choose_town_size(people, persons)
    assert least <= size <= people.town_size
    assert size == people.town_size or persons < 1_000_000


def test_a_town_smaller_than_the_smallest_stays_as_stated():
    people = read_society("china-2020").model.people.model_copy(update={"town_size": 16})
    assert choose_town_size(people, 10_000) == 16


def test_towns_are_made_smaller_once():
    study = sample_study(plan_study(["court-defaulters-2013"], "none", "china-2020"))
    again = with_sample_town_size(study)
    assert again.society.model == study.society.model
    assert replace(again, society=study.society) == study
