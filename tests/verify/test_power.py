"""Faults that are planted and counted: the smallest that is caught, and where a count holds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.coin import coin, tossed
from underheaven.verify import counted_faults, power, runner, sample_size
from underheaven.verify.case_types import Case, CheckResult, ClosedForm, DetectableFault, Parameter
from underheaven.verify.effort import PLAIN_EFFORT, THOROUGH_EFFORT, USUAL_EFFORT, using_effort
from underheaven.verify.registry import CASES
from underheaven.verify.tolerances import POWER

ROW = {
    "coin": {
        "usual": {
            "of": "p",
            "share": 0.02,
            "caught": 19,
            "trials": 20,
            "replicates": 32,
            "person_months": 1234,
            "catches": True,
        }
    }
}


@given(st.floats(1e-6, 1e3))
def test_a_share_is_rounded_up_to_two_digits(share):
    found = power.round_up(share)
    assert share * (1 - 1e-9) <= found <= share * 1.1 + 1e-9
    assert found == float(f"{found:.1e}")


@pytest.mark.parametrize(("share", "found"), [(0.0101, 0.011), (0.02, 0.02), (0.1234, 0.13), (0.099, 0.099), (2, 2)])
def test_shares_that_are_round_stay(share, found):
    assert power.round_up(share) == found


def test_a_fault_is_raised_unless_the_parameter_ends_before():
    assert power.can_raise_parameter(coin(0.5, high=0.6), 0.2)
    assert not power.can_raise_parameter(coin(0.5, high=0.6), 0.21)


def small(**changes):
    return using_effort(replace(USUAL_EFFORT, person_months=1, target_fault=0.05, **changes))


def test_the_fault_that_is_counted_is_caught_and_is_about_the_one_aimed_at():
    said = []
    with small():
        row = power.count_caught_faults(coin(0.01), said.append)
    assert row["of"] == "p"
    assert row["caught"] <= row["trials"] <= power.TRIALS
    assert row["caught"] >= POWER * power.TRIALS
    assert 0.03 < row["share"] < 0.08
    assert said[-1] == f"coin: p off by {row['share']:.2%} caught {row['caught']} of {row['trials']}"


def test_a_fault_too_small_is_followed_by_wider_ones(monkeypatch):
    said, right = [], power.smallest_detectable_fault
    monkeypatch.setattr(
        power, "smallest_detectable_fault", lambda *of: replace(right(*of), share=0.75 * right(*of).share)
    )
    with small():
        row = power.count_caught_faults(coin(0.01), said.append)
    assert row["caught"] >= POWER * power.TRIALS
    assert 1 < len(said) <= power.MAX_FAULTS_TRIED


def test_where_none_of_those_tried_is_caught_none_is_counted(monkeypatch):
    said = []
    monkeypatch.setattr(power, "smallest_detectable_fault", lambda *of: DetectableFault("p", 1e-6))
    with small():
        assert power.count_caught_faults(coin(0.01), said.append) is None
    assert len(said) == power.MAX_FAULTS_TRIED


def test_a_parameter_at_its_end_is_off_to_the_other_side():
    lived = []

    def noted(values):
        lived.append(values["p"])
        return tossed(values)

    case = Case(
        "coin", "A", ClosedForm(lambda v: v["p"], noted), (Parameter("p", 0.01, 0.0, 0.01),), fault_parameter="p"
    )
    with small():
        assert power.count_caught_faults(case)["caught"] >= 18
    assert max(lived) == 0.01
    assert min(lived) < 0.0098


@pytest.mark.parametrize(
    "case", [coin(plants=""), Case("exact", "A", lambda v: CheckResult(1, 1, 0), fault_parameter="p")]
)
def test_what_has_no_fault_to_plant_has_no_count(case):
    with small():
        assert power.count_caught_faults(case) is None


@pytest.fixture
def counts(monkeypatch):
    monkeypatch.setattr(counted_faults, "read_fault_counts", lambda: ROW)


def test_a_count_holds_for_its_case_and_effort(counts):
    assert counted_faults.counted_fault("coin", USUAL_EFFORT) == DetectableFault("p", 0.02, counted=True)
    assert counted_faults.counted_fault("coin", replace(USUAL_EFFORT, seed=77)) == DetectableFault(
        "p", 0.02, counted=True
    )
    for effort in (
        THOROUGH_EFFORT,
        PLAIN_EFFORT,
        replace(USUAL_EFFORT, replicates=65),
        replace(USUAL_EFFORT, target_fault=None),
    ):
        assert counted_faults.counted_fault("coin", effort) is None
    assert counted_faults.counted_fault("dice", USUAL_EFFORT) is None


def test_a_count_is_said_at_the_default_and_a_reckoning_elsewhere(counts):
    with using_effort(USUAL_EFFORT):
        usual, other = (runner.run_job(runner.CaseJob(coin(0.3), settings)) for settings in ({}, {"p": 0.4}))
    assert usual.detectable_fault == DetectableFault("p", 0.02, counted=True)
    assert not other.detectable_fault.counted
    with using_effort(replace(USUAL_EFFORT, replicates=65)):
        assert not runner.run_job(runner.CaseJob(coin(0.3), {})).detectable_fault.counted


def test_the_counts_that_ship_are_of_cases_and_efforts_that_there_are():
    known = {case.name: case for case in CASES}
    for name, rows in counted_faults.read_fault_counts().items():
        assert set(rows) <= set(counted_faults.EFFORTS), name
        for row in rows.values():
            assert row["of"] == known[name].fault_parameter
            assert row["caught"] >= POWER * row["trials"]
            assert row["share"] == power.round_up(row["share"])


def test_a_run_has_the_size_at_which_its_faults_were_counted_and_no_pilot(counts, monkeypatch):
    sizes = []
    monkeypatch.setattr(sample_size, "run_pilot", lambda *of: pytest.fail("a pilot"))
    right = sample_size.run_at_size
    monkeypatch.setattr(sample_size, "run_at_size", lambda size, *of: sizes.append(size) or right(size, *of))
    with using_effort(USUAL_EFFORT):
        runner.run_job(runner.CaseJob(coin(0.3), {}))
    assert sizes[0] == sample_size.RunSize(32, 1234, True)


def test_other_values_and_efforts_have_a_pilot(counts, monkeypatch):
    piloted = []
    right = sample_size.run_pilot
    monkeypatch.setattr(sample_size, "run_pilot", lambda *of: piloted.append(1) or right(*of))
    with using_effort(USUAL_EFFORT):
        runner.run_job(runner.CaseJob(coin(0.3), {"p": 0.4}))
    with small():
        runner.run_job(runner.CaseJob(coin(0.3), {}))
    assert len(piloted) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["deterrence", "list-ever", "court-chain"])
def test_the_sizes_that_ship_are_those_that_a_pilot_asks_for(name):
    """What this would catch: a change of the model after which a recorded size catches another fault."""
    (case,) = (case for case in CASES if case.name == name)
    values = case.resolve_values({})
    with using_effort(USUAL_EFFORT):
        pilot = sample_size.run_pilot(case.check, case.check.expected_value(values), values, USUAL_EFFORT)
        size = sample_size.size_from_pilot(pilot, case, case.check, values)
        recorded = sample_size.RunSize(*counted_faults.recorded_size(case, values, USUAL_EFFORT))
    assert recorded.replicates * recorded.person_months == pytest.approx(size.replicates * size.person_months, rel=0.3)
