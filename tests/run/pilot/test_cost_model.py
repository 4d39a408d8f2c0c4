"""What a month costs: few persons, many, and the straight line between."""

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.person_values import SUMS
from underheaven.fields.tallies import TALLIES
from underheaven.run.pilot.clock import Span
from underheaven.run.pilot.cost_model import (
    MonthCost,
    choose_scale,
    measure_costs,
    repeat_persons,
    repeat_towns,
    resize_study,
)
from underheaven.run.simulate.replicate import simulate_burn_in
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import plan_study

TINY = MonthCost(8, Span(0.0001, 0.0001), Span())


@pytest.fixture(scope="module")
def study():
    return plan_study(["court-defaulters-2013"], "none", "village", persons=4_000, months=3, replicates=5)


def test_a_month_is_a_straight_line_that_never_falls_below_nothing():
    pace = MonthCost(100, Span(1.0, 2.0), Span(0.01, 0.02))
    assert pace.for_persons(100) == Span(1.0, 2.0)
    assert pace.for_persons(200) == Span(2.0, 4.0)
    assert MonthCost(100, Span(1.0, 1.0), Span(0.1, 0.1)).for_persons(10) == Span()


def test_a_study_of_another_size_keeps_its_documents(study):
    other = resize_study(study, 50, 2)
    assert (other.plan.persons, other.plan.months, other.plan.replicates) == (50, 2, 1)
    assert other.scenarios == study.scenarios
    assert study.plan.replicates == 5


@pytest.mark.parametrize(
    ("persons", "of", "times"),
    [(20_480, 1_000_000, 8), (20_480, 60_000, 2), (20_480, 30_000, 1), (1_000, 10**6, 1), (2_048, 2_048, 1)],
)
def test_a_crowd_is_whole_towns_and_no_larger_than_the_run(persons, of, times):
    assert choose_scale(persons, 1_024, of) == times


def test_a_multiplied_population_is_the_same_towns_again(study):
    town = study.society.model.people.town_size
    few = build_scenarios(resize_study(study, town, 1))[0]
    many = build_scenarios(resize_study(study, 3 * town, 1))[0]
    engine = make_engine("cpu", 1)
    people = simulate_burn_in(engine, few, 0)
    crowd = repeat_towns(people, 3)
    for one, other in zip((*people.state, *people.sums), (*crowd.state, *crowd.sums), strict=True):
        np.testing.assert_array_equal(np.concatenate([one, one, one]), other)
    np.testing.assert_array_equal(crowd.loans, 3 * people.loans)
    tallies = engine.advance(crowd, many, few.burn_in_months)
    assert tallies["persons"].sum() == 3 * town


def test_every_phase_has_a_pace_and_every_world_its_run(study):
    town = study.society.model.people.town_size
    found = measure_costs(resize_study(study, town, 3), make_engine("cpu", 1), 2, TINY)
    assert len(found.scenarios) == len(found.runs) == 2
    assert {f.name for f in TALLIES} == set(found.runs[0][0].tallies)
    for pace in (found.burn_in, *found.scenarios):
        assert pace.persons == town
        assert pace.month.wall > 0
        assert 0 <= pace.person.wall < pace.month.wall
    assert found.populate.wall > 0


def test_widened_runs_have_more_persons_and_leave_the_first_as_they_are(study):
    found = measure_costs(resize_study(study, 20, 2), make_engine("cpu", 1), 1, TINY)
    wide = repeat_persons(found.runs, 4)[0][0]
    for field in SUMS:
        np.testing.assert_array_equal(wide.sums[field.name], np.tile(found.runs[0][0].sums[field.name], 4))
    wide.tallies.clear()
    assert found.runs[0][0].tallies
