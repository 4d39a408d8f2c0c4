"""Numbers and their sources: a value may be written with its source, or a ``[sources]`` table names it by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from underheaven.spec.io.toml_paths import PathSteps, item_labels, match_paths, quote_text, show_value, value_at
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import Problem, join_with_and, nearest_name, suggest_name
from underheaven.spec.schema_lookup import number_limits

RANGE_KEYS = ("range", "times", "odds")
"""Ways to write a range: its ends, or multiples of the number or of its odds."""
NO_SOURCE_NEEDED = (("recording", "capacity"),)
"""Last steps to numbers of this program and not of the world, which need no source and are no assumption."""
SOURCE_KEYS = ("value", "source", *RANGE_KEYS, "scale", "off_centre", "as_of", "note", "confidence")
_ASSUMED_PATTERN = re.compile(r"assumed\b\s*[:,;.\u2013\u2014-]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_SOURCED_EXAMPLE = '{ value = -5, source = "..." }'


@dataclass(frozen=True)
class NumberSource:
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


def unwrap_sourced(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[PathSteps, NumberSource], list[Problem]]:
    """Return the document with plain values, the sources written inline by way, and what is wrong with those."""
    inline: dict[PathSteps, NumberSource] = {}
    problems: list[Problem] = []

    def plain(node: Any, steps: PathSteps) -> Any:
        if isinstance(node, list):
            return [plain(item, (*steps, i)) for i, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if not steps or not _is_sourced_value(node):
            return {k: plain(v, (*steps, k)) for k, v in node.items() if not (k == "sources" and not steps)}
        entry, faults = _read_source(node, steps, SOURCE_KEYS)
        problems.extend(faults)
        if entry is not None:
            inline[steps] = entry
        return node.get("value", 0)

    document = plain(raw, ())
    if "sources" in raw:
        document["sources"] = raw["sources"]
    return document, inline, problems


def iter_numbers(document: Mapping[str, Any]) -> Iterator[tuple[PathSteps, int | float]]:
    """Yield every number of a plain document with its way.

    The schema version, ``[sources]`` and the limits of this program are left out.
    """

    def walk(node: object, steps: PathSteps) -> Iterator[tuple[PathSteps, int | float]]:
        if isinstance(node, dict):
            for key, item in node.items():
                if steps or key not in ("schema", "sources"):
                    yield from walk(item, (*steps, key))
        elif isinstance(node, list):
            for index, item in enumerate(node):
                yield from walk(item, (*steps, index))
        elif isinstance(node, int | float) and not isinstance(node, bool) and steps[-2:] not in NO_SOURCE_NEEDED:
            yield steps, node

    yield from walk(document, ())


def read_source_table(document: Mapping[str, Any]) -> tuple[dict[PathSteps, tuple[str, NumberSource]], list[Problem]]:
    """Return the entries of ``[sources]`` by the ways they cover, with their keys, and what is wrong with them."""
    table = document.get("sources", {})
    covers: dict[PathSteps, tuple[str, NumberSource]] = {}
    problems: list[Problem] = []
    if not isinstance(table, Mapping):
        return covers, problems
    body = {k: v for k, v in document.items() if k != "sources"}
    for key, value in _flatten_sources(table, ""):
        steps: PathSteps = ("sources", key)
        written = {"source": value} if isinstance(value, str) else value
        if not isinstance(written, Mapping):
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(value)}",
                    "a source is a sentence, or a table with one",
                    'Write "..." or { source = "...", range = [0, 1] }',
                )
            )
            continue
        entry, faults = _read_source(written, steps, SOURCE_KEYS[1:])
        problems.extend(faults)
        paths = match_paths(body, key)
        if not paths or key == "":
            problems.append(
                Problem(steps, " covers nothing", "no place of this document has that path", _suggest_path(body, key))
            )
        if entry is not None:
            covers.update({path: (key, entry) for path in paths if path})
    return covers, problems


def resolve_sources(
    document: Mapping[str, Any], inline: Mapping[PathSteps, NumberSource], model: type[DocumentPart]
) -> tuple[dict[PathSteps, NumberSource], tuple[PathSteps, ...], list[Problem]]:
    """Give every number its source: its own, or that of the nearest part of the document around it.

    Returns the sources by way, the ways of the numbers without one, and what is wrong.
    """
    covers, problems = read_source_table(document)
    resolved = dict(inline)
    unsourced = []
    for steps, number in iter_numbers(document):
        enclosing = next((covers[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in covers), None)
        entry = inline.get(steps) or (enclosing[1] if enclosing else None)
        if entry is None:
            unsourced.append(steps)
            continue
        origin = "" if steps in inline or enclosing is None else f" of sources.{quote_text(enclosing[0])}"
        resolved[steps], faults = _resolve_range(entry, steps, number, origin, number_limits(model, steps))
        problems.extend(faults)
    return resolved, tuple(unsourced), problems


def _is_sourced_value(node: Mapping[str, Any]) -> bool:
    """Tell a sourced value from a table: it has a value or a source, and nothing but what goes with them."""
    if not ("value" in node or "source" in node) or {"law", "use"} & set(node) or len(node) > 2 * len(SOURCE_KEYS):
        return False
    return all(nearest_name(key, SOURCE_KEYS, 0.75) for key in node)


def _flatten_sources(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield the entries of ``[sources]``; a path that was written without quotes is put together again."""
    for key, value in table.items():
        if isinstance(value, Mapping) and value and not any(nearest_name(k, SOURCE_KEYS, 0.75) for k in value):
            yield from _flatten_sources(value, f"{before}{key}.")
        else:
            yield before + key, value


def _read_source(
    written: Mapping[str, Any], steps: PathSteps, keys: tuple[str, ...]
) -> tuple[NumberSource | None, list[Problem]]:
    """Read one source; None where it cannot serve as one."""
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
                "a source stands beside one value",
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
    """Read the range, or the multiples, of one source, and its scale."""
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
                f" stands beside {given[0]}",
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


def _resolve_range(
    entry: NumberSource, steps: PathSteps, number: float, origin: str, limits: tuple[float, float]
) -> tuple[NumberSource, list[Problem]]:
    """Return the source with its span in the number's own unit, and what is wrong with that span."""
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
    """Return the source of a share with its span by multiples of its odds; a share of 0 or 1 has no other odds."""
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


def _suggest_path(body: Mapping[str, Any], key: str) -> str:
    """Say what to write in place of a path that names nothing: the known part of it and what can follow."""
    for end in range(min(len(key), 400), 0, -1):
        if end < len(key) and key[end] not in ".[":
            continue
        paths = match_paths(body, key[:end])
        if paths and end < len(key):
            node = value_at(body, min(paths, key=str))
            subkeys = [str(k) for k in node] if isinstance(node, Mapping) else []
            subkeys += [item_labels(item)[0] for item in node if item_labels(item)] if isinstance(node, list) else []
            near = nearest_name(key[end + 1 :], subkeys)
            if near is not None:
                return f"Write {show_value(f'{key[:end]}.{near}')}"
            after = f"; below it stand {join_with_and(subkeys)}" if subkeys else ", and nothing below it"
            return f"What stands there is {show_value(key[:end])}{after}"
    return suggest_name(re.split(r"[.\[]", key)[0], map(str, body))
