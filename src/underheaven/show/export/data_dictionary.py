"""The data dictionary: every name in a result and in its tables, from the registries that define them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.measure import count_series
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure
from underheaven.record.schema import (
    ANNOTATIONS,
    DIM_MEANINGS,
    FIT_PREFIX,
    PANELIST_PREFIX,
    PERSON_PREFIX,
    RENAMED_DIMS,
    RUN_DIMS,
    field_dims,
)
from underheaven.show.export import panel_table
from underheaven.show.export.csv_text import ColumnKind
from underheaven.show.text.measure_titles import DEBTOR_PHRASES
from underheaven.show.text.result_rows import SHARE_OF_PHRASES
from underheaven.show.text.table_sections import FAMILIES

DICTIONARY_COLUMNS = ("name", "file", "dims", "dtype", "unit", "meaning", "stage")
MONTHS_FOLDER, MEASURES_TABLE, PERSONS_TABLE, LABELS_TABLE, LEDGER_TABLE = (
    "months",
    "measures",
    "persons",
    "labels",
    "ledger",
)
SLOT_TABLES = {"person": PERSONS_TABLE, "panelist": panel_table.PANEL_TABLE}
"""Dimensions of slots, and the table in which each is a column."""
DTYPES: dict[ColumnKind, str] = {"text": "text", "whole": "int64", "number": "float64"}
PERSON_MEANING = "a slot, counted from 0; the persons in it are synthetic and represent no real person"

MEASURE_COLUMNS: dict[str, tuple[ColumnKind, str]] = {
    "section": ("text", "part of the printed table; Further measures for those it leaves out"),
    "name": ("text", "name of the measure, as in this dictionary"),
    "title": ("text", "title in the printed table"),
    "unit": ("text", "unit of mean, low, high, and of difference and its ends"),
    "scenario": ("text", "regime"),
    "mean": ("number", "mean over replicates"),
    "low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "high": ("number", "upper end of it"),
    "difference": (
        "number",
        "this scenario minus the baseline, the same people and the same random draws, mean over replicates",
    ),
    "difference_low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "difference_high": ("number", "upper end of it"),
    "real": ("number", "the mean in units of the real population, where the same was published for the last month"),
    "published": ("number", "the published count"),
    "as_of": ("text", "month of the published count"),
    "events": ("whole", "events over all replicates that the mean depends on; missing if it counts none"),
    "note": ("text", "why a number is missing, or how its interval or range was made"),
    "range_low": ("number", "lower end of the parameter range, the central 90 % of the parameter samples"),
    "range_high": ("number", "upper end of it"),
    "difference_range_low": ("number", "lower end of the parameter range of the difference"),
    "difference_range_high": ("number", "upper end of it"),
    "seeds_low": ("number", "minimum over seeds, in runs of the size of the parameter samples"),
    "seeds_high": ("number", "maximum over these seeds"),
    "range_median": ("number", "median of the parameter samples"),
    "difference_range_median": ("number", "median of the difference over the parameter samples"),
    "most_influential": ("text", "most influential assumed numbers"),
    "sign": ("text", "turns if the sign of the difference turns inside the parameter ranges"),
    "mark": (
        "text",
        "which documents did not ship with the program or were changed by a shipped reform; missing if all shipped",
    ),
}
LABEL_COLUMNS: dict[str, tuple[ColumnKind, str]] = {
    "dimension": ("text", "a dimension of the result"),
    "position": ("whole", "position of the label, from 0"),
    "label": ("text", "the label"),
    "note": (
        "text",
        "of a list its colour; of a kind of conduct the state it arises from, its sort, context, gravity",
    ),
}
LEDGER_COLUMNS: dict[str, tuple[ColumnKind, str]] = {
    "scenario": ("text", "regime"),
    "cause": (
        "text",
        "context of the conduct behind the record; none:ties, none:official and none:outside are no record",
    ),
    "effect": ("text", "context of the loss"),
    "origin": ("text", "origin of the record"),
    "rule": ("text", "kind of conduct that the record's rule files; none if the loss has no record behind it"),
    "unit": ("text", "unit of mean, low and high"),
    "mean": ("number", "detriment of all persons over the run, mean over replicates"),
    "low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "high": ("number", "upper end of it"),
    "share": ("number", "share of all detriment of the scenario"),
}


@dataclass(frozen=True)
class DictionaryEntry:
    """One name: its table, dimensions, type, unit and meaning, and the stage that writes it."""

    name: str
    file: str
    dims: str
    dtype: str
    unit: str
    meaning: str
    stage: str


def dictionary_entries() -> list[DictionaryEntry]:
    """Return every entry: dimensions, tallies, sums, panel, fitted points, measures, columns of the small tables."""
    return [
        *_dimension_entries(),
        *_tally_entries(),
        *_sum_entries(),
        *_panel_entries(),
        *_fitted_entries(),
        *_measure_entries(),
        *_column_entries(),
    ]


def dictionary_rows(ending: str = "") -> list[dict[str, Any]]:
    """Return the entries as rows of plain values.

    Args:
        ending: Of the table files, such as ``.csv``.
    """
    return [{**asdict(entry), "file": entry.file + ending if entry.file else ""} for entry in dictionary_entries()]


def dictionary_markdown(ending: str = "") -> str:
    """Return the dictionary as a Markdown table.

    Args:
        ending: Of the table files, such as ``.csv``.
    """
    lines = [
        [f"`{row['name']}`", *(str(row[head]) or "-" for head in DICTIONARY_COLUMNS[1:])]
        for row in dictionary_rows(ending)
    ]
    return "".join(
        f"| {' | '.join(c.replace('|', '/') for c in line)} |\n" for line in [DICTIONARY_COLUMNS, ["---"] * 7, *lines]
    )


def _dims_text(*more: str) -> str:
    return ", ".join((*RUN_DIMS, *more))


def _dimension_entries() -> Iterator[DictionaryEntry]:
    meanings = {"replicate": "independent society, same documents, from 0", "person": PERSON_MEANING, **DIM_MEANINGS}
    for name, meaning in meanings.items():
        plain = RENAMED_DIMS.get(name, name)
        dtype = "int64" if name in ("replicate", *SLOT_TABLES) else "text"
        yield DictionaryEntry(plain, SLOT_TABLES.get(name, LABELS_TABLE), plain, dtype, "label", meaning, "")
    for name, (dim, meaning) in ANNOTATIONS.items():
        yield DictionaryEntry(name, LABELS_TABLE, dim, "text", "label", f"{meaning}; the column note", "")


def _tally_entries() -> Iterator[DictionaryEntry]:
    for f in TALLIES:
        yield DictionaryEntry(
            f.name,
            f"{MONTHS_FOLDER}/{f.name}",
            _dims_text("month", *field_dims(f)),
            f.dtype,
            f.unit,
            f.meaning,
            f.stage,
        )


def _sum_entries() -> Iterator[DictionaryEntry]:
    for f in PERSON_FIELDS:
        yield DictionaryEntry(
            PERSON_PREFIX + f.name, PERSONS_TABLE, _dims_text("person"), f.dtype, f.unit, f.meaning, f.stage
        )


def _panel_entries() -> Iterator[DictionaryEntry]:
    for f in PANEL:
        dims = _dims_text("month", "panelist", *field_dims(f))
        yield DictionaryEntry(
            PANELIST_PREFIX + f.name, panel_table.PANEL_TABLE, dims, f.dtype, f.unit, f.meaning, f.stage
        )


def _fitted_entries() -> Iterator[DictionaryEntry]:
    """Yield the entries of fitted points, which are in a result but in no table."""
    for f in FITTED:
        yield DictionaryEntry(
            FIT_PREFIX + f.name, "", _dims_text("month", *field_dims(f)), f.dtype, f.unit, f.meaning, f.stage
        )


def _measure_entries() -> Iterator[DictionaryEntry]:
    measures: list[Measure | PairedMeasure] = [*MEASURES.values(), *PAIRED.values()]
    for m in measures:
        yield _measure_entry(m.name, m.unit, f"{m.title}: {m.definition}")
    for name, family in FAMILIES.items():
        title = family.title.format("LABEL").removeprefix("... ")
        yield _measure_entry(f"{name}:LABEL", family.unit, f"{title}, a row for each {family.dim} with a count")
    for of, debtors in SHARE_OF_PHRASES.items():
        yield _measure_entry(
            f"parameter_range:{of}:LABEL",
            "share",
            f"{debtors}, {' / '.join(DEBTOR_PHRASES.values())}: parameter range",
        )
    series_functions: Sequence[tuple[str, Callable[..., Any]]] = [
        *count_series.UNLABELLED_SERIES.items(),
        *((f"{name}:LABEL", function) for name, function in count_series.LABELLED_SERIES.items()),
    ]
    for name, function in series_functions:
        wording = (function.__doc__ or "").strip().splitlines()[0].removeprefix("Gives ").removeprefix("Return ")
        wording = wording.replace(" (scenario, replicate, month)", "").rstrip(".")
        yield _measure_entry(name, "as its row says", f"{wording}; compared with a published count")


def _measure_entry(name: str, unit: str, meaning: str) -> DictionaryEntry:
    return DictionaryEntry(name, MEASURES_TABLE, "scenario", "float64", unit, meaning, "")


def _column_entries() -> Iterator[DictionaryEntry]:
    for file, columns in (
        (MEASURES_TABLE, MEASURE_COLUMNS),
        (LABELS_TABLE, LABEL_COLUMNS),
        (LEDGER_TABLE, LEDGER_COLUMNS),
    ):
        for name, (kind, meaning) in columns.items():
            yield DictionaryEntry(name, file, "a row", DTYPES[kind], "-", meaning, "")
