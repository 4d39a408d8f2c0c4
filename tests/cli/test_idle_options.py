"""Options that would do nothing: every option of every command says when, and is refused or said to be idle then."""

import shlex

import click
import pytest

from underheaven import cli
from underheaven.cli import app
from underheaven.cli.option_effects import ALWAYS_EFFECTIVE, OPTIONS

SMALL = "--society village --persons 60 --months 1"
TINY = f"{SMALL} --replicates 1 --no-ranges"
TRIED = f"{TINY} --pilot-seconds 0.1"
STUDY = """
name = "s"
regimes = ["court-defaulters-2013"]
baseline = "none"
society = "village"
persons = 60
months = 1
replicates = 1
"""

REFUSED = {
    ("run", "threads"): "run none --engine plain --threads 2",
    ("run", "checkpoint_every"): "run none --checkpoint-every 5",
    ("run", "panel"): "run none --panel 5",
    ("run", "samples"): "run none --no-ranges --samples 3",
    ("run", "align"): "run suining-2010 --align calendar",
    ("compare", "threads"): "compare credit-bureau --threads 3 --engine plain",
    ("compare", "checkpoint_every"): "compare credit-bureau --checkpoint-every 0",
    ("compare", "panel"): "compare credit-bureau --panel 1",
    ("compare", "samples"): "compare credit-bureau --samples 128 --no-ranges",
    ("audit", "threads"): "audit credit-bureau --threads 3 --engine plain",
    ("audit", "checkpoint_every"): "audit credit-bureau --checkpoint-every 5",
    ("audit", "panel"): "audit credit-bureau --panel 5",
    ("audit", "samples"): "audit credit-bureau --no-ranges --samples 5",
    ("audit", "ranges"): "audit run.nc --no-ranges",
    ("forecast", "threads"): "forecast none --engine plain --threads 2",
    ("forecast", "samples"): "forecast none --no-ranges --samples 5",
    ("resume", "threads"): "resume run.nc --engine plain --threads 2",
    ("reform", "threads"): "reform credit-bureau --engine plain --threads 2",
    ("reform", "checkpoint_every"): "reform credit-bureau --checkpoint-every 1",
    ("reform", "engine"): "reform run.nc --engine auto",
    ("attribute", "threads"): "attribute credit-bureau --engine plain --threads 2",
    ("life", "threads"): "life 3 --regime credit-bureau --engine plain --threads 2",
    ("verify", "cases"): "verify --list --case appeals",
    ("verify", "settings"): "verify --list --set granted=1",
    ("verify", "engine"): "verify --list --engine cpu",
    ("verify", "seed"): "verify --list --seed 3",
    ("verify", "seeds"): "verify --list --seeds 30",
    ("verify", "thorough"): "verify --list --thorough",
    ("verify", "page"): "verify --list --html page.html",
    ("verify", "quiet"): "verify --list --quiet",
    ("check", "pilot"): "check none --pilot 100",
    ("check", "engine"): "check none --engine plain",
    ("show", "month"): "show run.nc --month --json",
    **{
        (command, name): f"{command} study.toml --{name} {value}"
        for command in ("run", "compare", "audit", "forecast")
        for name, value in (
            ("society", "village"),
            ("persons", "200000"),
            ("months", "120"),
            ("start", "2014-01"),
            ("seed", "1"),
            ("replicates", "8"),
        )
    },
    **{(command, "baseline"): f"{command} study.toml --baseline none" for command in ("compare", "audit", "forecast")},
    ("forecast", "alone"): "forecast study.toml --alone",
    **{
        ("sensitivity", name): f"sensitivity study.toml --{name} {value}"
        for name, value in (
            ("baseline", "none"),
            ("society", "village"),
            ("months", "120"),
            ("start", "2014-01"),
            ("seed", "1"),
        )
    },
    **{
        ("life", name): f"life 3 --regime study.toml --{name} {value}"
        for name, value in (
            ("baseline", "none"),
            ("society", "village"),
            ("persons", "200000"),
            ("months", "120"),
            ("start", "2014-01"),
            ("seed", "1"),
        )
    },
    ("forecast", "panel"): "forecast study.toml --panel 3",
}
"""A command line for each option that may have no effect; the option named stands in the sentence."""

SAID = {
    ("compare", "align"): f"compare credit-bureau {TINY} --align calendar",
    ("audit", "align"): f"audit credit-bureau {TINY} --no-reforms --align start",
    ("forecast", "align"): f"forecast credit-bureau {TRIED} --align start",
    ("forecast", "checkpoint_every"): f"forecast none --alone {TRIED} --checkpoint-every 5",
    ("sensitivity", "align"): f"sensitivity credit-bureau {SMALL} --samples 1 --align start",
}
"""The same of what hangs on the documents, and is said alone."""

