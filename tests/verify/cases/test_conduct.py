"""Deterrence and speech at several points, and what a wrong law does to them."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.verify.cases import conduct
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, math.exp(-1)),
        ({"p": 0.2, "f": 5}, math.exp(-1)),
        ({"p": 0.05, "f": 20}, math.exp(-1)),
        ({"p": 0.7, "f": 1, "m": 2}, math.exp(-0.35)),
        ({"p": 0.5, "f": 0}, 1.0),
        ({"p": 0.3, "f": 4, "m": 2, "gains": "uniform"}, 0.7),
        ({"p": 1, "f": 5, "m": 2, "gains": "uniform"}, 0.0),
        ({"p": 0.3, "f": 5, "innocent": 0.1}, math.exp(-1)),
        ({"p": 0.1, "f": 5, "innocent": 0.4}, 1.0),
        ({"opacity": 0.5}, math.exp(-0.5)),
        ({"aversion": 0.5, "conviction": 0.3, "chance": 0.4}, math.exp(-0.8)),
    ],
)
def test_deterrence_holds(settings, expected):
    checked = run_case("deterrence", **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-12)
    assert checked.verdict == "pass", checked


def test_another_law_of_gains_is_found_out(monkeypatch):
    right = conduct.share_above_threshold
    monkeypatch.setattr(
        conduct, "share_above_threshold", lambda hurdle, mean, uniform: right(hurdle, mean * 1.1, uniform)
    )
    assert run_case("deterrence").verdict == "fail"


def test_everybody_speaks_in_the_end():
    checked = run_case("threshold-riot")
    assert (checked.expected, checked.found, checked.verdict) == (100, 100, "pass")


@pytest.mark.parametrize("replaced", [1, 2, 50, 98])
def test_one_threshold_replaced_by_the_next_stops_the_riot_there(replaced):
    checked = run_case("threshold-riot", replace=replaced)
    assert (checked.expected, checked.found, checked.verdict) == (replaced, replaced, "pass")


@pytest.mark.parametrize("sigma", [0.09, 0.11, 0.135, 0.2])
def test_speech_rests_at_the_lowest_point(sigma):
    checked = run_case("threshold-jump", sigma=sigma)
    assert checked.verdict == "pass", checked
    assert checked.expected < 0.05 if sigma < 0.12 else checked.expected > 0.99


@pytest.mark.parametrize(
    ("settings", "as_if"),
    [({"relative": 0.5}, {"mean": 0.6, "sigma": 0.6}), ({"grievance": 0.4}, {"mean": 0.1, "sigma": 0.3})],
)
def test_what_moves_thresholds_is_as_if_their_law_were_another(settings, as_if):
    moved = run_case("threshold-jump", mean=0.3, sigma=0.3, **settings)
    assert moved.verdict == "pass", moved
    assert moved.expected == pytest.approx(run_case("threshold-jump", **as_if).expected, rel=1e-12)


def test_the_published_jump_is_where_the_low_point_vanishes():
    assert conduct.critical_spread(0.25) == pytest.approx(0.122221, abs=1e-6)
    assert conduct.critical_spread(0.6) is None
    with pytest.raises(RequestError, match="within 5 %"):
        run_case("threshold-jump", sigma=0.125)


def test_another_spread_of_thresholds_is_found_out(monkeypatch):
    monkeypatch.setattr(conduct, "NormalDist", lambda mean, sd: __import__("statistics").NormalDist(mean, 0.9 * sd))
    monkeypatch.setattr(conduct, "critical_spread", lambda mean: None)
    conduct.mean_finite_town_share.cache_clear()
    try:
        assert run_case("threshold-jump").verdict == "fail"
    finally:
        conduct.mean_finite_town_share.cache_clear()


@pytest.mark.parametrize(("mean", "sigma", "share"), [(0.25, 0.11, 0.0170736), (0.4, 0.3, 0.9715007)])
def test_the_mean_of_finite_towns_is_that_of_drawn_ones(mean, sigma, share):
    """Towns drawn from the table and followed to their rest; near the fold a town lies below one without end."""
    assert conduct.mean_finite_town_share(mean, sigma) == pytest.approx(share, abs=1e-6)
    law, luck, found = NormalDist(mean, sigma), np.random.default_rng(1), []
    table = np.array([law.inv_cdf((k + 0.5) / conduct.N_QUANTILES) for k in range(conduct.N_QUANTILES)])
    for _ in range(400):
        thresholds, speaking, before = np.sort(luck.choice(table, conduct.TOWN_SIZE)), 0.0, -1.0
        while speaking != before:
            speaking, before = np.searchsorted(thresholds, speaking, side="right") / conduct.TOWN_SIZE, speaking
        found.append(speaking)
    assert np.mean(found) == pytest.approx(share, abs=4.5 * np.std(found) / 20)
