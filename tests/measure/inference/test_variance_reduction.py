"""The gain from pairing, against its closed form."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.person_values import SUMS
from underheaven.measure.inference.variance_reduction import (
    CODED_SUMS,
    UNAFFECTED_SUMS,
    person_variance_ratios,
    replicate_variance_ratio,
    variance_ratio,
)


@pytest.mark.parametrize(("p1", "p2"), [(0.10, 0.12), (0.3, 0.5), (0.01, 0.011)])
def test_two_rates_that_share_their_draws(p1, p2):
    n = 1_000_000
    u = (np.arange(n) + 0.5) / n
    d = p2 - p1
    expected = (p1 * (1 - p1) + p2 * (1 - p2)) / (d * (1 - d))
    assert variance_ratio((u < p1).astype(float), (u < p2).astype(float)) == pytest.approx(expected, rel=1e-4)


def test_the_published_variances():
    assert pytest.approx(0.1956 / 0.0196, rel=1e-3) == (0.10 * 0.90 + 0.12 * 0.88) / (0.02 * 0.98)


def test_independent_worlds_gain_nothing():
    rng = np.random.default_rng(5)
    assert variance_ratio(rng.normal(size=100_000), rng.normal(size=100_000)) == pytest.approx(1, abs=0.02)


def test_opposite_worlds_lose():
    x = np.arange(10.0)
    assert variance_ratio(x, -x) == pytest.approx(0.5)


def test_edges():
    x = np.array([0.1, 0.7, 0.35])
    assert variance_ratio(x, x + 0.1) == np.inf
    assert np.isnan(variance_ratio(np.ones(4), np.zeros(4)))
    assert np.isnan(variance_ratio(np.ones(1), np.zeros(1)))


def test_over_persons_and_replicates(make):
    def fill(run, world, replicate):
        run.sums["acts"][:] = np.arange(8) + (world == 1) * np.array([0, 1, 0, 1, 0, 1, 0, 1])
        run.tallies["jobs_lost"][0, 0] = replicate**2 + world * replicate

    dataset = make(fill, replicates=3)
    gains = person_variance_ratios(dataset, "court", "none")
    assert gains.keys() == {f.name for f in SUMS} - UNAFFECTED_SUMS - CODED_SUMS
    a, b = np.arange(8.0), np.arange(8) + np.array([0.0, 1] * 4)
    assert gains["acts"] == pytest.approx((a.var() + b.var()) / (b - a).var())
    assert np.isnan(gains["loans"])
    lost = dataset["jobs_lost"].sum(["month", "group"]).astype(float)
    expected = (np.var([0, 1, 4]) + np.var([0, 2, 6])) / np.var([0, 1, 2])
    assert replicate_variance_ratio(lost, "court", "none") == pytest.approx(expected)
