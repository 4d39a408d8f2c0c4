"""The source of one number: its sentence, its range and scale, and whether it is an assumption."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from underheaven.spec.assumptions.sampling_scales import (
    SCALES,
    Scale,
    default_scale,
    has_one_sign,
    multiply_odds,
    scale_allows,
)
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.problems import Problem, suggest_name

RANGE_KEYS = ("range", "times", "odds")
"""Ways to write a range: its ends, or multiples of the number or of its odds."""
SOURCE_KEYS = ("value", "source", *RANGE_KEYS, "scale", "off_centre", "as_of", "note", "confidence")
_ASSUMED_PATTERN = re.compile(r"assumed\b\s*[:,;.\u2013\u2014-]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_SOURCED_EXAMPLE = '{ value = -5, source = "..." }'


@dataclass(frozen=True)
class NumberSource:
    """The source of a number, and its range where it has one.

    Attributes:
        source: where the number comes from, in a sentence.
        reason: why it was chosen, for an assumption; else None.
        low: lower end of the range, in the unit of the number.
        high: upper end of the range.
        times: the range as multiples of the number.
        odds: the range as multiples of its odds.
        scale: scale on which the number is sampled; None where not stated.
        off_centre: why the number is not near the middle of its range; may be empty.
    """

    source: str
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    times: tuple[float, float] | None = None
    odds: tuple[float, float] | None = None
    scale: Scale | None = None
    off_centre: str = ""

    @property
    def assumed(self) -> bool:
        """Whether the source begins with the word ``assumed``."""
        return self.reason is not None


def read_source(
    written: Mapping[str, Any], steps: PathSteps, keys: tuple[str, ...]
) -> tuple[NumberSource | None, list[Problem]]:
    """Read one source; return None where it is unusable."""
    problems = [
        Problem(
            (*steps, key), f" = {show_value(written[key])}", "a sourced number has no such key", suggest_name(key, keys)
        )
        for key in written
        if key not in keys
    ]
    problems += [
        Problem(
            (*steps, key), f" = {show_value(written[key])}", "it explains the number in words", "Write text in quotes"
        )
        for key in ("off_centre", "as_of", "note", "confidence")
        if key in written and not isinstance(written[key], str | date)
    ]
    value = written.get("value", 0)
    if isinstance(value, dict | list) or ("value" in keys and "value" not in written):
        problems.append(
            Problem(
                (*steps, "value"),
                f" = {show_value(value)}" if "value" in written else " is missing",
                "a source belongs to one value",
                f"Write {_SOURCED_EXAMPLE}",
            )
        )
    source = written.get("source")
    if not isinstance(source, str) or not source.strip():
        problems.append(
            Problem(
                (*steps, "source"),
                f" = {show_value(source)}" if "source" in written else " is missing",
                "a number written as a table says where it comes from",
                f"Write {_SOURCED_EXAMPLE}",
            )
        )
        return None, problems
    entry, faults = _read_range(NumberSource(source.strip()), written, steps)
    problems += faults
    guess = _ASSUMED_PATTERN.match(entry.source)
    if guess is None:
        return entry, problems
    if not re.search(r"\w{2}", guess[1]):
        problems.append(
            Problem(
                (*steps, "source"),
                f" = {show_value(source)}",
                "an assumption needs its reason",
                'Write "assumed: " and why this number and no other',
            )
        )
    a_number = not isinstance(value, bool | str)
    if a_number and not set(RANGE_KEYS) & set(written):
        other = "" if "value" in keys else " or times = [0.5, 2]"
        problems.append(
            Problem(
                steps,
                " is assumed without a range",
                "what is assumed could be otherwise: say how far",
                f"Add range = [low, high]{other}",
            )
        )
    return replace(entry, reason=guess[1].strip(), off_centre=str(written.get("off_centre", ""))), problems


def _read_range(
    entry: NumberSource, written: Mapping[str, Any], steps: PathSteps
) -> tuple[NumberSource, list[Problem]]:
    """Read the range or the multiples of one source, and its scale."""
    problems = []
    for key in RANGE_KEYS:
        if key not in written:
            continue
        pair = _number_pair(written[key])
        if pair is None or (key != "range" and not 0 <= pair[0] <= 1 <= pair[1]):
            what = "multiples of each number" if key == "times" else "multiples of the odds of each share"
            form = "[low, high]" if key == "range" else f"[0.5, 2], {what} with 1 between them"
            problems.append(
                Problem(
                    (*steps, key),
                    f" = {show_value(written[key])}",
                    "it is two numbers, the lower first",
                    f"Write {key} = {form}",
                )
            )
        elif key == "range":
            entry = replace(entry, low=pair[0], high=pair[1])
        elif key == "times":
            entry = replace(entry, times=pair)
        else:
            entry = replace(entry, odds=pair)
    given = [key for key in RANGE_KEYS if key in written]
    if len(given) > 1:
        problems.append(
            Problem(
                (*steps, given[1]),
                f" is given with {given[0]}",
                "one of them says how far the number may be off",
                f"Keep {' or '.join(given)}",
            )
        )
    if "scale" in written:
        if written["scale"] in SCALES:
            entry = replace(entry, scale=written["scale"])
        else:
            problems.append(
                Problem(
                    (*steps, "scale"),
                    f" = {show_value(written['scale'])}",
                    "no range is sampled on such a scale",
                    suggest_name(str(written["scale"]), SCALES),
                )
            )
    return entry, problems


def _number_pair(value: object) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e300 for v in value):
        return None
    return (value[0], value[1]) if value[0] <= value[1] else None


def resolve_range(
    entry: NumberSource, steps: PathSteps, number: float, origin: str, limits: tuple[float, float]
) -> tuple[NumberSource, list[Problem]]:
    """Return the source with its range in the unit of the number, and faults in that range."""
    if not isinstance(number, int | float) or not abs(number) < 1e300 or not isfinite(number):
        return entry, []
    if entry.odds is not None and entry.low is None:
        return _range_by_odds(entry, steps, number, origin)
    if entry.times is not None and entry.low is None:
        low, high = sorted(number * t for t in entry.times)
        entry = replace(entry, low=max(low, limits[0]), high=min(high, limits[1]))
        return replace(entry, scale=entry.scale or ("log" if has_one_sign(low, high) else "linear")), []
    if entry.low is None or entry.high is None:
        return entry, []
    if entry.scale is not None and not scale_allows(entry.scale, entry.low, entry.high):
        need = "ends of one sign, and not 0" if entry.scale == "log" else "ends above 0 and below 1"
        return entry, [
            Problem(
                steps,
                f" has the range [{entry.low:g}, {entry.high:g}]{origin}",
                f'the scale "{entry.scale}" needs {need}',
                'Move the ends, or write scale = "linear"',
            )
        ]
    span = f"[{entry.low:g}, {entry.high:g}]"
    if not entry.low <= number <= entry.high:
        return entry, [
            Problem(
                steps,
                f" = {show_value(number)}",
                f"the range {span}{origin} does not contain it",
                "Write a range around the number",
            )
        ]
    if not (limits[0] <= entry.low and entry.high <= limits[1]):
        return entry, [
            Problem(
                steps,
                f" has the range {span}{origin}",
                f"this number must lie between {limits[0]:g} and {limits[1]:g}, and so must its range",
                "Cut the range to what is possible",
            )
        ]
    return replace(
        entry, scale=entry.scale or default_scale(entry.low, entry.high, limits[0] >= 0 and limits[1] <= 1)
    ), []


def _range_by_odds(
    entry: NumberSource, steps: PathSteps, number: float, origin: str
) -> tuple[NumberSource, list[Problem]]:
    """Return the source of a share with its range from multiples of its odds; a share of 0 or 1 has no other odds."""
    if not 0 <= number <= 1 or entry.odds is None:
        return entry, [
            Problem(
                steps,
                f" = {show_value(number)}",
                f"the multiples of odds{origin} are those of a share",
                "Write times or range for a number that is no share",
            )
        ]
    low, high = (multiply_odds(number, t) for t in entry.odds)
    scale: Scale = "logit" if 0 < low <= high < 1 else "linear"
    return replace(entry, low=low, high=high, scale=entry.scale or scale), []
