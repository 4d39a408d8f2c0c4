"""An append-only log of months; a killed process can damage only its last block.

Every month is one block, all of the same length: a header (magic, version, scenario, replicate, month, number of
words, the run's key), the words as little-endian int64, and the SHA-256 of both.
"""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.record.regular_files import open_for_append, read_regular_file

MAGIC = b"UHMONTHS"
VERSION = 2
_HEADER = struct.Struct("<8sIIIIQ32s")
EMPTY_KEY = "00" * 32
_CHECKSUM = 32

Key = tuple[str, int, int, int, int]
"""Run, scenario, replicate, month and number of words of a block."""


@dataclass(frozen=True)
class MonthLog:
    """The content of a log.

    Attributes:
        key: key of the run that wrote it, 64 hex digits.
        scenario: index of the scenario.
        replicate: index of the replicate.
        first_month: number of the first month.
        words: int64 array (month, word) of the complete months.
        n_bytes: length of the undamaged part, in bytes.
        damage: a sentence about the first damaged block, or "".
        begins_as_log: whether the file, as far as it goes, begins as a log does.
    """

    key: str
    scenario: int
    replicate: int
    first_month: int
    words: NDArray[np.int64]
    n_bytes: int
    damage: str
    begins_as_log: bool = True

    @property
    def n_months(self) -> int:
        """Number of complete months."""
        return len(self.words)


def log_block_bytes(n_words: int) -> int:
    """Return the bytes of one block of ``n_words`` words."""
    return _HEADER.size + 8 * n_words + _CHECKSUM


class MonthWriter:
    """Append months to a log; each is handed to the operating system before `append` returns."""

    def __init__(self, path: Path, scenario: int, replicate: int, n_words: int, key: str = EMPTY_KEY) -> None:
        self._world, self._replicate, self._n_words, self._key = scenario, replicate, n_words, bytes.fromhex(key)
        self._file = open_for_append(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, month: int, words: NDArray[np.int64]) -> None:
        """Write one month as one block and flush it.

        Args:
            month: number of the month.
            words: int64 array (n_words).

        Raises:
            ResultError: if the number of words is not that of the log.
        """
        if words.shape != (self._n_words,):
            raise ResultError(
                f"month {month}: {words.shape} words in a log of {self._n_words} a month: blocks have one length. "
                "Open a new log for other documents."
            )
        header = _HEADER.pack(MAGIC, VERSION, self._world, self._replicate, month, self._n_words, self._key)
        body = header + np.ascontiguousarray(words, "<i8").tobytes()
        self._file.write(body + hashlib.sha256(body).digest())
        self._file.flush()

    def sync(self) -> None:
        """Wait until the disk holds what was written, so that it survives a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the log."""
        self._file.close()


def read_log(path: Path) -> MonthLog:
    """Read a log up to its first damaged block.

    Args:
        path: the log.

    Returns:
        The complete months, and a sentence about the damage if there is any.

    Raises:
        ResultError: if the file is missing or not a regular file.
    """
    try:
        data = read_regular_file(path)
    except OSError as error:
        raise ResultError(f"{path}: the months' log cannot be read: {error.strerror}. Start the run again.") from error
    months: list[NDArray[np.int64]] = []
    first: Key | None = None
    offset, damage = 0, ""
    while offset < len(data):
        block = _read_block(data, offset)
        if isinstance(block, str):
            damage = block
            break
        key, words = block
        first = first or key
        if key != (*first[:3], first[3] + len(months), first[4]):
            damage = "its run, scenario, replicate, month or length does not follow from the block before"
            break
        months.append(words)
        offset += log_block_bytes(key[4])
    if damage:
        damage = f"{path}: block {len(months)} at byte {offset} is not sound: {damage}. The months before are."
    run, scenario, replicate, month, n_words = first or (EMPTY_KEY, 0, 0, 0, 0)
    joined = np.stack(months) if months else np.zeros((0, n_words), np.int64)
    return MonthLog(run, scenario, replicate, month, joined, offset, damage, MAGIC.startswith(data[: len(MAGIC)]))


def repair_log(path: Path, key: str = EMPTY_KEY) -> MonthLog:
    """Truncate a log to its complete months, so that it can be appended to.

    Args:
        path: the log.
        key: key of the run, 64 hex digits.

    Returns:
        The log as read, with its complete months.

    Raises:
        ResultError: if its months belong to another run or it is not a log; the file then stays as it is.
    """
    log = read_log(path)
    if log.n_months and log.key != key:
        raise ResultError(f"{path}: its months are of another run. Bring back the run's own log, or start it again.")
    if log.damage:
        if log.n_months == 0 and not log.begins_as_log:
            raise ResultError(f"{path}: not a log of months, and will not be overwritten. Remove it, then resume.")
        _cut(path, log.n_bytes)
    return log


def _cut(path: Path, n_bytes: int) -> None:
    """Truncate a log; a link, or a file with another name too, is left as it is and raises OSError."""
    with open_for_append(path) as file:
        file.truncate(n_bytes)


def truncate_log(path: Path, months: int, key: str = EMPTY_KEY) -> None:
    """Truncate a log to its first months; a missing log has none.

    Args:
        path: the log, which is removed if ``months`` is 0.
        months: number of months to keep, from 0.
        key: key of the run, 64 hex digits.

    Raises:
        ResultError: if fewer months are undamaged, or they belong to another run.
    """
    if months == 0:
        path.unlink(missing_ok=True)
        return
    log = repair_log(path, key)
    if log.n_months < months:
        raise ResultError(f"{path}: it holds {log.n_months} intact months and not {months}. Start the run again.")
    if log.n_months > months:
        _cut(path, months * log_block_bytes(log.words.shape[1]))


def _read_block(data: bytes, offset: int) -> tuple[Key, NDArray[np.int64]] | str:
    """Return the key and the words of the block at ``offset``, or what is wrong with it."""
    if len(data) - offset < _HEADER.size:
        return "it ends within its header"
    magic, version, scenario, replicate, month, n_words, run = _HEADER.unpack_from(data, offset)
    if magic != MAGIC:
        return "it does not begin as a month does"
    if version != VERSION:
        return f"it is of version {version} and this program reads {VERSION}"
    stop = offset + log_block_bytes(n_words)
    if stop > len(data):
        return "it ends before its last word"
    body = data[offset : stop - _CHECKSUM]
    if hashlib.sha256(body).digest() != data[stop - _CHECKSUM : stop]:
        return "its checksum does not fit its words"
    return (run.hex(), scenario, replicate, month, n_words), np.frombuffer(body, "<i8", offset=_HEADER.size).astype(
        np.int64
    )
