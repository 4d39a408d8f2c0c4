"""The command line: what it prints, where, and with which exit code."""

import json
import os
import re
import subprocess
import sys

import pytest

import underheaven
from underheaven import cli
from underheaven.run import document_lookup, memory
from underheaven.run.document_lookup import read_catalogue
from underheaven.spec.io.document_reader import shipped_names

SMALL = ["--society", "village", "--persons", "300", "--months", "4", "--replicates", "2"]
RANGED = [*SMALL, "--samples", "4"]
BARE = [*SMALL, "--no-ranges"]


COMMANDS = (
    "attribute",
    "audit",
    "check",
    "cite",
    "compare",
    "dictionary",
    "digest",
    "export",
    "forecast",
    "life",
    "list",
    "new",
    "reform",
    "resume",
    "run",
    "schema",
    "show",
    "verify",
)


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_help_names_every_command_and_exit_code(run):
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", out, re.M)
    assert set(re.findall(r"^\s+(\d+)  ", out, re.M)) == {"0", "1", "2", "3", "4", "5", "70", "130"}


def test_version(run):
    assert run("--version")[:2] == (0, f"underheaven {underheaven.__version__}\n")


def test_list_names_every_shipped_document(run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    for kind in ("regime", "society", "study", "reform"):
        for name in shipped_names(kind):
            assert re.search(rf"^{name} ", out, re.M)
    rows = json.loads(run("list", "--json")[1])
    assert [row["name"] for row in rows] == [name for name, _ in read_catalogue()]


def test_show_a_document_and_the_month(run):
    code, out, _ = run("show", "court-defaulters-2013")
    assert code == 0
    assert "What is recorded" in out
    code, out, _ = run("show", "--month")
    assert code == 0
    assert out.startswith("1. conduct:")
    assert len(out.splitlines()) >= 8


def test_show_needs_something(run):
    code, out, err = run("show")
    assert (code, out) == (2, "")
    assert "Give a document" in err


def test_check_of_sound_documents(run):
    code, out, err = run(
        "check", *shipped_names("regime"), *shipped_names("society"), *shipped_names("study"), *shipped_names("reform")
    )
    assert (code, err) == (0, "")
    assert out.count("Sound. ") == sum(len(shipped_names(k)) for k in ("regime", "society", "study", "reform"))


def test_check_names_every_fault_of_every_file(run, tmp_path):
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('schema = 2\nname = "a"\ndescribes = "d"\nopacity = 3.0\nstylized = true\n')
    second.write_text('schema = 3\nname = "b"\ndescribes = "d"\n')
    code, out, err = run("check", str(first), "none", str(second))
    assert code == 3
    assert "opacity" in err
    assert "stylised" in err  # the nearest known key
    assert "second.toml, schema" in err
    assert out.count("Sound. ") == 1


@pytest.mark.parametrize("bad", ["0", "-5", "1.5", "nan", "1e30", "1e999999999", "many", ""])
def test_persons_that_cannot_be_are_refused_in_a_sentence(run, bad):
    code, out, err = run("run", "none", *BARE, "--persons", bad)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    twice, refused = err.splitlines()
    assert twice == "--persons is given more than once, and the last one counts."
    assert refused.startswith("persons = ")


@pytest.mark.parametrize("good", ["3e2", "300", "0_300", "0.3e3"])
def test_persons_as_people_write_them(run, good):
    code, out, _ = run("run", "none", *BARE, "--persons", good, "--quiet")
    assert code == 0
    assert "300 synthetic persons per scenario" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "no-such-regime"], 2),
        (["run", "none", "--society", "atlantis"], 2),
        (["run", "none", "--start", "2013-13"], 2),
        (["run", "none", "--engine", "quantum"], 2),
        (["run", "none", "--out", "/no/such/folder/run.nc", "--society", "plain"], 2),
        (["compare", "none", "none"], 2),
        (["compare"], 2),
        (["frobnicate"], 2),
        (["schema", "dossier"], 2),
        (["digest", "no-such-file.nc"], 4),
        (["show", "no-such-file.nc"], 4),
        (["forecast", "none", "--alone", "--baseline", "none"], 2),
        (["forecast", "none", "--out", "/no/such/folder/run.nc"], 2),
        (["verify", "--set", "f=1"], 2),
    ],
)
def test_what_cannot_be_had_is_a_sentence_on_standard_error(run, arguments, code):
    found, out, err = run(*arguments)
    assert found == code
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


def test_compare_prints_a_table_of_eighty_columns_and_progress_apart(run):
    code, out, err = run("compare", "court-defaulters-2013", *RANGED)
    assert code == 0
    assert max(len(line) for line in out.splitlines()) <= 80
    for heading in ("Who is listed", "Unable and unwilling", "Speech", "difference", "Digest: "):
        assert heading in out
    assert err.splitlines()[-1].endswith("person-months (100 %)")
    assert "Traceback" not in err


