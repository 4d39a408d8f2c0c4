"""The command `verify`: lines, options, page, exit codes, and what is refused in a sentence."""

from __future__ import annotations

import json
import re

import pytest

from tests.verify.coin import coin
from underheaven import cli
from underheaven.show.report import verification_page as page_of_verdicts
from underheaven.verify import effort, runner
from underheaven.verify.case_types import Case, CheckResult, Parameter

RATE = Parameter("p", 0.5)
HOLDS = Case(
    "holds",
    "Somebody 1999",
    lambda v: CheckResult(v["p"], v["p"], 1e-12),
    (RATE,),
    shows="what holds",
    points=({"p": 0.25}, {"p": 1.0}),
)
FAILS = Case("fails", "A", lambda v: CheckResult(1, 2, 0.5), shows="what fails")
CROWD = Case("crowd", "A", lambda v: CheckResult(1, 1, 0.5), shows="a crowd", compiled_only_reason="it is large")
KEYS = ["case", "expected", "found", "tolerance", "verdict", "source"]
KEYS += ["detectable_fault", "fault_in", "fault_counted"]
LATER = Case("later", "A", None, (), "a mechanism", "what comes later")


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs the command over a table of cases and gives exit code, standard output and standard error."""

    def call(*arguments, cases=(HOLDS, CROWD, LATER)):
        monkeypatch.setattr(runner, "CASES", cases)
        code = cli.main(["verify", *(str(a) for a in arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_one_line_a_case_and_a_summary_beside(run):
    code, out, err = run()
    assert code == 0
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "holds pass what holds: expected 0.5, found 0.5, tolerance 1e-12; Somebody 1999",
        "crowd pass a crowd: expected 1, found 1, tolerance 0.5 (so wide that it says little); A",
    ]
    assert "2 figures: all as expected.\n" in err
    assert "Engine cpu, usually 16 to 64 seeds, sized to catch an error of 2 %; a line that" in err
    assert "2 of 2 figures (100 %)" in err


def test_quiet_and_json_say_nothing_else(run):
    assert run("--quiet")[2] == ""
    code, out, err = run("--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [row["case"] for row in rows] == ["holds", "crowd"]
    assert all(list(row) == KEYS for row in rows)


def test_a_failure_is_named_and_ends_in_one(run):
    code, out, err = run(cases=(HOLDS, FAILS))
    assert code == 1
    assert "fails " in out
    assert "2 figures: 1 as expected, 1 not: fails." in err


def test_thorough_runs_the_points_of_each_case_unless_values_are_set(run):
    lines = run("--thorough", "--quiet")[1].splitlines()
    assert [line.split(" pass")[0].strip() for line in lines] == ["holds", "holds, p=0.25", "holds, p=1.0", "crowd"]
    lines = run("--thorough", "--quiet", "--case", "holds", "--set", "p=0.75")[1].splitlines()
    assert len(lines) == 1
    assert "expected 0.75" in lines[0]


def test_the_plain_engine_leaves_out_what_is_not_about_it_and_says_so(run):
    code, out, err = run("--engine", "plain")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["holds"]
    assert "Engine plain, 16 seeds, about 40,000 person-months" in err
    assert "tolerances are wider" in err
    assert "Left out: crowd; left to the compiled engine: it is large." in err


def test_seed_and_seeds_reach_the_case(run):
    seen = []
    case = Case("seen", "A", lambda v: seen.append(effort.current_effort()) or CheckResult(0, 0, 0))
    assert run("--seed", "0", "--seeds", "40", cases=(case,))[0] == 0
    assert [(e.seed, e.replicates, e.engine) for e in seen] == [(0, 40, "cpu")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seeds", "15"), "16 seeds or more"),
        (("--seeds", "many"), "seeds"),
        (("--seed", "-1"), "seed"),
        (("--case", "hold"), 'Write "holds"'),
        (("--case", "later"), "it needs a mechanism"),
        (("--case", "crowd", "--engine", "plain"), "Leave out --engine plain or the case."),
        (("--case", "holds", "--set", "p=2"), "from 0 to 1"),
        (("--case", "holds", "--set", "q=1"), "its parameters are p"),
        (("--set", "p=1"), "--case ID"),
        (("--case", "holds", "--set", "p"), "NAME=VALUE"),
        (("--engine", "plain", "--thorough"), "Leave one of the two out"),
        (("--html", "no/where.html"), "choose another with --html"),
        (("--html", "."), "is a folder"),
        (("--html", "pyproject.toml"), "ends in .html"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_the_page_holds_every_verdict_and_what_is_missing(run, tmp_path):
    path = tmp_path / "verdicts.html"
    code, _, err = run("--html", path, "--thorough", "--engine", "cpu", cases=(HOLDS, FAILS, LATER))
    text = path.read_text(encoding="utf-8")
    assert code == 1
    assert f"Page: {path}" in err
    assert "1 of 4 figures is not what theory or a published result says: fails." in text
    assert text.count(">as expected</td>") == 3
    assert text.count(">NOT as expected</td>") == 1
    assert "What holds, at p=0.25" in text
    assert "Somebody 1999" in text
    assert "<code>later</code>: what comes later. It needs a mechanism." in text
    assert "Any real population." in text
    assert "underheaven verify --engine cpu --seed 1 --thorough" in text.replace('<span class="word">', "").replace(
        "</span>", ""
    )
    assert "SHA-256 of the sources" in text
    assert "http" not in text.replace("http-equiv", "")  # nothing comes from elsewhere
    assert "<script" not in text


def test_the_same_verdicts_give_the_same_page(run, tmp_path):
    for name in ("a.html", "b.html"):
        run("--html", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_without_its_extra_the_page_is_refused_before_anything_is_run(run, monkeypatch, tmp_path):
    monkeypatch.setattr(page_of_verdicts, "find_spec", lambda name: None)
    code, out, err = run("--html", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert "pip install 'underheaven[report]'" in err


def test_a_case_of_several_runs_says_once_that_it_is_done(run):
    """What this would catch: a line of 100 % for every run that a case lives."""

    def many(values):
        for _ in range(100):
            effort.current_effort().report(7, 7)
        return CheckResult(1, 1, 0)

    err = run(cases=(Case("many", "A", many, shows="many runs"),))[2]
    assert err.count("100 %") == 1
    assert "1 of 1 figures (100 %)" in err


def test_what_a_case_catches_ends_its_line_and_is_in_its_row_and_on_its_page(run, tmp_path):
    case = coin(0.5)
    (line,) = run("--quiet", cases=(case,))[1].splitlines()
    assert re.search(r"; catches p off by about \d+(\.\d+)? %; A$", line)
    (row,) = json.loads(run("--json", cases=(case,))[1])
    assert row["fault_in"] == "p"
    assert row["fault_counted"] is False
    assert 0 < row["detectable_fault"] < 1
    run("--html", tmp_path / "page.html", cases=(case, HOLDS))
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<th scope="col">catches</th>' in text
    sharp, holds = re.findall(r'<td data-head="catches">(.*?)</td>', text)
    assert sharp == f"p about {100 * row['detectable_fault']:.2g} %"
    assert holds == "\N{EN DASH}"
    assert "`" not in text, "the marks in which the documentation sets code"


def test_identities_are_left_to_the_tests_unless_named(run):
    identity = Case("arithmetic", "A", lambda v: CheckResult(1, 1, 0), shows="two numbers", is_identity=True)
    assert "arithmetic" not in run("--quiet", "--thorough", cases=(HOLDS, identity))[1]
    assert run("--quiet", "--case", "arithmetic", cases=(HOLDS, identity))[1].startswith("arithmetic ")
