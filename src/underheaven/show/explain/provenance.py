"""Provenance of a document's numbers: each source and each reason once, with the paths it covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from underheaven.show.formatting import unwrap_lines
from underheaven.spec.document import AssumedValue, Document


def numbers_by_source(document: Document[Any]) -> list[str]:
    """Return each source other than assumptions, in the order of the document, with the paths it covers.

    A line for the source and one for the paths; a path covers all numbers at or below it if all share a source.
    """
    covered = shortest_common_paths(document.sources)
    return [
        f"{unwrap_lines(source)}\n{'; '.join(paths)}"
        for source, paths in covered.items()
        if not source.lower().startswith("assumed")
    ]


def numbers_by_reason(document: Document[Any]) -> list[str]:
    """Return each reason for an assumption, followed by a line for each number with its value and range.

    The line states the scale of the range, and the position of the value on it: 0 at the lower end, 1 at the upper.
    """
    lines: dict[str, list[str]] = {}
    for a in document.assumed:
        lines.setdefault(unwrap_lines(a.reason), []).append(f"{a.path} = {a.value:g} ({format_range(a)})")
    return ["\n".join((reason, *its)) for reason, its in lines.items()]


def format_range(a: AssumedValue) -> str:
    """Format a range with its scale, and where the value lies on it."""
    if a.low == a.high:
        return f"{a.low:g} to {a.high:g}"
    why = f": {unwrap_lines(a.off_centre)}" if a.off_centre else ""
    return f"{a.low:g} to {a.high:g}, {a.scale}, at {a.position:.2f}{why}"


def shortest_common_paths(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the shortest paths under which every number has the same source, by source.

    sources: the source of every number by its path, parts joined by dots.
    """
    below: dict[str, set[str]] = {}
    for path, source in sources.items():
        for part in _path_prefixes(path):
            below.setdefault(part, set()).add(source)
    covered: dict[str, dict[str, None]] = {}
    for path, source in sources.items():
        whole = next(part for part in _path_prefixes(path) if len(below[part]) == 1)
        covered.setdefault(source, {})[whole] = None
    return {source: list(paths) for source, paths in covered.items()}


def _path_prefixes(path: str) -> Iterable[str]:
    """Yield the prefixes of a path, the whole path last."""
    parts = path.split(".")
    return (".".join(parts[:n]) for n in range(1, len(parts) + 1))
