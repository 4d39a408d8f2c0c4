"""Two roads to every steady state agree to 1e-9 wherever somebody may ask."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verify.every import drawn
from underheaven.errors import RequestError
from underheaven.verify import cross_checks, runner
from underheaven.verify.case_types import CheckResult
from underheaven.verify.cases import sensing, standing
from underheaven.verify.registry import CASES

KNOWN = {case.name: case for case in CASES}


def closed(case, values):
    """What a case expects by its closed form."""
    return float(KNOWN[case].check.expected_value(values))


@pytest.mark.parametrize("case", sorted(cross_checks.CROSS_CHECKS))
def test_both_roads_lead_to_the_same_figure(case):
    strategies = {parameter.name: drawn(parameter) for parameter in KNOWN[case].parameter_specs}

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(strategies))
    def agree(values):
        try:
            first = closed(case, values)
        except RequestError:
            return
        assert cross_checks.derive_expected(case, values) == pytest.approx(first, rel=1e-9, abs=1e-9)

    agree()


def test_the_roads_name_cases_that_run():
    assert all(KNOWN[name].check is not None for name in cross_checks.CROSS_CHECKS)
    assert {
        "list-stock",
        "list-ever",
        "appeals",
        "record-stock",
        "record-job-chain",
        "record-job-work",
        "learning",
        "learning-spread",
        "threshold-jump",
        "wrongful-records",
        "court-chain",
        "court-cycle",
        "appeals-delayed",
        "two-records",
        "early-removal",
        "renewal",
        "newcomers",
        "household-learning",
        "grades",
        "wrongly-listed",
        "awareness",
        "legitimacy",
        "silence",
        "burn-in",
        "amendments",
        "attention-spread",
    } <= set(cross_checks.CROSS_CHECKS)


def test_a_wrong_closed_form_parts_from_its_road(monkeypatch):
    monkeypatch.setattr(
        standing, "mean_stay_months", lambda hazard, months: (1 - (1 - hazard) ** (months + 1)) / hazard
    )
    values = {"a": 0.05, "months": 36, "granted": 1.0}
    assert abs(cross_checks.derive_expected("appeals", values) - closed("appeals", values)) > 0.1


def test_without_a_road_or_without_scipy_there_is_no_figure(monkeypatch):
    assert cross_checks.derive_expected("screening", {}) is None
    monkeypatch.setattr(cross_checks, "is_scipy_installed", lambda: False)
    assert cross_checks.derive_expected("list-ever", {"h": 0.1, "n": 2}) is None


def test_a_thorough_run_shows_the_second_figure():
    case = runner.Case(
        "list-ever",
        "A",
        lambda v: CheckResult(0.19, 0.19, 1e-9),
        KNOWN["list-ever"].parameter_specs,
        points=({"h": 0.1, "n": 2},),
    )
    first, second = runner.run_jobs(
        [runner.CaseJob(case, {"h": 0.5, "n": 1}), runner.CaseJob(case, case.points[0], True)],
        runner.current_effort(),
        cross_check=cross_checks.derive_expected,
    )
    assert first.cross_check == pytest.approx(0.5)
    assert second.cross_check == pytest.approx(0.19)
    assert second.case == "list-ever, h=0.1 n=2"


def test_nothing_happens_in_no_months_even_where_it_is_certain():
    """What this would catch: a town that joins after the last month counted as listed, at h = 1."""
    assert [sensing.probability_at_least_once(chance, 0) for chance in (0.0, 0.5, 1.0)] == [0, 0, 0]
    assert sensing.probability_at_least_once(1.0, 1) == 1
    assert standing.expected_roll_out({"h": 1.0, "n": 1, "over": 2}) == 0.5
