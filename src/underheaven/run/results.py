"""Open a result, or report what an unfinished run left beside its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.argument_checks import file_path
from underheaven.errors import ResultError
from underheaven.record import result_file
from underheaven.record.label_checks import check_labels
from underheaven.record.monthlog import read_log
from underheaven.record.seal import check_seal
from underheaven.run.checkpoint.folder_files import list_month_logs, run_folder_path
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.checks.result_schema import check_attributes

if TYPE_CHECKING:
    import xarray as xr


def is_result(name: str) -> bool:
    """Return whether a name is that of a result rather than a document, by its suffix or the file's first bytes.

    Args:
        name: A word on the command line.
    """
    path = Path(name)
    if path.suffix == ".nc":
        return True
    try:
        return path.is_file() and result_file.is_netcdf(path)  # reading a pipe would block
    except OSError:
        return False


@check_arguments(path=file_path)
def open_result(path: str | Path) -> xr.Dataset:
    """Return a whole result, read into memory.

    Args:
        path: The NetCDF file.

    Raises:
        ResultError: It is missing, damaged, unfinished or of another version. For an unfinished result the message
            says how many months its log holds.
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
    """Return a sentence on what a stopped run left beside the name of its result; empty if there is no run folder.

    Args:
        path: The NetCDF file that the run was to write.
    """
    folder = run_folder_path(path)
    if not folder.is_dir():
        return ""
    months_per_log = [read_log(log).n_months for log in list_month_logs(folder)]
    run_count = f"{len(months_per_log)} scenario-replicate{'s' * (len(months_per_log) != 1)}"
    return (
        f"{path}: incomplete. Its run was stopped before it was done: {folder.name} holds {sum(months_per_log):,} "
        f"intact months in {run_count}. Continue with: underheaven resume {path}"
    )
