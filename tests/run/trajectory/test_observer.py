"""A look at one place after every month, and at the last month of whoever leaves."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.person_values import SUMS
from underheaven.run.simulate.replicate import simulate_burn_in, simulate_months
from underheaven.run.trajectory.observer import PersonObserver
from underheaven.scenario.build import build_scenario
from underheaven.spec.io.document_reader import read_regime, read_society

CONTRACT = Path(__file__).parents[2] / "contract"
PERSONS, MONTHS = 48, 10


@pytest.fixture(scope="module")
def world():
    regime, society = read_regime(CONTRACT / "rich-regime.toml"), read_society(CONTRACT / "rich-society.toml")
    return build_scenario(regime, society, persons=PERSONS, seed=5)


def watched(world, person, engine="cpu"):
    watching = PersonObserver(make_engine(engine, 1), person)
    people = simulate_burn_in(watching, world, 0)
    watching.observations.clear()
    return watching.observations, simulate_months(watching, people, world, MONTHS)


@pytest.fixture(scope="module")
def looks(world):
    return [watched(world, person) for person in range(PERSONS)]


def test_the_run_is_the_same_with_or_without_the_look(world, looks):
    engine = make_engine("cpu", 1)
    alone = simulate_months(engine, simulate_burn_in(engine, world, 0), world, MONTHS)
    for _, run in looks:
        assert all(np.array_equal(alone.tallies[name], run.tallies[name]) for name in alone.tallies)


def test_every_month_is_seen_with_the_sums_so_far(looks):
    for person, (seen, run) in enumerate(looks):
        assert [look.month for look in seen] == list(range(2, 2 + MONTHS))
        assert seen[-1].sums == {f.name: int(run.sums[f.name][person]) for f in SUMS}


def test_renewals_seen_are_those_counted(looks):
    seen = sum(look.renewed for looked, _ in looks for look in looked)
    assert seen == looks[0][1].tallies["renewed"].sum() > 3


def test_who_leaves_is_seen_as_in_a_world_where_nobody_leaves(world):
    """Up to the first renewal anywhere the two worlds are one, and with it go savings, records and the job."""
    people = world.society.copy()
    people[0].renewal[:] = 0
    staying = replace(world, society=people)
    first = {}
    for person in range(PERSONS):
        month = next((i for i, look in enumerate(watched(world, person)[0]) if look.renewed), None)
        if month is not None:
            first.setdefault(month, []).append(person)
    earliest = min(first)
    for person in first[earliest]:
        looked = watched(world, person)[0]
        engine = make_engine("cpu", 1)
        population = simulate_burn_in(engine, world, 0)
        population.enter_scenario(world)
        for month in range(2, 2 + earliest):
            engine.advance(population, world, month)
        engine.advance(population, staying, 2 + earliest)
        assert looked[earliest].savings == population.state.savings[person]
        assert looked[earliest].livelihood == population.state.livelihood[person]
        assert looked[earliest].dossier == tuple(population.state.dossier[person].tolist())
        assert looked[earliest].generation + 1 == looked[earliest + 1].generation


def test_the_reference_engine_is_watched_alike(world):
    assert watched(world, 7, "plain")[0] == watched(world, 7)[0]
