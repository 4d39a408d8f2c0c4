"""The table of cases as the command line asks for it."""

import json
from dataclasses import replace

import pytest

from underheaven import cli
from underheaven.errors import NotYetError, RequestError
from underheaven.verify import runner
from underheaven.verify.case_types import Case, CheckResult, ClosedForm
from underheaven.verify.effort import THOROUGH_EFFORT, USUAL_EFFORT, current_effort
from underheaven.verify.registry import CASES
from underheaven.verify.runner import (
    STEPS_PER_CASE,
    CaseJob,
    default_cases,
    list_cases,
    plan_jobs,
    run_case,
    run_cases,
    run_jobs,
)

NOT_YET = {"lending-bins", "exclusion-absorbs"}


def test_every_case_runs_or_says_what_it_needs():
    assert {c.name for c in CASES if c.check is None} == NOT_YET
    assert all(bool(c.needs) == (c.check is None) for c in CASES)
    assert len({c.name for c in CASES}) == len(CASES)


def test_every_default_lies_in_its_own_range():
    for case in CASES:
        assert case.resolve_values({}) == dict(case.default_values), case.name


def test_the_list_names_parameters_and_what_is_missing(capsys):
    listed = {c.case: c for c in list_cases()}
    assert dict(listed["list-stock"].parameters) == {"h": 0.002, "months": 36, "of": "stock"}
    assert listed["lending-bins"].source.startswith("not yet: needs a ledger form of standing")
    assert cli.main(["verify", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [c.name for c in CASES]
    assert sum("not yet: needs" in line for line in lines) == len(NOT_YET)
    assert cli.main(["verify", "--list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["case"] for row in rows] == [c.name for c in CASES]
    assert list(rows[0]) == ["case", "parameters", "source"]


def test_without_names_every_case_that_can_be_run_is_run(monkeypatch):
    cases = (
        Case("first", "A", lambda v: CheckResult(1, 1, 0)),
        Case("later", "A", needs="a mechanism"),
        Case("second", "A", lambda v: CheckResult(1, 2, 0)),
    )
    monkeypatch.setattr(runner, "CASES", cases)
    said = []
    assert [c.verdict for c in run_cases([], {}, lambda c: said.append(c.case))] == ["pass", "fail"]
    assert said == ["first", "second"]
    assert [c.case for c in run_cases(["second", "first", "second"], {})] == ["second", "first"]


def test_a_failing_case_ends_in_exit_code_one(monkeypatch, capsys):
    monkeypatch.setattr(runner, "CASES", (Case("wrong", "A", lambda v: CheckResult(1, 2, 0.5)),))
    assert cli.main(["verify", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {
        "case": "wrong",
        "expected": 1,
        "found": 2,
        "tolerance": 0.5,
        "verdict": "fail",
        "source": "A",
        "detectable_fault": None,
        "fault_in": None,
        "fault_counted": None,
    }


def test_unknown_names_and_waiting_cases_are_sentences(capsys):
    with pytest.raises(RequestError, match='Write "screening"'):
        run_case("screning")
    with pytest.raises(NotYetError, match="a ledger form of standing"):
        run_case("lending-bins")
    assert cli.main(["verify", "--case", "screening", "--set", "prevalence=2"]) == 2
    assert cli.main(["verify", "--case", "screening", "--set", "colour=2"]) == 2
    assert cli.main(["verify", "--case", "lending-bins"]) == 2
    assert capsys.readouterr().out == ""


def yes(values):
    return CheckResult(1, 1, 0)


USUALLY = Case("usually", "A", yes)
THOROUGHLY = Case("thoroughly", "A", yes, thorough_only=True)
IDENTITY = Case("identity", "A", yes, is_identity=True)


@pytest.mark.parametrize(
    ("names", "thorough", "run"),
    [
        ([], False, ["usually"]),
        ([], True, ["usually", "thoroughly"]),
        (["identity"], False, ["identity"]),
        (["thoroughly", "identity"], False, ["thoroughly", "identity"]),
    ],
)
def test_identities_run_by_name_alone_and_some_cases_in_a_thorough_run(monkeypatch, names, thorough, run):
    monkeypatch.setattr(runner, "CASES", (USUALLY, THOROUGHLY, IDENTITY))
    assert [job.case.name for job in plan_jobs(names, {}, USUAL_EFFORT, thorough)[0]] == run


def test_the_identities_of_the_table_are_left_to_the_tests_and_all_others_run():
    assert {c.name for c in CASES if c.is_identity} == {
        "base-rates",
        "proportion",
        "proportion-excess",
        "proportion-order",
        "inequality",
    }
    assert [c.name for c in default_cases(True)] == [c.name for c in CASES if c.check and not c.is_identity]


def test_a_case_that_can_be_off_names_a_number_of_its_own():
    """What this would catch: a case whose planted fault is none of its parameters, or a word."""
    for case in CASES:
        if isinstance(case.check, ClosedForm):
            assert isinstance(case.default_values[case.fault_parameter], int | float), case.name


def test_further_points_aim_no_higher_than_the_usual_run():
    def aims(effort):
        seen = []
        case = Case("seen", "A", lambda v: seen.append(current_effort().target_fault) or CheckResult(0, 0, 0))
        list(run_jobs([CaseJob(case, {}), CaseJob(case, {}, True)], effort))
        return seen

    assert aims(THOROUGH_EFFORT) == [0.01, 0.02]
    assert aims(replace(THOROUGH_EFFORT, target_fault=None)) == [None, None]


def test_progress_reaches_the_end_once_for_every_case_however_many_runs_it_lives():
    """What this would catch: a case of many runs that says with each of them that all is done."""
    heard = []

    def several(values):
        for _ in range(50):
            for done in range(6):
                current_effort().report(done, 5)
        return CheckResult(0, 0, 0)

    case = Case("several", "A", several)
    found = list(
        run_jobs([CaseJob(case, {}), CaseJob(case, {})], USUAL_EFFORT, lambda done, total: heard.append((done, total)))
    )
    assert len(found) == 2
    assert {total for _, total in heard} == {2 * STEPS_PER_CASE}
    done = [step for step, _ in heard]
    assert done == sorted(done)
    assert done.count(2 * STEPS_PER_CASE) == 1
    assert done.count(STEPS_PER_CASE) == 2  # the end of the first and the beginning of the second
    assert len(done) < 20


def test_a_run_that_says_it_has_nothing_to_do_is_no_error():
    heard = []
    report = runner._partial_progress(lambda done, total: heard.append(done), 1, 3 * STEPS_PER_CASE)
    report(0, 0)
    report(1, 0)
    report(5, 1)
    assert heard == [2 * STEPS_PER_CASE - 1]


def test_every_further_point_names_parameters_of_its_case():
    """What this would catch: a parameter renamed in a case and not in its points, which only a long run would meet."""
    for job in plan_jobs((), {}, THOROUGH_EFFORT, thorough=True)[0]:
        assert set(job.settings) <= set(job.case.resolve_values(job.settings)), job.case.name
