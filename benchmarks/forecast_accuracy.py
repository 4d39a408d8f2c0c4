"""Compare `underheaven forecast` with whole processes: time and memory as forecast and as the system measured them.

Other work on the machine changes processor time least; wall time is shown beside it. Memory is the largest resident
set of the process. Run it from the repository with the package installed: python benchmarks/forecast_accuracy.py
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

UNDERHEAVEN = [sys.executable, "-m", "underheaven.cli"]
OUT = "OUT"
CASES = (
    "court-defaulters-2013 --society village --persons 300 --months 12 --replicates 2 --no-ranges",
    "court-defaulters-2013 --persons 20000 --months 24 --replicates 2 --no-ranges",
    "court-defaulters-2013 --persons 20000 --months 24 --replicates 2 --threads 1 --ranges",
    "court-defaulters-2013 --persons 200000 --months 24 --replicates 2 --threads 1 --no-ranges",
    "court-defaulters-2013 --persons 200000 --months 24 --replicates 2 --no-ranges --out OUT",
    "court-defaulters-2013 --persons 200000 --months 12 --replicates 1 --ranges --out OUT",
    "court-defaulters-2013 --persons 1000000 --months 12 --replicates 2 --no-ranges --out OUT",
    "court-defaulters-2013 --persons 1000000 --months 12 --replicates 1 --threads 1 --no-ranges",
    "rongcheng-2016 --society rongcheng --persons 200000 --months 24 --replicates 1 --no-ranges",
    "credit-bureau --persons 200000 --months 24 --replicates 1 --no-ranges",
    "court-defaulters-2013 credit-bureau --persons 200000 --months 24 --replicates 2 --no-ranges --out OUT",
    "court-defaulters-2013 --persons 3000000 --months 2 --replicates 2 --no-ranges",
    "court-defaulters-2013 --out OUT",
    "court-defaulters-2013 --society village --persons 60 --months 6 --replicates 1 --engine plain --no-ranges",
)


@dataclass(frozen=True)
class ProcessUsage:
    """One process: wall time and processor time in seconds, largest resident set and file size in bytes."""

    wall_seconds: float
    cpu_seconds: float
    memory_bytes: int
    file_bytes: int


def run_forecast(case: list[str]) -> dict[str, float]:
    """Return what `forecast` prints for a case."""
    output = subprocess.run([*UNDERHEAVEN, "forecast", *case, "--json"], check=True, capture_output=True, text=True)
    return json.loads(output.stdout)[0]


def measure_process(case: list[str], out: Path) -> ProcessUsage:
    """Run a case as a process of its own and return what the system measured of it."""
    began = time.perf_counter()
    process = subprocess.Popen([*UNDERHEAVEN, "compare", *case, "--quiet"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(case)}: it ended with exit code {process.returncode}.")
    wall, written = time.perf_counter() - began, out.stat().st_size if out.exists() else 0
    out.unlink(missing_ok=True)
    return ProcessUsage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, written)


def compare_forecast(case: str, repeats: int) -> tuple[float, float]:
    """Print one case and return the relative errors of processor time and of memory."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.nc"
        words = [str(out) if word == OUT else word for word in case.split()]
        forecast = run_forecast(words)
        measured = [measure_process(words, out) for _ in range(repeats)]
    wall, cpu = min(m.wall_seconds for m in measured), min(m.cpu_seconds for m in measured)
    memory, written = max(m.memory_bytes for m in measured), measured[0].file_bytes
    errors = forecast["processor_seconds"] / cpu - 1, forecast["memory_bytes"] / memory - 1
    print(case)
    print(f"  processors  {forecast['processor_seconds']:8.1f} s   measured {cpu:8.1f} s   {errors[0]:+7.1%}")
    print(
        f"  wall        {forecast['seconds']:8.1f} s   measured {wall:8.1f} s   {forecast['seconds'] / wall - 1:+7.1%}"
    )
    print(f"  memory      {forecast['memory_bytes'] / 1e6:8.1f} MB  measured {memory / 1e6:8.1f} MB  {errors[1]:+7.1%}")
    if written:
        error = forecast["file_bytes"] / written - 1
        print(f"  file        {forecast['file_bytes'] / 1e6:8.2f} MB  measured {written / 1e6:8.2f} MB  {error:+7.1%}")
    sys.stdout.flush()
    return errors


def main() -> None:
    """Print every case and the largest errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=1, help="processes per case; the fastest counts")
    parser.add_argument("--only", default="", help="run only cases that contain this text")
    arguments = parser.parse_args()
    errors = [compare_forecast(case, arguments.repeats) for case in CASES if arguments.only in case]
    if errors:
        time_error, memory_error = (max(abs(e[k]) for e in errors) for k in (0, 1))
        print(f"\nlargest error: {time_error:.1%} of processor time, {memory_error:.1%} of memory")


if __name__ == "__main__":
    main()
