"""Numbers inside a sentence: persons per 100,000, ranges as ``between ... and ...``, the real population."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from underheaven.measure.counts import PER
from underheaven.measure.interval import SAME, Interval
from underheaven.show.constants import CONSTANT
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import minus
from underheaven.show.words import digits_apart, no_width, outward, same, say

ALONE, UNDEFINED = "(one replicate, so no interval)", "(no interval: undefined in some replicates)"
TINY = 0.001
"""A share below this is said in a million."""
FEW = 100
"""Real persons below this are not said: the population is too small to speak of."""
NOTHING = 1e-9
"""A difference below this is what rounding leaves of none."""


def between(found: Interval, least: float | None = 0.0, most: float | None = None, digits: int = 3) -> str:
    """Says where the mean lies: (between 823 and 852); least, most: what it cannot be below and above."""
    if not isfinite(found.low):
        if found.note == CONSTANT:
            return f"({CONSTANT})"
        return ALONE if found.replicates == 1 else UNDEFINED
    low = found.low if least is None else max(found.low, least)
    high = found.high if most is None else min(found.high, most)
    return f"({no_width(found) or SAME})" if same(low, high) else f"(between {_apart(low, high, digits)})"


def people(found: Interval, short: bool = False, digits: int = 3) -> str:
    """Says persons per 100,000 with their range, to so many digits."""
    whom = "" if short else " of every 100,000 people"
    return f"{say(found.mean, digits)}{whom} {between(found, digits=digits)}"


def real(scene: Scene, world: str, name: str, found: Interval, what: str = "people", again: bool = False) -> str:
    """Say a mean per 100,000 scaled to the real population, beside the published count of the month; else nothing.

    name: of the measure. again: the size of that population has been said before.
    """
    times = scene.real_persons / PER
    published = scene.published(world, name)
    if published is None or not found.mean * times >= FEW:
        return ""
    size = "" if again else f" to a population of {say(scene.real_persons)}"
    low, high = max(found.low, 0.0) * times, found.high * times
    ends = f"; simulation error alone: {say(low, 2)} to {say(high, 2)}" if isfinite(low) else ""
    many = say(found.mean * times, 2) + (f" {what}" if what else "")
    return f" (for comparison only, scaled{size}: {many}{ends}; published: {say(published)})"


def share(found: Interval) -> str:
    """Says a share as per cent with its range, 80 % (between 79 and 81), or in a million where it is tiny."""
    tiny = 0 < found.mean < TINY
    times, unit = (1e6, " in a million") if tiny else (100, " %")
    said = f"{say(times * found.mean, 2 if tiny else 3)}{unit}"
    if not isfinite(found.low):
        return f"{said} {between(found)}"
    low, high = max(found.low, 0.0), min(found.high, 1.0)
    ends = no_width(found) or SAME if same(low, high) else f"between {_apart(times * low, times * high)}"
    return f"{said} ({ends})"


def more(found: Interval, unit: str, up: str, down: str, digits: int = 3) -> str:
    """Says a difference: 244 more judgments (between 189 and 300); a range over 0 is said to be within chance.

    A difference of nothing is as many. up, down: words ahead of the unit if up is "more", else behind it. digits: of
    the difference.
    """
    size = abs(found.mean)
    plural = unit if say(size) == "1" else f"{unit}s"
    crosses = isfinite(found.low) and found.low < 0 < found.high
    ends = f"(between {say(-found.low)} {down} and {say(found.high)} {up})" if crosses else ""
    if size < NOTHING:
        return f"as many {unit}s{' ' if ends else ''}{ends}"
    way = up if found.mean > 0 else down
    said = f"{say(size, digits)} {way} {plural}" if up == "more" else f"{say(size, digits)} {plural} {way}"
    if crosses:
        return f"{said}, which may be chance {ends}"
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{said} {between(replace(found, mean=size, low=low, high=high), digits=digits)}"


def shifts(what: str, found: Interval, unit: str) -> str:
    """Says in a sentence how far something is higher or lower: The share is 2 points higher (between 1 and 3)."""
    if abs(found.mean) >= NOTHING:
        return f"{what} is {more(found, unit, 'higher', 'lower')}."
    crosses = isfinite(found.low) and found.low < 0 < found.high
    ends = f" (between {say(-found.low)} {unit}s lower and {say(found.high)} {unit}s higher)" if crosses else ""
    return f"{what} does not change on average{ends}."


def moves(found: Interval) -> bool:
    """Tells whether a difference is there in any replicate; NaN is none."""
    return any(abs(value) > NOTHING for value in (found.mean, found.low, found.high))


def points(found: Interval) -> Interval:
    """Gives a difference of shares in points."""
    return replace(found, mean=100 * found.mean, low=100 * found.low, high=100 * found.high)


def _apart(low: float, high: float, digits: int = 3) -> str:
    """Writes two ends with as many digits as it takes to tell them apart."""
    digits = digits_apart(low, high, digits)
    if digits < 3:  # so coarse an end would otherwise lie well inside the interval
        low, high = outward(low, high, digits)
    return f"{minus(say(low, digits))} and {minus(say(high, digits))}"


def capital(text: str) -> str:
    """Begins a sentence."""
    return text[:1].upper() + text[1:]
