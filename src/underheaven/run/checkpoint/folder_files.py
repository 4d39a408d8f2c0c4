"""Files of a run folder: their names, the lock, and the study that the folder belongs to."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import BinaryIO

from underheaven.errors import RequestError
from underheaven.record.atomic_file import partial_path
from underheaven.run.checkpoint.manifest import Manifest, read_manifest, write_manifest

LOCK_FILE, STUDY_FILE, CHECKPOINT_FILE, SAMPLE_ROWS_FILE = "lock", "study.json", "checkpoint", "assumptions.json"


def run_folder_path(out: Path) -> Path:
    """Return the run folder of a result: ``run.log`` beside ``run.nc``.

    The folder is ``run.nc.log`` if a user's file has the first name, as in ``--out run.nc > run.log``. A stopped run
    keeps that folder after the file is deleted.

    Args:
        out: The NetCDF file of the result.
    """
    usual, other = out.with_suffix(".log"), out.with_name(f"{out.name}.log")
    return other if other.is_dir() or usual.is_file() else usual


def list_month_logs(folder: Path) -> list[Path]:
    """Return the monthly logs in a run folder, sorted by name."""
    return sorted(path for path in folder.glob("scenario-*-replicate-*") if "." not in path.name)


def take_lock(lock_file: BinaryIO, folder: Path) -> None:
    """Lock a run folder; raise RequestError if another run holds the lock."""
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RequestError(
            f"{folder}: another run is writing there now. Wait until it is done, or name another --out."
        ) from None


def begin_folder(folder: Path, manifest: Manifest, out: Path) -> None:
    """Write the study into a new folder, or check that an existing folder holds the same study.

    Raises:
        RequestError: The folder holds files of somebody else, or a run of another study.
    """
    if not (folder / STUDY_FILE).is_file():
        foreign_files = [
            p.name for p in folder.iterdir() if p.name not in (LOCK_FILE, partial_path(folder / STUDY_FILE).name)
        ]
        if foreign_files:
            raise RequestError(
                f"{folder}: it contains {foreign_files[0]}, which no run created; the run needs this folder for its "
                "log. Choose another --out."
            )
        write_manifest(folder / STUDY_FILE, manifest)
    elif read_manifest(folder / STUDY_FILE).key != manifest.key:
        raise RequestError(
            f"{folder}: a stopped run of another study, seed or version is kept there. Go on with it "
            f"(`underheaven resume {out}`), remove the folder, or name another --out."
        )


def own_files(folder: Path) -> list[Path]:
    """Return the paths of all files that a run may create in its folder; some may not exist."""
    fixed = [folder / name for name in (STUDY_FILE, CHECKPOINT_FILE, SAMPLE_ROWS_FILE)]
    return [*folder.glob("scenario-*-replicate-*"), *fixed, *map(partial_path, fixed), folder / LOCK_FILE]
