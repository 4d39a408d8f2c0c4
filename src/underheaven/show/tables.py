"""The tables of a result: months by tally, measures, labels, the panel if any and, where asked for, persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.fields import PERSONAL, TALLIES
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.measure.table import Row, table
from underheaven.record.schema import ANNOTATIONS, PERSON
from underheaven.show import about, dictionary, repeats
from underheaven.show.delimited import Kind, Table, person_table, rows_table, tally_table
from underheaven.show.ledger import ledger_rows
from underheaven.show.panel import panel_table
from underheaven.show.rows import assumed, rows
from underheaven.show.unshipped import sentence

if TYPE_CHECKING:
    import xarray as xr

FURTHER = "Further measures"
"""The section of measures that the printed table leaves out."""
NOTES = {
    "kind_context": "context {}", "kind_gravity": "gravity {}", "effect_price": "price of one denied use {}",
    "effect_use": "use {}",
}  # fmt: skip
"""Words around a note that does not say by itself what it is."""


def tables(dataset: xr.Dataset, persons: bool) -> Iterator[Table]:
    """Yields every table of a result, the small ones first; persons: also the sums of each synthetic person."""
    columns = _kinds(dictionary.MEASURE_COLUMNS)
    yield rows_table(dictionary.MEASURED, columns, measure_rows(dataset))
    yield rows_table(dictionary.LABELS, _kinds(dictionary.LABEL_COLUMNS), label_rows(dataset))
    if "kind_context" in dataset.coords:
        yield rows_table(dictionary.LEDGER, _kinds(dictionary.LEDGER_COLUMNS), ledger_rows(dataset))
    for field in TALLIES:
        yield tally_table(f"{dictionary.MONTHS}/{field.name}", dataset[field.name])
    panel = panel_table(dataset)
    if panel is not None:
        yield panel
    if persons:
        names = [PERSON + field.name for field in PERSONAL]
        yield person_table(dictionary.PERSONS, {name: dataset[name] for name in names})


def measure_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives the rows of the printed table, then those of every measure of the registry that it leaves out."""
    printed, mark = rows(dataset), sentence(dataset) or None
    shown = {row["name"] for row in printed}
    return printed + [
        _row(row, assumed(dataset, row.world, row.name), repeats.note(row.name, dataset)) | {"mark": mark}
        for row in table(dataset, about.against(dataset))
        if row.name not in shown
    ]


def label_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Gives a row for each label of each dimension, places of persons and panelists left out."""
    notes = [
        (dim, [NOTES.get(name, "{}").format(said) if said else "" for said in dataset[name].values])
        for name, (dim, _) in ANNOTATIONS.items()
        if name in dataset.coords
    ]
    named = [dim for dim in map(str, dataset.dims) if dim in dataset.coords and dim != "panelist"]

    def note(dim: str, n: int) -> str:
        return "; ".join(str(said[n]) for of, said in notes if of == dim and said[n])

    return [
        {"dimension": dim, "position": n, "label": str(label), "note": note(dim, n)}
        for dim in named
        for n, label in enumerate(dataset[dim].values)
    ]


def _row(row: Row, more: Mapping[str, Any], note: str) -> dict[str, Any]:
    numbers = ("mean", "low", "high", "difference", "difference_low", "difference_high")
    values = {name: float(getattr(row, name)) for name in numbers}
    lowest, highest = (MEASURES.get(row.name) or PAIRED[row.name]).range
    values |= {end: min(max(values[end], lowest), highest) for end in ("low", "high") if isfinite(values[end])}
    return {
        "section": FURTHER, "name": row.name, "title": row.title, "unit": row.unit, "world": row.world,
        **{name: value if isfinite(value) else None for name, value in values.items()},
        "real": None, "published": None, "as_of": None, "events": row.events,
        "note": note or row.note, **more,
    }  # fmt: skip


def _kinds(columns: Mapping[str, tuple[Kind, str]]) -> dict[str, Kind]:
    return {name: kind for name, (kind, _) in columns.items()}
