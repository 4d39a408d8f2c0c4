"""By group and by region over time: counts of a stretch of months over the persons, loans or workers of a label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from underheaven.measure.counts import MONTHS_OF_INCOME, PER, WRONGFUL, of_blacklists, ratio
from underheaven.measure.said import PERSONS, SHARE
from underheaven.measure.whole_run import empty
from underheaven.record.schema import PERSON

if TYPE_CHECKING:
    import xarray as xr

Part = Callable[["xr.Dataset"], "xr.DataArray"]


@dataclass(frozen=True)
class Rate:
    """A number of a label: ``times`` a part over a whole, each summed over months and further dimensions.

    counts: "persons" in a state, who are counted in every month of it; "events"; or "sums", which count nothing.
    of_regime: whether there is none without a regime.
    """

    name: str
    title: str
    unit: str
    part: Part
    whole: Part
    times: float = 1.0
    counts: Literal["persons", "events", "sums"] = "events"
    of_regime: bool = True


def over_months(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> xr.DataArray:
    """Gives a rate over a stretch of months (world, replicate, label): the sum of parts over that of wholes.

    by: group or region. months: places of the months. NaN where the whole is nothing.
    """
    return rate.times * ratio(*sides(dataset, rate, by, months))


def sides(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> tuple[xr.DataArray, xr.DataArray]:
    """Gives the part and the whole of a rate over a stretch of months, each (world, replicate, label)."""
    kept = ("world", "replicate", by)
    part, whole = (
        array.sum([d for d in array.dims if d not in kept])
        for array in (side(dataset.isel(month=months)) for side in (rate.part, rate.whole))
    )
    return part, whole


def _tally(name: str) -> Part:
    return lambda dataset: dataset[name]


def _wrongful(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["filed"].sel(origin=list(WRONGFUL))


def _listed_in_region(dataset: xr.Dataset) -> xr.DataArray:
    return of_blacklists(dataset["listed_by_region"])


def _loans_ended(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["repaid"] + dataset["defaulted"]


def _places(dataset: xr.Dataset) -> xr.DataArray:
    """Gives the person-months of a region (world, replicate, region): its places, which are always lived in."""
    found = empty(dataset, "region")
    regions = dataset[PERSON + "region"].transpose("world", "replicate", "person").values
    for w, r in np.ndindex(regions.shape[:2]):
        found.values[w, r] = np.bincount(regions[w, r], minlength=found.sizes["region"]) * dataset.sizes["month"]
    return found


def _of_persons(name: str, title: str, unit: str, part: Part, times: float = PER, **counts: Any) -> Rate:
    return Rate(name, title, unit, part, _tally("persons"), times, **counts)


RATES: dict[str, tuple[Rate, ...]] = {
    "group": (
        _of_persons("blacklisted", "On a blacklist", PERSONS, _tally("blacklisted"), counts="persons"),
        _of_persons("wrongly_blacklisted", "Wrongly on a blacklist", PERSONS, _tally("wrongly_blacklisted"),
                    counts="persons"),
        _of_persons("records_filed", "Records filed", "records per 100,000 a month", _tally("filed")),
        _of_persons("wrongful_records", "Wrongful records filed", "records per 100,000 a month", _wrongful),
        _of_persons("detriment", "Detriment booked", "months of income a person a month", _tally("detriment_by_group"),
                    1 / MONTHS_OF_INCOME, counts="sums"),
        _of_persons("denials", "Attempts denied", "attempts per 100,000 a month", _tally("denied")),
        Rate("unemployed", "Of the workforce, unemployed", SHARE, _tally("unemployed"), _tally("workforce"),
             counts="persons"),
        _of_persons("loans_made", "Loans made", "loans per 100,000 a month", _tally("loans_made"), of_regime=False),
        _of_persons("speaking", "Speaking in public", SHARE, _tally("speaking"), 1, counts="persons"),
        _of_persons("falsification_gap", "Silent for fear alone", SHARE, _tally("silenced"), 1, counts="persons"),
    ),
    "region": (
        Rate("listed_by_region", "On blacklists, each list counted", PERSONS, _listed_in_region, _places, PER,
             counts="persons"),
        Rate("loans_ended", "Loans ended", "loans per 100,000 a month", _loans_ended, _places, PER,
             of_regime=False),
        Rate("default_share", "Share of ended loans that fell behind", SHARE, _tally("defaulted"), _loans_ended),
    ),
}  # fmt: skip
"""What is given month by month of each label, in the order of a table."""
