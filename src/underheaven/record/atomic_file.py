"""A file that is there whole or not at all: written under another name, made safe on the disk, and renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from underheaven.record.regular_files import create_regular_file

PARTIAL_SUFFIX = ".underheaven-partial"
"""Ends a name that no file of a user's has, since what stands there is replaced."""
PROBE_BYTES = 4096
"""Bytes of the smallest room that disks give to a file."""


def partial_path(path: Path) -> Path:
    """Gives the name under which a file is written until it is whole."""
    return path.with_name(path.name + PARTIAL_SUFFIX)


def probe_folder(folder: Path) -> None:
    """Write a block into a folder, and leave nothing there. Raises OSError where it takes no file or its disk is full.

    The system's word is not enough: of folders that are read-only or full it says that they can be written.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(PROBE_BYTES))
        file.flush()


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Opens a file for writing that takes its name when the block ends well; an error leaves what stood there before.

    Raises OSError where the disk is full or the folder is gone.
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
