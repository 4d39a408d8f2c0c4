"""Recovery, on eight lives written down by hand."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import recovery


def fill(run, world, replicate):
    """Court: six are listed, one of them in a place that is renewed, one of them a child's; of four, one came back."""
    run.sums["renewals"][7] = 1
    run.sums["minor"][6] = 1
    if world == 0:
        run.sums["out_of_work"][:] = [0, 1, 0, 0, 0, 0, 0, 0]
        return
    run.sums["months_listed"][:] = [3, 2, 1, 2, 0, 0, 1, 3]
    run.sums["months_wrongly_listed"][:] = [3, 2, 0, 0, 0, 0, 0, 0]
    run.sums["times_listed"][:] = [1, 1, 1, 2, 0, 0, 1, 3]
    run.sums["blacklisted"][:] = [1, 0, 0, 1, 0, 0, 1, 1]
    run.sums["out_of_work"][:] = [1, 1, 1, 0, 1, 0, 1, 1]
    t = run.tallies
    t["listed"][:, 0, 0] = [4, 4, 3]
    t["listed"][:, 1] = 50  # a redlist
    t["exits"][:, 0] = [9, 1, 1]


def of_court(array):
    return array.sel(scenario="court").item()


def test_counted_by_hand(make):
    dataset = make(fill)
    assert of_court(recovery.exit_hazard(dataset)) == pytest.approx(2 / 8)
    assert of_court(recovery.relisted_share(dataset)) == pytest.approx(1 / 4)
    assert of_court(recovery.still_listed_share(dataset)) == pytest.approx(2 / 4)
    # Two are off the list; both seek work here, one of them there.
    assert of_court(recovery.out_of_work_after(dataset, "none")) == pytest.approx(1 / 2)


def test_nobody_listed_is_no_number(make):
    dataset = make(fill)
    for measure in (recovery.exit_hazard, recovery.relisted_share, recovery.still_listed_share):
        assert np.isnan(measure(dataset).sel(scenario="none").item())
    assert np.isnan(recovery.out_of_work_after(dataset, "none").sel(scenario="none").item())


def test_places_renewed_in_one_world_alone_are_not_compared(make):
    def other(run, world, replicate):
        fill(run, world, replicate)
        run.sums["renewals"][0] = world

    assert np.isnan(of_court(recovery.out_of_work_after(make(other), "none")))
