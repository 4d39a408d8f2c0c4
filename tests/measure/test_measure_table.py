"""The table: means, intervals and paired differences of every measure."""

from __future__ import annotations

import math

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.measure_table import build_measure_table
from underheaven.measure.registry import MEASURES, PAIRED


def fill(run, world, replicate):
    run.tallies["jobs_lost"][0, 0] = 10 * replicate + world * (1 + replicate % 2)
    run.sums["acts"][:] = 4 - 2 * world


def rows_of(dataset, against):
    return {(row.name, row.scenario): row for row in build_measure_table(dataset, against)}


def test_every_measure_has_a_row_a_world(make):
    rows = build_measure_table(make(fill, 2), "none")
    expected = [(name, world) for name in MEASURES for world in ("none", "court")]
    expected += [(name, "court") for name in PAIRED]
    assert [(row.name, row.scenario) for row in rows] == expected


def test_differences_are_paired_over_replicates(make):
    rows = rows_of(make(fill, 4), "none")
    row, other = rows["jobs_lost", "court"], rows["jobs_lost", "none"]
    step = t_interval(np.array([1, 2, 1, 2]) / 8 * 1e5)
    assert (row.difference, row.difference_low, row.difference_high) == pytest.approx((step.mean, step.low, step.high))
    assert row.mean - other.mean == pytest.approx(row.difference)
    assert row.high - row.low > 5 * (row.difference_high - row.difference_low)
    expected = (np.var([0, 10, 20, 30]) + np.var([1, 12, 21, 32])) / np.var([1, 2, 1, 2])
    assert row.variance_ratio == pytest.approx(expected)
    assert math.isnan(other.difference)
    assert math.isnan(other.variance_ratio)


def test_paired_measures_are_differences(make):
    row = rows_of(make(fill, 3), "none")["deterrence", "court"]
    assert row.mean == row.difference == 0.5
    assert math.isnan(row.variance_ratio)


def test_without_another_world_there_are_no_differences(make):
    rows = build_measure_table(make(fill, 2), None)
    assert {row.name for row in rows} == set(MEASURES)
    assert all(math.isnan(row.difference) for row in rows)


def test_one_replicate_says_why_there_is_no_interval(make):
    row = rows_of(make(fill), "none")["jobs_lost", "court"]
    assert row.mean == 12_500
    assert math.isnan(row.low)
    assert "one replicate" in row.note


def test_an_unknown_scenario_is_refused_with_the_known_ones(make):
    with pytest.raises(RequestError, match=r"scenario 'non'.*none, court"):
        build_measure_table(make(), "non")
