"""The table of cases as the command line asks for it."""

import json

import pytest

from underheaven import cli
from underheaven.errors import NotYetError, RequestError
from underheaven.verify import cli_api
from underheaven.verify.case import Case, Figure
from underheaven.verify.cli_api import list_cases, run_case, run_cases
from underheaven.verify.registry import CASES

NOT_YET = {"lending-bins", "exclusion-absorbs"}


def test_every_case_runs_or_says_what_it_needs():
    assert {c.name for c in CASES if c.check is None} == NOT_YET
    assert all(bool(c.needs) == (c.check is None) for c in CASES)
    assert len({c.name for c in CASES}) == len(CASES)


def test_every_default_lies_in_its_own_range():
    for case in CASES:
        assert case.values({}) == dict(case.parameters), case.name


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
        Case("first", "A", lambda v: Figure(1, 1, 0)),
        Case("later", "A", needs="a mechanism"),
        Case("second", "A", lambda v: Figure(1, 2, 0)),
    )
    monkeypatch.setattr(cli_api, "CASES", cases)
    said = []
    assert [c.verdict for c in run_cases([], {}, lambda c: said.append(c.case))] == ["pass", "fail"]
    assert said == ["first", "second"]
    assert [c.case for c in run_cases(["second", "first", "second"], {})] == ["second", "first"]


def test_a_failing_case_ends_in_exit_code_one(monkeypatch, capsys):
    monkeypatch.setattr(cli_api, "CASES", (Case("wrong", "A", lambda v: Figure(1, 2, 0.5)),))
    assert cli.main(["verify", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"case": "wrong", "expected": 1, "found": 2, "tolerance": 0.5, "verdict": "fail", "source": "A"}


def test_unknown_names_and_waiting_cases_are_sentences(capsys):
    with pytest.raises(RequestError, match='Write "screening"'):
        run_case("screning")
    with pytest.raises(NotYetError, match="a ledger form of standing"):
        run_case("lending-bins")
    assert cli.main(["verify", "--case", "screening", "--set", "prevalence=2"]) == 2
    assert cli.main(["verify", "--case", "screening", "--set", "colour=2"]) == 2
    assert cli.main(["verify", "--case", "lending-bins"]) == 2
    assert capsys.readouterr().out == ""