def test_quiet_says_nothing_beside_the_table(run):
    code, _, err = run("run", "none", *BARE, "--quiet")
    assert (code, err) == (0, "")


def test_json_is_nothing_but_rows(run):
    code, out, _ = run("compare", "court-defaulters-2013", *RANGED, "--months", "12", "--json")
    assert code == 0
    rows = json.loads(out)
    assert {row["scenario"] for row in rows} == {"court-defaulters-2013", "none"}
    listed = {row["scenario"]: row["mean"] for row in rows if row["name"] == "listed_now"}
    assert listed["court-defaulters-2013"] > listed["none"] == 0


def test_a_forecast_is_lines_or_one_row_and_writes_nothing(run, tmp_path):
    out = tmp_path / "run.nc"
    code, said, err = run("forecast", "court-defaulters-2013", *RANGED, "--out", str(out), "--pilot-seconds", "0.2")
    assert (code, err) == (0, "")
    for name in ("Person-months", "Time", "Memory", "Result on disk"):
        assert re.search(rf"^{name} ", said, re.M)
    code, said, _ = run("forecast", "none", *RANGED, "--alone", "--pilot-seconds", "0.2", "--json")
    assert code == 0
    (row,) = json.loads(said)
    assert (row["scenarios"], row["replicates"], row["persons"], row["file_bytes"]) == (1, 2, 300, None)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_cannot_fit_is_refused_and_the_forecast_says_so(run, monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 8_000_000_000)
    huge = ["--persons", "1e9", "--months", "1", "--society", "village", "--no-ranges"]
    code, out, err = run("compare", "court-defaulters-2013", *huge, "--quiet")
    assert (code, out) == (2, "")
    assert "of memory" in err
    code, out, _ = run("forecast", "court-defaulters-2013", *huge, "--pilot-seconds", "0.2")
    assert code == 0
    assert "The run will be refused: persons = 1,000,000,000" in out


def test_a_result_on_disk_prints_what_the_run_printed(run, tmp_path):
    out = str(tmp_path / "run.nc")
    code, first, _ = run("compare", "court-defaulters-2013", *RANGED, "--out", out)
    assert code == 0
    code, again, _ = run("show", out)
    assert code == 0
    assert again == first
    code, digest, _ = run("digest", out)
    assert code == 0
    assert re.fullmatch(r"[0-9a-f]{64}\n", digest)
    assert digest.strip() in first


def test_groups_and_years_go_together_and_with_nothing_else(run, tmp_path):
    out = str(tmp_path / "run.nc")
    many = [*BARE[2:], "--persons", "5000"]
    assert run("compare", "rongcheng-2016", "--society", "imagined-country", *many, "--out", out)[0] == 0
    code, text, _ = run("show", out, "--by", "group", "--over-time")
    assert code == 0
    assert "Records filed: men, majority, 18-39, lower two fifths *" in text
    assert "twelve months that end with the month shown" in " ".join(text.split())
    code, text, _ = run("show", out, "--over-time", "--by", "region", "--json")
    assert code == 0
    assert {row["label"] for row in json.loads(text)} <= {f"region {letter}" for letter in "ABCDEFGH"}
    code, text, err = run("show", out, "--by", "group", "--ledger")
    assert (code, text) == (2, "")
    assert "no other view than --over-time" in err


