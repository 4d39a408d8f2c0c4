"""Escapes for control and invisible characters, so that no terminal acts on them."""

from __future__ import annotations

import re

# Controls of 7 and 8 bits, lone surrogates, and invisible characters: direction marks, joiners, fillers, tags.
_OBEYED = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
CONTROL_CHARACTERS = re.compile(f"[{_OBEYED}]")
_OF_LINES = re.compile(f"(?![\n\t])[{_OBEYED}]")


def escape_one_line(text: str) -> str:
    r"""Return ``text`` with every control or invisible character, newlines too, as an escape such as \x1b."""
    return CONTROL_CHARACTERS.sub(_written, text)


def escape_lines(text: str) -> str:
    """Return ``text`` escaped as by `escape_one_line`, with newlines and tabs kept."""
    return _OF_LINES.sub(_written, text)


def flatten_text(text: object) -> str:
    """Return ``text`` on one line: white space, newlines too, as single spaces, and the rest escaped."""
    return escape_one_line(" ".join(str(text).split()))


def escape_json(text: str) -> str:
    """Return a JSON text with such characters as JSON escapes, so that its values stay the same; newlines are kept."""
    return _OF_LINES.sub(_as_json, text)


def first_control_character(text: str, lines: bool = False) -> str:
    """Return the first control or invisible character of a text.

    Args:
        text: any text.
        lines: whether newlines and tabs are allowed.

    Returns:
        The code point, such as ``U+001B``, or "" if there is none.
    """
    found = (_OF_LINES if lines else CONTROL_CHARACTERS).search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def format_bytes(n_bytes: float) -> str:
    """Return a number of bytes as text with three significant digits, such as 12 kB, 340 MB or 5.2 GB."""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if n_bytes >= 0.9995 * unit:
            return f"{n_bytes / unit:.3g} {name}"
    return f"{max(n_bytes, 0):.0f} bytes"


def _written(found: re.Match[str]) -> str:
    number = ord(found[0])
    plain = {0x09: r"\t", 0x0A: r"\n", 0x0D: r"\r"}.get(number)
    return plain or (
        f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
    )


def _as_json(found: re.Match[str]) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _utf16(ord(found[0])))


def _utf16(number: int) -> tuple[int, ...]:
    """Return the UTF-16 code units of a code point."""
    rest = number - 0x10000
    return (number,) if rest < 0 else (0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF))
