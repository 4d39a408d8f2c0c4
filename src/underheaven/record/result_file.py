"""A result as one NetCDF-4 file, written under another name and renamed when it is whole."""

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
from underheaven.record.digest import digest
from underheaven.record.schema import LABEL_NAMES, SCHEMA_VERSION, VARIABLE_NAMES
from underheaven.record.seal import SEAL_ATTR, compute_seal
from underheaven.text_escaping import flatten_text, format_bytes

if TYPE_CHECKING:
    import xarray as xr

_opening = threading.Lock()
NETCDF_ENGINE: Literal["h5netcdf"] = "h5netcdf"
HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
"""How every NetCDF-4 file begins."""


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
"""Endings of names that other programs open as something else than a result."""


def check_writable(path: Path) -> None:
    """Refuses a place where no result can be written, before a long run instead of after it.

    Errors: RequestError where path is a folder, or its folder is missing or cannot be written, where its name is that
    of another kind of file, or where something stands there that is no result: a document, a device, anybody's file.
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
    """Tells whether a file that a run wrote stands there; anybody's other NetCDF file is none."""

    if not is_netcdf(path):
        return False
    import h5py

    from underheaven.record.hdf5_checks import check_hdf5_contents

    try:
        with _quietly():
            check_hdf5_contents(path)
            with h5py.File(path, "r") as file:
                return {"schema_version", "complete"} <= set(file.attrs)
    except Exception:  # the HDF5 stack raises many kinds for damage, and what cannot be read is not ours to lose
        return False


def _opened(path: Path) -> xr.Dataset:
    """Opens a file that leads to no other, whose numbers are read when they are asked for."""
    import xarray as xr

    from underheaven.record.hdf5_checks import check_hdf5_contents

    check_hdf5_contents(path)
    return xr.open_dataset(path, engine=NETCDF_ENGINE)


@contextmanager
def _quietly() -> Iterator[None]:
    """Let a file be read by one thread at a time, without warnings, whatever the host makes of them.

    What is wrong with a file is said in a sentence of ours; xarray also leaves a filter of its own otherwise.
    """
    with _opening, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def is_netcdf(path: Path) -> bool:
    """Tells whether a plain file stands there that begins as every NetCDF-4 file does."""
    if not stat.S_ISREG(path.stat().st_mode):
        return False
    with path.open("rb") as file:
        return file.read(len(HDF5_SIGNATURE)) == HDF5_SIGNATURE


def write_result(dataset: xr.Dataset, path: Path) -> str:
    """Writes a result, marks it complete, gives it its name, and returns its digest.

    The file is made in memory, compressed, and written in one go: the library that makes it does not survive a disk
    that is full. A kill at any moment leaves either the whole new file, or what stood there before.
    Errors: RequestError where the place cannot be written.
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
    """Reads a result into memory and makes sure that it is whole and as it was written.

    Errors: ResultError where it is missing, no NetCDF-4 file, incomplete, of another version, or changed.
    """
    if path.is_dir():
        raise ResultError(f"{path}: a folder and not a result. {_advice(path)}")
    if path.exists() and not path.is_file():
        raise ResultError(f"{path}: a pipe or a device and not a file. Save the result in a file first.")
    if not path.is_file():
        raise ResultError(f"{path}: there is no result file. {_advice(path)}")
    try:
        with _quietly(), _opened(path) as opened:
            _check_header(path, opened.attrs)
            _check_size(path, opened)
            _check_names(path, opened)
            dataset = opened.load()
    except ResultError:
        raise
    except Exception as error:  # the HDF5 stack raises OSError, KeyError, RuntimeError, ValueError for damage
        what = "not a valid NetCDF-4 file" if not is_netcdf(path) else "a NetCDF-4 file that is damaged or cut off"
        raise ResultError(f"{path}: {what}. {_advice(path)}") from error
    if _digest(path, dataset) != dataset.attrs.get("digest"):
        raise ResultError(f"{path}: its numbers are not those that the run wrote. Run the study again.")
    return dataset


def _digest(path: Path, dataset: xr.Dataset) -> str:
    """Returns the digest of what a file holds; an error names the file."""
    try:
        return digest(dataset)
    except ResultError as error:
        raise ResultError(f"{path}: {error}") from None


def _check_header(path: Path, attrs: dict[Any, Any]) -> None:
    found = attrs.get("schema_version")
    if found is None or "complete" not in attrs:
        raise ResultError(f"{path}: this is a NetCDF file but not an Underheaven result. Give a file that a run wrote.")
    if int(found) != SCHEMA_VERSION:
        raise ResultError(
            f"{path}: its schema version is {int(found)} and this program reads {SCHEMA_VERSION}. "
            "Run the study again, or read it with the version that wrote it."
        )
    if int(attrs["complete"]) != 1:
        raise ResultError(f"{path}: its run did not finish writing it. Run the study again.")
    if not isinstance(attrs.get("digest", ""), str):
        raise ResultError(f"{path}: its attribute digest was changed: it is not text. Run the study again.")


def _check_size(path: Path, opened: xr.Dataset) -> None:
    """Refuse numbers that memory cannot hold: packed, they may take a thousandth of it on the disk."""
    needs, has = opened.nbytes, system_resources.available_memory()
    if needs > has:
        raise ResultError(
            f"{path}: its numbers take {format_bytes(needs)}, and {system_resources.memory_limit_source()} has {format_bytes(has)}. "
            "Read it where there is more memory, or run the study again with fewer persons, months or replicates."
        )


def _check_names(path: Path, opened: xr.Dataset) -> None:
    """Refuse what no run writes: neither the digest nor the seal would cover it."""
    for what, found, known in (("numbers", opened.data_vars, VARIABLE_NAMES), ("labels", opened.coords, LABEL_NAMES)):
        odd = next((str(name) for name in found if name not in known), None)
        if odd is not None:
            raise ResultError(
                f"{path}: it holds {what} that no run writes, as {flatten_text(odd)[:60]}. Give the file as the run wrote it."
            )


def _advice(path: Path) -> str:
    if partial_path(path).exists():
        return f"{partial_path(path).name} beside it is what an interrupted run left: run the study again."
    return "Name a file that a run wrote."


def _encoding(dataset: xr.Dataset) -> dict[str, dict[str, Any]]:
    """Compresses every variable that has cells, with a checksum on each chunk."""
    packed = {"zlib": True, "complevel": 4, "shuffle": True, "fletcher32": True}
    return {str(name): packed for name, array in dataset.data_vars.items() if array.size and array.ndim}
