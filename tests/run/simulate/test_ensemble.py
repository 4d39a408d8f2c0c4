"""Replicates times worlds: the burn-in is lived once a replicate, by the people of every world."""

import numpy as np
import pytest

from underheaven.run.checkpoint.checkpointer import BURN_IN, NoCheckpoints
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import count_person_months, run_ensemble, run_in_parallel


def test_every_world_goes_on_from_one_burn_in(engine, world):
    worlds = [world("a"), world("b"), world("c")]
    run_ensemble(engine, worlds, 2, 3, Meter(1))
    assert engine.populated == [("a", 0), ("a", 1)]
    burned = [("a", 0), ("a", 1)]
    lived = {(p.replicate, p.history[-1][0]): p.history for p in engine.people}
    assert lived == {(r, name): [*burned, (name, 2), (name, 3), (name, 4)] for r in (0, 1) for name in ("a", "b", "c")}


def test_runs_stand_by_world_and_replicate(engine, world):
    runs = run_ensemble(engine, [world("a"), world("b")], 3, 2, Meter(1))
    assert [len(replicates) for replicates in runs] == [3, 3]
    assert all(run.tallies["overflow"].tolist() == [3, 4] for replicates in runs for run in replicates)


def test_the_meter_ends_at_the_total(engine, world):
    worlds, seen = [world("a"), world("b")], []
    total = count_person_months(worlds, 2, 5)
    assert total == 2 * 10 * (2 + 5 * 2)
    run_ensemble(engine, worlds, 2, 5, Meter(total, lambda done, of: seen.append(done)))
    assert seen[0] == 0
    assert seen[-1] == total
    assert seen == sorted(seen)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_replicates_at_once_are_those_of_one_after_the_other(engine, world, threads):
    worlds, seen = [world("a"), world("b")], []
    total = count_person_months(worlds, 3, 4)
    runs = run_in_parallel(engine, worlds, 3, 4, Meter(total, lambda done, of: seen.append(done)), threads)
    assert seen[-1] == total
    assert seen == sorted(seen)
    for mine, theirs in zip(runs, run_ensemble(engine, worlds, 3, 4, Meter(total)), strict=True):
        for one, other in zip(mine, theirs, strict=True):
            for name, tally in one.tallies.items():
                assert np.array_equal(tally, other.tallies[name])
    assert {replicate for _, replicate in engine.populated} == {0, 1, 2}


class Noting(NoCheckpoints):
    """Notes what it is told."""

    def __init__(self):
        self.months, self.finished_worlds = [], []

    def save_month(self, people, world, replicate, month, tallies):
        self.months.append((world, replicate, month))

    def save_finished(self, world, replicate, run):
        self.finished_worlds.append((world, replicate))


def test_months_are_kept_as_they_are_lived_and_worlds_as_they_are_done(engine, world):
    keeper = Noting()
    run_ensemble(engine, [world("a"), world("b")], 2, 2, Meter(1), keeper)
    assert keeper.months == [
        m for r in (0, 1) for m in [(BURN_IN, r, 0), (BURN_IN, r, 1), (0, r, 0), (0, r, 1), (1, r, 0), (1, r, 1)]
    ]
    assert keeper.finished_worlds == [(w, r) for r in (0, 1) for w in (0, 1)]


def test_a_single_world_needs_no_copy(engine, world):
    run_ensemble(engine, [world("a")], 1, 2, Meter(1))
    assert len(engine.people) == 1
