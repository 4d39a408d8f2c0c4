"""How a study is run: engine, threads, progress, output, parameter samples, checkpoints and stopping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from underheaven.run.progress import Progress, ignore_progress

EngineName = Literal["auto", "plain", "cpu"]
DEFAULT_SAMPLES = 128
"""Default number of parameter samples."""


def never_stop() -> bool:
    """Return False: the run is never asked to stop."""
    return False


@dataclass(frozen=True)
class RunOptions:
    """How a study is run. Only ``samples`` changes the result: it adds an attribute outside the digest.

    Attributes:
        engine: ``auto``, ``plain`` (interpreted) or ``cpu`` (compiled); the results are identical.
        threads: Threads, 1 or more; None for all cores.
        progress: Called every month with the person-months done and in total; an exception in it ends the run.
        out: NetCDF file to be written, or None. A stopped run of the same study is resumed.
        samples: Parameter samples, 0 or more.
        checkpoint_every: Seconds between checkpoints, 0 or more; used only with ``out``.
        stop: Called every month; if it returns True, the run stops and keeps its progress. Used only with ``out``.
    """

    engine: EngineName = "auto"
    threads: int | None = None
    progress: Progress = ignore_progress
    out: Path | None = None
    samples: int = 0
    checkpoint_every: float = 60.0
    stop: Callable[[], bool] = never_stop


DEFAULT_OPTIONS = RunOptions()
