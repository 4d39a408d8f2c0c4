"""Numbers inside a sentence: persons per 100,000, ranges as ``between ... and ...``, the real population."""

from __future__ import annotations

from math import isfinite

from underheaven.measure.counts import PER
from underheaven.measure.interval import Interval
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import minus
from underheaven.show.words import percent, say

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def spoken(month: str) -> str:
    """Says a month such as 2013-10 as October 2013."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def between(found: Interval, least: float | None = 0.0) -> str:
    """Says where the mean lies: (between 823 and 852); least: what it cannot be below."""
    if not isfinite(found.low):
        return "(one replicate, so no interval)"
    low = found.low if least is None else max(found.low, least)
    if low == found.high:
        return "(the same in every replicate)"
    return f"(between {minus(say(low))} and {minus(say(found.high))})"


def people(found: Interval, short: bool = False) -> str:
    """Says persons per 100,000 with their range."""
    whom = "" if short else " of every 100,000 people"
    return f"{say(found.mean)}{whom} {between(found)}"


def real(scene: Scene, world: str, found: Interval, what: str = "people", again: bool = False) -> str:
    """Says a mean per 100,000 in the real population, where counts of the world may be scaled; else nothing.

    again: the size of that population has been said before.
    """
    if world not in scene.scaled or not isfinite(found.mean):
        return ""
    number = say(found.mean / PER * scene.real_persons, 2)
    size = "" if again else f" in a population of {say(scene.real_persons)}"
    return f", about {number}{f' {what}' if what else ''}{size}"


def share(found: Interval) -> str:
    """Says a share as per cent with its range: 80 % (between 79.9 and 80)."""
    if not isfinite(found.low):
        return f"{percent(found.mean)} (one replicate, so no interval)"
    low, high = max(found.low, 0.0), min(found.high, 1.0)
    if low == high:
        return f"{percent(found.mean)} (the same in every replicate)"
    return f"{percent(found.mean)} (between {say(100 * low)} and {say(100 * high)})"


def more(found: Interval, unit: str, up: str, down: str) -> str:
    """Says a difference: 244 judgments more (between 189 and 300); a range over 0 is said to be within chance."""
    size = abs(found.mean)
    word = up if found.mean >= 0 else down
    plural = unit if say(size) == "1" else f"{unit}s"
    if found.mean == 0:
        return f"no {unit}s {up} or {down}"
    if not isfinite(found.low):
        return f"{say(size)} {plural} {word} (one replicate, so no interval)"
    if found.low < 0 < found.high:
        ends = f"between {say(-found.low)} {down} and {say(found.high)} {up}"
        return f"{say(size)} {plural} {word}, which may be chance ({ends})"
    low, high = sorted((abs(found.low), abs(found.high)))
    return f"{say(size)} {plural} {word} (between {say(low)} and {say(high)})"


def capital(text: str) -> str:
    """Begins a sentence."""
    return text[:1].upper() + text[1:]
