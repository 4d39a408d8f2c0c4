"""Measures of every month."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.scales import BELIEF_ONE, MICRO
from underheaven.measure.monthly_measures import MONTHLY_MEASURES
from underheaven.measure.registry import MEASURES


def fill(run, world, replicate):
    t = run.tallies
    t["blacklisted"][:, 0] = [0, 1, 2]
    t["detriment"][:, 1, 1, 0] = np.array([0, 8, 4]) * MICRO
    t["workforce"][:] = 1
    t["unemployed"][2, 1] = 1
    t["legitimacy"][:] = 4 * BELIEF_ONE
    t["entries"][1] = [[1, 0, 0, 0, 0], [5, 0, 0, 0, 0]]  # the second is a redlist


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("blacklisted", [0, 12_500, 25_000]),
        ("detriment", [0, 1, 0.5]),
        ("unemployed", [0, 0, 0.25]),
        ("legitimacy", [0.5, 0.5, 0.5]),
        ("entries", [0, 12_500, 0]),
    ],
)
def test_counted_by_hand(make, name, expected):
    found = MONTHLY_MEASURES[name](make(fill)).sel(scenario="court", replicate=0)
    np.testing.assert_allclose(found.values, expected, rtol=1e-12)


@pytest.mark.parametrize("name", MONTHLY_MEASURES)
def test_every_measure_is_one_of_months(random, name):
    found = MONTHLY_MEASURES[name](random)
    assert set(found.dims) == {"scenario", "replicate", "month"}
    assert found.attrs["units"]


def test_the_last_month_is_the_measure_of_it(random):
    last = MONTHLY_MEASURES["score_and_conviction_by_month"](random).isel(month=-1)
    np.testing.assert_allclose(last, MEASURES["score_and_conviction"].function(random))
    np.testing.assert_allclose(
        MONTHLY_MEASURES["blacklisted"](random).isel(month=-1), MEASURES["listed_now"].function(random)
    )
