"""The tables of a result as flat rows of plain values, null where a number is not defined."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.argument_checks import check_arguments
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import Column, read_sample_results
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.numpy_errstate import with_default_errstate
from underheaven.show.explain import status_cost
from underheaven.show.text import (
    influence_sentences,
    measure_titles,
    parameter_ranges,
    range_sentences,
    table_lines,
    unable_unwilling,
)
from underheaven.show.text.unshipped_documents import unshipped_sentence

if TYPE_CHECKING:
    import xarray as xr

RANGED_SHARES = {
    **{name: ("listed", debt) for debt, name in unable_unwilling.DEBT_SPLIT_MEASURES.items()},
    **{f"filed_share_of_debt:{debt}": ("filed", debt) for debt in measure_titles.DEBTOR_PHRASES},
}
"""Shares of debtors that have a row of their own: the denominator, and the kind of debtor."""

RANGE_COLUMNS = (
    "range_low",
    "range_high",
    "difference_range_low",
    "difference_range_high",
    "seeds_low",
    "seeds_high",
    "range_median",
    "difference_range_median",
)
EMPTY_RANGE_COLUMNS: dict[str, Any] = dict.fromkeys((*RANGE_COLUMNS, "most_influential", "sign"))
NAN = float("nan")

SHARE_OF_PHRASES = {"listed": "Of those listed for a debt", "filed": "Of the records of debts filed"}


@check_arguments(dataset=given_dataset)
@with_default_errstate
def result_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return the tables of a result as rows of plain values.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.

    Returns:
        One row per measure and scenario, then one per published count; all have the same keys.
    """
    lines = table_lines.comparison_lines(dataset)
    measured: list[dict[str, Any]] = [
        {
            "section": line.section,
            "name": line.name,
            "title": line.title,
            "unit": line.unit,
            "scenario": cell.scenario,
            **interval_columns("", cell.level),
            **interval_columns("difference", cell.difference),
            "real": cell.real,
            "published": None,
            "as_of": None,
            "events": cell.level.events,
            "note": cell.level.note,
            **range_columns(dataset, cell.scenario, line.name),
        }
        for line in lines
        for cell in line.cells
    ]
    printed = [
        {
            "section": "Published counts",
            "name": row.measure,
            "title": row.quantity,
            "unit": row.unit,
            "scenario": scenario,
            **interval_columns("", row.simulated or table_lines.UNDEFINED),
            **interval_columns("difference", table_lines.UNDEFINED),
            "real": None,
            "published": row.published,
            "as_of": row.as_of,
            "events": None,
            "note": row.note,
            **EMPTY_RANGE_COLUMNS,
        }
        for scenario, comparisons in table_lines.published_comparisons(dataset)
        for row in comparisons
    ]
    ranged = [
        _range_row(dataset, column)
        for column in parameter_ranges.measure_sensitivities(dataset)
        if column[1] in RANGED_SHARES
    ]
    unranged = not ranged and unable_unwilling.has_debt_split(lines)
    for row in measured if unranged else []:
        if row["section"] == unable_unwilling.SECTION and row["mean"] is not None:
            row["note"] = " ".join(filter(None, (row["note"], "without its parameter range")))
    mark = unshipped_sentence(dataset) or None
    return [row | {"mark": mark} for row in ranged + measured + _status_cost_rows(dataset) + printed]


def _status_cost_rows(dataset: xr.Dataset) -> list[dict[str, Any]]:
    """Return rows on the monthly cost of each status from the documents alone; none has an interval."""
    rows_ = []
    for scenario, cost in status_cost.status_costs_of_result(dataset):
        low, high = cost.outside_share
        named = (
            (
                f"price_of_a_month:{cost.name}",
                f"Expected price of a month: {cost.name}",
                "months of income",
                cost.price,
            ),
            (
                f"least_outside:{cost.name}",
                f"Share {status_cost.OTHER_CONTEXTS_PHRASE}, at least: {cost.name}",
                "share",
                low,
            ),
            (
                f"most_outside:{cost.name}",
                f"Share {status_cost.OTHER_CONTEXTS_PHRASE}, at most: {cost.name}",
                "share",
                high,
            ),
        )
        rows_ += [
            {
                "section": "Properties of the documents",
                "name": name,
                "title": title,
                "unit": unit,
                "scenario": scenario,
                "mean": finite_or_none(value),
                "low": None,
                "high": None,
                **interval_columns("difference", table_lines.UNDEFINED),
                "real": None,
                "published": None,
                "as_of": cost.since,
                "events": None,
                "note": status_cost.PROPERTY_NOTE,
                **EMPTY_RANGE_COLUMNS,
            }
            for name, title, unit, value in named
        ]
    return rows_


def range_columns(dataset: xr.Dataset, scenario: str, name: str) -> dict[str, Any]:
    """Return the columns on the parameter samples of a measure; all None without samples."""
    every = parameter_ranges.measure_sensitivities(dataset)
    step = every.get((scenario, name, DIFFERENCE))
    spans = [parameter_ranges.parameter_range(dataset, scenario, name, of) or (NAN, NAN) for of in (LEVEL, DIFFERENCE)]
    medians = [parameter_ranges.sample_median(dataset, scenario, name, of) for of in (LEVEL, DIFFERENCE)]
    row = every.get((scenario, name, LEVEL)) or step
    if row is None:
        return EMPTY_RANGE_COLUMNS
    ends = dict(zip(RANGE_COLUMNS, (*spans[0], *spans[1], row.seeds_low, row.seeds_high, *medians), strict=True))
    return {
        **{key: finite_or_none(value) for key, value in ends.items()},
        "most_influential": "; ".join(m.parameter.path for m in row.most_influential) or None,
        "sign": "turns" if step is not None and step.sign_changes else None,
    }


def _range_row(dataset: xr.Dataset, column: Column) -> dict[str, Any]:
    """Return the row of the parameter range of a share of debts; its name contains the denominator."""
    scenario, name, _ = column
    of, debt = RANGED_SHARES[name]
    low, high = parameter_ranges.parameter_range(dataset, scenario, name) or (None, None)
    row, sample_results = parameter_ranges.measure_sensitivities(dataset)[column], read_sample_results(dataset.attrs)
    return {
        "section": unable_unwilling.SECTION,
        "name": f"parameter_range:{of}:{debt}",
        "title": f"{SHARE_OF_PHRASES[of]}, {measure_titles.DEBTOR_PHRASES[debt]}, parameter range",
        "unit": "share",
        "scenario": scenario,
        "mean": None,
        "low": low,
        "high": high,
        **interval_columns("difference", table_lines.UNDEFINED),
        "real": None,
        "published": None,
        "as_of": None,
        "events": None,
        "note": (
            f"central 90 % of {range_sentences.samples_phrase(sample_results) if sample_results else 'the samples'}; "
            f"{influence_sentences.most_influential_sentence(row, 'share')}"
        ),
        **range_columns(dataset, scenario, name),
    }


def interval_columns(name: str, interval: Interval) -> dict[str, float | None]:
    """Return mean and ends of an interval under a name; null where one is not defined."""
    keys = (name, f"{name}_low", f"{name}_high") if name else ("mean", "low", "high")
    values = (interval.mean, interval.low, interval.high)
    return {key: finite_or_none(value) for key, value in zip(keys, values, strict=True)}


def finite_or_none(value: float) -> float | None:
    """Return a number, or None where it is not defined."""
    return value if isfinite(value) else None
