"""The identity of base rates holds on what is shipped, and no count can be moved without it being seen."""

import numpy as np
import pytest

from underheaven.measure.error_rate_identity import EVERYBODY, error_rate_gaps
from underheaven.run.public import compare

REGIMES = ("court-defaulters-2013", "rongcheng-2016", "credit-bureau")


@pytest.fixture(scope="module")
def lived():
    """Several shipped regimes over the same 4,000 villagers, and nothing at all."""
    return compare(*REGIMES, society="village", persons=4_000, months=36, replicates=2, seed=3)


def test_it_holds_to_the_last_count_under_every_shipped_regime(lived):
    gaps = error_rate_gaps(lived)
    assert {gap.size for gap in gaps} == {0.0}
    assert {gap.scenario for gap in gaps} == set(REGIMES)  # nobody is recorded where there is no regime
    groups = {str(group) for group in lived["group"].values} | {EVERYBODY}
    for world in REGIMES:
        mine = [gap for gap in gaps if gap.scenario == world]
        assert {gap.group for gap in mine} == groups
        assert {gap.replicate for gap in mine} == {0, 1}
        assert sum(gap.defined for gap in mine) > len(mine) / 2


def test_a_world_of_its_own_and_one_replicate_hold_too(lived):
    assert {gap.size for gap in error_rate_gaps(lived.sel(scenario=["rongcheng-2016"]).isel(replicate=[1]))} == {0.0}


MOVED = {
    "filed": {"group": 1, "origin": 0},
    "recorded": {"kind": 0, "origin": 1},
    "acts": {"kind": 5, "group": 2},
    "persons": {"group": 3},
    "in a dossier": {"origin": 0},
    "person_wrongful_records": {"person": 17},
    "person_acts": {"person": 17},
    "displaced_records": {"origin": 1},
    "removals": {"removal": 0, "origin": 0, "month": 4},
}


@pytest.mark.parametrize("world", REGIMES)
@pytest.mark.parametrize("name", MOVED)
def test_one_count_too_many_is_seen(lived, name, world):
    false = lived.copy(deep=True)
    place = {"scenario": REGIMES.index(world), "replicate": 1, "month": -1, **MOVED[name]}
    variable = false["live_records" if name == "in a dossier" else name]
    variable[{dim: at for dim, at in place.items() if dim in variable.dims}] += 1
    failing = [gap for gap in error_rate_gaps(false) if gap.size > 0]
    assert failing
    assert {(gap.scenario, gap.replicate) for gap in failing} == {(world, 1)}


def test_one_record_moved_from_true_to_false_is_seen_with_its_size(lived):
    false = lived.copy(deep=True)
    filed = false["filed"].sel(scenario="rongcheng-2016")[{"replicate": 0}]
    month, group = np.argwhere(filed.sel(origin="true").values > 0)[0]
    at = {"scenario": REGIMES.index("rongcheng-2016"), "replicate": 0, "month": month, "group": group}
    false["filed"][at | {"origin": 0}] -= 1
    false["filed"][at | {"origin": 1}] += 1
    sizes = [gap.size for gap in error_rate_gaps(false) if gap.size > 0]
    assert any(0 < size < 1e-3 for size in sizes)


def test_a_result_that_does_not_say_which_kinds_are_prosocial_is_held_to_the_rest(lived):
    before = lived.drop_vars("kind_sort")
    assert {gap.size for gap in error_rate_gaps(before)} == {0.0}
    before = before.copy(deep=True)
    before["filed"][{"scenario": 0, "replicate": 0, "month": 0, "group": 0, "origin": 0}] += 1
    assert any(gap.size > 0 for gap in error_rate_gaps(before))


def test_a_small_table_worked_by_hand(make):
    """Men, 40-49: 24 units of one kind, 8 with the act, 6 of them recorded, and 4 of 16 innocent ones."""

    def fill(run, world, replicate):
        if world == 0:
            return
        run.tallies["acts"][0, 0, 0] = 8
        run.tallies["persons"][:] = (8, 0, 0, 0)
        run.tallies["filed"][0, 0, :2] = 6, 4
        run.tallies["recorded"][0, 0, :2] = 6, 4
        run.tallies["live_records"][-1, :2] = 6, 4
        run.sums["acts"][0] = 8
        run.sums["wrongful_records"][:4] = 1

    dataset = make(fill)
    men, *others, everybody = error_rate_gaps(dataset)
    assert (men.group, men.defined, men.size) == ("men, 40-49", True, 0.0)
    assert (everybody.group, everybody.defined, everybody.size) == (EVERYBODY, True, 0.0)
    assert not any(gap.defined or gap.size for gap in others)
    dataset["person_wrongful_records"][{"scenario": 1, "person": 7}] = 1
    men, *_ = error_rate_gaps(dataset)
    assert men.size == pytest.approx(5 / 16 - 4 / 16)


def test_nobody_recorded_says_nothing(make):
    assert error_rate_gaps(make()) == ()
