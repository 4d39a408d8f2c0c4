"""Where a page is written: refused before a long run where it cannot be, and never half there."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from underheaven.errors import RequestError


def check_place(path: Path, option: str = "--page") -> None:
    """Refuses a place where no page can be written; option: what names it.

    Raises RequestError where path is a folder, or its folder is missing or cannot be written.
    """
    if path.is_dir():
        raise RequestError(f"{path}: it is a folder, and a page is one file. Name a file in it.")
    folder = path.parent
    if not folder.is_dir():
        raise RequestError(f"{path}: the folder {folder} is not there. Make it, or name another with {option}.")
    try:
        # Asking for permission bits is not enough: full and read-only disks say yes.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise RequestError(
            f"{path}: nothing can be written in {folder}: {error.strerror}. Name another with {option}."
        ) from error


def write_page(text: str, path: Path, option: str = "--page") -> None:
    """Writes a page under another name and renames it: a kill leaves the whole new page, or what stood there before.

    option: what names the place.

    Raises RequestError where the place cannot be written.
    """
    check_place(path, option)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise RequestError(
            f"{path}: the page cannot be written: {error.strerror}. Name another with {option}."
        ) from error
