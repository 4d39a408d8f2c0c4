"""Going on with a run that was stopped or killed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.run.execute import execute
from underheaven.run.folder import EVERY, STUDY, folder_of, never
from underheaven.run.manifest import study_to_resume
from underheaven.run.progress import Progress

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.hooks import Hook


def resume(
    out: Path,
    *,
    engine: str = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
    every: float = EVERY,
    stop: Callable[[], bool] = never,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Goes on with the run whose result was to stand at ``out``, and returns its dataset as `execute` does.

    hooks: those of the stopped run, given again.
    Raises RequestError where nothing is to be gone on with, ResultError where what was kept cannot be used,
    EngineError, StoppedError.
    """
    folder = folder_of(out)
    if not (folder / STUDY).is_file():
        raise RequestError(_nothing(out, folder))
    study, points = study_to_resume(folder / STUDY, hooks)
    return execute(
        study, engine=engine, threads=threads, progress=progress, out=out, points=points, every=every, stop=stop
    )


def _nothing(out: Path, folder: Path) -> str:
    if out.is_file():
        return f"{out}: it is complete, and no stopped run lies beside it. `underheaven show {out}` prints it."
    if folder.is_dir():
        return f"{folder}: the run was stopped before it recorded its study. Remove the folder and run again."
    return f"{out}: no stopped run of this name: there is no folder {folder}. Name the file that was given as --out."
