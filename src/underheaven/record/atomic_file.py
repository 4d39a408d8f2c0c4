"""Atomic file writing: a file is written under another name, synced to disk, and renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from underheaven.record.regular_files import create_regular_file

PARTIAL_SUFFIX = ".underheaven-partial"
"""Suffix of the temporary name; an existing file of that name is replaced, so no user's file should have it."""
PROBE_BYTES = 4096
"""Bytes written to probe a folder: one block of a typical disk."""


def partial_path(path: Path) -> Path:
    """Return the temporary name under which a file is written until it is complete."""
    return path.with_name(path.name + PARTIAL_SUFFIX)


def probe_folder(folder: Path) -> None:
    """Write a block to a folder and remove it, because permissions alone do not show that a folder can be written.

    Args:
        folder: the folder.

    Raises:
        OSError: if the folder takes no file or its disk is full.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE_BYTES))
        file.flush()


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its name when the block ends without an error.

    Args:
        path: the file, which is replaced if it exists. After an error it stays as it was.

    Yields:
        The open binary file.

    Raises:
        OSError: if the disk is full or the folder is missing.
    """
    partial = partial_path(path)
    try:
        with create_regular_file(partial) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
