"""Print speed and memory: time per person-month, bytes per person, cold and warm start.

One run prints every figure, so all are measured on the same machine under the same load. Not a test.
    python benchmarks/speed_and_memory.py [--persons 1e6,1e7] [--threads N] [--runs 7]
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

from underheaven.engine.factory import make_engine
from underheaven.fields.dimensions import dimension_sizes
from underheaven.fields.person_values import SUMS
from underheaven.fields.state import STATE, state_bytes_per_person
from underheaven.scenario.build import build_scenario
from underheaven.spec.io.document_reader import read_regime, read_society

REGIME, SOCIETY = "court-defaulters-2013", "china-2020"
CASES = ((REGIME, SOCIETY, 12), ("imagined-unified", "imagined-country", 30))
"""Regime, society, months of the regime before the clock starts: after 30 the imagined one is in force everywhere."""
MONTHS_PER_RUN = 6
FIRST_MONTH = f"""
import time; began = time.perf_counter()
from underheaven.engine.factory import make_engine
from underheaven.scenario.build import build_scenario
from underheaven.spec.io.document_reader import read_regime, read_society
built = build_scenario(read_regime("{REGIME}"), read_society("{SOCIETY}"), persons=20_000, seed=1)
engine = make_engine("cpu")
society = engine.populate(built, 0)
engine.advance(society, built, 0)
print(time.perf_counter() - began)
"""


def print_state_layout() -> None:
    """Print the bytes of each array of the state, per person."""
    sizes = dimension_sizes()
    print("State, bytes per person; * marks an array that not every scenario keeps")
    for field in STATE:
        n = sizes[field.dims[0]] if field.dims else 1
        mark = " " if field.always_kept else "*"
        size = np.dtype(field.dtype).itemsize * n
        print(f" {mark}{field.name:<14} {field.dtype:<7} x {n:<2} {size:>3}   {field.meaning}")
    everything = frozenset(field.name for field in STATE)
    always, with_optional = state_bytes_per_person(), state_bytes_per_person(everything)
    print(f"  {'in all':<14} {'':<12} {always:>3}   (at most 36), with * {with_optional} (at most 47)")
    print(f"  per-person sums, stored separately: {sum(np.dtype(f.dtype).itemsize for f in SUMS)} bytes\n")


def time_first_month(cache: str) -> float:
    """Return seconds from the start of a fresh Python to the end of its first month."""
    environment = {**os.environ, "UNDERHEAVEN_CACHE": cache}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST_MONTH], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def print_start_times(runs: int) -> None:
    """Print the time of a cold and of a warm start, each a whole process."""
    with tempfile.TemporaryDirectory() as cache:
        cold = time_first_month(cache)
        warm = [time_first_month(cache) for _ in range(runs)]
    print("Start, whole process to the end of the first month, seconds")
    print(f"  with compilation (once)   {cold:6.1f}   (at most 60)")
    print(f"  later: median {statistics.median(warm):5.2f}, minimum {min(warm):5.2f}   (at most 4)\n")


def time_state_copies(state: Any, runs: int) -> list[float]:
    """Return the seconds that each of several plain copies of the state takes."""
    targets = [np.empty_like(a) for a in state]
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for source, target in zip(state, targets, strict=True):
            np.copyto(target, source)
        times.append(time.perf_counter() - began)
    return times


def print_speed(case: tuple[str, str, int], persons: int, threads: int, runs: int) -> None:
    """Print the time per person-month in the last months of the burn-in and after some months of the regime."""
    regime, society, months = case
    built = build_scenario(read_regime(regime), read_society(society), persons=persons, seed=1)
    engine = make_engine("cpu", threads)
    society_state = engine.populate(built, 0)
    month = built.burn_in_months + months
    before = 0.0
    for m in range(month):
        if m == built.burn_in_months:
            society_state.enter_scenario(built)
        began = time.perf_counter()
        engine.advance(society_state, built, m)
        if built.burn_in_months - MONTHS_PER_RUN <= m < built.burn_in_months:
            before += time.perf_counter() - began
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        for _ in range(MONTHS_PER_RUN):
            engine.advance(society_state, built, month)
            month += 1
        times.append((time.perf_counter() - began) / MONTHS_PER_RUN)
    copies = time_state_copies(society_state.state, runs)
    ns = [t / persons * 1e9 for t in times]
    print(
        f"  {persons:>12,} persons  median {statistics.median(ns):6.1f}  minimum {min(ns):6.1f} ns per person-month"
        f"   {persons / statistics.median(times) / 1e6:6.1f} million person-months per second"
        f"   before the regime {before / MONTHS_PER_RUN / persons * 1e9:5.1f} ns"
        f"   plain copy of the state {statistics.median(copies) / persons * 1e9:5.2f} ns per person"
    )


def main() -> None:
    """Print the whole table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", default="1e6,1e7")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    python = platform.python_version()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, {arguments.threads} threads\n")
    print_state_layout()
    print_start_times(3)
    for case in CASES:
        regime, society, months = case
        print(
            f"{regime} over {society}, all stages, tallies on; from month {months} of the regime on, "
            f"{arguments.runs} runs of {MONTHS_PER_RUN} months"
        )
        for persons in arguments.persons.split(","):
            print_speed(case, int(float(persons)), arguments.threads, arguments.runs)


if __name__ == "__main__":
    main()
