"""A result in the terminal: the table, the published counts, and the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.published_counts import PublishedComparison
from underheaven.show import result_metadata
from underheaven.show.formatting import (
    format_amount,
    format_difference,
    format_difference_interval,
    format_interval,
    format_number,
    nearly_equal,
)
from underheaven.show.text import parameter_ranges, table_lines, unable_unwilling, unshipped_documents
from underheaven.show.text.calendar import calendar_banners
from underheaven.show.text.footer import footer_sentences
from underheaven.show.text.table_lines import Cell, Line

if TYPE_CHECKING:
    import xarray as xr

TITLE_WIDTH, COLUMN_WIDTH = 28, 17
"""Minimum width of the titles, and width of each column of numbers, including the space before it."""
MIN_TABLE_WIDTH, MAX_TEXT_WIDTH = 40, 110
"""Below the first width, numbers are set under their titles; the second limits their distance from the titles."""


@dataclass(frozen=True)
class Column:
    """One column of numbers: a scenario itself, or its difference from the baseline."""

    scenario: int
    is_difference: bool
    heading: str


def print_result(dataset: xr.Dataset, console: Console) -> None:
    """Print the table, the published counts and the notes of a result.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        console: Where to print.
    """
    lines = table_lines.comparison_lines(dataset)
    width = min(console.width, MAX_TEXT_WIDTH)
    for banner in filter(None, [unshipped_documents.unshipped_sentence(dataset), *calendar_banners(dataset)]):
        console.print(Text(f"{banner}\n", style="bold"), width=width)
    for columns in table_pages(
        result_metadata.scenarios_of(dataset), result_metadata.baseline_of(dataset), console.width
    ):
        if console.width >= MIN_TABLE_WIDTH:
            console.print(_headings(columns, console.width))
        for section, its in groupby(lines, key=lambda line: line.section):
            console.print(Text(f"\n{section}", style="bold cyan"))
            if section == unable_unwilling.SECTION:
                shown = [result_metadata.scenarios_of(dataset)[c.scenario] for c in columns if not c.is_difference]
                for sentence in unable_unwilling.debt_split_sentences(dataset, lines, shown):
                    console.print(_hanging_indent(sentence), width=width)
            if console.width >= MIN_TABLE_WIDTH:
                console.print(_section_table(dataset, list(its), columns, console.width))
            else:
                console.print(_stacked_lines(dataset, list(its), columns))
        console.print()
    for scenario, rows in table_lines.published_comparisons(dataset):
        console.print(Text(f"Published and simulated counts: {scenario}", style="bold cyan"))
        console.print(
            _published_table(rows) if console.width >= MIN_TABLE_WIDTH else _stacked_published(rows), width=width
        )
        console.print(Text(table_lines.published_fit_sentence(rows)), width=width)
        console.print()
    for sentence in footer_sentences(dataset, lines):
        console.print(Text(sentence), width=width)


def print_lines(
    dataset: xr.Dataset, lines: Sequence[Line], notes: Sequence[str], console: Console, heads: Sequence[str] = ()
) -> None:
    """Print lines of a result by section, with banners and headers above and notes below.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        lines: Of the table.
        notes: Sentences below it.
        console: Where to print.
        heads: Sentences above it.
    """
    for sentence in filter(None, (unshipped_documents.unshipped_sentence(dataset), *calendar_banners(dataset), *heads)):
        console.print(Text(f"{sentence}\n", style="bold"), width=min(console.width, MAX_TEXT_WIDTH))
    for columns in table_pages(
        result_metadata.scenarios_of(dataset), result_metadata.baseline_of(dataset), console.width
    ):
        wide = console.width >= MIN_TABLE_WIDTH
        if wide:
            console.print(_headings(columns, console.width))
        for section, its in groupby(lines, key=lambda line: line.section):
            console.print(Text(f"\n{section}", style="bold cyan"))
            of_it = list(its)
            if wide:
                console.print(_section_table(dataset, of_it, columns, console.width))
            else:
                console.print(_stacked_lines(dataset, of_it, columns))
        console.print()
    for sentence in notes:
        console.print(Text(sentence), width=min(console.width, MAX_TEXT_WIDTH))


def _hanging_indent(sentence: str) -> Padding:
    """Indent all lines of a sentence like the first."""
    text = sentence.lstrip()
    return Padding(Text(text), (0, 0, 0, len(sentence) - len(text)))


def table_pages(scenarios: Sequence[str], baseline: str | None, width: int) -> Iterator[list[Column]]:
    """Yield the columns of each table: all scenarios if they fit, else each scenario with the baseline."""
    others = [w for w in scenarios if w != baseline]
    groups = [others] if TITLE_WIDTH + COLUMN_WIDTH * (2 * len(others) + 1) <= width else [[w] for w in others]
    for group in groups:
        columns = [Column(scenarios.index(w), False, w) for w in group]
        if baseline is not None:
            columns.append(Column(scenarios.index(baseline), False, baseline))
            one = len(group) == 1
            columns += [
                Column(scenarios.index(w), True, "difference" if one else f"{w} less {baseline}") for w in group
            ]
        yield columns


def _headings(columns: Sequence[Column], width: int) -> Table:
    table = _grid(len(columns), width)
    table.add_row("", *(Text(_wrap_heading(column.heading), style="bold") for column in columns))
    return table


def _section_table(dataset: xr.Dataset, lines: Sequence[Line], columns: Sequence[Column], width: int) -> Table:
    table = _grid(len(columns), width)
    for line in lines:
        unit = "" if line.unit == "share" else line.unit  # the numbers have a per cent sign
        table.add_row(
            _two_line_cell(line.title, unit, "  "),
            *(_number_cell(dataset, line, line.cells[c.scenario], c) for c in columns),
        )
        over = [_range_cell(dataset, line, line.cells[c.scenario], c) for c in columns]
        if any(over):
            table.add_row("", *(Text(wording, style="dim") for wording in over))
        if any(line.cells[c.scenario].real for c in columns):
            table.add_row(Text("  in the real population", style="dim"), *(_real_count_cell(line, c) for c in columns))
    return table


def _stacked_lines(dataset: xr.Dataset, lines: Sequence[Line], columns: Sequence[Column]) -> Text:
    """Return the numbers under their titles, one line per scenario."""
    wording = []
    for line in lines:
        wording.append(f"{line.title} ({line.unit})" if line.unit != "share" else line.title)
        for column in columns:
            cell = line.cells[column.scenario]
            number, _, span = _number_cell(dataset, line, cell, column).plain.partition("\n")
            over = _range_cell(dataset, line, cell, column).replace("\n", ", ")
            wording.append(
                f"  {column.heading}: {number}{f' ({span.strip()})' if span else ''}{f' {over}' if over else ''}"
            )
    return Text("\n".join(wording))


def _stacked_published(rows: Sequence[PublishedComparison]) -> Text:
    wording = []
    for row in rows:
        unit = "" if row.unit == "share" else f" ({row.unit})"
        simulated = row.note if row.simulated is None else format_amount(row.simulated.mean, row.unit)
        wording += [f"{row.quantity}{unit}, {row.as_of}", f"  published: {format_amount(row.published, row.unit)}"]
        wording.append(f"  simulated: {simulated}")
    return Text("\n".join(wording))


def _grid(n_columns: int, width: int) -> Table:
    """Return an empty table whose columns align over all sections."""
    width = min(width, max(MAX_TEXT_WIDTH, TITLE_WIDTH + COLUMN_WIDTH * n_columns))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 0, 0, 1))
    each = min(COLUMN_WIDTH, (width - 12) // max(n_columns, 1)) - 1
    table.add_column(width=max(width - n_columns * (each + 1), 8), overflow="fold")
    for _ in range(n_columns):
        table.add_column(width=max(each, 4), justify="right", overflow="fold")
    return table


def _number_cell(dataset: xr.Dataset, line: Line, cell: Cell, column: Column) -> Text:
    if parameter_ranges.range_is_open(dataset, cell.scenario, line.name, DIFFERENCE if column.is_difference else LEVEL):
        rough, sign = (cell.difference, "points") if column.is_difference else (cell.level, "%")
        return Text(f"about {format_number(100 * rough.mean, 2)} {sign}")
    digits = parameter_ranges.significant_digits(
        dataset, cell.scenario, line.name, DIFFERENCE if column.is_difference else LEVEL
    )
    if line.paired:  # a share of the baseline or a difference, which belongs to the pair
        value = cell.difference if column.is_difference else table_lines.UNDEFINED
        if line.unit == "share":
            return _two_line_cell(format_amount(value.mean, line.unit), format_interval(value, line.unit))
        return _two_line_cell(format_difference(value.mean, line.unit), format_difference_interval(value, line.unit))
    if column.is_difference:
        step = cell.difference
        return _two_line_cell(
            format_difference(step.mean, line.unit, digits), format_difference_interval(step, line.unit, digits)
        )
    return _two_line_cell(
        format_amount(cell.level.mean, line.unit, digits), format_interval(cell.level, line.unit, digits)
    )


def _range_cell(dataset: xr.Dataset, line: Line, cell: Cell, column: Column) -> str:
    """Format the parameter range of a number in braces, and under it the median of the samples."""
    of = DIFFERENCE if column.is_difference else LEVEL
    found = parameter_ranges.parameter_range(dataset, cell.scenario, line.name, of)
    if found is None:
        return ""
    median = parameter_ranges.sample_median(dataset, cell.scenario, line.name, of)
    low, high, middle = (100 * end if line.unit == "share" else end for end in (*found, median))
    sign = " %" if line.unit == "share" and not column.is_difference else ""
    if nearly_equal(low, high):
        return f"{{{format_number(low, 2)}{sign}}}"
    span = f"{{{format_number(low, 2)} to {format_number(high, 2)}{sign}}}"
    if len(span) >= COLUMN_WIDTH:
        span = span.replace(" to ", " to\n")
    return f"{span}\nmedian {format_number(middle, 2)}{sign}"


def _real_count_cell(line: Line, column: Column) -> Text:
    real = line.cells[column.scenario].real
    if real is None or column.is_difference:
        return Text("")
    published = line.cells[column.scenario].published
    return Text(
        format_number(real, 2)
        if published is None
        else f"{format_number(real, 2)}\npublished {format_number(published)}",
        style="dim",
    )


def _two_line_cell(first: str, second: str, indent: str = "") -> Text:
    return Text.assemble(first, (f"\n{indent}{second}" if second else "", "dim"))


def _wrap_heading(name: str, width: int = COLUMN_WIDTH - 1) -> str:
    """Break a name after spaces and hyphens, so that a heading keeps whole words."""
    lines = [""]
    for piece in re.findall(r"[^ -]*[ -]?", name):
        if lines[-1] and len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _published_table(rows: Sequence[PublishedComparison]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", ratio=1, overflow="fold")
    table.add_column("as of")
    table.add_column("published", justify="right")
    table.add_column("simulated", justify="right", overflow="fold")
    for row in rows:
        simulated = _two_line_cell("-", row.note)
        if row.simulated is not None:
            simulated = _two_line_cell(
                format_amount(row.simulated.mean, row.unit), format_interval(row.simulated, row.unit)
            )
        table.add_row(
            _two_line_cell(row.quantity, "" if row.unit == "share" else row.unit, "  "),
            row.as_of,
            format_amount(row.published, row.unit),
            simulated,
        )
    return table
