"""The number of events behind a measure of a reform: persons, records or loans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING

from underheaven.measure.reductions import WRONGFUL_ORIGINS, person_sums, select_blacklists, sum_by_replicate

if TYPE_CHECKING:
    import xarray as xr

MIN_EVENTS, TARGET_EVENTS = 50, 200
"""Events of the regime below which nothing is ranked, and the number that a comparison is sized for."""

EventCounter = Callable[["xr.Dataset"], "xr.DataArray"]


def count_wrongful_entries(dataset: xr.Dataset) -> xr.DataArray:
    """Return entries on blacklists with no true record behind them (scenario, replicate)."""
    return sum_by_replicate(select_blacklists(dataset["entries"]).sel(origin=list(WRONGFUL_ORIGINS)))


def count_wrongful_records(dataset: xr.Dataset) -> xr.DataArray:
    """Return wrongful records filed (scenario, replicate)."""
    return sum_by_replicate(dataset["recorded"].sel(origin=list(WRONGFUL_ORIGINS)))


def count_detriment_bearers(dataset: xr.Dataset) -> xr.DataArray:
    """Return persons who bear any detriment (scenario, replicate)."""
    return sum_by_replicate(person_sums(dataset, "detriment") > 0)


def count_stays(dataset: xr.Dataset) -> xr.DataArray:
    """Return first stays on a blacklist (scenario, replicate)."""
    return sum_by_replicate(person_sums(dataset, "stay_entry") > 0)


def count_wrongful_stays(dataset: xr.Dataset) -> xr.DataArray:
    """Return first stays on a blacklist that began wrongly (scenario, replicate)."""
    return sum_by_replicate(person_sums(dataset, "stay_wrongful") > 0)


def count_repaid_loans(dataset: xr.Dataset) -> xr.DataArray:
    """Return loans repaid (scenario, replicate)."""
    return sum_by_replicate(dataset["repaid"])


def count_quieter_persons(dataset: xr.Dataset, baseline: str) -> xr.DataArray:
    """Return persons who speak in fewer months than in the baseline (scenario, replicate)."""
    months_speaking = person_sums(dataset, "months_speaking")
    return sum_by_replicate(months_speaking < months_speaking.sel(scenario=baseline, drop=True))


EVENT_COUNTERS: Mapping[str, EventCounter] = {
    "wrongful_list_months": count_wrongful_entries,
    "wrongful_records": count_wrongful_records,
    "detriment": count_detriment_bearers,
    "cross_context_share": count_detriment_bearers,
    "loans_repaid": count_repaid_loans,
    "months_listed": count_stays,
    "stay_mean_24": count_stays,
    "wrongful_stay_mean_24": count_wrongful_stays,
    "corrected_within_24": count_wrongful_stays,
}
"""The counter of events of each measure; a reform can only ask about these measures."""

EVENT_LABELS = {
    "wrongful_list_months": "wrongful entries on blacklists",
    "wrongful_records": "wrongful records",
    "detriment": "persons who lose access",
    "cross_context_share": "persons who lose access",
    "loans_repaid": "loans repaid",
    "months_listed": "first stays on a blacklist",
    "stay_mean_24": "first stays on a blacklist",
    "wrongful_stay_mean_24": "first stays that began wrongly",
    "corrected_within_24": "first stays that began wrongly",
    "chilled_speech": "persons who speak less",
}
"""Names of the events of each measure."""


def count_events(dataset: xr.Dataset, name: str, scenario: str, no_regime: str) -> int:
    """Return the events of a measure in a scenario over all replicates; 0 where the measure has no events.

    Args:
        dataset: a result.
        name: name of the measure.
        scenario: name of the scenario.
        no_regime: the baseline of chilled speech.
    """
    if name == "chilled_speech":
        counted = count_quieter_persons(dataset, no_regime) if no_regime in dataset["scenario"].values else None
    else:
        counted = EVENT_COUNTERS[name](dataset) if name in EVENT_COUNTERS else None
    return 0 if counted is None else int(counted.sel(scenario=scenario).sum())


def persons_needed(n_events: int, persons: int, target_events: int = MIN_EVENTS) -> int | None:
    """Return the number of persons that would give a target number of events; None if there were no events.

    Args:
        n_events: events found, 0 or more.
        persons: persons who gave them.
        target_events: events wanted.
    """
    return ceil(persons * target_events / n_events) if n_events > 0 else None
