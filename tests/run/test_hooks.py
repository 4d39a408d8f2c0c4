"""A run with hooks: named in the result, part of the digest, held against those of a stopped run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import underheaven
from underheaven.cli import main
from underheaven.errors import RequestError, ResultError, StoppedError
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.hooks import read_hook
from underheaven.show.export.citation import result_bibliography
from underheaven.show.text.footer import footer_sentences

EXAMPLE = f"{Path(__file__).parents[2] / 'docs' / 'examples' / 'debt_relief.py'}:debt_relief"
SMALL = {"society": "village", "persons": 400, "months": 6, "replicates": 2, "seed": 3}


@underheaven.hook(after="livelihood")
def idle(person: underheaven.HookPerson) -> None:
    if person.uniform < 0.0:
        person.savings = 0


def run(*hooks, **more):
    return underheaven.run("court-defaulters-2013", hooks=hooks, **SMALL, **more)


@pytest.fixture(scope="module")
def without():
    return run()


@pytest.fixture(scope="module")
def relieved():
    return run(read_hook(EXAMPLE))


def test_the_example_frees_debtors_on_either_engine(without, relieved):
    owing = without["person_months_under_judgment"].sum()
    assert 0 < relieved["person_months_under_judgment"].sum() < owing
    assert underheaven.digest(run(read_hook(EXAMPLE), engine="plain")) == underheaven.digest(relieved)


def test_the_result_names_its_hooks(without, relieved):
    (row,) = json.loads(relieved.attrs["hooks"])
    assert (row["name"], row["after"]) == ("debt_relief", "livelihood")
    assert row["source"].endswith("# CLEAR = 0\n# OWES = 4\n# SHARE = 0.05\n")
    assert "hooks" not in without.attrs
    assert any("debt_relief after livelihood" in sentence for sentence in footer_sentences(relieved, []))
    assert not any("Underheaven, in every scenario" in sentence for sentence in footer_sentences(without, []))
    assert any("debt_relief" in remark for remark in result_bibliography(relieved).remarks)


def test_a_hook_is_part_of_the_digest_where_it_changes_nothing(without):
    same = run(idle)
    assert all(np.array_equal(same[name], without[name]) for name in without.data_vars)
    assert underheaven.digest(same) != underheaven.digest(without)
    named = dict(same.attrs)
    del same.attrs["hooks"]
    assert underheaven.digest(same) == underheaven.digest(without)
    same.attrs["hooks"] = named["hooks"].replace("livelihood", "response")
    assert underheaven.digest(same) not in (underheaven.digest(without), underheaven.digest(run(idle)))


def test_a_stopped_run_goes_on_with_the_same_hooks_alone(tmp_path, relieved):
    out, example = tmp_path / "run.nc", read_hook(EXAMPLE)
    asked = iter(range(100))
    with pytest.raises(StoppedError):
        run(example, out=out, stop=lambda: next(asked) == 3)
    for other in ([], [idle], [example, idle]):
        with pytest.raises(ResultError, match="the stopped run has the hook debt_relief after livelihood"):
            underheaven.resume(out, hooks=other)
    assert underheaven.digest(underheaven.resume(out, hooks=[example])) == underheaven.digest(relieved)
    assert underheaven.digest(underheaven.open_result(out)) == underheaven.digest(relieved)


def test_the_study_of_a_result_with_hooks_is_not_run_again(relieved):
    with pytest.raises(ResultError, match="made with a hook of its author"):
        restore_study(relieved.attrs, "run.nc")


@underheaven.hook(after="livelihood")
def in_two_minds(person):
    said = 1
    if person.savings > 10:
        said = "much"
    if said == 1:
        person.savings = 0


def test_what_numba_cannot_compile_is_said(without):
    with pytest.warns(UserWarning, match="hook in_two_minds: numba cannot compile it, so that the interpreted engine"):
        found = underheaven.run("court-defaulters-2013", hooks=[in_two_minds], **SMALL | {"persons": 20, "months": 1})
    assert "in_two_minds" in found.attrs["hooks"]


def test_two_hooks_of_one_name_are_refused():
    other = underheaven.Hook("livelihood", idle.function, "idle", "another source")
    with pytest.raises(RequestError, match="hook idle: 2 hooks have this name"):
        run(idle, other)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("relief", "it names no function of a file"),
        ("nowhere.py:relief", "there is no file nowhere.py"),
        (EXAMPLE.replace(":debt_relief", ":relief"), "relief is not in it"),
        (EXAMPLE.replace(":debt_relief", ":underheaven"), "underheaven is not in it"),
    ],
)
def test_a_hook_that_cannot_be_read_is_refused(named, said):
    with pytest.raises(RequestError, match=said):
        read_hook(named)


def test_a_file_that_fails_and_a_function_without_its_mark_are_refused(tmp_path):
    (tmp_path / "bad.py").write_text("1 / 0\n")
    (tmp_path / "bare.py").write_text("def relief(person):\n    person.savings = 1\n")
    with pytest.raises(RequestError, match=r"bad\.py cannot be run: ZeroDivisionError"):
        read_hook(f"{tmp_path / 'bad.py'}:relief")
    with pytest.raises(RequestError, match=r"relief is not marked as a hook\. Write"):
        read_hook(f"{tmp_path / 'bare.py'}:relief")


def test_the_command_line_runs_the_example(capsys):
    words = [
        "run",
        "court-defaulters-2013",
        "--society",
        "village",
        "--persons",
        "400",
        "--months",
        "6",
        "--replicates",
        "2",
        "--seed",
        "3",
        "--no-ranges",
        "--quiet",
        "--hook",
        EXAMPLE,
    ]
    assert main(words) == 0
    assert "debt_relief after livelihood" in " ".join(capsys.readouterr().out.split())
