from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.engine.population import LOAN_MEMORY_MONTHS, Population
from underheaven.fields.person_values import SUMS
from underheaven.fields.state import STATE

from ..contract import worlds


@pytest.fixture(scope="module")
def people():
    """A population that has lived a while in the rich world, with a panel."""
    return worlds.live(worlds.build(worlds.rich_regime(), worlds.rich_society(), 100, panel=5), 6).population


def arrays(population):
    own = [population.loans, population.key, *population.panel]
    return [*population.state, *population.sums, *population.towns, *own]


def test_an_empty_population_has_every_declared_array_at_zero():
    empty = Population.empty(7, 2, 3, seed=5, replicate=1)
    for field, array in [*zip(STATE, empty.state, strict=True), *zip(SUMS, empty.sums, strict=True)]:
        assert array.dtype == field.dtype
        assert len(array) == (7 if field.always_kept else 0)
        assert array.ndim == 1 + len(field.dims)
        assert not array.any()
    assert {len(array) for array in empty.panel} == {0}
    assert empty.key.tolist() == [5, 1]
    assert empty.loans.shape[:2] == (LOAN_MEMORY_MONTHS, 3)


def test_a_copy_is_the_same_and_shares_nothing(people):
    copy = people.copy()
    for one, other in zip(arrays(people), arrays(copy), strict=True):
        assert np.array_equal(one, other)
        assert not np.shares_memory(one, other)


def test_sums_start_anew_and_nothing_else_does(people):
    copy = people.copy()
    copy.reset_sums()
    assert not any(array.any() for array in copy.sums)
    assert all(np.array_equal(a, b) for a, b in zip(copy.state, people.state, strict=True))
    assert any(array.any() for array in people.sums)


def test_public_statuses_take_turns(people):
    copy = people.copy()
    now, coming = copy.state.public_status, copy.state.public_status_next
    copy.advance_public_status()
    assert copy.state.public_status is coming
    assert copy.state.public_status_next is now


def test_towns_remember_one_month(people):
    copy = people.copy()
    gathered = copy.towns.grown_next
    gathered[:] = 9
    copy.advance_towns()
    towns = copy.towns
    assert towns.grown is gathered
    assert not any(a.any() for a in (towns.grown_next, towns.eligible_next, towns.seen_next, towns.lost_next))


def test_loans_are_remembered_for_a_year():
    people = Population.empty(1, 1, 2, 0, 0)
    shape = people.loans.shape[1:]
    for month in range(30):
        people.store_loans(month, np.full(shape, month))
    assert sorted(people.loans[:, 0, 0, 0].tolist()) == list(range(18, 30))


def test_who_enters_a_world_of_wider_dossiers_has_the_arrays_of_its_own_people():
    wide = worlds.build(worlds.alter(worlds.rich_regime(), {"recording.capacity": 24}), worlds.rich_society(), 100)
    people = Population.initial(worlds.build(worlds.no_regime(), worlds.rich_society(), 100), 0)
    people.enter_scenario(wide)
    assert [a.shape for a in people.state] == [a.shape for a in Population.initial(wide, 0).state]


def test_entering_the_own_world_after_the_burn_in_changes_nothing():
    built = worlds.build(worlds.rich_regime(), worlds.rich_society(), 100)
    engine = make_engine("cpu", 1)
    people = engine.populate(built, 0)
    for month in range(built.burn_in_months):
        engine.advance(people, built, month)
    before = people.copy()
    people.enter_scenario(built)
    assert all(np.array_equal(a, b) for a, b in zip(arrays(before), arrays(people), strict=True))


def test_a_checkpoint_leaves_the_panel_out(people):
    """It is what the last month left to be recorded, and no month reads it."""
    assert people.panel.savings.any()
    assert not any("panel" in name for name in people.arrays())
