"""Parse TOML files to plain tables, with guards before the parser and readable syntax errors."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NoReturn

from underheaven.errors import DocumentError, Fault
from underheaven.spec.io.toml_paths import escape_unprintable, quote_text

MAX_BYTES = 2_000_000
"""Largest size of a document in bytes, about fifty times the largest shipped one."""
MAX_DEPTH = 40
"""Largest depth of brackets, and of one dotted key; the parser recurses over both."""

# Unclosed strings extend to the end of the line or file, so every character is scanned once.
_TOKEN_PATTERN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?+'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?+"
    r'|"(?:[^"\\\n]|\\.)*+"?+'
    r"|'[^'\n]*+'?+"
    r"|\#[^\n]*+"
    r"|[\[\]{}.=,\n]",
    re.DOTALL,
)
_LOCATION_PATTERN = re.compile(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


def decode_text(data: bytes, where: str) -> str:
    """Return the text of a document without a byte-order mark.

    Args:
        data: the bytes of the file, at most ``MAX_BYTES`` + 1 of them.
        where: the file, for messages.

    Raises:
        DocumentError: the file is too large, binary, not UTF-8, or empty.
    """
    if len(data) > MAX_BYTES:
        _raise_fault(
            where,
            "",
            f" is larger than {MAX_BYTES / 1e6:g} MB",
            "no document of rules or tables is that long",
            "Check that this is the file you mean",
        )
    if b"\x00" in data:
        _raise_fault(where, "", " is a binary file", "a document is TOML text", "Give the path of a .toml file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        _raise_fault(
            where,
            f"line {line}",
            " is not UTF-8",
            "a document is TOML text in UTF-8",
            "Save the file as UTF-8 in your editor",
        )
    if not text.strip():
        _raise_fault(
            where,
            "",
            " is empty",
            "a document states at least its schema, its name and what it describes",
            'Begin with schema = 2, name = "..." and describes = "..."',
        )
    return text


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Return the plain table of a TOML text.

    Args:
        text: the text.
        where: the file, for messages.

    Raises:
        DocumentError: the text is not TOML, or is nested too deep.
    """
    _refuse_depth(text, where)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError, OverflowError) as error:
        _refuse_syntax(text, where, str(error))
    _refuse_table_depth(table, where)
    return table


def _raise_fault(where: str, path: str, what: str, why: str, instead: str) -> NoReturn:
    raise DocumentError([Fault(where, path, what, why, instead)])


def _refuse_depth(text: str, where: str) -> None:
    depth = parts = 0
    for token in _TOKEN_PATTERN.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth = max(0, depth - 1)
        parts = parts + 1 if mark == "." else parts if mark[0] in "\"'" else 0
        if depth > MAX_DEPTH or parts > MAX_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            _raise_fault(
                where,
                f"line {line}",
                f" is nested more than {MAX_DEPTH} deep",
                "no part of a document is that deep",
                "Close the brackets that are open, or check that this is the file you mean",
            )


def _refuse_table_depth(table: dict[str, Any], where: str) -> None:
    """Refuse tables that are too deep through dotted keys and brackets together: later steps recurse over them."""
    pending: list[tuple[object, int]] = [(table, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > 2 * MAX_DEPTH:
            _raise_fault(
                where,
                "",
                f" is nested more than {2 * MAX_DEPTH} deep",
                "no part of a document is that deep",
                "Check that this is the file you mean",
            )
        inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        pending += [(item, depth + 1) for item in inside]


def _refuse_syntax(text: str, where: str, message: str) -> NoReturn:
    location = _LOCATION_PATTERN.match(message)
    what, why = "", (location[1] if location else message)[:200]
    if location and location[2]:
        lines = text.replace("\r\n", "\n").split("\n")
        path = f"line {location[2]}, column {location[3]}"
        # Quote only .toml files: a study from elsewhere may name any file.
        repeated = where.endswith(".toml") and int(location[2]) <= len(lines)
        what = f" in {quote_text(lines[int(location[2]) - 1].strip()[:60])}" if repeated else ""
    else:
        path = "end of the file" if location else ""
    instead = "Put text and months in quotes, a list in [ ], and a table begins with its [name]"
    if why.startswith("Cannot"):
        instead = "Each key and each table occurs once: keep one of them"
    if "digits" in why:
        path, what, why, instead = "", "", "a number is too long", "Write numbers of fewer digits"
    why = escape_unprintable(why)
    _raise_fault(where, path, what, f"this is not TOML ({why[:1].lower()}{why[1:]})", instead)
