"""The tutorials run from top to bottom, and print what their readers see."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
DIGEST = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)


def load_executor():
    """Load the script that executes tutorials, as the file that it is."""
    spec = importlib.util.spec_from_file_location("execute_tutorials", DOCS / "execute_tutorials.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXECUTOR = load_executor()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the Jupyter client
@pytest.mark.parametrize("path", EXECUTOR.TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_prints_what_is_stored_in_it(path, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    folder = tmp_path / "cells"
    folder.mkdir()
    stored, executed = EXECUTOR.read_notebook(path), EXECUTOR.execute_notebook(path, folder)
    told = "run `make tutorials`"
    assert EXECUTOR.printed_by_cell(executed) == EXECUTOR.printed_by_cell(stored), told
    assert EXECUTOR.picture_count(executed) == EXECUTOR.picture_count(stored), told


@pytest.mark.parametrize("path", EXECUTOR.TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_shows_a_digest_and_no_path_of_the_machine_that_made_it(path):
    printed = "".join(EXECUTOR.printed_by_cell(EXECUTOR.read_notebook(path)))
    assert DIGEST.search(printed)
    assert not re.search(r"/(work|tmp|home|root)/", path.read_text(encoding="utf-8"))


def test_one_tutorial_draws_a_chart():
    assert [EXECUTOR.picture_count(EXECUTOR.read_notebook(path)) for path in EXECUTOR.TUTORIALS] == [1, 0, 0]
