"""An append-only log of months: a kill can tear its last block and nothing else.

One block a month, all of one length: a header (magic, version, world, replicate, month, number of words, the run's
key), the words as little-endian int64, and the SHA-256 of both.
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
"""Run, world, replicate, month and number of words of a block."""


@dataclass(frozen=True)
class MonthLog:
    """What a log holds: words (month, word) of its complete months, where they end, and what is wrong after.

    key: of the run that wrote it, in hex. first_month: number of the first month. n_bytes: length of the sound part.
    damage: a sentence, or "". begun: whether it begins as a log does, as far as it goes.
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
    """Bytes of one block of ``n_words`` words."""
    return _HEADER.size + 8 * n_words + _CHECKSUM


class MonthWriter:
    """Appends months to a log and hands each to the operating system before it returns."""

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
        """Writes one month's words, shape (n_words,), as one block and flushes it."""
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
        """Waits until the disk itself holds what was written, so that a power cut cannot take it."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the log."""
        self._file.close()


def read_log(path: Path) -> MonthLog:
    """Reads a log up to its first torn or damaged block.

    Errors: ResultError where the file is missing, or no plain file.
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
            damage = "its run, world, replicate, month or length does not follow from the block before"
            break
        months.append(words)
        offset += log_block_bytes(key[4])
    if damage:
        damage = f"{path}: block {len(months)} at byte {offset} is not sound: {damage}. The months before are."
    run, scenario, replicate, month, n_words = first or (EMPTY_KEY, 0, 0, 0, 0)
    joined = np.stack(months) if months else np.zeros((0, n_words), np.int64)
    return MonthLog(run, scenario, replicate, month, joined, offset, damage, MAGIC.startswith(data[: len(MAGIC)]))


def repair_log(path: Path, key: str = EMPTY_KEY) -> MonthLog:
    """Cuts a log back to its complete months, so that appending to it can go on, and gives what is left.

    Errors: ResultError where its months are of another run; the log then stays as it is.
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
    """Cut a log to its first bytes; what else stands there, by a link or under another name too, is left alone."""
    with open_for_append(path) as file:
        file.truncate(n_bytes)


def truncate_log(path: Path, months: int, key: str = EMPTY_KEY) -> None:
    """Cuts a log back to its first ``months`` months; a log that is not there has none.

    Errors: ResultError where fewer of them are sound, or they are of another run.
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
    """Gives ((key, world, replicate, month, n_words), words) of the block at ``place``, or what is wrong with it."""
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
