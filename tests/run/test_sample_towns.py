"""Parameter samples live in worlds that hold every region.

What this would catch: towns of the full size, of which 10,000 persons fill ten, in ten of thirty-one provinces.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.run.assumptions import PERSONS, few
from underheaven.run.design import Design
from underheaven.run.sample_towns import PATH, SMALLEST, sample_town_size, with_sample_towns
from underheaven.run.study import plan_study
from underheaven.run.worlds import build_worlds
from underheaven.spec.read import read_society

ONE = ("court-defaulters-2013", "none")


@pytest.mark.parametrize(("regime", "society"), [
    ("court-defaulters-2013", "china-2020"), ("imagined-unified", "imagined-country"),
])  # fmt: skip
def test_a_parameter_sample_has_every_region(regime, society):
    study = few(plan_study([regime], "none", society))
    (built, _) = build_worlds(study)
    towns = np.bincount(built.regions, minlength=len(built.labels["region"]))
    assert study.plan.persons == PERSONS
    assert towns.min() >= 1
    assert towns.mean() >= 4


def test_no_sample_moves_the_town_size_where_it_would_take_regions_away():
    study = few(plan_study(["court-defaulters-2013"], "none", "china-2020"))
    design = Design(study)
    size = study.society.model.people.town_size
    assert PATH in {a.path for a in read_society("china-2020").assumed}
    assert PATH not in {number.path for number in design.numbers}
    assert {design.point(n).society.model.people.town_size for n in range(4)} == {size}


def test_a_society_of_one_region_keeps_its_towns_and_their_range():
    study = plan_study(["rongcheng-2016"], "none", "rongcheng", persons=PERSONS)
    assert with_sample_towns(study) is study
    assert PATH in {number.path for number in Design(few(study)).numbers}


@pytest.mark.parametrize(("persons", "least"), [(100, SMALLEST), (2_500, SMALLEST), (10_000, 33), (1_000_000, 1024)])
def test_a_town_is_as_large_as_the_persons_allow(persons, least):
    people = read_society("china-2020").model.people
    size = sample_town_size(people, persons)
    assert least <= size <= people.town_size
    assert size == people.town_size or persons < 1_000_000


def test_a_town_smaller_than_the_smallest_stays_as_stated():
    people = read_society("china-2020").model.people.model_copy(update={"town_size": 16})
    assert sample_town_size(people, 10_000) == 16


def test_towns_are_made_smaller_once():
    study = few(plan_study(["court-defaulters-2013"], "none", "china-2020"))
    again = with_sample_towns(study)
    assert again.society.model == study.society.model
    assert replace(again, society=study.society) == study
