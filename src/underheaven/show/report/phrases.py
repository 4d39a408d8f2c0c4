"""Phrases for numbers: persons per 100,000, shares, differences, intervals, and counts of real persons."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from underheaven.measure.inference.interval import NO_VARIATION, Interval
from underheaven.measure.reductions import PER_100K
from underheaven.show.explain.status_cost import CONSTANT_NOTE
from underheaven.show.formatting import (
    digits_to_distinguish,
    format_number,
    nearly_equal,
    round_outward,
    zero_width_reason,
)
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.report_context import ReportContext

ONE_REPLICATE, UNDEFINED_INTERVAL = "(one replicate, so no interval)", "(no interval: undefined in some replicates)"
TINY_SHARE = 0.001
"""Shares below this are given per million."""
MIN_REAL_PERSONS = 100
"""Smaller counts of real persons are left out."""
ROUNDING_ERROR = 1e-9
"""Differences below this are rounding error."""


def interval_phrase(interval: Interval, least: float | None = 0.0, most: float | None = None, digits: int = 3) -> str:
    """Phrase an interval: (between 823 and 852); least, most: the bounds of the number."""
    if not isfinite(interval.low):
        if interval.note == CONSTANT_NOTE:
            return f"({CONSTANT_NOTE})"
        return ONE_REPLICATE if interval.replicates == 1 else UNDEFINED_INTERVAL
    low = interval.low if least is None else max(interval.low, least)
    high = interval.high if most is None else min(interval.high, most)
    return (
        f"({zero_width_reason(interval) or NO_VARIATION})"
        if nearly_equal(low, high)
        else f"(between {_distinct_ends(low, high, digits)})"
    )


def people_phrase(interval: Interval, short: bool = False, digits: int = 3) -> str:
    """Phrase persons per 100,000 with their interval; short: without the words per 100,000."""
    denominator = "" if short else " of every 100,000 people"
    return f"{format_number(interval.mean, digits)}{denominator} {interval_phrase(interval, digits=digits)}"


def real_count_phrase(
    context: ReportContext, scenario: str, name: str, interval: Interval, noun: str = "people", size_known: bool = False
) -> str:
    """Phrase a mean per 100,000 in real persons, with the published count of the month; empty without such a count.

    name: of the measure. size_known: whether the size of the population has been stated before.
    """
    times = context.real_persons / PER_100K
    published = context.published_count(scenario, name)
    if published is None or not interval.mean * times >= MIN_REAL_PERSONS:
        return ""
    size = "" if size_known else f" to a population of {format_number(context.real_persons)}"
    low, high = max(interval.low, 0.0) * times, interval.high * times
    ends = f"; simulation error alone: {format_number(low, 2)} to {format_number(high, 2)}" if isfinite(low) else ""
    many = format_number(interval.mean * times, 2) + (f" {noun}" if noun else "")
    return f" (for comparison only, scaled{size}: {many}{ends}; published: {format_number(published)})"


def share_phrase(interval: Interval) -> str:
    """Phrase a share as per cent with its interval, 80 % (between 79 and 81), or per million if it is tiny."""
    tiny = 0 < interval.mean < TINY_SHARE
    times, unit = (1e6, " in a million") if tiny else (100, " %")
    wording = f"{format_number(times * interval.mean, 2 if tiny else 3)}{unit}"
    if not isfinite(interval.low):
        return f"{wording} {interval_phrase(interval)}"
    low, high = max(interval.low, 0.0), min(interval.high, 1.0)
    ends = (
        zero_width_reason(interval) or NO_VARIATION
        if nearly_equal(low, high)
        else f"between {_distinct_ends(times * low, times * high)}"
    )
    return f"{wording} ({ends})"


def difference_phrase(interval: Interval, unit: str, up: str, down: str, digits: int = 3) -> str:
    """Phrase a difference: 244 more judgments (between 189 and 300); one whose interval includes 0 may be chance.

    A difference of 0 is phrased as many. up, down: words before the unit if up is "more", else after it. digits: of
    the difference.
    """
    size = abs(interval.mean)
    plural = unit if format_number(size) == "1" else f"{unit}s"
    crosses = isfinite(interval.low) and interval.low < 0 < interval.high
    ends = f"(between {format_number(-interval.low)} {down} and {format_number(interval.high)} {up})" if crosses else ""
    if size < ROUNDING_ERROR:
        return f"as many {unit}s{' ' if ends else ''}{ends}"
    way = up if interval.mean > 0 else down
    wording = (
        f"{format_number(size, digits)} {way} {plural}"
        if up == "more"
        else f"{format_number(size, digits)} {plural} {way}"
    )
    if crosses:
        return f"{wording}, which may be chance {ends}"
    low, high = sorted((abs(interval.low), abs(interval.high)))
    return f"{wording} {interval_phrase(replace(interval, mean=size, low=low, high=high), digits=digits)}"


def shift_sentence(subject: str, interval: Interval, unit: str) -> str:
    """Return a sentence on a difference of levels: The share is 2 points higher (between 1 and 3)."""
    if abs(interval.mean) >= ROUNDING_ERROR:
        return f"{subject} is {difference_phrase(interval, unit, 'higher', 'lower')}."
    crosses = isfinite(interval.low) and interval.low < 0 < interval.high
    ends = (
        f" (between {format_number(-interval.low)} {unit}s lower and {format_number(interval.high)} {unit}s higher)"
        if crosses
        else ""
    )
    return f"{subject} does not change on average{ends}."


def is_nonzero(interval: Interval) -> bool:
    """Return whether the mean or an end of an interval differs from 0; NaN does not."""
    return any(abs(value) > ROUNDING_ERROR for value in (interval.mean, interval.low, interval.high))


def to_points(interval: Interval) -> Interval:
    """Return a difference of shares in percentage points."""
    return replace(interval, mean=100 * interval.mean, low=100 * interval.low, high=100 * interval.high)


def _distinct_ends(low: float, high: float, digits: int = 3) -> str:
    """Format two ends with the digits needed to distinguish them."""
    digits = digits_to_distinguish(low, high, digits)
    if digits < 3:  # rounded to two digits, an end could otherwise lie inside the interval
        low, high = round_outward(low, high, digits)
    return f"{typographic_minus(format_number(low, digits))} and {typographic_minus(format_number(high, digits))}"


def capitalise(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
