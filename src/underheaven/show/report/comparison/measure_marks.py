"""One measure of several regimes: a mark each, with interval, parameter range, or why there is no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.calendar import regime_has_begun
from underheaven.measure.families import burden
from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import read_sample_results
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.explain import status_cost
from underheaven.show.report.findings.event_counts import has_few_events, silenced_months
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges, unable_unwilling
from underheaven.spec.amendments.merging import regime_versions

if TYPE_CHECKING:
    import xarray as xr

NOT_BEGUN = "has not begun"
NO_RECORDS, NO_LOSS, NO_LISTS, LISTS_NOBODY = (
    "nothing is recorded",
    "nothing is taken",
    "keeps no blacklist",
    "lists nobody",
)
NOT_DEFINED, PARTLY_DEFINED, UNRANKED = (
    "undefined",
    "not defined in every replicate",
    "too few kinds with records to rank",
)
PARTS_OF_LIFE = "parts_of_life"
"""Parts of life in which any access is lost; counted here, since no measure of a single scenario needs it."""

CHILLED_SPEECH = "chilled_speech"

LOSS_MEASURES = frozenset(
    {
        "cross_context_share",
        "unjustified_share",
        "ordinal_proportionality",
        "excess_share",
        "context_pairs_to_halve",
        "detriment_gini",
        "burden_ratio",
        "equal_conduct_detriment",
    }
)
"""Measures that are undefined if nothing is lost."""
LISTED_MEASURES = frozenset(
    {
        "listed_now",
        "ever_listed",
        "entries",
        "months_listed",
        "wrongly_listed_now",
        "wrongly_listed_share",
        "ever_wrongly_listed",
        "wrongful_stay_median",
        "corrected_within_24",
        "exit_hazard",
        "relisted_share",
        "still_listed_share",
        "stay_median",
        "still_on_24",
        "stay_mean_24",
        "listing_ratio",
        "equal_conduct_listed",
        "equal_conduct_wrongly_listed",
        "out_of_work_after",
        "detriment_of_listed",
    }
)
"""Measures of persons on blacklists."""
DEBT_MEASURES: Mapping[str, str] = dict.fromkeys(
    unable_unwilling.DEBT_SPLIT_MEASURES.values(), "lists nobody for a debt"
)


@dataclass(frozen=True)
class RegimeMark:
    """A measure of one regime.

    values: shape (replicate,). parameter_range: low and high, or None. reason: why there is no number, or why it is 0;
    else empty. is_open: whether it is a share that its parameter range leaves open.
    """

    scenario: str
    interval: Interval
    values: NDArray[np.float64]
    parameter_range: tuple[float, float] | None
    reason: str
    is_open: bool = False

    @property
    def is_defined(self) -> bool:
        """Return whether there is a number."""
        return isfinite(self.interval.mean)

    @property
    def has_few_events(self) -> bool:
        """Return whether it has too few events to be ranked; a zero with a reason does not count as few."""
        return self.is_defined and not self.reason and has_few_events(self.interval)


@dataclass(frozen=True)
class MeasureRow:
    """One measure of all regimes; kind: level, or difference from the baseline."""

    name: str
    title: str
    unit: str
    kind: str
    marks: tuple[RegimeMark, ...]

    @property
    def is_share(self) -> bool:
        """Return whether the measure is a share."""
        return self.unit == "share"

    def ranked_marks(self) -> list[RegimeMark]:
        """Return the marks that have a number on enough events, the largest first."""
        ranked = (mark for mark in self.marks if mark.is_defined and not mark.has_few_events)
        return sorted(ranked, key=lambda mark: -mark.interval.mean)

    def has_values(self) -> bool:
        """Return whether any regime has a number other than 0; a zero loss is a finding too."""
        return any(mark.is_defined and (mark.interval.mean != 0.0 or self.name in LOSS_MEASURES) for mark in self.marks)

    def can_rank(self) -> bool:
        """Return whether any regime in force has enough events to be ranked."""
        return any(mark.interval.mean != 0.0 or self.name in LOSS_MEASURES for mark in self.ranked_marks())


def measure_row(context: ReportContext, name: str, kind: str = LEVEL) -> MeasureRow | None:
    """Return a measure of all regimes shown, as a level or as the difference from the baseline; None without one."""
    if (kind == DIFFERENCE or name in PAIRED) and context.baseline is None:
        return None
    title, unit, array, span = _measure_values(context, name)
    values = array.transpose("scenario", "replicate")
    marks = tuple(
        _regime_mark(context, name, kind, values, scenario, span)
        for scenario in context.reported_scenarios
        if _is_compared(context, name, kind, scenario)
    )
    return MeasureRow(name, title, unit, DIFFERENCE if name in PAIRED else kind, marks)


def _is_compared(context: ReportContext, name: str, kind: str, scenario: str) -> bool:
    return scenario != context.baseline or (kind == LEVEL and name not in PAIRED)


def _measure_values(context: ReportContext, name: str) -> tuple[str, str, xr.DataArray, tuple[float, float]]:
    if name == PARTS_OF_LIFE:
        return (
            "Parts of life in which anything is taken",
            "parts of life",
            count_parts_of_life(context.dataset),
            (0, np.inf),
        )
    if name in PAIRED:
        paired = PAIRED[name]
        return paired.title, paired.unit, paired.function(context.dataset, str(context.baseline)), paired.range
    measure = MEASURES[name]
    return measure.title, measure.unit, measure.function(context.dataset), measure.range


def count_parts_of_life(dataset: xr.Dataset) -> xr.DataArray:
    """Count the parts of life in which any access is lost (scenario, replicate)."""
    return (burden.detriment_by_effect(dataset) > 0).sum("effect").astype(np.float64)


def _regime_mark(
    context: ReportContext, name: str, kind: str, values: xr.DataArray, scenario: str, span: tuple[float, float]
) -> RegimeMark:
    own_values = values.sel(scenario=scenario).values.astype(np.float64)
    if kind == DIFFERENCE and name not in PAIRED:
        own_values = own_values - values.sel(scenario=context.baseline).values
        found = estimate_difference(context.dataset, name, values, scenario, str(context.baseline), span)
    else:
        found = estimate_level(context.dataset, name, values, scenario).clip(*span)
    if name == CHILLED_SPEECH:
        found = replace(found, events=silenced_months(context, found, str(context.baseline)))
    if name == status_cost.CROSS_CONTEXT_SHARE and not context.has_simulated_use(scenario):
        found = status_cost.without_interval(found)
    column = DIFFERENCE if name in PAIRED else kind
    over = parameter_ranges.parameter_range(context.dataset, scenario, name, column) if isfinite(found.mean) else None
    is_open = over is not None and parameter_ranges.range_is_open(context.dataset, scenario, name, column)
    return RegimeMark(
        scenario, found, own_values, over, _absence_reason(context, name, scenario, found, own_values), is_open
    )


def _absence_reason(
    context: ReportContext, name: str, scenario: str, interval: Interval, values: NDArray[np.float64]
) -> str:
    """State why there is no number, or why it is 0."""
    if isfinite(interval.mean) and (interval.mean != 0.0 or name not in LISTED_MEASURES):
        return ""
    causes: tuple[tuple[bool, Callable[[], bool], str], ...] = (
        (True, lambda: regime_has_begun(context.dataset, scenario), NOT_BEGUN),
        (True, lambda: context.tally_total("recorded", scenario) > 0, NO_RECORDS),
        (name in LISTED_MEASURES, lambda: keeps_blacklist(context, scenario), NO_LISTS),
        (name in LISTED_MEASURES, lambda: context.lists_anyone(scenario), LISTS_NOBODY),
        (
            name in DEBT_MEASURES,
            lambda: context.tally_total("listed_for_debt", scenario) > 0,
            DEBT_MEASURES.get(name, ""),
        ),
        (name in LOSS_MEASURES, lambda: context.tally_total("detriment", scenario) > 0, NO_LOSS),
        (name == "ordinal_proportionality", lambda: bool(np.isfinite(values).any()), UNRANKED),
    )
    why = next((reason for applies, holds, reason in causes if applies and not holds()), "")
    if why or isfinite(interval.mean):
        return why
    return PARTLY_DEFINED if np.isfinite(values).any() else NOT_DEFINED


def keeps_blacklist(context: ReportContext, scenario: str) -> bool:
    """Return whether a regime has a blacklist at any time; an unread document has one where it lists anybody."""
    document = context.regimes.get(scenario)
    if document is None:
        return context.lists_anyone(scenario)
    return any(rule.colour == "black" for _, regime in regime_versions(document) for rule in regime.standing.lists)


def samples_ahead(context: ReportContext, measure: MeasureRow, first: str, second: str) -> tuple[int, int] | None:
    """Count the parameter samples in which one regime has more than another, and those in which both have a number.

    A sample varies all assumed numbers together, and both regimes are run with it. None without samples.
    """
    sample_results = read_sample_results(context.dataset.attrs)
    columns = [(scenario, measure.name, measure.kind) for scenario in (first, second)]
    if sample_results is None or any(column not in sample_results.columns for column in columns):
        return None
    first_values, second_values = (
        sample_results.samples[:, sample_results.columns.index(column)] for column in columns
    )
    both_defined = np.isfinite(first_values) & np.isfinite(second_values)
    return int((first_values[both_defined] > second_values[both_defined]).sum()), int(both_defined.sum())
