"""Numbers and their sources: inline beside a value, or by path in the ``[sources]`` table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from underheaven.spec.assumptions.number_sources import SOURCE_KEYS, NumberSource, read_source, resolve_range
from underheaven.spec.io.toml_paths import PathSteps, item_labels, match_paths, quote_text, show_value, value_at
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import Problem, join_with_and, nearest_name, suggest_name
from underheaven.spec.schema_lookup import number_limits

NO_SOURCE_NEEDED = (("recording", "capacity"),)
"""Last steps to numbers that concern the program and not the society; they need no source."""


def unwrap_sourced(raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[PathSteps, NumberSource], list[Problem]]:
    """Return the document with plain values, the inline sources by path, and faults in these sources."""
    inline: dict[PathSteps, NumberSource] = {}
    problems: list[Problem] = []

    def plain(node: Any, steps: PathSteps) -> Any:
        if isinstance(node, list):
            return [plain(item, (*steps, i)) for i, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if not steps or not _is_sourced_value(node):
            return {k: plain(v, (*steps, k)) for k, v in node.items() if not (k == "sources" and not steps)}
        entry, faults = read_source(node, steps, SOURCE_KEYS)
        problems.extend(faults)
        if entry is not None:
            inline[steps] = entry
        return node.get("value", 0)

    document = plain(raw, ())
    if "sources" in raw:
        document["sources"] = raw["sources"]
    return document, inline, problems


def iter_numbers(document: Mapping[str, Any]) -> Iterator[tuple[PathSteps, int | float]]:
    """Yield every number of a plain document with its path.

    The schema version, ``[sources]`` and the limits of the program are left out.
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
    """Return the entries of ``[sources]`` by the paths they cover, with their keys, and faults in them."""
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
        entry, faults = read_source(written, steps, SOURCE_KEYS[1:])
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
    """Give every number its source: its own, or that of the nearest enclosing part.

    Returns:
        The sources by path, the paths of numbers without a source, and faults.
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
        resolved[steps], faults = resolve_range(entry, steps, number, origin, number_limits(model, steps))
        problems.extend(faults)
    return resolved, tuple(unsourced), problems


def _is_sourced_value(node: Mapping[str, Any]) -> bool:
    """Return whether a table is a sourced value: it has a value or a source, and only the keys that go with them."""
    if not ("value" in node or "source" in node) or {"law", "use"} & set(node) or len(node) > 2 * len(SOURCE_KEYS):
        return False
    return all(nearest_name(key, SOURCE_KEYS, 0.75) for key in node)


def _flatten_sources(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield the entries of ``[sources]``; a path written without quotes is put together again."""
    for key, value in table.items():
        if isinstance(value, Mapping) and value and not any(nearest_name(k, SOURCE_KEYS, 0.75) for k in value):
            yield from _flatten_sources(value, f"{before}{key}.")
        else:
            yield before + key, value


def _suggest_path(body: Mapping[str, Any], key: str) -> str:
    """Suggest a replacement for a path that matches nothing: its known part and what can follow."""
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
            after = f"; below it are {join_with_and(subkeys)}" if subkeys else ", and nothing below it"
            return f"The document has {show_value(key[:end])}{after}"
    return suggest_name(re.split(r"[.\[]", key)[0], map(str, body))
