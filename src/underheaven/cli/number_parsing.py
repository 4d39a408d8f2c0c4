"""Whole numbers as people write them on a command line."""

from __future__ import annotations

import re

from underheaven.errors import RequestError

MAX_EXPONENT = 30
"""Largest power of ten that is parsed; no count in this package comes near it."""
_NUMBER_PATTERN = re.compile(r"([+-]?)(\d+(?:_\d+)*)(?:\.(\d+))?(?:[eE]\+?(\d+))?")


def parse_whole_number(text: str, name: str) -> int:
    """Return the whole number that a text such as 200000, 200_000, 200,000, 2e5 or 1.5e6 denotes.

    Ranges are checked by the study.

    Args:
        text: The number.
        name: Name of the option, for the error.

    Raises:
        RequestError: The text is not a whole number.
    """
    form = _NUMBER_PATTERN.fullmatch(re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text.strip()))
    if form is None:
        raise _number_error(text, name, "it is not a whole number")
    sign, digits, fraction, exponent = form[1], form[2], (form[3] or "").rstrip("0"), form[4] or "0"
    if len(digits) + len(exponent) > MAX_EXPONENT or int(exponent) > MAX_EXPONENT:
        raise _number_error(text, name, "nothing here is as large as that")
    if len(fraction) > int(exponent):
        raise _number_error(text, name, "it is not a whole number")
    value = int(digits.replace("_", "") + fraction + "0" * (int(exponent) - len(fraction)))
    return -value if sign == "-" else value


def _number_error(text: str, name: str, why: str) -> RequestError:
    return RequestError(f"{name} = {text[:60]}: {why}. Write digits, such as 200000, 200_000 or 2e5.")
