"""Opens a result for reading, and says what an unfinished run left where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.errors import ResultError
from underheaven.record import result_file
from underheaven.record.label_checks import check_labels
from underheaven.record.monthlog import read_log
from underheaven.record.seal import check_seal
from underheaven.run.checkpoint.folder import list_month_logs, run_folder_path
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.checks.result_schema import check_attributes

if TYPE_CHECKING:
    import xarray as xr


def is_result(name: str) -> bool:
    """Tells a result from the name of a document: by its ending, or by how the file begins."""
    path = Path(name)
    if path.suffix == ".nc":
        return True
    try:
        return path.is_file() and result_file.is_netcdf(path)  # a pipe would keep the reader waiting
    except OSError:
        return False


@check_arguments("path")
def open_result(path: str | Path) -> xr.Dataset:
    """Reads a whole result into memory.

    Raises ResultError where it is missing, damaged, unfinished or of another version; an unfinished one is named so,
    with the months that its log holds.
    """
    path = Path(path)
    left = describe_unfinished(path)
    if left and not path.exists():
        raise ResultError(left)
    dataset = result_file.read_result(path)
    check_attributes(str(path), dataset.attrs)
    check_labels(str(path), dataset)
    check_seal(str(path), dataset)
    return dataset


def describe_unfinished(path: Path) -> str:
    """Says what a killed run left beside the name of its result, or nothing where no log lies there."""
    folder = run_folder_path(path)
    if not folder.is_dir():
        return ""
    months_per_log = [read_log(log).n_months for log in list_month_logs(folder)]
    run_count = f"{len(months_per_log)} scenario-replicate{'s' * (len(months_per_log) != 1)}"
    return (
        f"{path}: incomplete. Its run was stopped before it was done: {folder.name} holds {sum(months_per_log):,} intact months "
        f"in {run_count}. Continue with: underheaven resume {path}"
    )
