"""Contagion comes to rest where its equation says, at several points, and a wrong account of it is found out."""

import math

import pytest

from underheaven.errors import RequestError
from underheaven.verify.cases import contagion
from underheaven.verify.effort import current_effort
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("settings", "share"),
    [
        ({}, 0.423025),
        ({"beta_k": 0.5}, 0.759620),
        ({"beta_k": 0.3, "recovery": 0.15, "background": 0.02}, 0.517607),
        ({"beta_k": 2, "recovery": 0.7}, 0.463200),
        ({"beta_k": 0, "background": 0.01}, 0.01 / 0.11),
        ({"beta_k": 10, "recovery": 1, "background": 0.2}, None),
        ({"beta_k": 0.05, "recovery": 0.2}, 0.0),
    ],
)
def test_the_case_holds(settings, share):
    checked = run_case("contagion", **settings)
    v = {"beta_k": 0.18, "recovery": 0.1, "background": 0} | settings
    i = checked.expected
    assert share is None or i == pytest.approx(share, abs=1e-6)
    gained = (1 - i) * (1 - (1 - v["background"]) * math.exp(-v["beta_k"] * i))
    assert gained == pytest.approx(v["recovery"] * i, abs=1e-12)
    assert checked.verdict == "pass", checked
    assert checked.tolerance < 0.01


def test_the_formula_of_continuous_time_is_found_out(monkeypatch):
    """There the share would come to rest at 1 - recovery / beta, 0.444."""
    monkeypatch.setattr(contagion, "listing_hazard", lambda beta, background, share: beta * share)
    checked = run_case("contagion")
    assert checked.expected == pytest.approx(1 - 0.1 / 0.18, abs=0.05)
    assert checked.verdict == "fail"


@pytest.mark.parametrize("wrong", [{"recovery": 0.11}, {"beta": 0.19}, {"background": 0.003}])
def test_another_rate_is_found_out(monkeypatch, wrong):
    right = contagion.load_contagion_regime

    def other(beta, recovery, background, start):
        rates = {"beta": beta, "recovery": recovery, "background": background, "start": start}
        return right(**rates | wrong)

    monkeypatch.setattr(contagion, "load_contagion_regime", other)
    assert run_case("contagion").verdict == "fail"


def test_the_bias_of_a_finite_town_stays_below_a_quarter_of_the_standard_error():
    rest = contagion.find_equilibrium(0.18, 0.1, 0.0)
    assert rest.bias == pytest.approx(-1.45e-4, abs=1e-6)
    correlated = (1 + rest.slope) / (1 - rest.slope)
    error = rest.sd * math.sqrt(correlated / (current_effort().replicates * contagion.OBSERVED_MONTHS))
    assert abs(rest.bias) + contagion.SETTLING_TOLERANCE / contagion.OBSERVED_MONTHS < error / 4
    assert rest.max_months > contagion.OBSERVED_MONTHS


@pytest.mark.parametrize("settings", [{"beta_k": 0.1}, {"beta_k": 0.11}, {"recovery": 0.18}])
def test_near_the_fold_it_says_that_nothing_can_be_proved(settings):
    with pytest.raises(RequestError, match="further from recovery"):
        run_case("contagion", **settings)


def test_recovery_that_is_no_whole_number_of_months_is_made_up_by_correction():
    for recovery in (0.01, 0.1, 0.15, 0.3, 0.7, 1.0):
        model = contagion.load_contagion_regime(0.2, recovery, 0.0, 0.3).model
        (rule,) = model.recording.rules
        assert (1 - 1 / rule.months) * (1 - model.repair.correction) == pytest.approx(1 - recovery, abs=1e-12)
