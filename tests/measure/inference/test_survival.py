"""Stays that still last when the run is over: against a second package, a known law, and each other."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from underheaven.fields.codes import APPEALED, EXPIRED, RENEWED, STAY_ENDS
from underheaven.measure.inference.survival import MIN_FOLLOWED, estimate_curve

OBSERVED = 80


def planted(rng, n, chances, observed=OBSERVED):
    """Stays that end after each month with these chances by way out, begun in any month; seen to the last one."""
    entry = rng.integers(1, observed + 1, n)
    whole = rng.geometric(sum(chances.values()), n)
    way = rng.choice(list(chances), n, p=np.array(list(chances.values())) / sum(chances.values()))
    could = observed - entry + 1
    lasts = whole >= could
    return entry, np.minimum(whole, could), np.where(lasts, 0, 1 + way)


@pytest.fixture
def stays():
    return planted(np.random.default_rng(3), 3_000, {EXPIRED: 0.02, APPEALED: 0.01, RENEWED: 0.003})


def test_survival_is_that_of_another_package(stays):
    """A stay that lasts leaves the risk set before the month whose end nobody sees; a plain tie would keep it."""
    entry, months, end = stays
    found = estimate_curve(entry, months, end, OBSERVED)
    other = SurvfuncRight(months - 0.5 * (end == 0), end > 0)
    here = found.survival[other.surv_times.astype(int)]
    known = np.isfinite(here)
    assert known.sum() > 60
    np.testing.assert_allclose(here[known], other.surv_prob[known], rtol=1e-12)


def test_ways_out_are_those_of_another_package(stays):
    entry, months, end = stays
    found = estimate_curve(entry, months, end, OBSERVED)
    ways = np.unique(end[end > 0])
    other = CumIncidenceRight(months - 0.5 * (end == 0), np.searchsorted(ways, end) * (end > 0) + (end > 0))
    times = other.times.astype(int)
    at = (other.times == times) & np.isfinite(found.survival[times])
    for way, shares in zip(ways, other.cinc, strict=True):
        np.testing.assert_allclose(found.incidence[way, times[at]], shares[at], rtol=1e-9, atol=1e-12)


def test_what_ended_and_what_lasts_make_a_whole(stays):
    found = estimate_curve(*stays, OBSERVED)
    known = np.isfinite(found.survival)
    whole = found.survival + found.incidence.sum(axis=0)
    np.testing.assert_allclose(whole[known], 1.0, atol=1e-12)
    assert known.sum() == 80
    assert (np.diff(found.survival[known]) <= 0).all()
    assert found.incidence.shape[0] == len(STAY_ENDS)


def test_a_planted_law_comes_back_under_censoring():
    """Months on over entries, what stood here before, would say 27 % too little."""
    chance, months = 1 / 40, 120
    runs = [planted(np.random.default_rng(seed), 2_000, {EXPIRED: chance}, months) for seed in range(20)]
    found = [estimate_curve(*run, months) for run in runs]
    truth = (1 - (1 - chance) ** 60) / chance
    means = np.array([one.restricted_mean(60) for one in found])
    assert abs(means.mean() - truth) < 4 * means.std(ddof=1) / np.sqrt(len(means))
    assert abs(np.mean([one.survival_at(24) for one in found]) - (1 - chance) ** 24) < 0.01
    assert np.mean([one.median() for one in found]) == pytest.approx(np.ceil(np.log(0.5) / np.log(1 - chance)), abs=1)
    before = np.mean([run[1].mean() for run in runs])
    assert before < 0.75 / chance


def test_a_curve_ends_where_too_few_were_followed():
    """Nine of the stays began forty months before the end, one more twenty before it."""
    entry = np.array([10] * (MIN_FOLLOWED - 1) + [30])
    months, end = np.full(MIN_FOLLOWED, 5), np.full(MIN_FOLLOWED, 1 + EXPIRED)
    found = estimate_curve(entry, months, end, 50)
    assert found.survival_at(20) == 0.0
    assert np.isnan(found.survival_at(21))
    assert np.isnan(found.incidence_within(21, 1 + EXPIRED))
    assert np.isnan(found.restricted_mean(40))
    assert found.median() == 5
    assert np.isnan(estimate_curve(entry[:-1], months[:-1], end[:-1], 50).survival_at(0))


def test_half_that_never_leaves_has_no_median():
    entry, months = np.full(20, 1), np.full(20, 30)
    found = estimate_curve(entry, months, np.zeros(20, int), 30)
    assert found.survival_at(29) == 1.0
    assert np.isnan(found.median())
    assert found.restricted_mean(24) == 24
