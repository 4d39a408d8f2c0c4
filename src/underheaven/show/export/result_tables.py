"""The tables of a result: months by tally, measures, labels, the panel if any and, on request, persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.measure.measure_table import MeasureEstimate, build_measure_table
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.record.schema import ANNOTATIONS, PERSON_PREFIX
from underheaven.show import result_metadata
from underheaven.show.export import data_dictionary
from underheaven.show.export.csv_text import ColumnKind, Table, person_table, rows_table, tally_table
from underheaven.show.export.panel_table import panel_table
from underheaven.show.text import redundant_measures
from underheaven.show.text.ledger import ledger_rows
from underheaven.show.text.result_rows import range_columns, result_rows
from underheaven.show.text.unshipped_documents import unshipped_sentence

if TYPE_CHECKING:
    import xarray as xr

FURTHER_SECTION = "Further measures"
"""The section of measures that the printed table leaves out."""
LABEL_NOTES = {
    "kind_context": "context {}",
    "kind_gravity": "gravity {}",
    "effect_price": "price of one denied use {}",
    "effect_use": "use {}",
}
"""Words before a note that would not be clear alone."""


def result_tables(dataset: xr.Dataset, persons: bool) -> Iterator[Table]:
    """Yield every table of a result, the small ones first; persons: also the sums of each synthetic person."""
    columns = _column_kinds(data_dictionary.MEASURE_COLUMNS)
    yield rows_table(data_dictionary.MEASURES_TABLE, columns, measure_rows(dataset))
    yield rows_table(data_dictionary.LABELS_TABLE, _column_kinds(data_dictionary.LABEL_COLUMNS), label_rows(dataset))
    if "kind_context" in dataset.coords:
        yield rows_table(
            data_dictionary.LEDGER_TABLE, _column_kinds(data_dictionary.LEDGER_COLUMNS), ledger_rows(dataset)
        )
    for field in TALLIES:
        yield tally_table(f"{data_dictionary.MONTHS_FOLDER}/{field.name}", dataset[field.name])
    panel = panel_table(dataset)
    if panel is not None:
        yield panel
    if persons:
        names = [PERSON_PREFIX + field.name for field in PERSON_FIELDS]
        yield person_table(data_dictionary.PERSONS_TABLE, {name: dataset[name] for name in names})


def measure_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the rows of the printed table, then those of every measure of the registry that it leaves out."""
    printed, mark = result_rows(dataset), unshipped_sentence(dataset) or None
    shown = {row["name"] for row in printed}
    return printed + [
        _further_row(
            row, range_columns(dataset, row.scenario, row.name), redundant_measures.redundancy_note(row.name, dataset)
        )
        | {"mark": mark}
        for row in build_measure_table(dataset, result_metadata.baseline_of(dataset))
        if row.name not in shown
    ]


def label_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return a row for each label of each dimension, except slots of persons and panelists."""
    notes = [
        (dim, [LABEL_NOTES.get(name, "{}").format(wording) if wording else "" for wording in dataset[name].values])
        for name, (dim, _) in ANNOTATIONS.items()
        if name in dataset.coords
    ]
    named = [dim for dim in map(str, dataset.dims) if dim in dataset.coords and dim != "panelist"]

    def note(dim: str, n: int) -> str:
        return "; ".join(str(wording[n]) for of, wording in notes if of == dim and wording[n])

    return [
        {"dimension": dim, "position": n, "label": str(label), "note": note(dim, n)}
        for dim in named
        for n, label in enumerate(dataset[dim].values)
    ]


def _further_row(row: MeasureEstimate, more: Mapping[str, Any], note: str) -> dict[str, Any]:
    numbers = ("mean", "low", "high", "difference", "difference_low", "difference_high")
    values = {name: float(getattr(row, name)) for name in numbers}
    lowest, highest = (MEASURES.get(row.name) or PAIRED[row.name]).range
    values |= {end: min(max(values[end], lowest), highest) for end in ("low", "high") if isfinite(values[end])}
    return {
        "section": FURTHER_SECTION,
        "name": row.name,
        "title": row.title,
        "unit": row.unit,
        "scenario": row.scenario,
        **{name: value if isfinite(value) else None for name, value in values.items()},
        "real": None,
        "published": None,
        "as_of": None,
        "events": row.events,
        "note": note or row.note,
        **more,
    }


def _column_kinds(columns: Mapping[str, tuple[ColumnKind, str]]) -> dict[str, ColumnKind]:
    return {name: kind for name, (kind, _) in columns.items()}
