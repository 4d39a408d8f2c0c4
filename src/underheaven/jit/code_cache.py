"""The cache of machine code.

The cache folder is named by a digest of every source that is compiled. Numba checks only the file of the function that
it caches, and would reuse stale code after another file changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SOURCES = Path(__file__).parents[1]
_CHECKSUM = 32


def sources_digest() -> str:
    """Return 16 hex digits of the SHA-256 of all sources that are compiled."""
    files = [_SOURCES / "draws.py"]
    files += [file for folder in ("fields", "jit", "kernel") for file in sorted((_SOURCES / folder).glob("*.py"))]
    files += sorted((_SOURCES / "engine").rglob("*.py"))
    text = hashlib.sha256()
    for file in files:
        text.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return text.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of the compiled code of these sources, and create it.

    Returns:
        A folder that only this user can write: under ``UNDERHEAVEN_CACHE``, ``XDG_CACHE_HOME`` or ``~/.cache``, or
        among the temporary files if none of them can be written.
    """
    base = os.environ.get("UNDERHEAVEN_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(OSError, RuntimeError):  # in a batch job, a user may have neither a home nor a name
        folder = Path(base).expanduser() / "underheaven" / sources_digest()
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder) and os.access(folder, os.W_OK):
            return folder
    folder = _temporary_folder() / sources_digest()
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _is_ours(folder: Path) -> bool:
    """Tell whether only this user can write to a folder, since machine code is loaded from it."""
    about = folder.lstat()
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and about.st_mode & 0o022 == 0


def _temporary_folder() -> Path:
    """Return a folder among the temporary files that only this user can write."""
    folder = Path(tempfile.gettempdir()) / f"underheaven-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="underheaven-"))


def add_checksums(compiled: Any) -> None:
    """Add a checksum to the cached files; a file whose checksum fails is compiled again.

    A full disk or a power cut leaves truncated files, on which Numba would fail.
    """
    cache_file = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if cache_file is None:  # no folder can be written, or this version of Numba stores its files differently
        return
    save, open_for_write = cache_file.save, cache_file._open_for_write

    @contextlib.contextmanager
    def open_with_checksum(path: str) -> Iterator[io.BytesIO]:
        buffer = io.BytesIO()
        yield buffer
        with open_for_write(path) as file:
            file.write(buffer.getvalue() + hashlib.sha256(buffer.getvalue()).digest())

    def load_checked(key: Any) -> Any:
        with contextlib.suppress(OSError):
            name = cache_file._load_index().get(key) if _is_sound(cache_file._index_path) else None
            return cache_file._load_data(name) if name is not None and _is_sound(cache_file._data_path(name)) else None
        return None

    def save_checked(key: Any, data: Any) -> None:
        if not _is_sound(cache_file._index_path):
            cache_file.flush()
        save(key, data)

    cache_file._open_for_write, cache_file.load, cache_file.save = open_with_checksum, load_checked, save_checked


def _is_sound(path: str) -> bool:
    """Tell whether a file ends with the checksum of the bytes before it."""
    with contextlib.suppress(OSError):
        data = Path(path).read_bytes()
        return hashlib.sha256(data[:-_CHECKSUM]).digest() == data[-_CHECKSUM:]
    return False


_chosen: list[Path] = []


def chosen_folder() -> Path:
    """Return the folder of the compiled code, chosen once per process."""
    if not _chosen:
        _chosen.append(cache_folder())
    return _chosen[0]
