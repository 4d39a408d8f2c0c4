"""The option --html of `compare` and `show`: regimes side by side, refused before a run where it cannot be."""

from __future__ import annotations

import pytest

from underheaven import cli
from underheaven.show.report.charts import svg

SMALL = ["--society", "village", "--persons", "300", "--months", "4", "--replicates", "2", "--no-ranges", "--quiet"]
TWO = ["court-defaulters-2013", "rongcheng-2016"]


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
    code, out, err = run("compare", *TWO, *SMALL, "--html", first, "--out", result)
    assert (code, err) == (0, "")
    assert "Court defaulters 2013 and Rongcheng 2016, side by side" in first.read_text()
    code, again, _ = run("show", result, "--html", second)
    assert (code, again) == (0, out)
    assert second.read_text() == first.read_text()


@pytest.mark.parametrize("regimes", [["none"], [*TWO, *(["rongcheng-2021"] * 5)]])
def test_one_regime_or_seven_are_refused_before_the_run(run, tmp_path, regimes):
    code, out, err = run("compare", *regimes, *SMALL, "--persons", "2e9", "--html", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert "--html sets 2 to 6 regimes side by side" in err


def test_a_result_of_one_regime_has_no_such_page(run, tmp_path):
    result, page = tmp_path / "run.nc", tmp_path / "a.html"
    assert run("compare", "rongcheng-2016", *SMALL, "--out", result)[0] == 0
    code, out, err = run("show", result, "--html", page)
    assert (code, out) == (2, "")
    assert "underheaven audit" in err
    assert not page.exists()


def test_a_place_that_cannot_be_is_refused_before_the_run(run, tmp_path):
    code, out, err = run("compare", *TWO, *SMALL, "--persons", "2e9", "--html", tmp_path / "no" / "a.html")
    assert (code, out) == (2, "")
    assert "choose another with --html" in err
    (tmp_path / "a.html").write_text("mine")
    code, out, err = run("compare", *TWO, *SMALL, "--persons", "2e9", "--html", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert "will not be overwritten" in err


def test_a_document_has_no_such_page_and_neither_has_another_look(run, tmp_path):
    code, _, err = run("show", "rongcheng-2016", "--html", tmp_path / "a.html")
    assert code == 2
    assert "apply to results" in err
    result = tmp_path / "run.nc"
    result.write_bytes(b"\x89HDF\r\n\x1a\n")
    code, _, err = run("show", result, "--ledger", "--html", tmp_path / "a.html")
    assert code == 2
    assert "--html cannot be combined with another view" in err


def test_without_the_extra_the_way_to_install_it_is_said(run, tmp_path, monkeypatch):
    monkeypatch.setattr(svg, "REQUIRED_PACKAGES", ("json", "no_such_module"))
    code, out, err = run("compare", *TWO, *SMALL, "--html", tmp_path / "a.html")
    assert (code, out) == (2, "")
    assert "pip install 'underheaven[report]'" in err
