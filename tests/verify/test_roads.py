"""Two roads to every steady state agree to 1e-9 wherever somebody may ask."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verify.every import drawn
from underheaven.errors import RequestError
from underheaven.verify import cli_api, roads, sensing, standing
from underheaven.verify.case import Figure
from underheaven.verify.registry import CASES

KNOWN = {case.name: case for case in CASES}


def closed(case, values):
    """What a case expects by its closed form."""
    return float(KNOWN[case].check.expects(values))


@pytest.mark.parametrize("case", sorted(roads.ROADS))
def test_both_roads_lead_to_the_same_figure(case):
    strategies = {parameter.name: drawn(parameter) for parameter in KNOWN[case].given}

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(strategies))
    def agree(values):
        try:
            first = closed(case, values)
        except RequestError:
            return
        assert roads.expected(case, values) == pytest.approx(first, rel=1e-9, abs=1e-9)

    agree()


def test_the_roads_name_cases_that_run():
    assert all(KNOWN[name].check is not None for name in roads.ROADS)
    assert {"list-stock", "list-ever", "appeals", "record-stock", "record-job-chain", "record-job-work", "learning",
            "learning-spread", "threshold-jump", "wrongful-records", "court-chain", "court-cycle", "appeals-delayed",
            "two-records", "early-removal", "renewal", "newcomers", "household-learning", "grades", "wrongly-listed",
            "awareness", "legitimacy", "silence", "burn-in", "amendments", "attention-spread"} <= set(
                roads.ROADS)  # fmt: skip


def test_a_wrong_closed_form_parts_from_its_road(monkeypatch):
    monkeypatch.setattr(standing, "mean_stay", lambda hazard, months: (1 - (1 - hazard) ** (months + 1)) / hazard)
    values = {"a": 0.05, "months": 36, "granted": 1.0}
    assert abs(roads.expected("appeals", values) - closed("appeals", values)) > 0.1


def test_without_a_road_or_without_scipy_there_is_no_figure(monkeypatch):
    assert roads.expected("screening", {}) is None
    monkeypatch.setattr(roads, "installed", lambda: False)
    assert roads.expected("list-ever", {"h": 0.1, "n": 2}) is None


def test_a_thorough_run_shows_the_second_figure():
    case = cli_api.Case("list-ever", "A", lambda v: Figure(0.19, 0.19, 1e-9), KNOWN["list-ever"].given,
                        points=({"h": 0.1, "n": 2},))  # fmt: skip
    first, second = cli_api.run_jobs(
        [cli_api.Job(case, {"h": 0.5, "n": 1}), cli_api.Job(case, case.points[0], True)], cli_api.current(),
        road=roads.expected,
    )  # fmt: skip
    assert first.road == pytest.approx(0.5)
    assert second.road == pytest.approx(0.19)
    assert second.case == "list-ever, h=0.1 n=2"


def test_nothing_happens_in_no_months_even_where_it_is_certain():
    """What this would catch: a town that joins after the last month counted as listed, at h = 1."""
    assert [sensing.at_least_once(chance, 0) for chance in (0.0, 0.5, 1.0)] == [0, 0, 0]
    assert sensing.at_least_once(1.0, 1) == 1
    assert standing.roll_out({"h": 1.0, "n": 1, "over": 2}) == 0.5
