"""Write a regime anew from its state in each month, with the sources of all unchanged numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from underheaven.spec.amendments.merging import apply_amendments, diff_tables
from underheaven.spec.amendments.regime_at_month import regime_at_month
from underheaven.spec.assumptions.number_sources import SOURCE_KEYS
from underheaven.spec.assumptions.sourced_numbers import iter_numbers
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import PathSteps, named_path_formatter, value_at
from underheaven.spec.io.toml_writer import toml_header, toml_key, toml_text, toml_value
from underheaven.spec.models.regime import Regime

EARLIEST_MONTH = "1900-01"
"""A month before any regime."""
PlainTable = Mapping[str, Any]


def regime_states(document: Document[Regime]) -> list[Document[Regime]]:
    """Return a regime as it starts and as of each amendment, with the sources of its numbers.

    Args:
        document: the regime.

    Returns:
        One regime without amendments for the start, then one for each amendment.
    """
    months = [document.model.start or EARLIEST_MONTH, *(str(change.month) for change in apply_amendments(document.raw))]
    return [regime_at_month(document, month) for month in months]


def write_regime(
    document: Document[Regime],
    before: Sequence[Document[Regime]],
    after: Sequence[PlainTable],
    header: Mapping[str, str],
    source: str,
) -> str:
    """Return the text of a regime with changed states.

    Unchanged numbers keep their sources. Amendments that change nothing are left out.

    Args:
        document: the original regime.
        before: its states, see `regime_states`.
        after: one changed plain table for each state.
        header: keys at the top that differ from the original, such as the name.
        source: source of all changed numbers.
    """
    table = _with_sources(_without_sources(after[0]), before[0], source) | dict(header)
    amendments = [
        {**amendment, "change": _with_sources(amendment["change"], state, source)}
        for amendment, state in zip(_amendments_between(document, after), before[1:], strict=True)
        if amendment["change"]
    ]
    return "\n".join(_table_lines(table | ({"amendments": amendments} if amendments else {}), ())).strip() + "\n"


def replace_states(document: Document[Regime], after: Sequence[PlainTable]) -> dict[str, Any]:
    """Return the plain table of a regime with changed states; ``after`` has one table for each state."""
    amendments = [amendment for amendment in _amendments_between(document, after) if amendment["change"]]
    return _without_sources(after[0]) | ({"amendments": amendments} if amendments else {})


def _amendments_between(document: Document[Regime], after: Sequence[PlainTable]) -> list[dict[str, Any]]:
    """Return the amendments that lead from each state to the next, including those that change nothing."""
    steps = zip(document.raw.get("amendments", []), after, after[1:], strict=False)
    return [
        {**amendment, "change": diff_tables(_without_sources(first), _without_sources(second))}
        for amendment, first, second in steps
    ]


def _without_sources(regime_table: PlainTable) -> dict[str, Any]:
    return {name: item for name, item in regime_table.items() if name not in ("sources", "amendments")}


def _with_sources(table: PlainTable, original: Document[Regime], source: str) -> dict[str, Any]:
    """Return a table in which unchanged numbers have their original source and others ``source``."""
    name_then, name_now = named_path_formatter(original.raw), named_path_formatter(table)
    numbers_before = {name_then(steps): number for steps, number in iter_numbers(original.raw)}
    ranges = {a.path: [a.low, a.high] for a in original.assumed}
    sourced: dict[PathSteps, dict[str, Any]] = {}
    for steps, number in iter_numbers(table):
        name = name_now(steps)
        if name in original.sources and numbers_before.get(name) == number:
            span = {"range": ranges[name]} if name in ranges else {}
            sourced[steps] = {"value": value_at(table, steps), "source": original.sources[name], **span}
        elif numbers_before.get(name) != number:
            sourced[steps] = {"value": value_at(table, steps), "source": source}

    def put(node: Any, steps: PathSteps) -> Any:
        if isinstance(node, Mapping):
            return {name: put(item, (*steps, name)) for name, item in node.items()}
        if isinstance(node, list):
            return [put(item, (*steps, i)) for i, item in enumerate(node)]
        return sourced.get(steps, node)

    result: dict[str, Any] = put(table, ())
    return result


def _table_lines(table: PlainTable, table_path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: its plain values first, then subtables and lists of tables."""
    subtables = {name: item for name, item in table.items() if _is_table(item) or _is_table_list(item)}
    for name, item in table.items():
        if name not in subtables:
            yield f"{toml_key(name)} = {toml_text(item) if isinstance(item, str) else toml_value(item)}"
    for name, item in subtables.items():
        inner_path = (*table_path, name)
        for subtable in item if isinstance(item, list) else [item]:
            yield ""
            yield f"[[{toml_header(inner_path)}]]" if isinstance(item, list) else f"[{toml_header(inner_path)}]"
            yield from _table_lines(subtable, inner_path)


def _is_table(item: object) -> bool:
    """Return whether a value is a table, and not a number with its source."""
    return isinstance(item, Mapping) and not ({"value", "source"} <= set(item) <= set(SOURCE_KEYS))


def _is_table_list(item: object) -> bool:
    return isinstance(item, list) and bool(item) and all(map(_is_table, item))
