"""What `check` says of a run before it is run, on documents written here."""

import json
import re
from pathlib import Path

import pytest

from underheaven import cli
from underheaven.errors import DocumentError, RequestError
from underheaven.run.checks.diagnostics import _two_digits

LIBRARY = """
schema = 2
kind = "regime"
name = "Library fines"
describes = "A library notes unpaid fees."
start = "2020-01"
[[sensing.channels]]
name = "the desk"
conduct = ["late fees"]
detection_rate = 0.5
[[recording.rules]]
conduct = "late fees"
points = -1
months = 12
[[standing.lists]]
name = "no lending"
colour = "black"
conduct = ["late fees"]
[[treatment.effects]]
of = "no lending"
context = "public service"
strength = 0.2
[[amendments]]
from = "2021-01"
describes = "Entries stand for half a year."
[amendments.change]
recording.rules = [{ conduct = "late fees", months = 6 }]
"""
NO_PILOT = ("--society", "village", "--pilot", "0")


@pytest.fixture
def check(capsys, tmp_path):
    """Checks changed copies of the regime, each (old, new) pairs, and gives exit code, rows as JSON, and the files."""

    def call(*copies, options=NO_PILOT):
        files = []
        for n, changes in enumerate(copies):
            text = LIBRARY
            for old, new in changes:
                assert old in text
                text = text.replace(old, new, 1)
            files.append(tmp_path / f"library-{n}.toml")
            files[-1].write_text(text)
        code = cli.main(["check", *map(str, files), *options, "--json"])
        return code, json.loads(capsys.readouterr().out), files

    return call


def young_village(capsys, tmp_path, changes=()):
    """Writes a copy of the village that lives one month before it is observed, so that a run is short."""
    file = tmp_path / "young.toml"
    assert cli.main(["new", "society", "--from", "village", "--out", str(file)]) == 0
    capsys.readouterr()
    text = re.sub(r"(?m)^burn_in_months = .*$", "burn_in_months = 1", file.read_text())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text)
    return file


def of(level, rows):
    return [row for row in rows if row["level"] == level]


def test_a_sound_regime_has_no_error_and_says_what_an_amendment_replaces(check):
    """Whoever edits the base of an amended regime moves nothing after the amendment."""
    code, rows, (file,) = check([])
    assert code == 0
    assert {row["level"] for row in rows} == {"note"}
    (row,) = rows
    assert set(row) == {"file", "path", "level", "what", "why", "instead"}
    assert (row["file"], row["path"]) == (str(file), "recording.rules[0] (late fees).months")
    assert "2021-01" in row["what"]
    assert "amendments[0] (2021-01).change.recording.rules[0] (late fees).months replaces it" in row["why"]


def test_conduct_that_the_society_lacks_is_an_error(check):
    swap = ('"late fees"', '"shouting"')
    code, rows, _ = check([swap] * LIBRARY.count('"late fees"'))
    assert code == 3
    assert any("no such conduct" in row["why"] for row in of("error", rows))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("[[sensing", '[applies_to]\nage = ["under 18"]\n[[sensing'), "applies_to"),
        (
            (
                "detection_rate = 0.5\n",
                "detection_rate = 0.5\ndetection_factors = { age = { "
                + ", ".join(f'"{age}" = 0' for age in ("18-29", "30-39", "40-49", "50-59", "60 and over"))
                + " } }\n",
            ),
            "sensing.channels[0] (the desk)",
        ),
    ],
)
def test_a_regime_over_minors_alone_is_an_error_that_names_the_key_of_the_society(check, change, path):
    """A school rule gave silent zeros."""
    code, rows, files = check([change])
    assert code == 3
    (row,) = of("error", rows)
    assert row["path"] == path
    assert 'people.minors.age = ["under 18"]' in row["why"]
    assert "people.minors.age" in row["instead"]
    assert cli.main(["run", str(files[0]), "--society", "village", "--persons", "100", "--quiet"]) == 3


def test_a_society_gives_minors_conduct_by_not_naming_them(check, capsys, tmp_path):
    """What the error says to do is done, and acts are counted among them."""
    village = young_village(capsys, tmp_path, [('[people.minors]\nage = ["under 18"]\n', "")])
    change = ("[[sensing", '[applies_to]\nage = ["under 18"]\n[[sensing')
    code, _, (file,) = check([change], options=("--society", str(village), "--pilot", "0"))
    assert code == 0
    from underheaven import run

    lived = run(str(file), society=str(village), persons=60, months=6, replicates=1, engine="plain")
    assert int(lived["recorded"].sum()) > 0


