"""Rates by group and by region over a period: counts over the persons, loans or workers of a label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from underheaven.measure.closed_cohort import nan_by_label
from underheaven.measure.metadata import PERSONS_UNIT, SHARE_UNIT
from underheaven.measure.reductions import MICROS_PER_MONTH, PER_100K, WRONGFUL_ORIGINS, safe_ratio, select_blacklists
from underheaven.record.schema import PERSON_PREFIX

if TYPE_CHECKING:
    import xarray as xr

TallyReader = Callable[["xr.Dataset"], "xr.DataArray"]


@dataclass(frozen=True)
class Rate:
    """A rate of a label: `scale` times a numerator over a denominator, each summed over months and further dimensions.

    Attributes:
        name: name of the rate.
        title: title in tables.
        unit: unit of the rate.
        numerator: reads the tally above.
        denominator: reads the tally below.
        scale: factor, such as 100,000.
        counts: "persons" in a state, counted in every month of it; "events"; or "sums", which count nothing.
        of_regime: whether it is 0 by rule without a regime.
    """

    name: str
    title: str
    unit: str
    numerator: TallyReader
    denominator: TallyReader
    scale: float = 1.0
    counts: Literal["persons", "events", "sums"] = "events"
    of_regime: bool = True


def rate_over_months(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> xr.DataArray:
    """Return a rate over a period: the sum of numerators over the sum of denominators.

    Args:
        dataset: a result.
        rate: a rate of `SUBGROUP_RATES`.
        by: group or region.
        months: indices of the months.

    Returns:
        scenario, replicate, label. NaN where the denominator is 0.
    """
    return rate.scale * safe_ratio(*rate_parts(dataset, rate, by, months))


def rate_parts(dataset: xr.Dataset, rate: Rate, by: str, months: slice) -> tuple[xr.DataArray, xr.DataArray]:
    """Return the numerator and the denominator of a rate over a period.

    Args:
        dataset: a result.
        rate: a rate of `SUBGROUP_RATES`.
        by: group or region.
        months: indices of the months.

    Returns:
        Two arrays (scenario, replicate, label).
    """
    kept_dims = ("scenario", "replicate", by)
    part, whole = (
        array.sum([d for d in array.dims if d not in kept_dims])
        for array in (read(dataset.isel(month=months)) for read in (rate.numerator, rate.denominator))
    )
    return part, whole


def _read_tally(name: str) -> TallyReader:
    return lambda dataset: dataset[name]


def _wrongful_filed(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["filed"].sel(origin=list(WRONGFUL_ORIGINS))


def _listed_in_region(dataset: xr.Dataset) -> xr.DataArray:
    return select_blacklists(dataset["listed_by_region"])


def _loans_ended(dataset: xr.Dataset) -> xr.DataArray:
    return dataset["repaid"] + dataset["defaulted"]


def _person_months(dataset: xr.Dataset) -> xr.DataArray:
    """Return the person-months of a region (scenario, replicate, region): its slots, which are always occupied."""
    person_months = nan_by_label(dataset, "region")
    regions = dataset[PERSON_PREFIX + "region"].transpose("scenario", "replicate", "person").values
    for w, r in np.ndindex(regions.shape[:2]):
        person_months.values[w, r] = (
            np.bincount(regions[w, r], minlength=person_months.sizes["region"]) * dataset.sizes["month"]
        )
    return person_months


def _rate_of_persons(
    name: str, title: str, unit: str, numerator: TallyReader, scale: float = PER_100K, **counts: Any
) -> Rate:
    return Rate(name, title, unit, numerator, _read_tally("persons"), scale, **counts)


SUBGROUP_RATES: dict[str, tuple[Rate, ...]] = {
    "group": (
        _rate_of_persons("blacklisted", "On a blacklist", PERSONS_UNIT, _read_tally("blacklisted"), counts="persons"),
        _rate_of_persons(
            "wrongly_blacklisted",
            "Wrongly on a blacklist",
            PERSONS_UNIT,
            _read_tally("wrongly_blacklisted"),
            counts="persons",
        ),
        _rate_of_persons(
            "records_filed", "Records filed", "records per 100,000 persons per month", _read_tally("filed")
        ),
        _rate_of_persons(
            "wrongful_records", "Wrongful records filed", "records per 100,000 persons per month", _wrongful_filed
        ),
        _rate_of_persons(
            "detriment",
            "Detriment booked",
            "months of income per person per month",
            _read_tally("detriment_by_group"),
            1 / MICROS_PER_MONTH,
            counts="sums",
        ),
        _rate_of_persons("denials", "Attempts denied", "attempts per 100,000 persons per month", _read_tally("denied")),
        Rate(
            "unemployed",
            "Unemployment rate",
            SHARE_UNIT,
            _read_tally("unemployed"),
            _read_tally("workforce"),
            counts="persons",
        ),
        _rate_of_persons(
            "loans_made",
            "Loans made",
            "loans per 100,000 persons per month",
            _read_tally("loans_made"),
            of_regime=False,
        ),
        _rate_of_persons("speaking", "Speaking in public", SHARE_UNIT, _read_tally("speaking"), 1, counts="persons"),
        _rate_of_persons(
            "falsification_gap", "Silent out of fear alone", SHARE_UNIT, _read_tally("silenced"), 1, counts="persons"
        ),
    ),
    "region": (
        Rate(
            "listed_by_region",
            "On blacklists, each list counted",
            PERSONS_UNIT,
            _listed_in_region,
            _person_months,
            PER_100K,
            counts="persons",
        ),
        Rate(
            "loans_ended",
            "Loans ended",
            "loans per 100,000 persons per month",
            _loans_ended,
            _person_months,
            PER_100K,
            of_regime=False,
        ),
        Rate(
            "default_share", "Share of ended loans that fell behind", SHARE_UNIT, _read_tally("defaulted"), _loans_ended
        ),
    ),
}
"""Rates of each label over time, in the order of a table."""
