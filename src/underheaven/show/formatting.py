"""Numbers in words and in plain ASCII, so that any terminal prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, isclose, isfinite, log10

from underheaven.measure.inference.interval import NO_VARIATION, STRUCTURAL_ZERO, Interval

COLUMN_CHARS = 16
"""Characters of a column; an interval that does not fit with three digits is written with two."""
INTERVAL_WIDTH = 20
"""Maximum width of a column of intervals; a reason instead of an interval wraps there."""
BY_RULE_NOTE = "by rule"
"""Note under a 0 that holds for every seed, because nothing is recorded."""
UNDEFINED_MARK = "-"
"""Mark of an undefined number, such as the share of wrong listings if nobody is listed."""


def format_number(value: float, digits: int = 3) -> str:
    """Format a number to about ``digits`` significant digits: 0.034, 578, 12,300, 8.1 million."""
    if not isfinite(value):
        return UNDEFINED_MARK
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= 0.9995 * size:
            return f"{_rounded(value / size, digits)} {word}"
    return _rounded(value, digits)


def nearly_equal(low: float, high: float) -> bool:
    """Return whether two ends are equal up to rounding error."""
    return isclose(low, high, rel_tol=1e-9, abs_tol=1e-12)


def digits_to_distinguish(low: float, high: float, digits: int = 3) -> int:
    """Return the digits needed to distinguish two ends, at least ``digits`` and at most 6."""
    return next((n for n in range(digits, 6) if format_number(low, n) != format_number(high, n)), 6)


def format_count(number: int, noun: str) -> str:
    """Format a count with its noun: 1 number, 7 numbers."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def format_month(month: str) -> str:
    """Format a month such as 2013-10 as October 2013, and one without a date, such as 0002-01, as month 13."""
    year, _, number = month.partition("-")
    if year.startswith("00"):
        return f"month {12 * (int(year) - 1) + int(number)}"
    return f"{MONTH_NAMES[int(number) - 1]} {year}"


def join_words(words: Sequence[str]) -> str:
    """Join words: a, b and c."""
    every = list(words)
    return f"{', '.join(every[:-1])} and {every[-1]}" if len(every) > 1 else "".join(every)


def unwrap_lines(text: str) -> str:
    """Return a text of a document without the line breaks of its file."""
    return " ".join(text.split())


def round_outward(low: float, high: float, digits: int) -> tuple[float, float]:
    """Round two ends outward to a number of digits, so that the rounded interval contains the original one."""
    return _round_to(low, digits, floor), _round_to(high, digits, ceil)


def _round_to(value: float, digits: int, way: Callable[[float], int]) -> float:
    if not isfinite(value) or abs(value) < 1e-9:
        return value
    step = 10.0 ** (int(_exponent(value)) + 1 - digits)
    return way(round(value / step, 9)) * step


def format_percent(value: float, digits: int = 3) -> str:
    """Format a share as per cent, to a number of digits: 12.3 %."""
    return UNDEFINED_MARK if not isfinite(value) else f"{_rounded(100 * value, digits)} %"


def format_amount(value: float, unit: str, digits: int = 3) -> str:
    """Format a value of a unit to a number of digits, shares as per cent."""
    return format_percent(value, digits) if unit == "share" else format_number(value, digits)


def format_range(low: float, high: float, unit: str) -> str:
    """Format a parameter range to two digits: runs of so few persons carry no more.

    More digits are written where two do not distinguish the ends, and one number where the ends are equal. A range
    without ends is undefined.
    """
    if not (isfinite(low) and isfinite(high)):
        return "undefined"
    times, sign = (100, " %") if unit == "share" else (1, "")
    if nearly_equal(low, high):
        return f"{format_number(times * low, 2)}{sign}"
    digits = digits_to_distinguish(times * low, times * high, 2)
    return f"{format_number(times * low, digits)} to {format_number(times * high, digits)}{sign}"


def format_document_number(value: float) -> str:
    """Format a number of a document to three digits; a whole number stays whole."""
    return f"{value:.6g}" if float(value).is_integer() else f"{value:.3g}"


def format_interval(interval: Interval, unit: str, digits: int = 3) -> str:
    """Format a Monte Carlo interval, or the reason why it has no width; empty without an interval."""
    if zero_width_reason(interval):
        return zero_width_reason(interval)
    if unit != "share":
        return _format_ends(interval, 1, COLUMN_CHARS, digits)
    ends = _format_ends(interval, 100, COLUMN_CHARS - len(" %"))
    return f"{ends} %" if ends else ""


def zero_width_reason(interval: Interval) -> str:
    """State why an interval has no width: the number is 0 by rule, or no replicate differs; else empty."""
    if interval.note == STRUCTURAL_ZERO:
        return BY_RULE_NOTE
    return NO_VARIATION if interval.replicates > 1 and nearly_equal(interval.low, interval.high) else ""


def format_difference(value: float, unit: str, digits: int = 3) -> str:
    """Format a difference with its sign; differences of shares are points."""
    if not isfinite(value):
        return UNDEFINED_MARK
    sign = "+" if value > 0 else ""
    return f"{sign}{_rounded(100 * value, 3)} points" if unit == "share" else f"{sign}{format_number(value, digits)}"


def format_difference_interval(interval: Interval, unit: str, digits: int = 3) -> str:
    """Format the Monte Carlo interval of a difference, or the reason why it has no width; empty without one."""
    return zero_width_reason(interval) or _format_ends(interval, 100 if unit == "share" else 1, COLUMN_CHARS, digits)


def _format_ends(interval: Interval, times: int, max_letters: int, digits: int = 3) -> str:
    low, high = interval.low, interval.high
    if not (isfinite(low) and isfinite(high)):
        return ""
    low, high = times * low, times * high
    enough_digits = digits_to_distinguish(low, high, digits)
    exact = " to ".join(
        format_number(end, enough_digits)
        for end in (round_outward(low, high, enough_digits) if enough_digits < 3 else (low, high))
    )
    rough = " to ".join(format_number(end, 2) for end in round_outward(low, high, 2))
    return (
        rough if len(rough) <= max_letters < len(exact) and format_number(low, 2) != format_number(high, 2) else exact
    )


def _rounded(value: float, digits: int) -> str:
    if abs(value) < 1e-9:  # far below the effect of one person in a billion
        return "0"
    decimals = max(digits - 1 - int(_exponent(value)), 0)
    rounded = round(value, digits - 1 - int(_exponent(value)))
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exponent(value: float) -> float:
    return log10(abs(value)) // 1
