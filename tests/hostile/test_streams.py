"""Standard output and standard error that are full or closed: an exit code, a sentence where one can be heard."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from underheaven import cli

PRINTS = [("schema", "regime"), ("list", "--json"), *((name, "--help") for name in cli.app.commands)]
REFUSES = [("show", "nothing"), ("--frob",), ("run", "none", "--persons", "0")]
RUNS = [("run", "none", "--society", "village", "--persons", "20", "--months", "1", "--replicates", "1", "--no-ranges")]


def ended(words, where):
    """The exit code and what was said, with streams as a shell would open them."""
    line = f'exec "$0" -m underheaven "$@" {where}'
    return subprocess.run(
        ["sh", "-c", line, sys.executable, *words],
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"COLUMNS": "80"},
    )


@pytest.mark.parametrize("words", PRINTS, ids=" ".join)
def test_output_that_is_full_is_a_sentence_and_that_is_closed_is_nothing(words):
    full = ended(words, ">/dev/full")
    assert (full.returncode, full.stdout) == (2, "")
    assert full.stderr.startswith("The output cannot be written: No space left on device")
    assert len(full.stderr.splitlines()) == 1
    closed = ended(words, ">&-")
    assert (closed.returncode, closed.stdout, closed.stderr) == (0, "", "")


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"])
@pytest.mark.parametrize("words", REFUSES, ids=" ".join)
def test_a_refusal_that_nobody_hears_keeps_its_exit_code(words, where):
    done = ended(words, where)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize("words", RUNS, ids=["run"])
def test_a_run_whose_progress_nobody_hears_is_made(words, where):
    done = ended(words, where)
    assert done.returncode == 0
    assert "Digest: " in done.stdout
