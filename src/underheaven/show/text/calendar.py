"""Sentences on the months in which each regime is in force, and on how the months of regimes are aligned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.measure.calendar import (
    FIRST_CALENDAR_MONTH,
    amendment_months,
    has_relative_months,
    months_waited,
    regime_has_begun,
    scenario_months,
)
from underheaven.show import result_metadata
from underheaven.show.formatting import format_count, format_month, join_words

if TYPE_CHECKING:
    import xarray as xr


def calendar_banners(dataset: xr.Dataset) -> list[str]:
    """Return what a reader must know about the months before any number: what is in force in which of them.

    Empty where every regime is in force, unchanged, from the first month to the last.
    """
    return [*_counted_months(dataset), *_not_yet_in_force(dataset), *_amendments_within(dataset)]


def _counted_months(dataset: xr.Dataset) -> Iterator[str]:
    if not has_relative_months(dataset):
        return
    dated = [(w, scenario_months(dataset, w)) for w in _dated_scenarios(dataset)]
    begins = join_words(
        [f"{format_month(months[0])} for {w}" for w, months in dated if months[0] >= FIRST_CALENDAR_MONTH]
    )
    number = int(str(dataset["month"].values[0])[:4]) * 12 + int(str(dataset["month"].values[0])[5:]) - 12
    yield (
        "Each regime is observed from its own first month, and months are counted from there: month "
        f"{number} is {begins}. "
        "--align calendar observes all of them in the same calendar months."
    )


def _not_yet_in_force(dataset: xr.Dataset) -> Iterator[str]:
    total = dataset.sizes["month"]
    for scenario in _dated_scenarios(dataset):
        waits, months = months_waited(dataset, scenario), scenario_months(dataset, scenario)
        if not regime_has_begun(dataset, scenario):
            yield (
                f"{scenario} has not begun: it takes effect after the {format_count(total, 'month')} shown, and until "
                "then it changes nothing."
            )
        elif waits > 0:
            yield (
                f"{scenario} is not in force in the first {waits:,} of the {format_count(total, 'month')} shown: it "
                f"begins in {format_month(months[waits])}. Totals and means include the months without it."
            )


def _amendments_within(dataset: xr.Dataset) -> Iterator[str]:
    for scenario in _dated_scenarios(dataset):
        changes = amendment_months(dataset, scenario)
        if changes:
            yield (
                f"{scenario} is amended within the months shown, in {join_words(list(map(format_month, changes)))}: "
                "numbers over all months mix more than one version of it."
            )


def _dated_scenarios(dataset: xr.Dataset) -> list[str]:
    """Return the scenarios with a date or in a comparison, the baseline last; ``none`` has no calendar."""
    return [scenario for scenario in result_metadata.scenarios_of(dataset) if scenario != "none"]
