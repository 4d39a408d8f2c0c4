"""Kills runs and goes on with them; run as a program, because only a process without threads may be forked.

python killing.py random FOLDER N    N kills of a run under way by SIGKILL at random moments, each from a fresh start
python killing.py chain FOLDER N     one run, killed at random moments until it is done (at least N times if it lasts)
python killing.py points FOLDER N    one kill at every N-th write, sync and rename of a run
Prints a row for each kill: where it fell, and the digest after going on.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import underheaven
from underheaven.record import monthlog
from underheaven.run.checkpoint.folder_files import run_folder_path
from underheaven.run.uncertainty import parameter_samples
from underheaven.spec.io.document_files import fetch_document
from underheaven.spec.io.document_reader import SOCIETY, read_document

parameter_samples.BASE_CASE_SEEDS = 4  # a kill falls between lives as well among few of them

STUDY = {
    "persons": 400,
    "months": 8,
    "replicates": 2,
    "seed": 7,
    "threads": 1,
    "checkpoint_every": 0.0,
    "ranges": True,
    "samples": 2,
    "panel": 30,
}
BURN_IN = re.compile(rb"(?m)^burn_in_months = .*$")
REGIME = "court-defaulters-2013"


def live(out: Path) -> str:
    return underheaven.compare(REGIME, out=out, society=village(), **STUDY).attrs["digest"]


@cache
def village():
    """A village that settles for a year, so that kills fall into every part of a run."""
    shipped = fetch_document("society", "village")
    return read_document(SOCIETY, replace(shipped, data=re.sub(BURN_IN, b"burn_in_months = 12", shipped.data)))


def child(out: Path, before=lambda: None) -> int:
    """Forks a process that lives the study and leaves with code 0 when it is done; returns its number."""
    number = os.fork()
    if number == 0:
        before()
        live(out)
        os._exit(0)
    return number


def kill_after(out: Path, seconds: float) -> bool:
    """Lets a run go for a while and kills it; returns whether it was still under way."""
    number = child(out)
    time.sleep(seconds)
    os.kill(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) != 0


def left(out: Path) -> str:
    """Names what lies in the folder of a killed run."""
    folder = run_folder_path(out)
    names = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    return f"{len(names)} files, {sum('partial' in n for n in names)} partial, checkpoint {'checkpoint' in names}"


def go_on(out: Path) -> str:
    """Goes on with a killed run, or starts it where it was killed before it wrote its study, and clears up."""
    if out.exists():
        result = underheaven.open_result(out)
    elif (run_folder_path(out) / "study.json").exists():
        result = underheaven.resume(out, threads=1, checkpoint_every=0.0)
    else:
        result = underheaven.compare(REGIME, out=out, society=village(), **STUDY)
    digest = underheaven.digest(result)
    assert underheaven.digest(underheaven.open_result(out)) == digest
    if run_folder_path(out).exists():  # killed after the result was in place
        live(out)
    assert not run_folder_path(out).exists()
    out.unlink()
    return f"{digest} {result.attrs['parameter_samples']}"


def at_random(folder: Path, n: int) -> None:
    out, luck = folder / "run.nc", random.Random(1)
    began = time.monotonic()
    straight = child(out)
    os.waitpid(straight, 0)
    lasts = time.monotonic() - began
    out.unlink()
    kills = 0
    for _ in range(5 * n):
        if kill_after(out, luck.uniform(0, lasts)):
            kills += 1
        else:  # the machine has less to do than when the straight run was timed
            lasts *= 0.8
        print(left(out), "|", go_on(out), flush=True)
        if kills == n:
            break


def in_a_chain(folder: Path, n: int) -> None:
    out, luck, kills = folder / "run.nc", random.Random(2), 0
    while kill_after(out, luck.uniform(0.05, 0.4)) and kills < n:
        kills += 1
    print(kills, "kills |", go_on(out), flush=True)


def at_points(folder: Path, step: int) -> None:
    """Kills at the first and then at every ``step``-th write of a log, sync or rename, until a run gets through."""
    out = folder / "run.nc"
    point = 1 - step
    while True:
        point += step
        number = child(out, lambda stop=point: die_at(stop))
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        if code == 0:
            break
        assert code == -signal.SIGKILL, code
        print(point, left(out), "|", go_on(out), flush=True)
    out.unlink(missing_ok=True)


def die_at(point: int) -> None:
    count = 0

    def dying(function, half=None):
        def call(*arguments):
            nonlocal count
            count += 1
            if count == point:
                if half is not None:
                    half(*arguments)
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments)

        return call

    def half_a_block(writer, month, words):
        monthlog.os.write(writer._file.fileno(), b"UHMONTHS half a block")

    os.fsync, os.replace = dying(os.fsync), dying(os.replace)
    monthlog.MonthWriter.append = dying(monthlog.MonthWriter.append, half_a_block)


def main() -> None:
    what, folder, *n = sys.argv[1:]
    out = Path(folder) / "straight.nc"
    live(out)  # compiles what children would else each compile
    print("straight |", go_on(out), flush=True)
    if what == "random":
        at_random(Path(folder), int(n[0]))
    elif what == "chain":
        in_a_chain(Path(folder), int(n[0]))
    else:
        at_points(Path(folder), int(n[0]))


if __name__ == "__main__":
    main()
