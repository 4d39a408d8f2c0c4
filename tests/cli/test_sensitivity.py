"""The command that says what moves a measure."""

import json

import pytest

from underheaven import compare
from underheaven import run as live
from underheaven.cli import main
from underheaven.spec.io.document_files import fetch_document

SMALL = ("--society", "village", "--persons", "200", "--months", "3", "--samples", "16", "--quiet")
COURT = "court-defaulters-2013"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main(["sensitivity", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_rows_as_json_are_those_of_the_measures_asked_for(run):
    code, out, _ = run(COURT, *SMALL, "--measure", "unemployed", "--json")
    rows = json.loads(out)
    assert code == 0
    assert {row["measure"] for row in rows} == {"unemployed"}
    assert {row["samples_in_all"] for row in rows} == {16}


def test_a_result_is_asked_for_what_it_holds(run, tmp_path):
    out = tmp_path / "run.nc"
    compare(COURT, society="village", persons=200, months=3, replicates=1, ranges=True, samples=16, out=out)
    code, printed, _ = run(str(out), "--measure", "unemployed")
    assert code == 0
    assert "parameter range" in printed
    assert "16 samples" in " ".join(printed.split())
    code, printed, said = run(str(out), "--measure", "unemployed", "--measure", "stay_median")
    assert (code, "stay_median: every parameter sample leaves it undefined" in said) == (0, True)
    code, _, said = run(str(out), "--samples", "8")
    assert (code, "this one is done" in said) == (2, True)


def test_documents_that_did_not_ship_are_marked_in_the_table(run, tmp_path):
    """Catches a table without the mark that JSON, pages and other tables carry."""
    mine = tmp_path / "mine.toml"
    mine.write_text(fetch_document("regime", COURT).data.decode() + "\n# another rule\n")
    few = ("--society", "village", "--persons", "60", "--months", "1", "--samples", "2", "--quiet")
    out = " ".join(run(str(mine), *few, "--measure", "unemployed")[1].split())
    assert out.startswith("This is about documents that did not ship with Underheaven (mine).")


def test_a_result_without_ranges_says_what_to_do(run, tmp_path):
    out = tmp_path / "run.nc"
    live("none", society="plain", persons=8, months=1, replicates=1, out=out)
    code, _, said = run(str(out))
    assert code == 2
    assert "run it again without --no-ranges" in " ".join(said.split())


def test_an_unknown_measure_is_refused_with_the_nearest(run):
    code, _, said = run(COURT, *SMALL, "--measure", "listed_noww")
    assert code == 2
    assert '"listed_now"' in said
