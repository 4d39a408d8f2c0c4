"""Documents of schema version 1, rewritten in version 2 with their comments and layout."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from underheaven.spec.io.renamed_keys import RENAMED_KEYS, path_in_version_2, table_below

MEASURE_KEYS = frozenset({"measure", "over", "asks"})
"""Keys whose values are names of measures."""

_LAYOUT = "its layout cannot be converted. Write each key on a line of its own"
_SOURCES = "sources"
_SPACE = re.compile(r"(?:[\s,]|#[^\n]*)*")
_KEY = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_OTHER_VALUE = re.compile(r"[^,\]}#\n]+")


def convert_text(text: str, measure_names: Mapping[str, str]) -> str:
    """Return a document of schema version 1 in version 2; comments, order and layout stay.

    Args:
        text: a valid TOML document of version 1.
        measure_names: new names of measures by old ones.

    Raises:
        ValueError: the text is not valid TOML, or it uses a layout that cannot be converted.
    """
    scanner = _Scanner(text, measure_names)
    scanner.scan_document()
    converted = scanner.rewritten_text()
    try:
        table = tomllib.loads(converted)
    except tomllib.TOMLDecodeError:
        raise ValueError("a key stands in it under its old name and its new one. Remove one of the two") from None
    # The table converted without its text must be the same, or the scanner misread the layout.
    if table != convert_table(tomllib.loads(text), measure_names):
        raise ValueError(_LAYOUT)
    return converted


def convert_table(table: Mapping[str, Any], measure_names: Mapping[str, str]) -> dict[str, Any]:
    """Return a plain table of schema version 1 in version 2.

    Args:
        table: a whole document.
        measure_names: new names of measures by old ones.
    """
    converted: dict[str, Any] = _converted_table(table, "", measure_names)
    return converted | {"schema": 2}


class _Scanner:
    """Finds the keys of a valid TOML text that have other names in version 2."""

    def __init__(self, text: str, measure_names: Mapping[str, str]) -> None:
        self._text, self._measures = text, measure_names
        self._position = 0
        self._edits = list[tuple[int, int, str]]()

    def rewritten_text(self) -> str:
        """Return the text with all edits made."""
        pieces, end = list[str](), 0
        for start, stop, replacement in self._edits:
            pieces += [self._text[end:start], replacement]
            end = stop
        return "".join([*pieces, self._text[end:]])

    def scan_document(self) -> None:
        """Collect the edits of the whole text."""
        table = ""
        while self._next_character():
            if self._text[self._position] == "[":
                self._position += 2 if self._text.startswith("[[", self._position) else 1
                table, _ = self._scan_keys("")
                self._position = self._text.index("]", self._position) + 1
                self._position += self._text.startswith("]", self._position)
            else:
                self._scan_pair(table)

    def _next_character(self) -> str:
        """Skip space, commas and comments; return the character that follows, or nothing at the end."""
        self._position = self._match(_SPACE).end()
        return self._text[self._position : self._position + 1]

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self._text, self._position)
        if found is None:
            raise ValueError(_LAYOUT)
        return found

    def _scan_pair(self, table: str) -> None:
        below, key = self._scan_keys(table)
        self._position = self._text.index("=", self._position) + 1
        self._scan_value(below, key)

    def _scan_keys(self, table: str) -> tuple[str, str]:
        """Rename the keys of a dotted key; return the table below it and the last key, in the words of version 1."""
        while True:
            self._next_character()
            found = self._match(_KEY)
            self._position = found.end()
            key = _plain_key(found.group())
            if table == _SOURCES or table.startswith(f"{_SOURCES}."):
                below = f"{table}.{key}"
                steps = path_in_version_2(below.removeprefix(f"{_SOURCES}.")).split(".")
                new = ".".join(steps[-1 - key.count(".") :])
            else:
                below, new = table_below(key), RENAMED_KEYS.get((table, key), key)
                below = _SOURCES if not table and key == _SOURCES else below
            if new != key:
                written = new if found.group()[0] not in "\"'" else json.dumps(new, ensure_ascii=False)
                self._edits.append((found.start(), found.end(), written))
            table = below
            if self._next_character() != ".":
                return table, key
            self._position += 1

    def _scan_value(self, table: str, key: str) -> None:
        first = self._next_character()
        if first in ("[", "{"):
            self._position += 1
            while self._next_character() not in ("]", "}"):
                if first == "{":
                    self._scan_pair("" if table.startswith(_SOURCES) else table)
                else:
                    self._scan_value(table, key)
            self._position += 1
        elif first in ('"', "'"):
            found = self._match(_STRING)
            self._position = found.end()
            self._rename_measure(found, key)
        else:
            found = self._match(_OTHER_VALUE)
            self._position = found.end()
            if key == "schema" and table == key:
                self._edits.append((found.start(), found.start() + len(found.group().rstrip()), "2"))

    def _rename_measure(self, found: re.Match[str], key: str) -> None:
        if key in MEASURE_KEYS:
            old = tomllib.loads(f"a = {found.group()}")["a"]
            new = new_measure_name(old, self._measures)
            if new != old:
                self._edits.append((found.start(), found.end(), json.dumps(new, ensure_ascii=False)))


def new_measure_name(name: str, measure_names: Mapping[str, str]) -> str:
    """Return the present name of a measure; what follows a colon is a label and stays."""
    stem, colon, label = name.partition(":")
    return measure_names.get(stem, stem) + colon + label


def _plain_key(written: str) -> str:
    return written if written[0] not in "\"'" else next(iter(tomllib.loads(f"{written} = 0")))


def _converted_table(node: Any, table: str, measures: Mapping[str, str], key: str = "") -> Any:
    """Return a plain table of version 1 in version 2."""
    if isinstance(node, Mapping):
        return {
            RENAMED_KEYS.get((table, name), name): _converted_sources(value, "")
            if not table and name == _SOURCES and isinstance(value, Mapping)
            else _converted_table(value, table_below(name), measures, name)
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [_converted_table(item, table, measures, key) for item in node]
    return new_measure_name(node, measures) if isinstance(node, str) and key in MEASURE_KEYS else node


def _converted_sources(node: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Return a table of sources of version 1 with the paths of version 2."""
    converted = dict[str, Any]()
    for key, value in node.items():
        path = f"{prefix}{key}"
        nested = isinstance(value, dict) and "source" not in value
        steps = path_in_version_2(path).split(".")
        new = ".".join(steps[-1 - key.count(".") :])
        converted[new] = _converted_sources(value, f"{path}.") if nested else value
    return converted
