"""The lines of docs/results.md run, and give the numbers of the result."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import underheaven

PAGE = (Path(__file__).parents[1] / "docs" / "results.md").read_text()
REGIME = "court-defaulters-2013"
CHECK = 'write.csv(as.data.frame.table(on_lists, responseName = "value"), "found.csv", row.names = FALSE)\n'


def lines(language, heading=""):
    return re.search(rf"{heading}.*?```{language}\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A small result, in a folder of its own under the name that the page gives it."""
    folder = tmp_path_factory.mktemp("page")
    small = {"society": "village", "persons": 3_000, "months": 24, "replicates": 2}
    return folder, underheaven.compare(REGIME, out=folder / "run.nc", **small)


def test_the_lines_of_python_run(result):
    folder, dataset = result
    done = subprocess.run(
        [sys.executable, "-c", lines("python")], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert dataset.attrs["digest"] in done.stdout


def test_the_lines_of_the_panel_run(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", lines("python", "## A panel")], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    entered = re.search(r"entries on a blacklist among panelists, by replicate: \[(\d+) (\d+)\]", done.stdout)
    assert int(entered[1]) + int(entered[2]) > 0


def has_ncdf4() -> bool:
    rscript = shutil.which("Rscript")
    return bool(rscript) and subprocess.run([rscript, "-e", "library(ncdf4)"], capture_output=True).returncode == 0


def test_the_lines_of_r_give_the_numbers_of_the_result(result):
    if not has_ncdf4():
        pytest.skip("R with its package ncdf4 is not installed")
    folder, dataset = result
    (folder / "page.R").write_text(lines("r") + CHECK)
    done = subprocess.run(["Rscript", "page.R"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "persons on the list" in done.stdout
    expected = dataset["listed"].sum(["list", "group"])
    with (folder / "found.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == expected.size
    for row in rows:
        place = {"scenario": row["scenario"], "replicate": int(row["replicate"]), "month": row["month"]}
        assert int(row["value"]) == expected.sel(place).item()
    assert max(int(row["value"]) for row in rows) > 0
