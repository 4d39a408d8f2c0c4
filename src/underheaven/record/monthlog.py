"""An append-only log of months: a kill can tear its last block and nothing else.

One block a month, all of one length: a header (magic, version, world, replicate, month, number of
words), the words as little-endian int64, and the SHA-256 of both.
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

MAGIC = b"UHMONTHS"
VERSION = 1
_HEADER = struct.Struct("<8sIIIIQ")
_CHECKSUM = 32


@dataclass(frozen=True)
class MonthLog:
    """What a log holds: words (month, word) of its complete months, where they end, and what is wrong after.

    first_month: number of the first month. n_bytes: length of the sound part. damage: a sentence, or "".
    """

    world: int
    replicate: int
    first_month: int
    words: NDArray[np.int64]
    n_bytes: int
    damage: str

    @property
    def n_months(self) -> int:
        """Number of complete months."""
        return len(self.words)


def block_bytes(n_words: int) -> int:
    """Bytes of one block of ``n_words`` words."""
    return _HEADER.size + 8 * n_words + _CHECKSUM


class MonthWriter:
    """Appends months to a log and hands each to the operating system before it returns."""

    def __init__(self, path: Path, world: int, replicate: int, n_words: int) -> None:
        self._world, self._replicate, self._n_words = world, replicate, n_words
        self._file = path.open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, month: int, words: NDArray[np.int64]) -> None:
        """Writes one month's words, shape (n_words,), as one block and flushes it."""
        if words.shape != (self._n_words,):
            raise ResultError(
                f"month {month}: {words.shape} words in a log of {self._n_words} a month: blocks have one length. "
                "Open a new log for other documents."
            )
        header = _HEADER.pack(MAGIC, VERSION, self._world, self._replicate, month, self._n_words)
        body = header + np.ascontiguousarray(words, "<i8").tobytes()
        self._file.write(body + hashlib.sha256(body).digest())
        self._file.flush()

    def sync(self) -> None:
        """Waits until the disk itself holds what was written, so that a power cut cannot take it."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the log."""
        self._file.close()


def read_log(path: Path) -> MonthLog:
    """Reads a log up to its first torn or damaged block.

    Errors: ResultError where the file is missing.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ResultError(f"{path}: the months' log cannot be read: {error.strerror}. Start the run again.") from error
    months: list[NDArray[np.int64]] = []
    first: tuple[int, int, int, int] | None = None
    place, damage = 0, ""
    while place < len(data):
        block = _read_block(data, place)
        if isinstance(block, str):
            damage = block
            break
        key, words = block
        first = first or key
        if key != (first[0], first[1], first[2] + len(months), first[3]):
            damage = "its world, replicate, month or length does not follow from the block before"
            break
        months.append(words)
        place += block_bytes(key[3])
    if damage:
        damage = f"{path}: block {len(months)} at byte {place} is not sound: {damage}. The months before are."
    world, replicate, month, n_words = first or (0, 0, 0, 0)
    joined = np.stack(months) if months else np.zeros((0, n_words), np.int64)
    return MonthLog(world, replicate, month, joined, place, damage)


def mend_log(path: Path) -> MonthLog:
    """Cuts a log back to its complete months, so that appending to it can go on, and gives what is left."""
    log = read_log(path)
    if log.damage:
        os.truncate(path, log.n_bytes)
    return log


def cut_log(path: Path, months: int) -> None:
    """Cuts a log back to its first ``months`` months; a log that is not there has none.

    Errors: ResultError where fewer of them are sound.
    """
    if months == 0:
        path.unlink(missing_ok=True)
        return
    log = mend_log(path)
    if log.n_months < months:
        raise ResultError(f"{path}: it holds {log.n_months} sound months and not {months}. Start the run again.")
    if log.n_months > months:
        os.truncate(path, months * block_bytes(log.words.shape[1]))


def _read_block(data: bytes, place: int) -> tuple[tuple[int, int, int, int], NDArray[np.int64]] | str:
    """Gives ((world, replicate, month, n_words), words) of the block at ``place``, or what is wrong with it."""
    if len(data) - place < _HEADER.size:
        return "it ends within its header"
    magic, version, world, replicate, month, n_words = _HEADER.unpack_from(data, place)
    if magic != MAGIC:
        return "it does not begin as a month does"
    if version != VERSION:
        return f"it is of version {version} and this program reads {VERSION}"
    stop = place + block_bytes(n_words)
    if stop > len(data):
        return "it ends before its last word"
    body = data[place : stop - _CHECKSUM]
    if hashlib.sha256(body).digest() != data[stop - _CHECKSUM : stop]:
        return "its checksum does not fit its words"
    return (world, replicate, month, n_words), np.frombuffer(body, "<i8", offset=_HEADER.size).astype(np.int64)
