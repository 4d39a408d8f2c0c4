"""Differences between two documents, in words by stage and month, or as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from underheaven.errors import RequestError
from underheaven.show.explain.change_sentences import change_meaning, change_sentence
from underheaven.show.explain.provenance import shortest_common_paths
from underheaven.show.formatting import format_count, unwrap_lines
from underheaven.spec.amendments.document_diff import ChangePeriod, DocumentChange, diff_periods
from underheaven.spec.amendments.regime_at_month import MONTH_PATTERN
from underheaven.spec.document import Document
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.units import DocumentPart

HEADINGS = {
    "sensing": "What is seen",
    "recording": "What is recorded",
    "standing": "Points and grades",
    "standing.lists": "Lists",
    "treatment": "What it closes",
    "repair": "Ways out",
    "officials": "Officials",
    "consent": "Consent",
    "published": "Published counts",
    "people": "Who lives there",
    "ties": "Ties",
    "conduct": "What people do",
    "contexts": "What they use",
    "habits": "Habits",
    "livelihood": "How they live",
    "response": "What they learn",
}
"""Headings of the parts of a document, as in ``show``; any other part is named by its key."""
SCOPE_HEADINGS = {
    "regime": "When and for whom",
    "society": "The whole",
    "study": "What is run",
    "reform": "What it changes",
}
"""The heading of top-level keys."""
SCOPE_KEYS = ("rollout",)
"""Parts under the heading of the top-level keys."""

SourceChanges = Mapping[str, tuple[str | None, str | None]]
"""The sources of numbers by path, in both documents, where they differ."""


def print_diff(before: Document[Any], after: Document[Any], console: Console, sources: bool) -> None:
    """Print how two documents of one kind differ.

    Args:
        before: The first document.
        after: The second document, of the same kind.
        console: Where to print.
        sources: Whether to show how the sources differ too.

    Raises:
        RequestError: The documents are of two kinds.
    """
    _require_same_kind(before, after)
    found, provenance = diff_periods(before, after), source_changes(before, after)
    n_changes = sum(len(period.changes) for period in found)
    if n_changes:
        console.print(Text(f"{' to '.join(_document_titles(before, after))}:\n"))
        explained: set[str] = set()
        for period in found:
            _print_period(period, before, after, console, explained)
    if sources and provenance:
        console.print(Text("Sources", style="bold cyan"))
        for line in _source_lines(before, after):
            _print_line(line, console)
        console.print()
    console.print(Text(_closing_sentence(before, after, n_changes, provenance, sources)))


def diff_rows(before: Document[Any], after: Document[Any], sources: bool) -> list[dict[str, Any]]:
    """Return the differences of two documents of one kind as rows.

    Args:
        before: The first document.
        after: The second document, of the same kind.
        sources: Whether to show how the sources differ too.

    Returns:
        One row per difference: the month from which it holds, path, before, after, and a sentence.

    Raises:
        RequestError: The documents are of two kinds.
    """
    _require_same_kind(before, after)
    found = [
        {
            "from": period.month,
            "path": change.path,
            "before": _json_value(change.before),
            "after": _json_value(change.after),
            "says": change_sentence(change, _grade_names(period)),
        }
        for period in diff_periods(before, after)
        for change in period.changes
    ]
    provenance = source_changes(before, after) if sources else {}
    return found + [
        {"from": None, "path": f"sources.{path}", "before": one, "after": other, "says": f"{path}: another source"}
        for path, (one, other) in provenance.items()
    ]


def source_changes(before: Document[Any], after: Document[Any]) -> SourceChanges:
    """Return the source of each number by its path, in both documents, where they differ."""
    one, other = _sources_with_ranges(before), _sources_with_ranges(after)
    return {
        path: (one.get(path), other.get(path))
        for path in dict.fromkeys((*one, *other))
        if one.get(path) != other.get(path)
    }


def _require_same_kind(before: Document[Any], after: Document[Any]) -> None:
    one, other = before.model.kind, after.model.kind
    if one != other:
        raise RequestError(
            f"{before.where} is a {one} and {after.where} is a {other}: only two of one kind can be told apart. "
            "Name two regimes, two societies, two studies or two reforms."
        )


def _print_period(
    period: ChangePeriod, before: Document[Any], after: Document[Any], console: Console, explained: set[str]
) -> None:
    if not period.changes:
        return
    if period.month is not None:
        console.print(Text(f"From {period.month}", style="bold"))
        for line in _amendment_lines(period, _document_titles(before, after)):
            console.print(Text(line, style="dim"))
        console.print()
    grades, kind = _grade_names(period), before.model.kind
    by_heading: dict[str, list[DocumentChange]] = {}
    for change in sorted(period.changes, key=lambda c: _change_heading(c, kind)[0]):
        by_heading.setdefault(_change_heading(change, kind)[1], []).append(change)
    for heading, group in by_heading.items():
        console.print(Text(heading, style="bold cyan"))
        for change in group:
            _print_line(_change_line(change, grades, explained), console)
        console.print()


def _amendment_lines(period: ChangePeriod, titles: tuple[str, str]) -> Iterator[str]:
    """Yield the descriptions of the amendments of a month."""
    one, other = period.describes
    if one is not None and one == other:
        yield f"Both are amended: {unwrap_lines(one)}"
        return
    for title, describes in zip(titles, period.describes, strict=True):
        if describes is not None:
            yield f"{title} is amended: {unwrap_lines(describes)}"


def _change_line(change: DocumentChange, grades: frozenset[str], explained: set[str]) -> str:
    """Return a sentence and, the first time that its key comes, what the key means on a line below."""
    means, key = change_meaning(change), f"{type(change.holder).__name__}.{change.key}"
    first = means and key not in explained
    explained.add(key)
    return change_sentence(change, grades) + (f"\n{means}" if first else "")


def _print_line(line: str, console: Console) -> None:
    first, *below = line.split("\n")
    console.print(Padding(Text(first), (0, 0, 0, 2)))
    for more in below:
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 4)))


def _change_heading(change: DocumentChange, kind: str) -> tuple[int, str]:
    """Return the position of a change among the headings, and its heading."""
    two = ".".join(change.steps[:2])
    key = two if two in HEADINGS else change.steps[0]
    if key in HEADINGS:
        return list(HEADINGS).index(key), HEADINGS[key]
    if key in SCOPE_KEYS or len(change.steps) == 1 + len(change.subkeys):
        return -1, SCOPE_HEADINGS[kind]
    return len(HEADINGS), change.steps[0].capitalize()


def _grade_names(period: ChangePeriod) -> frozenset[str]:
    both = (model for model in (period.before, period.after) if isinstance(model, Regime))
    return frozenset(grade for regime in both for grade in regime.standing.grades)


def _document_titles(before: Document[Any], after: Document[Any]) -> tuple[str, str]:
    """Return the titles of the two documents: their names, with a month if given, or their files if the names agree."""
    both = []
    for document in (before, after):
        month = document.where.rpartition("@")[2]
        both.append(f'"{document.model.name}"{f" as of {month}" if MONTH_PATTERN.fullmatch(month) else ""}')
    return (both[0], both[1]) if both[0] != both[1] else (before.where, after.where)


def _sources_with_ranges(document: Document[Any]) -> dict[str, str]:
    spans = {a.path: f" ({a.low:g} to {a.high:g})" for a in document.assumed}
    return {path: f"{source}{spans.get(path, '')}" for path, source in document.sources.items()}


def _source_lines(before: Document[Any], after: Document[Any]) -> Iterator[str]:
    """Yield the shortest paths below which all numbers share a source before and after, with both below them."""
    one, other = _sources_with_ranges(before), _sources_with_ranges(after)
    both = {path: (one.get(path, "none"), other.get(path, "none")) for path in dict.fromkeys((*one, *other))}
    joined = {path: "" if was == now else f"before: {was}\nafter: {now}" for path, (was, now) in both.items()}
    for lines, paths in shortest_common_paths(joined).items():
        if lines:
            yield f"{'; '.join(paths)}\n{lines}"


def _closing_sentence(
    before: Document[Any], after: Document[Any], n_changes: int, provenance: SourceChanges, sources: bool
) -> str:
    """State how much differs, or that nothing does, and what was not shown."""
    if n_changes:
        wording = f"{format_count(n_changes, 'difference')}."
    else:
        names = "" if before.model.name == after.model.name else ", under two names"
        order = "" if _model_content(before) == _model_content(after) else ", in other words or in another order"
        wording = f"{before.where} and {after.where} say the same{names}{order}."
    if provenance and not sources:
        wording += f" The sources of {format_count(len(provenance), 'number')} differ: --sources shows how."
    return wording


def _model_content(document: Document[Any]) -> dict[str, Any]:
    """Return the content of a document without its name and sources; lists keep their order."""
    content: dict[str, Any] = document.model.model_dump(exclude={"name", "sources"})
    return content


def _json_value(value: Any) -> Any:
    """Return a value as JSON holds it; a part as the table that a document writes for it."""
    if isinstance(value, TraitDistribution | DocumentPart):
        return value.model_dump(by_alias=True, exclude_unset=True)
    return dict(value) if isinstance(value, Mapping) else value
