"""Kills at any moment: going on gives the digest of the straight run, and its ranges."""

import subprocess
import sys
from pathlib import Path

KILLING = Path(__file__).parents[1] / "killing.py"


def rows(*arguments):
    """Runs the program that kills, in a process of its own, and returns what it prints, straight run first."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(KILLING), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [line.partition(" | ") for line in done.stdout.splitlines()]


def test_kills_at_random_moments(tmp_path):
    straight, *killed = rows("random", tmp_path, 10)
    assert len(killed) >= 10
    assert {after for _, _, after in killed} == {straight[2]}
    assert sum("0 files" not in left for left, _, _ in killed) >= 5, "most kills fall into a run under way"


def test_one_run_killed_again_and_again(tmp_path):
    straight, (kills, _, after) = rows("chain", tmp_path, 15)
    assert int(kills.split()[0]) >= 3
    assert after == straight[2]


def test_kills_at_writes_syncs_and_renames(tmp_path):
    """Every 27th of the points at which something reaches the disk, that of each checkpoint among them."""
    straight, *killed = rows("points", tmp_path, 27)
    assert len(killed) >= 7
    assert {after for _, _, after in killed} == {straight[2]}
    assert any("1 partial" in left for left, _, _ in killed), "some kill falls into the writing of a checkpoint"
