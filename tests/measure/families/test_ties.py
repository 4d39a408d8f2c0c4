"""Ties and consent, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import CAUSES
from underheaven.fields.scales import MICRO
from underheaven.measure.families import ties


def fill(run, world, replicate):
    if world == 0:
        return
    t = run.tallies
    t["joined"][:] = [2, 1, 0, 2]
    t["stayed_out"][:] = [0, 1, 2, 0]
    t["joined"][0] = 0
    t["severed_ties"][:] = [0, 1, 3]
    t["recorded"][:, 0, 4] = [0, 2, 1]
    t["recorded"][:, 0, 0] = 9
    t["detriment"][:, 9, 1, 4] = [0, 10, 20]
    t["detriment"][:, 1, 1, 0] = 30


@pytest.mark.parametrize(
    ("name", "expected", "unused"),
    [
        ("joined_share", 5 / 8, np.nan),
        ("severed_ties", 4 / 24 * 1e5, 0),
        ("inherited_records", 3 / 8 * 1e5, 0),
        ("detriment_share_of_ties", 30 / 120, np.nan),
    ],
)
def test_what_is_counted(make, name, expected, unused):
    found = getattr(ties, name)(make(fill)).mean("replicate")
    assert found.values == pytest.approx([unused, expected], nan_ok=True)


def test_who_joined_by_group(make):
    found = ties.joined_by_group(make(fill)).isel(scenario=1, replicate=0)
    assert found.values == pytest.approx([1, 0.5, 0, 1])


def test_what_staying_out_costs_is_for_each_of_those_who_do(make):
    """Three stay out every month; what records or ties bear is not in it."""

    def outside(run, world, replicate):
        fill(run, world, replicate)
        if world == 1:
            run.tallies["detriment"][:, CAUSES.index("none:outside"), 6, 3] = [0, MICRO, 2 * MICRO]
            run.tallies["detriment"][:, CAUSES.index("none:official"), 6, 3] = 5 * MICRO  # a starting grade is closed

    found = ties.cost_of_staying_out(make(outside)).mean("replicate")
    assert found.values == pytest.approx([np.nan, 1.0], nan_ok=True)
    assert ties.cost_of_staying_out(make(fill)).isel(scenario=1).values == 0


def test_months_before_anybody_was_asked_take_nothing_off_what_staying_out_costs(make):
    """Six months of income are lost in the last month, by the three who are out then and were not asked before."""

    def late(run, world, replicate):
        if world == 1:
            run.tallies["stayed_out"][2] = [0, 1, 2, 0]
            run.tallies["detriment"][2, CAUSES.index("none:outside"), 6, 3] = 6 * MICRO

    found = ties.cost_of_staying_out(make(late)).mean("replicate")
    assert found.values == pytest.approx([np.nan, 2.0], nan_ok=True)
