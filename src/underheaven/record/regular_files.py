"""Opening of regular files only: links are not followed, and pipes and folders are refused without waiting."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from underheaven import system_resources

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)


def read_regular_file(path: Path) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        OSError: if there is none, or it cannot be read, or memory cannot hold it.
    """
    with os.fdopen(_opened(path, os.O_RDONLY), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > system_resources.available_memory():  # a sparse file can claim any size
            raise OSError(
                errno.EFBIG,
                f"it has {size:,} bytes, more than the memory of {system_resources.memory_limit_source()}",
                str(path),
            )
        return file.read()


def open_for_append(path: Path) -> BinaryIO:
    """Open a regular file for appending, and create it if it does not exist.

    Raises:
        OSError: if the path is something else, or a file with a second name (hard link), which may be a user's.
    """
    descriptor = _opened(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    if os.fstat(descriptor).st_nlink > 1:
        os.close(descriptor)
        raise OSError(errno.EINVAL, "what stands there goes by another name too, and is not written to", str(path))
    return os.fdopen(descriptor, "ab")


def create_regular_file(path: Path) -> BinaryIO:
    """Open a new regular file for writing, in place of any file or link of that name.

    Raises:
        OSError: if the path is a folder or cannot be written.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")


def _opened(path: Path, flags: int) -> int:
    try:
        descriptor = os.open(path, flags | _NO_LINK | _NO_WAIT, 0o666)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link; a pipe without a reader
            raise _no_plain(path) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _no_plain(path)
    return descriptor


def _no_plain(path: Path) -> OSError:
    return OSError(errno.EINVAL, "what stands there is no plain file", str(path))
