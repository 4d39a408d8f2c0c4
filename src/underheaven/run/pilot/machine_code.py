"""Machine code that is missing is compiled before a pilot run, in a process of its own."""

from __future__ import annotations

import subprocess

from underheaven.errors import EngineError
from underheaven.jit.code_cache import cache_folder
from underheaven.run.pilot.clock import ZERO_SPAN, Span, now
from underheaven.system_resources import isolated_python_command

COMPILE_TIMEOUT = 1800.0
"""Seconds that compilation in a subprocess may take."""
WARM_UP_CODE = (
    "import underheaven; underheaven.run('none', society='plain', persons=8, months=1, replicates=1, engine={!r})"
)


def compile_in_subprocess(engine: str) -> Span:
    """Compile missing machine code in a subprocess, so that this process starts as the run will; return the time.

    Args:
        engine: ``auto``, ``plain`` or ``cpu``.

    Raises:
        EngineError: The subprocess failed.
    """
    if engine == "plain" or any(cache_folder().rglob("cpu_engine.run_month*.nbi")):
        return ZERO_SPAN
    began = now()
    failed = "The month could not be compiled in a process of its own"
    try:
        done = subprocess.run(
            isolated_python_command(WARM_UP_CODE.format(engine)),
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=COMPILE_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"{failed} within {COMPILE_TIMEOUT / 60:.0f} minutes. Take --engine plain, or another machine."
        ) from None
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise EngineError(f"{failed}: {last_line}. Take --engine plain, which needs no machine code.")
    return now() - began


def count_machine_code() -> int:
    """Return the number of cached files of machine code."""
    return sum(1 for _ in cache_folder().rglob("*.nbi"))
