"""The result file: one NetCDF-4 file, written atomically and checked when it is read."""

from __future__ import annotations

import io
import os
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from underheaven import system_resources
from underheaven.errors import RequestError, ResultError
from underheaven.record.atomic_file import atomic_write, partial_path, probe_folder
from underheaven.record.digest import digest, digest_in_names
from underheaven.record.renamed_names import NEW_DIMS, NEW_VARIABLES, VERSION_BEFORE
from underheaven.record.schema import LABEL_NAMES, SCHEMA_VERSION, VARIABLE_NAMES
from underheaven.record.seal import SEAL_ATTR, check_seal, compute_seal
from underheaven.text_escaping import flatten_text, format_bytes

if TYPE_CHECKING:
    import xarray as xr

_opening = threading.Lock()
NETCDF_ENGINE: Literal["h5netcdf"] = "h5netcdf"
HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
"""The first bytes of every NetCDF-4 file."""

FOREIGN_SUFFIXES = {
    ".html",
    ".htm",
    ".svg",
    ".png",
    ".pdf",
    ".csv",
    ".json",
    ".toml",
    ".txt",
    ".md",
    ".xlsx",
    ".parquet",
}
"""Suffixes that other programs open as something other than a result."""


def check_writable(path: Path) -> None:
    """Check before a long run that a result can be written.

    Args:
        path: the file to be written; an existing result may be replaced.

    Raises:
        RequestError: if the path is a folder or a link, its folder is missing or cannot be written, its suffix is
            that of another kind of file, or a file that is not a result exists there.
    """
    if path.suffix.lower() in FOREIGN_SUFFIXES:
        raise RequestError(
            f"{path}: a result is a NetCDF file, and this name ends in {path.suffix}. Write {path.with_suffix('.nc')}; "
            "pages, pictures and tables are made from it."
        )
    try:
        if path.is_dir():
            raise RequestError(
                f"{path}: it is a folder, and a result is one file. Name a file, such as {path / 'run.nc'}."
            )
        folder = path.parent
        if not folder.is_dir():
            raise RequestError(f"{path}: folder {folder} does not exist. Create it, or choose another.")
        if path.is_symlink():
            raise RequestError(
                f"{path}: this is a symbolic link, and results are not written through links. Give the target itself."
            )
        if os.path.lexists(path) and not _is_ours(path):
            raise RequestError(
                f"{path}: an existing file there is not an Underheaven result and would be overwritten. "
                "Choose another name."
            )
        if partial_path(path).is_dir():
            raise RequestError(f"{partial_path(path)}: it is a folder, and the result is first written there. Move it.")
        probe_folder(folder)
    except OSError as error:
        raise RequestError(f"{path}: nothing can be written there: {error.strerror}. Name another.") from error


def _is_ours(path: Path) -> bool:
    """Tell whether a file is a result; another program's NetCDF file is not."""
    if not is_netcdf(path):
        return False
    import h5py

    from underheaven.record.hdf5_checks import check_hdf5_contents

    try:
        with _quietly():
            check_hdf5_contents(path)
            with h5py.File(path, "r") as file:
                return {"schema_version", "complete"} <= set(file.attrs)
    except Exception:  # HDF5 raises many kinds of errors for damage; an unreadable file is not overwritten
        return False


def _opened(path: Path) -> xr.Dataset:
    """Open a file that refers to no other; its numbers are read lazily."""
    import xarray as xr

    from underheaven.record.hdf5_checks import check_hdf5_contents

    check_hdf5_contents(path)
    return xr.open_dataset(path, engine=NETCDF_ENGINE)


@contextmanager
def _quietly() -> Iterator[None]:
    """Let one thread at a time read a file, without warnings, even if the caller turns them into errors.

    Faults of a file are reported by our own errors. Without this, xarray would leave a warning filter behind.
    """
    with _opening, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def is_netcdf(path: Path) -> bool:
    """Tell whether a path is a regular file that begins as a NetCDF-4 file."""
    if not stat.S_ISREG(path.stat().st_mode):
        return False
    with path.open("rb") as file:
        return file.read(len(HDF5_SIGNATURE)) == HDF5_SIGNATURE


def write_result(dataset: xr.Dataset, path: Path) -> str:
    """Write a result atomically and mark it complete.

    The file is built in memory, compressed, and then written, because the HDF5 library crashes on a full disk. If the
    process is killed, either the complete new file exists or the old one is unchanged.

    Args:
        dataset: the result.
        path: the file; an existing result is replaced.

    Returns:
        The digest of the result.

    Raises:
        RequestError: if the file cannot be written.
    """
    check_writable(path)
    total = digest(dataset)
    marked = dataset.assign_attrs(schema_version=SCHEMA_VERSION, complete=1, digest=total)
    marked = marked.assign_attrs({SEAL_ATTR: compute_seal(marked)})
    image = io.BytesIO()
    marked.to_netcdf(image, engine=NETCDF_ENGINE, encoding=_encoding(dataset))
    try:
        with atomic_write(path) as file:
            file.write(image.getbuffer())
    except OSError as error:
        why = error.strerror or error
        raise RequestError(f"{path}: the result cannot be written: {why}. Free the disk, or name another.") from error
    return total


