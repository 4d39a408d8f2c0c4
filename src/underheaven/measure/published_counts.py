"""Published counts and the simulated counts of the same month, side by side; nothing is fitted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.calendar import with_own_calendar
from underheaven.measure.count_series import SHARE_SERIES, read_series
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.rare_event_intervals import events_of_count, events_of_share
from underheaven.measure.reductions import select_blacklists, sum_by_month

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class PublishedComparison:
    """A published figure and the simulated one, or the reason why there is none.

    Attributes:
        quantity: what was published.
        measure: name of the series that it is compared with.
        unit: unit of both figures.
        as_of: ISO month.
        published: the published figure.
        simulated: mean and interval, scaled to the real population where it is a count; None without one.
        covered: whether the month lies within the run.
        note: why there is no simulated figure, or how its interval was computed.
    """

    quantity: str
    measure: str
    unit: str
    as_of: str
    published: float
    simulated: Interval | None
    covered: bool
    note: str


def compare_published(
    dataset: xr.Dataset, scenario: str, rows: Sequence[Mapping[str, Any]], scale: float
) -> list[PublishedComparison]:
    """Return every published figure with the simulated one of its calendar month in one scenario.

    Counts that accumulate do so from the first month of the run. A measure or label that the result does not have gives
    a row with a note instead of a number.

    Args:
        dataset: a result.
        scenario: name of the scenario.
        rows: tables with quantity, measure (a name of `count_series`), value, unit and as_of (ISO month).
        scale: real persons per synthetic person, above 0.

    Raises:
        RequestError: The result does not hold the scenario.
    """
    scenarios = [str(name) for name in dataset["scenario"].values]
    if scenario not in scenarios:
        raise RequestError(f"scenario {scenario!r}: the result does not hold it. Write one of: {', '.join(scenarios)}.")
    dated_result = with_own_calendar(dataset, scenario)
    return [_compare_row(dated_result, scenario, row, scale) for row in rows]


def _compare_row(dataset: xr.Dataset, scenario: str, row: Mapping[str, Any], scale: float) -> PublishedComparison:
    measure, as_of = str(row["measure"]), str(row["as_of"])
    simulated, note = None, _uncovered_note(dataset, as_of)
    try:
        monthly_values = read_series(
            dataset, measure
        )  # read also where it is not used, so that a wrong name never hides
    except RequestError:
        note = f"not available: the result holds no {measure}"
    if not note:
        factor = 1.0 if measure.partition(":")[0] in SHARE_SERIES else scale
        values = monthly_values.sel(scenario=scenario, month=as_of).values.astype(np.float64) * factor
        denominator = series_denominator(dataset, measure).sel(scenario=scenario, month=as_of).values.astype(np.float64)
        simulated = interval_of_events(
            values,
            events_of_share(denominator)
            if measure.partition(":")[0] in SHARE_SERIES
            else events_of_count(values, denominator, factor),
        )
        note = simulated.note
    published = float(row["value"])
    return PublishedComparison(
        str(row["quantity"]), measure, str(row["unit"]), as_of, published, simulated, simulated is not None, note
    )


def series_denominator(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the denominator of a series: listings for a share of the listed, otherwise 1.

    Args:
        dataset: a result.
        name: name of the series.

    Returns:
        scenario, replicate, month.
    """
    listed = sum_by_month(select_blacklists(dataset["listed"]))
    return listed if name.partition(":")[0] in SHARE_SERIES else listed * 0 + 1


def _uncovered_note(dataset: xr.Dataset, as_of: str) -> str:
    months = [str(month) for month in dataset["month"].values]
    if not months or as_of > months[-1]:
        return f"not covered: the run ends with {months[-1] if months else 'no month'}"
    return f"not covered: the run begins with {months[0]}" if as_of < months[0] else ""
