"""Opens a result for reading, and says what an unfinished run left where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.errors import ResultError
from underheaven.record import store
from underheaven.record.labels import check_labels
from underheaven.record.monthlog import read_log
from underheaven.record.seal import check_seal
from underheaven.run.asked import asked
from underheaven.run.folder import folder_of, logs_of
from underheaven.run.genuine import check_attributes

if TYPE_CHECKING:
    import xarray as xr


def is_result(name: str) -> bool:
    """Tells a result from the name of a document: by its ending, or by how the file begins."""
    path = Path(name)
    if path.suffix == ".nc":
        return True
    try:
        return path.is_file() and store.is_netcdf(path)  # a pipe would keep the reader waiting
    except OSError:
        return False


@asked("path")
def open_result(path: str | Path) -> xr.Dataset:
    """Reads a whole result into memory.

    Raises ResultError where it is missing, damaged, unfinished or of another version; an unfinished one is named so,
    with the months that its log holds.
    """
    path = Path(path)
    left = unfinished(path)
    if left and not path.exists():
        raise ResultError(left)
    dataset = store.read(path)
    check_attributes(str(path), dataset.attrs)
    check_labels(str(path), dataset)
    check_seal(str(path), dataset)
    return dataset


def unfinished(path: Path) -> str:
    """Says what a killed run left beside the name of its result, or nothing where no log lies there."""
    folder = folder_of(path)
    if not folder.is_dir():
        return ""
    kept = [read_log(log).n_months for log in logs_of(folder)]
    lives = f"{len(kept)} scenario-replicate{'s' * (len(kept) != 1)}"
    return (
        f"{path}: incomplete. Its run was stopped before it was done: {folder.name} holds {sum(kept):,} intact months "
        f"in {lives}. Continue with: underheaven resume {path}"
    )
