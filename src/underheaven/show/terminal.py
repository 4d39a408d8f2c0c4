"""Prints a result so that it can be read aloud: the table, the published counts, and what it rests on."""

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

from underheaven.measure.published import Beside
from underheaven.measure.values import DIFFERENCE, LEVEL
from underheaven.show import about, ranges, unable, unshipped, views
from underheaven.show.calendar import banners
from underheaven.show.footer import footer
from underheaven.show.views import Cell, Line
from underheaven.show.words import amount, difference, difference_span, same, say, span

if TYPE_CHECKING:
    import xarray as xr

TITLE_WIDTH, COLUMN_WIDTH = 28, 17
"""Least width of the titles, and width of each column of numbers with the space before it."""
NARROW, WIDE = 40, 110
"""Below the first, numbers stand under their titles; beyond the second, they would stand too far from them."""


@dataclass(frozen=True)
class Column:
    """One column of numbers: a world as it is, or its difference from the other world."""

    world: int
    is_difference: bool
    heading: str


def print_result(dataset: xr.Dataset, console: Console) -> None:
    """Prints everything a reader needs of a result."""
    lines = views.comparison(dataset)
    width = min(console.width, WIDE)
    for banner in filter(None, [unshipped.sentence(dataset), *banners(dataset)]):
        console.print(Text(f"{banner}\n", style="bold"), width=width)
    for columns in pages(about.worlds(dataset), about.against(dataset), console.width):
        if console.width >= NARROW:
            console.print(_headings(columns, console.width))
        for section, its in groupby(lines, key=lambda line: line.section):
            console.print(Text(f"\n{section}", style="bold cyan"))
            if section == unable.SECTION:
                shown = [about.worlds(dataset)[c.world] for c in columns if not c.is_difference]
                for sentence in unable.sentences(dataset, lines, shown):
                    console.print(_hanging(sentence), width=width)
            if console.width >= NARROW:
                console.print(_section(dataset, list(its), columns, console.width))
            else:
                console.print(_stacked(dataset, list(its), columns))
        console.print()
    for world, rows in views.published(dataset):
        console.print(Text(f"Published and simulated counts: {world}", style="bold cyan"))
        console.print(_published_table(rows) if console.width >= NARROW else _published_stacked(rows), width=width)
        console.print(Text(views.inside(rows)), width=width)
        console.print()
    for sentence in footer(dataset, lines):
        console.print(Text(sentence), width=width)


def print_lines(
    dataset: xr.Dataset, lines: Sequence[Line], notes: Sequence[str], console: Console, heads: Sequence[str] = ()
) -> None:
    """Print lines of a result under their sections, with banners and further sentences above and notes below."""
    for sentence in filter(None, (unshipped.sentence(dataset), *banners(dataset), *heads)):
        console.print(Text(f"{sentence}\n", style="bold"), width=min(console.width, WIDE))
    for columns in pages(about.worlds(dataset), about.against(dataset), console.width):
        wide = console.width >= NARROW
        if wide:
            console.print(_headings(columns, console.width))
        for section, its in groupby(lines, key=lambda line: line.section):
            console.print(Text(f"\n{section}", style="bold cyan"))
            of_it = list(its)
            if wide:
                console.print(_section(dataset, of_it, columns, console.width))
            else:
                console.print(_stacked(dataset, of_it, columns))
        console.print()
    for sentence in notes:
        console.print(Text(sentence), width=min(console.width, WIDE))


def _hanging(sentence: str) -> Padding:
    """Keeps the indent of a sentence over all lines that it fills."""
    text = sentence.lstrip()
    return Padding(Text(text), (0, 0, 0, len(sentence) - len(text)))


def pages(worlds: Sequence[str], against: str | None, width: int) -> Iterator[list[Column]]:
    """Yields the columns of each table: all worlds in one where they fit, else each world with the other one."""
    others = [w for w in worlds if w != against]
    groups = [others] if TITLE_WIDTH + COLUMN_WIDTH * (2 * len(others) + 1) <= width else [[w] for w in others]
    for group in groups:
        columns = [Column(worlds.index(w), False, w) for w in group]
        if against is not None:
            columns.append(Column(worlds.index(against), False, against))
            one = len(group) == 1
            columns += [Column(worlds.index(w), True, "difference" if one else f"{w} less {against}") for w in group]
        yield columns


def _headings(columns: Sequence[Column], width: int) -> Table:
    table = _grid(len(columns), width)
    table.add_row("", *(Text(_folded(column.heading), style="bold") for column in columns))
    return table


def _section(dataset: xr.Dataset, lines: Sequence[Line], columns: Sequence[Column], width: int) -> Table:
    table = _grid(len(columns), width)
    for line in lines:
        unit = "" if line.unit == "share" else line.unit  # the numbers say per cent themselves
        table.add_row(_two(line.title, unit, "  "), *(_entry(dataset, line, line.cells[c.world], c) for c in columns))
        over = [_over(dataset, line, line.cells[c.world], c) for c in columns]
        if any(over):
            table.add_row("", *(Text(said, style="dim") for said in over))
        if any(line.cells[c.world].real for c in columns):
            table.add_row(Text("  in the real population", style="dim"), *(_real(line, c) for c in columns))
    return table


