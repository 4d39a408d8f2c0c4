"""Named arrays and a header in one file with a checksum, used for checkpoints and for sums of finished scenarios.

Layout: magic, length of the header, header as JSON, the arrays' bytes in the header's order, SHA-256 of all before.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import ResultError
from underheaven.record.atomic_file import atomic_write
from underheaven.record.regular_files import read_regular_file

MAGIC = b"UHARRAY1"
_LENGTH = struct.Struct("<Q")
_CHECKSUM = 32

Arrays = dict[str, NDArray[Any]]


def write_arrays(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays and a header atomically.

    Args:
        path: the file, which is replaced if it exists.
        header: values that JSON can hold.
        arrays: arrays of booleans, integers or floats, of any shape, by name.

    Raises:
        OSError: if the file cannot be written; an existing file then stays as it was.
    """
    specs = [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()]
    text = json.dumps({"header": dict(header), "arrays": specs}).encode()
    with atomic_write(path) as file:
        total = hashlib.sha256()
        parts: list[bytes | memoryview] = [MAGIC, _LENGTH.pack(len(text)), text]
        for part in (*parts, *map(_bytes_of, arrays.values())):
            total.update(part)
            file.write(part)
        file.write(total.digest())


def read_arrays(path: Path) -> tuple[dict[str, Any], Arrays]:
    """Read a file that `write_arrays` wrote.

    Args:
        path: the file.

    Returns:
        The header and the arrays by name, with the shapes and types written.

    Raises:
        ResultError: if the file cannot be read or is not as `write_arrays` wrote it.
    """
    try:
        data = read_regular_file(path)
    except OSError as error:
        raise ResultError(f"{path}: it cannot be read: {error.strerror}. Start the run again.") from error
    body, checksum = memoryview(data)[:-_CHECKSUM], data[-_CHECKSUM:]
    if not data.startswith(MAGIC) or hashlib.sha256(body).digest() != checksum:
        raise ResultError(f"{path}: its checksum does not match: it was changed or damaged. Remove it, then resume.")
    try:
        return _parsed(body)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, struct.error) as error:
        raise ResultError(f"{path}: it is not what this program writes there. Remove it, then resume.") from error


def _parsed(body: memoryview) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays; a malformed header raises one of several built-in errors."""
    start = len(MAGIC) + _LENGTH.size
    stop = start + _LENGTH.unpack_from(body, len(MAGIC))[0]
    specs = json.loads(bytes(body[start:stop]))
    header, arrays = specs["header"], Arrays()
    if not isinstance(header, dict):
        raise TypeError("the header is no table")
    for name, dtype, shape in specs["arrays"]:
        kind = np.dtype(dtype)
        if kind.kind not in "biuf" or any(type(n) is not int or n < 0 for n in shape):
            raise ValueError(f"{name} is no array of numbers")
        count = math.prod(shape)
        arrays[name] = np.frombuffer(body, kind, count, stop).reshape(shape).copy() if count else np.zeros(shape, kind)
        stop += arrays[name].nbytes
    return header, arrays


def _bytes_of(array: NDArray[Any]) -> bytes | memoryview:
    return np.ascontiguousarray(array).data.cast("B") if array.size else b""
