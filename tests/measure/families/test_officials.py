"""Favour, quotas and attention, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import officials

SCORES = np.array([[100, 110, 140, 150], [100, 110, 120, 110]])
"""Of four persons, as they are and less favour."""


def moments(x, y):
    return [len(x), x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum()]


def fill(run, world, replicate):
    if world == 1:
        run.tallies["favour_moments"][:] = moments(*SCORES)
        run.tallies["favour_moments"][0] = moments(SCORES[0], SCORES[0])
        run.tallies["best_grade"][2] = [3, 1]
        run.tallies["made_for_quota"][:, 0] = 2
        run.tallies["made_for_quota"][:, 3] = 6
        run.tallies["suppressed"][1, 0] = 4
        run.tallies["recorded_by_discovery"][0] = [[9, 1], [0, 0], [0, 0], [0, 2]]


def test_correlation_is_pearsons(make):
    found = officials.merit_correlation(make(fill)).values
    assert found[1, 0] == pytest.approx(np.corrcoef(*SCORES)[0, 1], rel=1e-12)
    assert np.isnan(found[0, 0])


def test_it_is_given_for_every_month(make):
    found = officials.merit_by_month(make(fill)).sel(scenario="court", replicate=0).values
    assert found == pytest.approx([1, np.corrcoef(*SCORES)[0, 1], np.corrcoef(*SCORES)[0, 1]], rel=1e-12)


def test_large_scores_that_differ_little_lose_nothing():
    x = SCORES[0].astype(object) + 10**7
    y = SCORES[1].astype(object) + 10**7
    assert officials.moments_correlation(np.array(moments(x, y), np.int64)) == pytest.approx(
        np.corrcoef(*SCORES)[0, 1], rel=1e-12
    )


def test_what_does_not_vary_has_no_correlation():
    assert np.isnan(officials.moments_correlation(np.array(moments(SCORES[0], np.full(4, 7)))))


def test_shares_and_counts(make):
    dataset = make(fill)
    assert officials.best_grade_by_favour(dataset).sel(scenario="court").item() == 0.25
    assert officials.quota_records(dataset).sel(scenario="court").item() == 24 / 8 * 100_000
    assert officials.quota_undeserved(dataset).sel(scenario="court").item() == 0.75
    assert officials.suppressed_records(dataset).sel(scenario="court").item() == 4 / 8 * 100_000
    assert officials.discovered_share(dataset).sel(scenario="court").item() == 0.25


OFFICIALS = [
    officials.merit_correlation,
    officials.best_grade_by_favour,
    officials.quota_records,
    officials.quota_undeserved,
    officials.suppressed_records,
    officials.discovered_share,
]


@pytest.mark.parametrize("measure", OFFICIALS)
def test_a_world_without_such_officials_has_no_number(make, measure):
    assert np.isnan(measure(make(fill)).sel(scenario="none")).all()
