"""Events behind a measure: how many persons, records or loans its number rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING

from underheaven.measure.counts import WRONGFUL, both, by_person, of_blacklists

if TYPE_CHECKING:
    import xarray as xr

ENOUGH, WANTED = 50, 200
"""Events of the regime below which nothing is put in order, and those that a comparison is sized for."""

Count = Callable[["xr.Dataset"], "xr.DataArray"]


def wrongful_entries(dataset: xr.Dataset) -> xr.DataArray:
    """Counts entries on blacklists with no true record behind them."""
    return both(of_blacklists(dataset["entries"]).sel(origin=list(WRONGFUL)))


def wrongful_filed(dataset: xr.Dataset) -> xr.DataArray:
    """Counts wrongful records filed."""
    return both(dataset["recorded"].sel(origin=list(WRONGFUL)))


def losers(dataset: xr.Dataset) -> xr.DataArray:
    """Counts persons who lose access to anything."""
    return both(by_person(dataset, "detriment") > 0)


def stays_begun(dataset: xr.Dataset) -> xr.DataArray:
    """Counts first stays on a blacklist."""
    return both(by_person(dataset, "stay_entry") > 0)


def wrongful_stays_begun(dataset: xr.Dataset) -> xr.DataArray:
    """Counts first stays on a blacklist that began wrongly."""
    return both(by_person(dataset, "stay_wrongful") > 0)


def repaid(dataset: xr.Dataset) -> xr.DataArray:
    """Counts loans repaid."""
    return both(dataset["repaid"])


def silent(dataset: xr.Dataset, against: str) -> xr.DataArray:
    """Counts persons who speak in fewer months than in the other world."""
    spoken = by_person(dataset, "months_speaking")
    return both(spoken < spoken.sel(world=against, drop=True))


COUNTS: Mapping[str, Count] = {
    "wrongful_list_months": wrongful_entries, "wrongful_records": wrongful_filed, "detriment": losers,
    "cross_context_share": losers, "loans_repaid": repaid, "months_listed": stays_begun, "stay_mean_24": stays_begun,
    "wrongful_stay_mean_24": wrongful_stays_begun, "set_right_within_24": wrongful_stays_begun,
}  # fmt: skip
"""What the events of each measure are; a measure that is not here cannot be what a reform asks."""

WORDS = {
    "wrongful_list_months": "wrongful entries on blacklists", "wrongful_records": "wrongful records",
    "detriment": "persons who lose access", "cross_context_share": "persons who lose access",
    "loans_repaid": "loans repaid", "months_listed": "first stays on a blacklist",
    "stay_mean_24": "first stays on a blacklist", "wrongful_stay_mean_24": "first stays that began wrongly",
    "set_right_within_24": "first stays that began wrongly", "chilled_speech": "persons who speak less",
}  # fmt: skip
"""What the events of each measure are called."""


def events(dataset: xr.Dataset, name: str, world: str, far_end: str) -> int:
    """Gives the events of a measure in a world, all replicates together; 0 where nothing says what they are.

    far_end: the world beside which speech is chilled.
    """
    if name == "chilled_speech":
        found = silent(dataset, far_end) if far_end in dataset["world"].values else None
    else:
        found = COUNTS[name](dataset) if name in COUNTS else None
    return 0 if found is None else int(found.sel(world=world).sum())


def persons_needed(found: int, persons: int, wanted: int = ENOUGH) -> int | None:
    """Gives how many persons it takes for so many events where ``persons`` had ``found``; None if there were none."""
    return ceil(persons * wanted / found) if found > 0 else None
