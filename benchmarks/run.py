"""Print how fast and how small: person-months, bytes a person, cold and warm start.

One run prints every figure side by side, so that they share the machine and its mood. Not a test.
    python benchmarks/run.py [--persons 1e6,1e7] [--threads N] [--runs 7]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np

from underheaven.engine.choose import make_engine
from underheaven.fields import STATE, SUMS, state_bytes, widths
from underheaven.spec.read import read_regime, read_society
from underheaven.world.build import build_world

REGIME, SOCIETY = "court-defaulters-2013", "china-2020"
CASES = ((REGIME, SOCIETY, 12), ("imagined-unified", "imagined-country", 30))
"""Regime, society, months of the regime before the clock starts: after 30 the imagined one is in force everywhere."""
MONTHS_A_RUN = 6
FIRST_MONTH = f"""
import time; began = time.perf_counter()
from underheaven.engine.choose import make_engine
from underheaven.spec.read import read_regime, read_society
from underheaven.world.build import build_world
built = build_world(read_regime("{REGIME}"), read_society("{SOCIETY}"), persons=20_000, seed=1)
engine = make_engine("cpu")
people = engine.populate(built, 0)
engine.advance(people, built, 0)
print(time.perf_counter() - began)
"""


def layout() -> None:
    """Print the state table: bytes a person, array by array."""
    sizes = widths()
    print("State, bytes a person; what not every world keeps stands apart")
    for field in STATE:
        n = sizes[field.dims[0]] if field.dims else 1
        mark = " " if field.kept else "*"
        size = np.dtype(field.dtype).itemsize * n
        print(f" {mark}{field.name:<14} {field.dtype:<7} x {n:<2} {size:>3}   {field.meaning}")
    everything = frozenset(field.name for field in STATE)
    print(f"  {'in all':<14} {'':<12} {state_bytes():>3}   (at most 36), with * {state_bytes(everything)} (at most 47)")
    print(f"  per-person sums, kept apart: {sum(np.dtype(f.dtype).itemsize for f in SUMS)} bytes\n")


def first_month(cache: str) -> float:
    """Return seconds from the start of a fresh Python to the end of its first month."""
    environment = {**os.environ, "UNDERHEAVEN_CACHE": cache}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST_MONTH], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def starts(runs: int) -> None:
    """Print cold and warm start, whole processes."""
    with tempfile.TemporaryDirectory() as cache:
        cold = first_month(cache)
        warm = [first_month(cache) for _ in range(runs)]
    print("Start, whole process to the end of the first month, seconds")
    print(f"  with compilation (once)   {cold:6.1f}   (at most 60)")
    print(f"  later: median {statistics.median(warm):5.2f}, minimum {min(warm):5.2f}   (at most 4)\n")


def copy_time(state: Any, runs: int) -> list[float]:
    """Return seconds to copy the same state once, plainly."""
    targets = [np.empty_like(a) for a in state]
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for source, target in zip(state, targets, strict=True):
            np.copyto(target, source)
        times.append(time.perf_counter() - began)
    return times


def speed(case: tuple[str, str, int], persons: int, threads: int, runs: int) -> None:
    """Print nanoseconds a person-month, of the burn-in's last months and after so many months of the regime."""
    regime, society, months = case
    built = build_world(read_regime(regime), read_society(society), persons=persons, seed=1)
    engine = make_engine("cpu", threads)
    people = engine.populate(built, 0)
    month = built.burn_in_months + months
    before = 0.0
    for m in range(month):
        if m == built.burn_in_months:
            people.enter(built)
        began = time.perf_counter()
        engine.advance(people, built, m)
        if built.burn_in_months - MONTHS_A_RUN <= m < built.burn_in_months:
            before += time.perf_counter() - began
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for _ in range(MONTHS_A_RUN):
            engine.advance(people, built, month)
            month += 1
        times.append((time.perf_counter() - began) / MONTHS_A_RUN)
    copies = copy_time(people.state, runs)
    ns = [t / persons * 1e9 for t in times]
    print(
        f"  {persons:>12,} persons  median {statistics.median(ns):6.1f}  minimum {min(ns):6.1f} ns a person-month"
        f"   {persons / statistics.median(times) / 1e6:6.1f} million person-months a second"
        f"   before the regime {before / MONTHS_A_RUN / persons * 1e9:5.1f} ns"
        f"   plain copy of the state {statistics.median(copies) / persons * 1e9:5.2f} ns a person"
    )


def main() -> None:
    """Print the whole table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", default="1e6,1e7")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {chosen.threads} threads\n"
    )
    layout()
    starts(3)
    for case in CASES:
        regime, society, months = case
        print(f"{regime} over {society}, all stages, tallies on; from month {months} of the regime on, "
              f"{chosen.runs} runs of {MONTHS_A_RUN} months")  # fmt: skip
        for persons in chosen.persons.split(","):
            speed(case, int(float(persons)), chosen.threads, chosen.runs)


if __name__ == "__main__":
    main()
