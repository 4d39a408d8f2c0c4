"""A regime made anew from how it stands from each month on: its text, with the sources of the numbers that it kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from underheaven.spec.change import amended, between
from underheaven.spec.dated import as_of
from underheaven.spec.document import Document
from underheaven.spec.numbers import KEYS, numbers
from underheaven.spec.paths import Steps, namer, value_at
from underheaven.spec.regime import Regime
from underheaven.spec.write import key, path, text, value

FIRST = "1900-01"
"""A month before any regime."""
Plain = Mapping[str, Any]


def states(document: Document[Regime]) -> list[Document[Regime]]:
    """Return a regime as it starts and as each amendment leaves it, with the sources of what it says then."""
    months = [document.model.start or FIRST, *(str(change.month) for change in amended(document.raw))]
    return [as_of(document, month) for month in months]


def rewritten(
    document: Document[Regime], before: Sequence[Document[Regime]], after: Sequence[Plain], said: Mapping[str, str],
    by: str,
) -> str:  # fmt: skip
    """Return the text of a regime that stands otherwise from each of the months of a document on.

    before: its ``states``. after: one plain table for each of them. said: keys at the top that it says otherwise, such
    as its name. by: the source of numbers that are not what they were. Others keep theirs; amendments that change
    nothing any more are left out.
    """
    table = _sourced(_bare(after[0]), before[0], by) | dict(said)
    rest = [
        {**amendment, "change": _sourced(amendment["change"], was, by)}
        for amendment, was in zip(_amendments(document, after), before[1:], strict=True)
        if amendment["change"]
    ]
    return "\n".join(_table(table | ({"amendments": rest} if rest else {}), ())).strip() + "\n"


def replaced(document: Document[Regime], after: Sequence[Plain]) -> dict[str, Any]:
    """Return the plain table of a regime that stands otherwise from each of the months of a document on."""
    rest = [amendment for amendment in _amendments(document, after) if amendment["change"]]
    return _bare(after[0]) | ({"amendments": rest} if rest else {})


def _amendments(document: Document[Regime], after: Sequence[Plain]) -> list[dict[str, Any]]:
    """Return the amendments that lead from each state to the next, those with nothing to change among them."""
    steps = zip(document.raw.get("amendments", []), after, after[1:], strict=False)
    return [{**amendment, "change": between(_bare(one), _bare(other))} for amendment, one, other in steps]


def _bare(whole: Plain) -> dict[str, Any]:
    return {name: item for name, item in whole.items() if name not in ("sources", "amendments")}


def _sourced(table: Plain, was: Document[Regime], by: str) -> dict[str, Any]:
    """Return a table in which numbers stand with the sources that they had in a document, or with who moved them."""
    name_then, name_now = namer(was.raw), namer(table)
    had = {name_then(steps): number for steps, number in numbers(was.raw)}
    ranges = {a.path: [a.low, a.high] for a in was.assumed}
    found: dict[Steps, dict[str, Any]] = {}
    for steps, number in numbers(table):
        name = name_now(steps)
        if name in was.sources and had.get(name) == number:
            span = {"range": ranges[name]} if name in ranges else {}
            found[steps] = {"value": value_at(table, steps), "source": was.sources[name], **span}
        elif had.get(name) != number:
            found[steps] = {"value": value_at(table, steps), "source": by}

    def put(node: Any, steps: Steps) -> Any:
        if isinstance(node, Mapping):
            return {name: put(item, (*steps, name)) for name, item in node.items()}
        if isinstance(node, list):
            return [put(item, (*steps, i)) for i, item in enumerate(node)]
        return found.get(steps, node)

    made: dict[str, Any] = put(table, ())
    return made


def _table(table: Plain, way: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: what stands on a line of its own, then the tables and lists of tables below it."""
    below = {name: item for name, item in table.items() if _is_table(item) or _is_tables(item)}
    for name, item in table.items():
        if name not in below:
            yield f"{key(name)} = {text(item) if isinstance(item, str) else value(item)}"
    for name, item in below.items():
        inner = (*way, name)
        for one in item if isinstance(item, list) else [item]:
            yield ""
            yield f"[[{path(inner)}]]" if isinstance(item, list) else f"[{path(inner)}]"
            yield from _table(one, inner)


def _is_table(item: object) -> bool:
    """Tell whether something is a table of its own, and no value with its source."""
    return isinstance(item, Mapping) and not ({"value", "source"} <= set(item) <= set(KEYS))


def _is_tables(item: object) -> bool:
    return isinstance(item, list) and bool(item) and all(map(_is_table, item))