MORE_REFUSED = {
    "run study.toml --align calendar": "--align",
    "run study.toml --panel 0": "--panel",
    "compare study.toml --align start": "--align",
    "audit run.nc --ranges": "--ranges",
    "audit run.nc --checkpoint-every 3": "--checkpoint-every",
    "check none --society village --pilot 0 --engine plain": "--engine",
    "check study.toml --engine plain": "--engine",
    "reform run.nc --checkpoint-every 3": "--checkpoint-every",
    "show run.nc --ledger --related": "--related",
    "show run.nc --over-time --ledger": "--ledger",
}


def option_of(command, name):
    return next(p for p in app.commands[command].params if p.name == name)


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "study.toml").write_text(STUDY)

    def call(line):
        before = sorted(tmp_path.iterdir())
        code = cli.main(shlex.split(line))
        said = capsys.readouterr()
        return code, said.out, said.err, sorted(tmp_path.iterdir()) == before

    return call


@pytest.mark.parametrize("command", sorted(app.commands))
def test_every_option_says_when_it_has_no_effect(command):
    """An option that is new here is a question: beside what does it do nothing?"""
    options = {p.name for p in app.commands[command].params if isinstance(p, click.Option)}
    assert options == set(OPTIONS[command])


def test_every_command_is_in_the_table():
    assert set(OPTIONS) == set(app.commands)


def test_every_option_that_may_be_idle_has_an_example():
    may = {
        (command, name)
        for command, options in OPTIONS.items()
        for name, ways in options.items()
        if ways != ALWAYS_EFFECTIVE
    }
    assert may == set(REFUSED) | set(SAID)


@pytest.mark.parametrize(("command", "name"), REFUSED)
def test_an_option_without_effect_is_refused_before_anything_is_done(run, command, name):
    code, out, err, untouched = run(REFUSED[command, name])
    assert (code, out) == (2, "")
    assert untouched
    option = option_of(command, name)
    assert err.startswith((*option.opts, *option.secondary_opts))
    assert err.strip().endswith(".")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("line", MORE_REFUSED)
def test_further_ways_to_have_no_effect(run, line):
    code, out, err, untouched = run(line)
    assert (code, out) == (2, "")
    assert untouched
    assert MORE_REFUSED[line] in err


@pytest.mark.parametrize(("command", "name"), SAID)
def test_what_hangs_on_documents_is_said_and_the_command_goes_on(run, command, name):
    code, out, err, _ = run(SAID[command, name])
    assert code == 0
    assert out
    assert f"{option_of(command, name).opts[0]} has no effect" in err


@pytest.mark.parametrize(
    "line",
    [
        f"run none {TINY} --engine plain --threads 1",
        f"run none {TINY} --out run.nc --panel 5 --checkpoint-every 5",
        f"compare suining-2010 fuzhou-2018 {TINY} --align calendar",
        "check study.toml --pilot 10 --engine plain",
        "verify --list --json",
        "show --month",
    ],
)
def test_what_has_an_effect_is_not_refused(run, line):
    code, _, err, _ = run(line)
    assert code == 0
    assert "no effect" not in err


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("list --json --json", "--json"),
        ("forecast none --no-ranges --ranges --persons x", "--ranges/--no-ranges"),
        ("sensitivity none --persons=60 --persons x", "--persons"),
    ],
)
def test_an_option_that_stands_twice_is_said(line, option, capsys):
    """What this would catch: the first of two values passed over in silence."""
    assert cli.main(shlex.split(line)) == (2 if line.endswith("x") else 0)
    assert f"{option} is given more than once, and the last one counts." in capsys.readouterr().err


def test_an_option_that_takes_several_values_may_stand_twice(capsys):
    assert cli.main(["verify", "--list", "--json"]) == 0
    assert cli.main(["reform", "none", "--only", "a", "--only", "b"]) == 2
    assert "more than once" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        f"run none {TINY} --out -",
        "verify --html -",
        "new regime --out -",
        f"compare none credit-bureau {TINY} --html -",
    ],
)
def test_standard_output_is_no_file_to_write(line, capsys, tmp_path, monkeypatch):
    """What this would catch: a file of the name -, which no program afterwards can name."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(shlex.split(line)) == 2
    assert "files are not written to standard output. Name a file." in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