def test_a_damaged_result_is_refused(run, tmp_path):
    path = tmp_path / "run.nc"
    assert run("run", "none", *BARE, "--out", str(path))[0] == 0
    data = bytearray(path.read_bytes())
    path.write_bytes(data[: len(data) // 2])
    code, out, err = run("digest", str(path))
    assert (code, out) == (4, "")
    assert "Traceback" not in err


def test_a_study_is_run_by_its_name(run, tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(
        'name = "s"\nregimes = ["court-defaulters-2013"]\nbaseline = "none"\nsociety = "village"\n'
        "persons = 300\nmonths = 4\nreplicates = 2\n"
    )
    by_study = run("compare", str(path), "--samples", "4", "--json")
    by_name = run("compare", "court-defaulters-2013", *RANGED, "--json")
    assert by_study[0] == by_name[0] == 0
    assert by_study[1] == by_name[1]
    code, _, err = run("compare", str(path), "--persons", "100")
    assert code == 2
    assert "which fixes it" in err


@pytest.mark.parametrize("kind", ["regime", "society", "study", "reform"])
def test_schema_prints_json(run, kind):
    code, out, _ = run("schema", kind)
    assert code == 0
    assert json.loads(out)["properties"]["kind"]["const"] == kind


def test_an_unexpected_error_is_a_sentence_and_a_traceback_only_when_asked(run, monkeypatch):
    def broken():
        raise ZeroDivisionError("by a test")

    monkeypatch.setattr(document_lookup, "read_catalogue", broken)
    code, out, err = run("list")
    assert (code, out) == (70, "")
    assert "Please report it" in err
    assert "Traceback" not in err
    code, _, err = run("--debug", "list")
    assert code == 70
    assert "Traceback" in err


def test_ctrl_c_is_a_sentence(run, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(document_lookup, "read_catalogue", interrupted)
    code, out, err = run("list")
    assert (code, out) == (130, "")
    assert err.startswith("Interrupted")


@pytest.mark.parametrize("arguments", [["schema", "regime"], ["list"], ["show", "china-2020"]])
def test_a_reader_who_leaves_is_no_error(arguments):
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "underheaven.cli", *arguments], stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    os.close(reading)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_a_terminal_without_the_letters_gets_escapes(tmp_path):
    path = tmp_path / "letters.toml"
    path.write_text('schema = 2\nname = "天下"\ndescribes = "Ästhetik"\n', encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "underheaven.cli", "show", str(path)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert rb"\xc4sthetik" in result.stdout


def test_verify_runs_one_case_with_settings(run):
    code, out, _ = run("verify", "--case", "wrongful-share", "--json")
    assert code == 0
    (row,) = json.loads(out)
    assert list(row) == [
        "case",
        "expected",
        "found",
        "tolerance",
        "verdict",
        "source",
        "detectable_fault",
        "fault_in",
        "fault_counted",
    ]
    assert 0 < row["detectable_fault"] < 0.025
    assert row["expected"] == pytest.approx(0.141631, abs=1e-6)


def test_a_panel_is_asked_for_by_its_number(run, tmp_path):
    out = tmp_path / "run.nc"
    numbers = ("--society", "village", "--persons", "200", "--months", "3", "--replicates", "2", "--no-ranges")
    code, without, _ = run("run", "court-defaulters-2013", *numbers, "--quiet")
    assert code == 0
    code, text, err = run("run", "court-defaulters-2013", *numbers, "--panel", "20", "--out", out, "--quiet")
    assert (code, err) == (0, "")
    assert text.partition("Digest:")[0] == without.partition("Digest:")[0]
    assert text.partition("Digest:")[2] != without.partition("Digest:")[2]
    assert underheaven.open_result(out).sizes["panelist"] == 20
    code, _, err = run("run", "none", *numbers, "--panel", "201", "--out", tmp_path / "more.nc")
    assert code == 2
    assert "panel = 201: a panel has at most 200 members, since each scenario has 200 synthetic persons" in err


@pytest.mark.parametrize("command", ["run", "compare", "audit", "forecast", "sensitivity", "life"])
def test_without_a_society_the_first_is_taken_that_has_all_and_it_is_named(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    regime = ["--regime", "imagined-unified"] if command == "life" else ["imagined-unified"]
    few = ["--persons", "40", "--months", "1"] + ([] if command in ("sensitivity", "life") else ["--replicates", "1"])
    more = {
        "sensitivity": ["--samples", "1"],
        "audit": ["--no-ranges", "--no-reforms"],
        "life": ["3"],
        "forecast": ["--pilot-seconds", "0.1", "--no-ranges"],
    }.get(command, ["--no-ranges"])
    code, _, err = run(command, *regime, *few, *more)
    assert code == 0
    assert err.startswith("No society is named: imagined-country is the first shipped society that has")


def test_the_usual_society_is_named_too(run):
    """Catches a command that does not say over whom it ran."""
    code, _, err = run("run", "credit-bureau", *BARE[2:])
    assert code == 0
    assert err.startswith("Society: china-2020, the default. Name another with --society.\n")
    assert "Society" not in run("run", "credit-bureau", *BARE[2:], "--quiet")[2]
    assert "Society" not in run("run", "credit-bureau", *BARE)[2]


@pytest.mark.parametrize("command", ["reform", "attribute"])
def test_commands_about_changes_of_a_regime_name_the_society_too(run, command):
    few = ("--persons", "57", "--months", "1", "--replicates", "1")
    code, _, err = run(command, "credit-bureau", *few)
    assert code == 0
    assert err.startswith("Society: china-2020, the default.")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("audit", "another baseline with --baseline"),
        ("sensitivity", "another baseline with --baseline"),
        ("attribute", "Name another regime"),
    ],
)
def test_no_regime_beside_itself_says_what_to_do(run, command, says):
    code, out, err = run(command, "none")
    assert (code, out) == (2, "")
    assert says in err
    assert "2 times" not in err