def _stacked(dataset: xr.Dataset, lines: Sequence[Line], columns: Sequence[Column]) -> Text:
    """Numbers under their titles, a world a line."""
    said = []
    for line in lines:
        said.append(f"{line.title} ({line.unit})" if line.unit != "share" else line.title)
        for column in columns:
            cell = line.cells[column.world]
            number, _, span = _entry(dataset, line, cell, column).plain.partition("\n")
            over = _over(dataset, line, cell, column).replace("\n", ", ")
            said.append(
                f"  {column.heading}: {number}{f' ({span.strip()})' if span else ''}{f' {over}' if over else ''}"
            )
    return Text("\n".join(said))


def _published_stacked(rows: Sequence[Beside]) -> Text:
    said = []
    for row in rows:
        unit = "" if row.unit == "share" else f" ({row.unit})"
        simulated = row.note if row.simulated is None else amount(row.simulated.mean, row.unit)
        said += [f"{row.quantity}{unit}, {row.as_of}", f"  published: {amount(row.published, row.unit)}"]
        said.append(f"  simulated: {simulated}")
    return Text("\n".join(said))


def _grid(n_columns: int, width: int) -> Table:
    """An empty table whose columns stand at the same places for every section, close enough to the titles."""
    width = min(width, max(WIDE, TITLE_WIDTH + COLUMN_WIDTH * n_columns))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 0, 0, 1))
    each = min(COLUMN_WIDTH, (width - 12) // max(n_columns, 1)) - 1
    table.add_column(width=max(width - n_columns * (each + 1), 8), overflow="fold")
    for _ in range(n_columns):
        table.add_column(width=max(each, 4), justify="right", overflow="fold")
    return table


def _entry(dataset: xr.Dataset, line: Line, cell: Cell, column: Column) -> Text:
    if ranges.is_open(dataset, cell.world, line.name, DIFFERENCE if column.is_difference else LEVEL):
        rough, sign = (cell.difference, "points") if column.is_difference else (cell.level, "%")
        return Text(f"about {say(100 * rough.mean, 2)} {sign}")
    digits = ranges.digits(dataset, cell.world, line.name, DIFFERENCE if column.is_difference else LEVEL)
    if line.paired:  # a share of the other world or a difference, and it belongs to the pair
        value = cell.difference if column.is_difference else views.UNDEFINED
        if line.unit == "share":
            return _two(amount(value.mean, line.unit), span(value, line.unit))
        return _two(difference(value.mean, line.unit), difference_span(value, line.unit))
    if column.is_difference:
        step = cell.difference
        return _two(difference(step.mean, line.unit, digits), difference_span(step, line.unit, digits))
    return _two(amount(cell.level.mean, line.unit, digits), span(cell.level, line.unit, digits))


def _over(dataset: xr.Dataset, line: Line, cell: Cell, column: Column) -> str:
    """Write in braces the parameter range of a number, and under it the median of the samples."""
    of = DIFFERENCE if column.is_difference else LEVEL
    found = ranges.range_of(dataset, cell.world, line.name, of)
    if found is None:
        return ""
    median = ranges.median_of(dataset, cell.world, line.name, of)
    low, high, middle = (100 * end if line.unit == "share" else end for end in (*found, median))
    sign = " %" if line.unit == "share" and not column.is_difference else ""
    if same(low, high):
        return f"{{{say(low, 2)}{sign}}}"
    span = f"{{{say(low, 2)} to {say(high, 2)}{sign}}}"
    if len(span) >= COLUMN_WIDTH:
        span = span.replace(" to ", " to\n")
    return f"{span}\nmedian {say(middle, 2)}{sign}"


def _real(line: Line, column: Column) -> Text:
    real = line.cells[column.world].real
    if real is None or column.is_difference:
        return Text("")
    beside = line.cells[column.world].published
    return Text(say(real, 2) if beside is None else f"{say(real, 2)}\npublished {say(beside)}", style="dim")


def _two(first: str, second: str, indent: str = "") -> Text:
    return Text.assemble(first, (f"\n{indent}{second}" if second else "", "dim"))


def _folded(name: str, width: int = COLUMN_WIDTH - 1) -> str:
    """Breaks a name after spaces and hyphens, so that a heading keeps whole words."""
    lines = [""]
    for piece in re.findall(r"[^ -]*[ -]?", name):
        if lines[-1] and len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _published_table(rows: Sequence[Beside]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", ratio=1, overflow="fold")
    table.add_column("as of")
    table.add_column("published", justify="right")
    table.add_column("simulated", justify="right", overflow="fold")
    for row in rows:
        simulated = _two("-", row.note)
        if row.simulated is not None:
            simulated = _two(amount(row.simulated.mean, row.unit), span(row.simulated, row.unit))
        table.add_row(
            _two(row.quantity, "" if row.unit == "share" else row.unit, "  "),
            row.as_of,
            amount(row.published, row.unit),
            simulated,
        )
    return table
