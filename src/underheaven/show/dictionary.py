"""The data dictionary: every name in a result and in its tables, from the registries that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from underheaven.fields import FITTED, PANEL, PERSONAL, TALLIES
from underheaven.measure import series
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure
from underheaven.record.schema import ANNOTATIONS, DIM_MEANINGS, FIT, PANELIST, PERSON, RENAMED, RUN_DIMS, dims_of
from underheaven.show import panel
from underheaven.show.delimited import Kind
from underheaven.show.ranges import WHO
from underheaven.show.rows import OF
from underheaven.show.sections import FAMILIES

HEADS = ("name", "file", "dims", "dtype", "unit", "meaning", "stage")
MONTHS, MEASURED, PERSONS, LABELS, LEDGER = "months", "measures", "persons", "labels", "ledger"
PLACES = {"person": PERSONS, "panelist": panel.NAME}
"""Dimensions that count places, and the table in which each is a column."""
DTYPES: dict[Kind, str] = {"text": "text", "whole": "int64", "number": "float64"}
PERSON_MEANING = "a place, counted from 0; who lives there is synthetic, and no real person stands behind it"

MEASURE_COLUMNS: dict[str, tuple[Kind, str]] = {
    "section": ("text", "part of the printed table; Further measures for those it leaves out"),
    "name": ("text", "name of the measure, as in this dictionary"),
    "title": ("text", "what the printed table calls it"),
    "unit": ("text", "unit of mean, low, high, and of difference and its ends"),
    "world": ("text", "regime"),
    "mean": ("number", "mean over replicates"),
    "low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "high": ("number", "upper end of it"),
    "difference": (
        "number",
        "this world less the other, the same people and the same random draws, mean over replicates",
    ),
    "difference_low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "difference_high": ("number", "upper end of it"),
    "real": ("number", "the mean in units of the real population, where the same was published for the last month"),
    "published": ("number", "the published count"),
    "as_of": ("text", "month in which it stood so"),
    "events": ("whole", "events over all replicates that the mean rests on; missing where it counts none"),
    "note": ("text", "why a number is missing, or how its interval or range was made"),
    "assumptions_low": ("number", "lower end of the parameter range, the central 90 % of the parameter samples"),
    "assumptions_high": ("number", "upper end of it"),
    "difference_assumptions_low": ("number", "lower end of the parameter range of the difference"),
    "difference_assumptions_high": ("number", "upper end of it"),
    "luck_low": ("number", "least over seeds, in runs as small as the parameter samples"),
    "luck_high": ("number", "most over these seeds"),
    "assumptions_median": ("number", "median of the parameter samples"),
    "difference_assumptions_median": ("number", "median of the difference over the parameter samples"),
    "moved_by": ("text", "assumed numbers that move it most"),
    "sign": ("text", "turns where the sign of the difference turns inside the parameter ranges"),
    "mark": (
        "text",
        "which documents did not ship with the program or were changed by a shipped reform; missing if all shipped",
    ),
}
LABEL_COLUMNS: dict[str, tuple[Kind, str]] = {
    "dimension": ("text", "a dimension of the result"),
    "position": ("whole", "place of the label, from 0"),
    "label": ("text", "the label"),
    "note": (
        "text",
        "of a list its colour; of a kind of conduct the state it arises from, its sort, context, gravity",
    ),
}
LEDGER_COLUMNS: dict[str, tuple[Kind, str]] = {
    "world": ("text", "regime"),
    "cause": (
        "text",
        "context of the conduct behind the record; none:ties, none:official and none:outside are no record",
    ),
    "effect": ("text", "context of the loss"),
    "origin": ("text", "how the record came to be"),
    "rule": ("text", "kind of conduct that the record's rule files; none where no record bears it"),
    "unit": ("text", "unit of mean, low and high"),
    "mean": ("number", "detriment of all persons over the run, mean over replicates"),
    "low": ("number", "lower end of its Monte Carlo interval (95 %)"),
    "high": ("number", "upper end of it"),
    "share": ("number", "of all detriment of the world"),
}


@dataclass(frozen=True)
class Entry:
    """One name: the table it stands in, its dimensions, type, unit and meaning, and the stage that writes it."""

    name: str
    file: str
    dims: str
    dtype: str
    unit: str
    meaning: str
    stage: str


def entries() -> list[Entry]:
    """Gives every entry: dimensions, tallies, sums, panel, fitted points, measures, columns of the small tables."""
    return [*_dimensions(), *_tallies(), *_sums(), *_panel(), *_fitted(), *_measures(), *_columns()]


def rows(ending: str = "") -> list[dict[str, Any]]:
    """Gives the entries as rows; ending: of the files, such as ``.csv``."""
    return [{**asdict(entry), "file": entry.file + ending if entry.file else ""} for entry in entries()]


def markdown(ending: str = "") -> str:
    """Gives the dictionary as a Markdown table; ending: of the files, such as ``.csv``."""
    lines = [[f"`{row['name']}`", *(str(row[head]) or "-" for head in HEADS[1:])] for row in rows(ending)]
    return "".join(f"| {' | '.join(c.replace('|', '/') for c in line)} |\n" for line in [HEADS, ["---"] * 7, *lines])


def _dims(*more: str) -> str:
    return ", ".join((*RUN_DIMS, *more))


def _dimensions() -> Iterator[Entry]:
    meanings = {"replicate": "independent society, same documents, from 0", "person": PERSON_MEANING, **DIM_MEANINGS}
    for name, meaning in meanings.items():
        plain = RENAMED.get(name, name)
        dtype = "int64" if name in ("replicate", *PLACES) else "text"
        yield Entry(plain, PLACES.get(name, LABELS), plain, dtype, "label", meaning, "")
    for name, (dim, meaning) in ANNOTATIONS.items():
        yield Entry(name, LABELS, dim, "text", "label", f"{meaning}; the column note", "")


def _tallies() -> Iterator[Entry]:
    for f in TALLIES:
        yield Entry(f.name, f"{MONTHS}/{f.name}", _dims("month", *dims_of(f)), f.dtype, f.unit, f.meaning, f.stage)


def _sums() -> Iterator[Entry]:
    for f in PERSONAL:
        yield Entry(PERSON + f.name, PERSONS, _dims("person"), f.dtype, f.unit, f.meaning, f.stage)


def _panel() -> Iterator[Entry]:
    for f in PANEL:
        dims = _dims("month", "panelist", *dims_of(f))
        yield Entry(PANELIST + f.name, panel.NAME, dims, f.dtype, f.unit, f.meaning, f.stage)


def _fitted() -> Iterator[Entry]:
    """Yields what stands in a result and in no table, of points that a regime fits to its records."""
    for f in FITTED:
        yield Entry(FIT + f.name, "", _dims("month", *dims_of(f)), f.dtype, f.unit, f.meaning, f.stage)


def _measures() -> Iterator[Entry]:
    both: list[Measure | PairedMeasure] = [*MEASURES.values(), *PAIRED.values()]
    for m in both:
        yield _measure(m.name, m.unit, f"{m.title}: {m.definition}")
    for name, family in FAMILIES.items():
        title = family.title.format("LABEL").removeprefix("... ")
        yield _measure(f"{name}:LABEL", family.unit, f"{title}, a row for each {family.dim} with a count")
    for of, whom in OF.items():
        yield _measure(
            f"range_over_assumptions:{of}:LABEL", "share", f"{whom}, {' / '.join(WHO.values())}: parameter range"
        )
    told: Sequence[tuple[str, Callable[..., Any]]] = [
        *series.PLAIN.items(), *((f"{name}:LABEL", function) for name, function in series.OF_LABEL.items())
    ]  # fmt: skip
    for name, function in told:
        said = (function.__doc__ or "").strip().splitlines()[0].removeprefix("Gives ")
        said = said.replace(" (world, replicate, month)", "").rstrip(".")
        yield _measure(name, "as its row says", f"{said}; beside a published count")


def _measure(name: str, unit: str, meaning: str) -> Entry:
    return Entry(name, MEASURED, "world", "float64", unit, meaning, "")


def _columns() -> Iterator[Entry]:
    for file, columns in ((MEASURED, MEASURE_COLUMNS), (LABELS, LABEL_COLUMNS), (LEDGER, LEDGER_COLUMNS)):
        for name, (kind, meaning) in columns.items():
            yield Entry(name, file, "a row", DTYPES[kind], "-", meaning, "")
