"""Gaming, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.measure.families import gaming

SCORES, CONVICTIONS = np.array([100, 90, 70, 100]), np.array([900, 500, 100, 300])


def moments(score, conviction):
    powers = (score**0, score, conviction, score**2, conviction**2, score * conviction)
    return [int(p.sum()) for p in powers]


def fill(run, world, replicate):
    run.tallies["bribed_records"][1, 0] = [3 + world, 1, 0, 0, 0]
    run.tallies["faked_acts"][:, 2] = 1 + world
    run.tallies["score_moments"][0] = moments(SCORES, SCORES)
    run.tallies["score_moments"][1] = moments(SCORES, CONVICTIONS if world else CONVICTIONS[::-1])


def test_counted_by_hand(make):
    data = make(fill)
    assert gaming.bribed_records(data).values.ravel().tolist() == [50_000, 62_500]
    assert gaming.faked_acts(data).values.ravel().tolist() == [37_500, 75_000]


def test_the_correlation_is_that_of_the_last_month_counted(make):
    found = gaming.score_and_conviction(make(fill)).values.ravel()
    expected = [np.corrcoef(SCORES, CONVICTIONS[::-1])[0, 1], np.corrcoef(SCORES, CONVICTIONS)[0, 1]]
    assert found.tolist() == pytest.approx(expected, abs=1e-12)


def test_where_all_have_one_score_or_nobody_is_counted_it_is_undefined(make):
    def same(run, world, replicate):
        run.tallies["score_moments"][2] = moments(SCORES * 0 + 100, CONVICTIONS)

    assert np.isnan(gaming.score_and_conviction(make(same))).all()
    assert np.isnan(gaming.score_and_conviction(make())).all()


def test_each_world_has_a_last_month_of_its_own(make):
    """Where one regime counts longer than another, each is read in the last month that it counted."""

    def fewer(run, world, replicate):
        fill(run, world, replicate)
        if world == 0:
            run.tallies["score_moments"][1] = 0

    found = gaming.score_and_conviction(make(fewer)).values.ravel()
    assert found.tolist() == pytest.approx([1.0, np.corrcoef(SCORES, CONVICTIONS)[0, 1]], abs=1e-12)