def read_result(path: Path) -> xr.Dataset:
    """Read a result into memory and verify its digest.

    Args:
        path: the file.

    Returns:
        The dataset, loaded.

    Raises:
        ResultError: if the file is missing, not NetCDF-4, incomplete, of another version, or changed, or if memory
            cannot hold it.
    """
    dataset = _load(path, SCHEMA_VERSION)
    if _digest(path, dataset) != dataset.attrs.get("digest"):
        raise ResultError(f"{path}: its numbers are not those that the run wrote. Run the study again.")
    return dataset


def read_older_result(path: Path) -> xr.Dataset:
    """Read a result of the schema version before this one, with its variables and dimensions renamed.

    Args:
        path: the file.

    Returns:
        The dataset, loaded; its attributes are as they were.

    Raises:
        ResultError: as `read_result`, and if the file is of another version.
    """
    older = _load(path, VERSION_BEFORE)
    check_seal(str(path), older)
    variables = {old: new for old, new in NEW_VARIABLES.items() if old in older}
    dataset = older.rename({**variables, **NEW_DIMS})
    names = {new: old for old, new in (*NEW_VARIABLES.items(), *NEW_DIMS.items())}
    if digest_in_names(dataset, names) != dataset.attrs.get("digest"):
        raise ResultError(f"{path}: its numbers are not those that the run wrote. Run the study again.")
    return dataset


def _load(path: Path, version: int) -> xr.Dataset:
    """Load a whole result of one schema version; its numbers are not checked."""
    if path.is_dir():
        raise ResultError(f"{path}: a folder and not a result. {_advice(path)}")
    if path.exists() and not path.is_file():
        raise ResultError(f"{path}: a pipe or a device and not a file. Save the result in a file first.")
    if not path.is_file():
        raise ResultError(f"{path}: there is no result file. {_advice(path)}")
    try:
        with _quietly(), _opened(path) as opened:
            _check_header(path, opened.attrs, version)
            _check_size(path, opened)
            _check_names(path, opened, version)
            return opened.load()
    except ResultError:
        raise
    except Exception as error:  # HDF5 raises OSError, KeyError, RuntimeError or ValueError for damage
        what = "not a valid NetCDF-4 file" if not is_netcdf(path) else "a NetCDF-4 file that is damaged or cut off"
        raise ResultError(f"{path}: {what}. {_advice(path)}") from error


def _digest(path: Path, dataset: xr.Dataset) -> str:
    """Return the digest of the content of a file; an error names the file."""
    try:
        return digest(dataset)
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None


def _check_header(path: Path, attrs: dict[Any, Any], version: int) -> None:
    found = attrs.get("schema_version")
    if found is None or "complete" not in attrs:
        raise ResultError(f"{path}: this is a NetCDF file but not an Underheaven result. Give a file that a run wrote.")
    if int(found) != version:
        advice = {
            VERSION_BEFORE: f"Write `underheaven convert {path} --out NEW.nc`",
            SCHEMA_VERSION: "It needs no conversion: use it as it is",
        }.get(int(found), "Run the study again, or read it with the version that wrote it")
        raise ResultError(f"{path}: its schema version is {int(found)} and {version} is required here. {advice}.")
    if int(attrs["complete"]) != 1:
        raise ResultError(f"{path}: its run did not finish writing it. Run the study again.")
    if not isinstance(attrs.get("digest", ""), str):
        raise ResultError(f"{path}: its attribute digest was changed: it is not text. Run the study again.")


def _check_size(path: Path, opened: xr.Dataset) -> None:
    """Refuse arrays that memory cannot hold; compressed, they may be a thousand times smaller on disk."""
    needs, has = opened.nbytes, system_resources.available_memory()
    if needs > has:
        raise ResultError(
            f"{path}: its numbers take {format_bytes(needs)}, and {system_resources.memory_limit_source()} has "
            f"{format_bytes(has)}. "
            "Read it where there is more memory, or run the study again with fewer persons, months or replicates."
        )


def _check_names(path: Path, opened: xr.Dataset, version: int) -> None:
    """Refuse variables and labels that no run of that version writes."""
    older = set(NEW_VARIABLES) | set(NEW_DIMS) if version == VERSION_BEFORE else set[str]()
    variables, labels = VARIABLE_NAMES | older, LABEL_NAMES | older
    for what, found, known in (("numbers", opened.data_vars, variables), ("labels", opened.coords, labels)):
        odd = next((str(name) for name in found if name not in known), None)
        if odd is not None:
            raise ResultError(
                f"{path}: it holds {what} that no run writes, as {flatten_text(odd)[:60]}. "
                "Give the file as the run wrote it."
            )


def _advice(path: Path) -> str:
    if partial_path(path).exists():
        return f"{partial_path(path).name} beside it is what an interrupted run left: run the study again."
    return "Name a file that a run wrote."


def _encoding(dataset: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Return the encoding: every non-empty array is compressed, with a checksum per chunk."""
    packed = {"zlib": True, "complevel": 4, "shuffle": True, "fletcher32": True}
    return {str(name): packed for name, array in dataset.data_vars.items() if array.size and array.ndim}