@pytest.mark.parametrize("where", ["points = -1", "months = 6 }"])
def test_a_bad_act_that_earns_points_is_a_warning(check, where):
    code, rows, _ = check([(where, where.replace("-1", "1").replace("6 }", "6, points = 2 }"))])
    assert code == 0
    (row,) = of("warning", rows)
    assert row["path"].endswith("recording.rules[0] (late fees).points")
    assert "a bad act" in row["why"]


def test_an_edit_that_is_never_in_force_is_a_warning(check):
    """Replaced before the first month observed, or begun after the last."""
    code, rows, _ = check([], options=(*NO_PILOT, "--start", "2021-01"))
    (row,) = of("warning", rows)
    assert (code, row["path"]) == (0, "recording.rules[0] (late fees).months")
    assert "amendments[0] (2021-01).change.recording.rules[0] (late fees).months" in row["why"]
    assert not of("note", rows)
    _, rows, _ = check([], options=(*NO_PILOT, "--months", "12"))
    (row,) = of("warning", rows)
    assert row["path"] == "amendments[0] (2021-01).from"
    assert "2020-12" in row["why"]
    _, rows, _ = check([], options=(*NO_PILOT, "--months", "13"))
    assert not of("warning", rows)


def test_an_amendment_in_the_month_of_the_start_is_an_error(check):
    code, rows, _ = check([('from = "2021-01"', 'from = "2020-01"')])
    assert code == 3
    assert of("error", rows)[0]["path"] == "amendments[0] (2020-01).from"


def test_a_list_of_two_colours_among_files_checked_together_is_an_error(check):
    code, rows, files = check([], [('colour = "black"', 'colour = "red"')], options=())
    assert code == 3
    (row,) = of("error", rows)
    assert (row["file"], row["path"]) == (str(files[1]), "standing.lists[0] (no lending).colour")


def test_few_events_are_a_warning_with_the_persons_needed(check, capsys, tmp_path):
    """A finding that rests on a handful of wrongful entries is no finding."""
    village = str(young_village(capsys, tmp_path))
    small = ("--society", village, "--persons", "60", "--months", "2", "--replicates", "1", "--engine", "plain")
    code, rows, _ = check([], options=small)
    assert code == 0
    few = [row for row in of("warning", rows) if "wrongful entries on blacklists" in row["what"]]
    assert len(few) == 1
    assert "a finding needs 50" in few[0]["why"]
    assert "persons" in few[0]["instead"]


def test_a_study_names_its_own_society(check, capsys, tmp_path):
    _, _, (file,) = check([("points = -1", "points = 1")])
    study = tmp_path / "fines.toml"
    study.write_text(
        f'schema = 2\nkind = "study"\nname = "Fines"\nregimes = ["{file.name}"]\nsociety = "village"\n'
        "persons = 200\nmonths = 2\n"
    )
    assert cli.main(["check", str(study), "--pilot", "0"]) == 0
    out = capsys.readouterr().out
    assert "Warning: " in out
    assert "earns points" in out
    assert cli.main(["check", str(study), "--months", "3"]) == 2


def test_a_reform_that_asks_about_no_measure_is_told_where_and_what_to_write(capsys, tmp_path):
    from underheaven.spec.io.document_files import fetch_document, shipped_names

    reform = next(name for name in shipped_names("reform") if b"\nasks = [" in fetch_document("reform", name).data)
    text = fetch_document("reform", reform).data.decode()
    start = text.index("\nasks = [")
    wrong = text[:start] + '\nasks = ["wrongful_list_month"]' + text[text.index("]", start) + 1 :]
    path = tmp_path / "mine.toml"
    path.write_text(wrong)
    assert cli.main(["check", str(path)]) == 3
    err = capsys.readouterr().err
    assert f'{path}, asks[0] = "wrongful_list_month"' in err
    assert "no measure whose events can be counted" in err
    assert "wrongful_list_months" in err
    path.write_text(text)
    assert cli.main(["check", str(path)]) == 0


@pytest.mark.parametrize(("number", "said"), [(0.0253, "0.025"), (5.57, "5.6"), (2_951.1, "3,000"), (118.0, "120")])
def test_a_scaled_interval_of_a_pilot_is_written_out(number, said):
    """What this would catch: 3e+03 events."""
    assert _two_digits(number) == said


def test_a_missing_file_hides_no_fault_of_the_others(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    Path("faulty.toml").write_text('schema = 2\nkind = "regime"\nname = "x"\n', encoding="utf-8")
    assert cli.main(["check", "faulty.toml", "nope.toml", "none"]) == DocumentError.exit_code
    err = capfd.readouterr().err
    assert "faulty.toml, describes is missing" in err
    assert "nope.toml cannot be read: there is no such document" in err
    assert cli.main(["check", "nope.toml"]) == RequestError.exit_code
