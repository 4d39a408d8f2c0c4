"""Resuming a run that was stopped or killed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.run.checkpoint.folder_files import STUDY_FILE, run_folder_path
from underheaven.run.checkpoint.manifest import load_stopped_study
from underheaven.run.execute import execute_study
from underheaven.run.options import RunOptions

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.hooks import Hook


def resume_run(out: Path, options: RunOptions, hooks: Sequence[Hook] = ()) -> xr.Dataset:
    """Continue a stopped run and return its dataset.

    Args:
        out: The file that the run was to write.
        options: How it is run from now on; file and samples are those of the stopped run.
        hooks: The hooks of the stopped run.

    Raises:
        RequestError: There is no stopped run of this name.
        ResultError: The files of the stopped run cannot be used.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``options.stop`` returned True.
    """
    folder = run_folder_path(out)
    if not (folder / STUDY_FILE).is_file():
        raise RequestError(_why_nothing_to_resume(out, folder))
    study, samples = load_stopped_study(folder / STUDY_FILE, hooks)
    return execute_study(study, replace(options, out=out, samples=samples))


def _why_nothing_to_resume(out: Path, folder: Path) -> str:
    if out.is_file():
        return f"{out}: it is complete, and no stopped run lies beside it. `underheaven show {out}` prints it."
    if folder.is_dir():
        return f"{folder}: the run was stopped before it recorded its study. Remove the folder and run again."
    return f"{out}: no stopped run of this name: there is no folder {folder}. Name the file that was given as --out."
