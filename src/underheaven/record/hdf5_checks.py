"""Checks of an HDF5 file before its numbers are read: a result refers to no other file."""

from __future__ import annotations

from pathlib import Path

import h5py

from underheaven.errors import ResultError
from underheaven.text_escaping import flatten_text


def check_hdf5_contents(path: Path) -> None:
    """Refuse a file that holds anything but datasets of its own; no link is followed.

    Args:
        path: the file.

    Raises:
        ResultError: if it holds a link, a group or a type, or numbers stored in other files.
        Exception: whatever the HDF5 library raises for a damaged file.
    """
    with h5py.File(path, "r") as file:
        for name in file:
            why = _odd_link(file, name) or _odd_object(file[name])
            if why:
                raise ResultError(
                    f"{path}: what it holds as {flatten_text(name)[:60]} is {why}, and a result holds its own numbers "
                    "alone. Give a file that a run wrote."
                )


def _odd_link(file: h5py.File, name: str) -> str:
    """Return what an odd link is, or "" for a hard link; nothing is opened through it."""
    link = file.get(name, getlink=True)
    if isinstance(link, h5py.HardLink):
        return ""
    return "a link to another file" if isinstance(link, h5py.ExternalLink) else "a link to another place"


def _odd_object(found: h5py.Dataset | h5py.Group | h5py.Datatype) -> str:
    """Return what an odd object is, or "" for a dataset stored in this file."""
    if not isinstance(found, h5py.Dataset):
        return "a group or a type"
    plan = found.id.get_create_plist()
    return "a view of numbers in other files" if found.is_virtual or plan.get_external_count() else ""
