"""What an HDF5 file holds, looked at before its numbers are read: a result is of itself and leads to no other file."""

from __future__ import annotations

from pathlib import Path

import h5py

from underheaven.errors import ResultError
from underheaven.text_escaping import flatten_text


def check_hdf5_contents(path: Path) -> None:
    """Refuses a file that holds more than plain datasets of its own; no link is followed to find out.

    Errors: ResultError where it holds a link to another place or file, a group, or numbers that lie in other files.
    Whatever the HDF5 library raises where the file is damaged.
    """
    with h5py.File(path, "r") as file:
        for name in file:
            why = _odd_link(file, name) or _odd_object(file[name])
            if why:
                raise ResultError(
                    f"{path}: what it holds as {flatten_text(name)[:60]} is {why}, and a result holds its own numbers alone. "
                    "Give a file that a run wrote."
                )


def _odd_link(file: h5py.File, name: str) -> str:
    """Say what else than a name of its own a link is; nothing is opened through it."""
    link = file.get(name, getlink=True)
    if isinstance(link, h5py.HardLink):
        return ""
    return "a link to another file" if isinstance(link, h5py.ExternalLink) else "a link to another place"


def _odd_object(found: h5py.Dataset | h5py.Group | h5py.Datatype) -> str:
    """Say what else than numbers in the file an object is."""
    if not isinstance(found, h5py.Dataset):
        return "a group or a type"
    plan = found.id.get_create_plist()
    return "a view of numbers in other files" if found.is_virtual or plan.get_external_count() else ""
