"""Numbers and their sources: a value may be written with its source, or a ``[sources]`` table names it by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any

from underheaven.spec.found import Found, choose, listed, nearest
from underheaven.spec.paths import Steps, labels, match, quoted, show, value_at
from underheaven.spec.shape import limits
from underheaven.spec.spans import SCALES, Scale, fits, odds_times, one_sign, usual
from underheaven.spec.units import Part

SPANS = ("range", "times", "odds")
"""Ways to write a range: its ends, or multiples of the number or of its odds."""
UNSOURCED = (("recording", "capacity"),)
"""Last steps to numbers of this program and not of the world, which need no source and are no assumption."""
KEYS = ("value", "source", *SPANS, "scale", "off_centre", "as_of", "note", "confidence")
_ASSUMED = re.compile(r"assumed\b\s*[:,;.\u2013\u2014-]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_FORM = '{ value = -5, source = "..." }'


@dataclass(frozen=True)
class Sourced:
    """Where a number comes from: the sentence, the span it may lie in, and for an assumption the reason.

    low, high: the span in the number's own unit. times, odds: the same as multiples of the number, or of its odds.
    scale: on which it is sampled, or None. off_centre: why it does not lie near the middle, or empty.
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
        """True where the source begins with the word ``assumed``."""
        return self.reason is not None


