"""The command `audit`: a page of a run, a page of a result, and what is refused before anything is run."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest

import underheaven
from underheaven import cli
from underheaven.cli import interrupts
from underheaven.record import result_file
from underheaven.show.report.charts import svg

PLAN = ["--society", "village", "--persons", "300", "--months", "4", "--replicates", "2", "--no-ranges", "--quiet"]
SMALL = [*PLAN, "--no-reforms"]


@pytest.fixture
def run(capsys):
    """Runs a command line and gives exit code, standard output and standard error."""

    def call(*arguments):
        code = cli.main([str(a) for a in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_page_of_a_run_and_of_its_result_are_the_same(run, tmp_path):
    first, second, result = tmp_path / "a.html", tmp_path / "b.html", tmp_path / "run.nc"
    code, out, err = run("audit", "court-defaulters-2013", *SMALL, "--page", first, "--out", result)
    assert (code, err) == (0, "")
    assert f"Page: {first}" in out
    assert max(len(line) for line in out.splitlines() if not line.startswith(("Page", "Digest"))) <= 80
    digest = run("digest", result)[1].strip()
    assert f"Digest: {digest}" in out
    assert digest in first.read_text()
    code, again, err = run("audit", result, "--no-reforms", "--page", second)
    assert code == 0
    assert err.startswith("To follow one person month by month, which a result does not record, the first")
    assert second.read_text() == first.read_text()
    assert again.replace(str(second), str(first)) == out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "b.html", "run.nc"]


def test_one_life_is_followed_where_somebody_is_listed(run, tmp_path):
    path = tmp_path / "a.html"
    more = ["--persons", "3000", "--months", "30"]
    assert run("audit", "court-defaulters-2013", *SMALL, *more, "--page", path)[0] == 0
    assert "One synthetic person in both scenarios" in path.read_text()
    assert "the median detriment of" in path.read_text()
    assert run("audit", "rongcheng-2016", *SMALL, "--page", path)[0] == 0
    assert "No single person was followed" in path.read_text()


def test_a_result_whose_counts_contradict_each_other_is_told_plainly_and_ends_in_one(run, tmp_path):
    result, page = tmp_path / "run.nc", tmp_path / "a.html"
    whole = underheaven.compare("rongcheng-2016", society="village", persons=2_000, months=12, replicates=2)
    whole["filed"][{"scenario": 0, "replicate": 1, "month": 3, "group": 2, "origin": 1}] += 1
    result_file.write_result(whole, result)
    code, out, err = run("audit", result, "--page", page, "--quiet")
    assert code == 1
    assert err.startswith("Base rates DO NOT HOLD: ")
    assert "rongcheng-2016" in err
    assert "Base rates DO NOT HOLD" in page.read_text()
    code, out, _ = run("show", result)
    assert "Base rates DO NOT HOLD" in " ".join(out.split())


def test_reforms_are_lived_unless_left_out_and_the_page_of_a_result_has_them_too(run, tmp_path):
    first, second, result = tmp_path / "a.html", tmp_path / "b.html", tmp_path / "run.nc"
    assert run("audit", "court-defaulters-2013", *PLAN, "--persons", "2000", "--page", first, "--out", result)[0] == 0
    assert "Reforms were simulated over 2,000 persons of the same society" in first.read_text()
    assert run("audit", result, "--page", second, "--quiet")[0] == 0
    assert second.read_text() == first.read_text()
    assert run("audit", result, "--no-reforms", "--page", second, "--quiet")[0] == 0
    assert "What one reform would change</strong> is left out" in second.read_text()


def test_reforms_that_are_stopped_leave_the_page_of_the_rest(run, tmp_path, monkeypatch):
    page = tmp_path / "a.html"
    monkeypatch.setattr(
        interrupts, "catch_interrupts", lambda keeps_progress: nullcontext((lambda: True) if keeps_progress else None)
    )
    code, out, err = run("audit", "court-defaulters-2013", *PLAN, "--page", page)
    assert code == 0
    assert err == "Stopped: the page is written without the reforms that were not simulated.\n"
    assert "What one reform would change</strong> is left out" in page.read_text()
    assert "Digest: " in out


def test_json_is_nothing_but_the_findings(run, tmp_path):
    code, out, _ = run("audit", "court-defaulters-2013", *SMALL, "--page", tmp_path / "a.html", "--json")
    assert code == 0
    rows = json.loads(out)
    assert {row["scenario"] for row in rows} == {"court-defaulters-2013"}
    assert {row["page"] for row in rows} == {str(tmp_path / "a.html")}


@pytest.mark.parametrize("more", [[], ["--page", "no/such/audit.html"], ["--page", "mine.toml"]])
def test_a_place_that_cannot_be_is_refused_before_the_run(run, tmp_path, monkeypatch, more):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "audit.html").mkdir()
    (tmp_path / "mine.toml").write_text("schema = 2")
    code, out, err = run("audit", "court-defaulters-2013", *SMALL, "--persons", "2e9", *more)
    assert (code, out) == (2, "")
    assert "audit.html: " in err or "Write mine.html" in err
    assert err.splitlines()[:-1] == ["--persons is given more than once, and the last one counts."]
    assert (tmp_path / "mine.toml").read_text() == "schema = 2"


@pytest.mark.parametrize("asked", [["--persons", "5"], ["--baseline", "none"], ["--out", "b.nc"], ["--seed", "0"]])
def test_a_result_is_asked_for_no_other_run(run, tmp_path, asked):
    result = tmp_path / "run.nc"
    result.write_bytes(b"\x89HDF\r\n\x1a\n")
    code, out, err = run("audit", result, *asked, "--page", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert f"{asked[0]} asks for another run" in err
    code, _, err = run("audit", result, "none", "--page", tmp_path / "a.html")
    assert code == 2
    assert "cannot be combined with others" in err


def test_a_damaged_result_leaves_no_page(run, tmp_path):
    (tmp_path / "run.nc").write_bytes(b"\x89HDF\r\n\x1a\n")
    code, out, err = run("audit", tmp_path / "run.nc", "--page", tmp_path / "a.html")
    assert (code, out) == (4, "")
    assert "Traceback" not in err
    assert not (tmp_path / "a.html").exists()


def test_without_the_extra_the_way_to_install_it_is_said(run, tmp_path, monkeypatch):
    monkeypatch.setattr(svg, "REQUIRED_PACKAGES", ("json", "no_such_module"))
    code, out, err = run("audit", "none", *SMALL, "--page", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert "pip install 'underheaven[report]'" in err


def test_what_is_going_to_be_run_is_said_before(run, tmp_path):
    asked = [argument for argument in SMALL if argument != "--quiet"]
    code, out, err = run("audit", "court-defaulters-2013", *asked, "--page", tmp_path / "a.html")
    assert code == 0
    first, base, last, *after = err.splitlines()
    assert first.startswith("This audit runs ")
    assert base.startswith("- Base case: 300 persons x 4 months x 2 scenarios x 2 replicates, after ")
    assert last.startswith("No time limit sets a size")
    assert all("person-months" in line for line in after if not line.startswith("To follow one person month by month"))
    assert "This audit runs" not in out
    code, out, err = run("audit", "court-defaulters-2013", *asked, "--reforms", "--page", tmp_path / "a.html", "--json")
    assert json.loads(out)
    assert "\n- Reforms of court-defaulters-2013: at most 300 persons x 4 months" in err


def test_a_long_audit_is_tried_first(run, tmp_path, monkeypatch):
    from underheaven.cli import audit

    monkeypatch.setattr(audit, "MIN_PILOT_PERSON_MONTHS", 0)
    asked = [argument for argument in SMALL if argument != "--quiet"]
    code, _, err = run("audit", "court-defaulters-2013", *asked, "--page", tmp_path / "a.html")
    assert code == 0
    assert " according to a pilot run of " in err.splitlines()[0]