def unwrap(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Steps, Sourced], list[Found]]:
    """Return the document with plain values, the sources written inline by way, and what is wrong with those."""
    inline: dict[Steps, Sourced] = {}
    found: list[Found] = []

    def plain(node: Any, steps: Steps) -> Any:
        if isinstance(node, list):
            return [plain(item, (*steps, i)) for i, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if not steps or not _stands_for_value(node):
            return {k: plain(v, (*steps, k)) for k, v in node.items() if not (k == "sources" and not steps)}
        entry, faults = _entry(node, steps, KEYS)
        found.extend(faults)
        if entry is not None:
            inline[steps] = entry
        return node.get("value", 0)

    document = plain(raw, ())
    if "sources" in raw:
        document["sources"] = raw["sources"]
    return document, inline, found


def numbers(document: Mapping[str, Any]) -> Iterator[tuple[Steps, int | float]]:
    """Yield every number of a plain document with its way.

    The schema version, ``[sources]`` and the limits of this program are left out.
    """

    def walk(node: object, steps: Steps) -> Iterator[tuple[Steps, int | float]]:
        if isinstance(node, dict):
            for key, item in node.items():
                if steps or key not in ("schema", "sources"):
                    yield from walk(item, (*steps, key))
        elif isinstance(node, list):
            for place, item in enumerate(node):
                yield from walk(item, (*steps, place))
        elif isinstance(node, int | float) and not isinstance(node, bool) and steps[-2:] not in UNSOURCED:
            yield steps, node

    yield from walk(document, ())


def covering(document: Mapping[str, Any]) -> tuple[dict[Steps, tuple[str, Sourced]], list[Found]]:
    """Return the entries of ``[sources]`` by the ways they cover, with their keys, and what is wrong with them."""
    table = document.get("sources", {})
    covers: dict[Steps, tuple[str, Sourced]] = {}
    found: list[Found] = []
    if not isinstance(table, Mapping):
        return covers, found
    body = {k: v for k, v in document.items() if k != "sources"}
    for key, value in _flat(table, ""):
        steps: Steps = ("sources", key)
        written = {"source": value} if isinstance(value, str) else value
        if not isinstance(written, Mapping):
            found.append(Found(steps, f" = {show(value)}", "a source is a sentence, or a table with one",
                               'Write "..." or { source = "...", range = [0, 1] }'))  # fmt: skip
            continue
        entry, faults = _entry(written, steps, KEYS[1:])
        found.extend(faults)
        ways = match(body, key)
        if not ways or key == "":
            found.append(Found(steps, " covers nothing", "no place of this document has that path",
                               _nearest_path(body, key)))  # fmt: skip
        if entry is not None:
            covers.update({way: (key, entry) for way in ways if way})
    return covers, found


def sources(
    document: Mapping[str, Any], inline: Mapping[Steps, Sourced], model: type[Part]
) -> tuple[dict[Steps, Sourced], tuple[Steps, ...], list[Found]]:
    """Give every number its source: its own, or that of the nearest part of the document around it.

    Returns the sources by way, the ways of the numbers without one, and what is wrong.
    """
    covers, found = covering(document)
    given = dict(inline)
    without = []
    for steps, number in numbers(document):
        around = next((covers[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in covers), None)
        entry = inline.get(steps) or (around[1] if around else None)
        if entry is None:
            without.append(steps)
            continue
        by = "" if steps in inline or around is None else f" of sources.{quoted(around[0])}"
        given[steps], faults = _placed(entry, steps, number, by, limits(model, steps))
        found.extend(faults)
    return given, tuple(without), found


def _stands_for_value(node: Mapping[str, Any]) -> bool:
    """Tell a sourced value from a table: it has a value or a source, and nothing but what goes with them."""
    if not ("value" in node or "source" in node) or {"law", "use"} & set(node) or len(node) > 2 * len(KEYS):
        return False
    return all(nearest(key, KEYS, 0.75) for key in node)


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield the entries of ``[sources]``; a path that was written without quotes is put together again."""
    for key, value in table.items():
        if isinstance(value, Mapping) and value and not any(nearest(k, KEYS, 0.75) for k in value):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _entry(written: Mapping[str, Any], steps: Steps, keys: tuple[str, ...]) -> tuple[Sourced | None, list[Found]]:
    """Read one source; None where it cannot serve as one."""
    found = [
        Found((*steps, key), f" = {show(written[key])}", "a sourced number has no such key", choose(key, keys))
        for key in written
        if key not in keys
    ]
    found += [
        Found((*steps, key), f" = {show(written[key])}", "it explains the number in words", "Write text in quotes")
        for key in ("off_centre", "as_of", "note", "confidence")
        if key in written and not isinstance(written[key], str | date)
    ]
    value = written.get("value", 0)
    if isinstance(value, dict | list) or ("value" in keys and "value" not in written):
        found.append(Found((*steps, "value"), f" = {show(value)}" if "value" in written else " is missing",
                           "a source stands beside one value", f"Write {_FORM}"))  # fmt: skip
    source = written.get("source")
    if not isinstance(source, str) or not source.strip():
        found.append(Found((*steps, "source"), f" = {show(source)}" if "source" in written else " is missing",
                           "a number written as a table says where it comes from", f"Write {_FORM}"))  # fmt: skip
        return None, found
    entry, faults = _span(Sourced(source.strip()), written, steps)
    found += faults
    guess = _ASSUMED.match(entry.source)
    if guess is None:
        return entry, found
    if not re.search(r"\w{2}", guess[1]):
        found.append(Found((*steps, "source"), f" = {show(source)}", "an assumption needs its reason",
                           'Write "assumed: " and why this number and no other'))  # fmt: skip
    a_number = not isinstance(value, bool | str)
    if a_number and not set(SPANS) & set(written):
        other = "" if "value" in keys else " or times = [0.5, 2]"
        found.append(Found(steps, " is assumed without a range", "what is assumed could be otherwise: say how far",
                           f"Add range = [low, high]{other}"))  # fmt: skip
    return replace(entry, reason=guess[1].strip(), off_centre=str(written.get("off_centre", ""))), found


def _span(entry: Sourced, written: Mapping[str, Any], steps: Steps) -> tuple[Sourced, list[Found]]:
    """Read the range, or the multiples, of one source, and its scale."""
    found = []
    for key in SPANS:
        if key not in written:
            continue
        pair = _pair(written[key])
        if pair is None or (key != "range" and not 0 <= pair[0] <= 1 <= pair[1]):
            what = "multiples of each number" if key == "times" else "multiples of the odds of each share"
            form = "[low, high]" if key == "range" else f"[0.5, 2], {what} with 1 between them"
            found.append(Found((*steps, key), f" = {show(written[key])}", "it is two numbers, the lower first",
                               f"Write {key} = {form}"))  # fmt: skip
        elif key == "range":
            entry = replace(entry, low=pair[0], high=pair[1])
        elif key == "times":
            entry = replace(entry, times=pair)
        else:
            entry = replace(entry, odds=pair)
    given = [key for key in SPANS if key in written]
    if len(given) > 1:
        found.append(Found((*steps, given[1]), f" stands beside {given[0]}",
                           "one of them says how far the number may be off", f"Keep {' or '.join(given)}"))  # fmt: skip
    if "scale" in written:
        if written["scale"] in SCALES:
            entry = replace(entry, scale=written["scale"])
        else:
            found.append(Found((*steps, "scale"), f" = {show(written['scale'])}", "no range is sampled on such a scale",
                               choose(str(written["scale"]), SCALES)))  # fmt: skip
    return entry, found


def _pair(value: object) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e300 for v in value):
        return None
    return (value[0], value[1]) if value[0] <= value[1] else None


def _placed(
    entry: Sourced, steps: Steps, number: float, by: str, within: tuple[float, float]
) -> tuple[Sourced, list[Found]]:
    """Return the source with its span in the number's own unit, and what is wrong with that span."""
    if not isinstance(number, int | float) or not abs(number) < 1e300 or not isfinite(number):
        return entry, []
    if entry.odds is not None and entry.low is None:
        return _by_odds(entry, steps, number, by)
    if entry.times is not None and entry.low is None:
        low, high = sorted(number * t for t in entry.times)
        entry = replace(entry, low=max(low, within[0]), high=min(high, within[1]))
        return replace(entry, scale=entry.scale or ("log" if one_sign(low, high) else "linear")), []
    if entry.low is None or entry.high is None:
        return entry, []
    if entry.scale is not None and not fits(entry.scale, entry.low, entry.high):
        need = "ends of one sign, and not 0" if entry.scale == "log" else "ends above 0 and below 1"
        return entry, [Found(steps, f" has the range [{entry.low:g}, {entry.high:g}]{by}",
                             f'the scale "{entry.scale}" needs {need}',
                             'Move the ends, or write scale = "linear"')]  # fmt: skip
    span = f"[{entry.low:g}, {entry.high:g}]"
    if not entry.low <= number <= entry.high:
        return entry, [Found(steps, f" = {show(number)}", f"the range {span}{by} does not contain it",
                             "Write a range around the number")]  # fmt: skip
    if not (within[0] <= entry.low and entry.high <= within[1]):
        return entry, [Found(steps, f" has the range {span}{by}",
                             f"this number must lie between {within[0]:g} and {within[1]:g}, and so must its range",
                             "Cut the range to what is possible")]  # fmt: skip
    return replace(entry, scale=entry.scale or usual(entry.low, entry.high, within[0] >= 0 and within[1] <= 1)), []


def _by_odds(entry: Sourced, steps: Steps, number: float, by: str) -> tuple[Sourced, list[Found]]:
    """Return the source of a share with its span by multiples of its odds; a share of 0 or 1 has no other odds."""
    if not 0 <= number <= 1 or entry.odds is None:
        return entry, [Found(steps, f" = {show(number)}", f"the multiples of odds{by} are those of a share",
                             "Write times or range for a number that is no share")]  # fmt: skip
    low, high = (odds_times(number, t) for t in entry.odds)
    scale: Scale = "logit" if 0 < low <= high < 1 else "linear"
    return replace(entry, low=low, high=high, scale=entry.scale or scale), []


def _nearest_path(body: Mapping[str, Any], key: str) -> str:
    """Say what to write in place of a path that names nothing: the known part of it and what can follow."""
    for end in range(min(len(key), 400), 0, -1):
        if end < len(key) and key[end] not in ".[":
            continue
        ways = match(body, key[:end])
        if ways and end < len(key):
            node = value_at(body, min(ways, key=str))
            below = [str(k) for k in node] if isinstance(node, Mapping) else []
            below += [labels(item)[0] for item in node if labels(item)] if isinstance(node, list) else []
            near = nearest(key[end + 1 :], below)
            if near is not None:
                return f"Write {show(f'{key[:end]}.{near}')}"
            after = f"; below it stand {listed(below)}" if below else ", and nothing below it"
            return f"What stands there is {show(key[:end])}{after}"
    return choose(re.split(r"[.\[]", key)[0], map(str, body))
