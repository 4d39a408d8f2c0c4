"""How each measure counts events, and over what, by the name of the measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from underheaven.measure.closed_cohort import iterate_cohorts
from underheaven.measure.families.livelihood import OWED_DEBTS
from underheaven.measure.families.stay_cohorts import longest_period, read_stays
from underheaven.measure.reductions import (
    PER_100K,
    WRONGFUL_ORIGINS,
    count_persons,
    last_month,
    mean_persons,
    person_sums,
    run_total,
    select_blacklists,
    sum_by_replicate,
)

if TYPE_CHECKING:
    import xarray as xr

Denominator = Callable[["xr.Dataset"], "xr.DataArray"]
CountKind = Literal["count", "share", "mean", "stays", "times"]


@dataclass(frozen=True)
class CountingRule:
    """How a measure counts events, which decides its interval where they are rare.

    Attributes:
        kind: "count": Poisson events for `per` of the denominator. "share": the part of the denominator with a
            property. "mean": a sum over the denominator, which counts the events. "stays": read off a survival curve of
            the denominator, which counts the events. "times": the ratio of two groups.
        denominator: what a value is divided by (scenario, replicate).
        per: the number of units of the denominator that a value refers to.
        of_regime: whether the events are acts of a regime, so that there are none where nothing is recorded.
        counts_numerator: for a share, whether its events are the numerator, as for errors, and not the denominator.
        once_per_person: the per-person sum that is above 0 for persons with an event, where each has at most one.
        weights: the per-person sum of events, where a person may have several.
    """

    kind: CountKind
    denominator: Denominator
    per: float = 1.0
    of_regime: bool = False
    counts_numerator: bool = False
    once_per_person: str = ""
    weights: str = ""


def _total_of(name: str) -> Denominator:
    return lambda dataset: run_total(dataset, name)


def _last_month_of(name: str) -> Denominator:
    return lambda dataset: sum_by_replicate(last_month(dataset, name))


def _person_slots(dataset: xr.Dataset) -> xr.DataArray:
    """Return the number of slots, the denominator of a mean over them (scenario, replicate)."""
    return count_persons(dataset) * 0.0 + dataset.sizes["person"]


def _at_risk(dataset: xr.Dataset) -> xr.DataArray:
    return sum_by_replicate(select_blacklists(dataset["listed"]).isel(month=slice(None, -1)))


def _ended(dataset: xr.Dataset) -> xr.DataArray:
    return run_total(dataset, "defaulted") + run_total(dataset, "repaid")


def _cohort_having(name: str) -> Denominator:
    """Return a counter of adults present throughout the run whose sum is above 0 (scenario, replicate)."""

    def count_cohort(dataset: xr.Dataset) -> xr.DataArray:
        found = count_persons(dataset) * 0.0
        for index, sums in iterate_cohorts(dataset, (name,)):
            found.values[index] = np.count_nonzero(sums[name])
        return found

    return count_cohort


def _count_stays(dataset: xr.Dataset, wrongful: bool) -> xr.DataArray:
    """Return the number of first stays that began in the longest stretch without an amendment (scenario, replicate)."""
    found = count_persons(dataset) * 0.0
    for w, r in np.ndindex(found.shape):
        cohort_stays = read_stays(dataset, w, r).of_cohort(longest_period(dataset, str(dataset["scenario"].values[w])))
        found.values[w, r] = np.count_nonzero(cohort_stays.wrongful) if wrongful else len(cohort_stays.slot)
    return found


def count_persons_with(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Return the number of slots whose per-person sum over the run is above 0.

    Args:
        dataset: a result.
        name: a per-person sum of `fields.SUMS`.

    Returns:
        scenario, replicate.
    """
    values = person_sums(dataset, name)
    found = count_persons(dataset) * 0.0
    for index in np.ndindex(found.shape):
        found.values[index] = np.count_nonzero(values.values[index])
    return found


def _run_count(of_regime: bool = False, once_per_person: str = "", weights: str = "") -> CountingRule:
    return CountingRule("count", mean_persons, PER_100K, of_regime, False, once_per_person, weights)


def _stock_count(of_regime: bool = False, once_per_person: str = "") -> CountingRule:
    return CountingRule("count", count_persons, PER_100K, of_regime, False, once_per_person)


def _months_per(weights: str, denominator: Denominator = _person_slots) -> CountingRule:
    return CountingRule("count", denominator, 1.0, True, False, "", weights)


def _share_rule(denominator: Denominator, counts_numerator: bool = False) -> CountingRule:
    return CountingRule("share", denominator, 1.0, False, counts_numerator)


def _mean_rule(denominator: Denominator) -> CountingRule:
    return CountingRule("mean", denominator)


def _ever_listed(dataset: xr.Dataset) -> xr.DataArray:
    return count_persons_with(dataset, "months_listed")


def _listed_for_debt(dataset: xr.Dataset) -> xr.DataArray:
    return sum_by_replicate(select_blacklists(last_month(dataset, "listed_for_debt")))


COUNTING_RULES: Mapping[str, CountingRule] = {
    "listed_now": _stock_count(True, "blacklisted"),
    "ever_listed": _run_count(True, "months_listed"),
    "entries": _run_count(True),
    "months_listed": _months_per("months_listed"),
    "records_filed": _run_count(True),
    "records_lost": _share_rule(_total_of("recorded")),
    "denials": _run_count(True, "", "denials"),
    "denials_by_kind": _run_count(True, "", "denials"),
    "wrongful_records": _run_count(True),
    "false_discovery_share": _share_rule(_total_of("recorded"), counts_numerator=True),
    "wrongly_listed_now": _stock_count(True),
    "wrongly_listed_share": _share_rule(
        lambda dataset: sum_by_replicate(last_month(dataset, "blacklisted")), counts_numerator=True
    ),
    "ever_wrongly_listed": _run_count(True, "months_wrongly_listed"),
    "months_wrongly_listed": _months_per("months_wrongly_listed"),
    "wrongful_list_months": _months_per("months_wrongly_listed", mean_persons),
    "listings_by_origin": _run_count(True),
    "corrected_share": _share_rule(
        lambda dataset: sum_by_replicate(dataset["removals"].sel(origin=list(WRONGFUL_ORIGINS)))
    ),
    "listed_unable": _share_rule(_listed_for_debt),
    "listed_unwilling": _share_rule(_listed_for_debt),
    "listed_in_error": _share_rule(_listed_for_debt),
    "jobs_lost": _run_count(),
    "jobs_denied": _run_count(True),
    "unemployed": _share_rule(_last_month_of("workforce")),
    "under_unpaid_judgment": _stock_count(),
    "loans_asked": _run_count(),
    "refused_by_regime": _run_count(True),
    "refused_by_lender": _run_count(),
    "good_borrowers_refused": _run_count(),
    "judgments_performed": _run_count(),
    "performed_share": _mean_rule(lambda dataset: sum_by_replicate(dataset["judgments"].sel(debt=OWED_DEBTS))),
    "loans_made": _run_count(),
    "loans_repaid": _run_count(),
    "loans_granted_share": _share_rule(_total_of("loans_asked")),
    "default_share": _share_rule(_ended),
    "unwilling_default_share": _share_rule(_ended),
    "help_granted_share": _share_rule(
        lambda dataset: sum_by_replicate(dataset["help_granted"]) + sum_by_replicate(dataset["help_refused"])
    ),
    "severed_ties": CountingRule("count", _total_of("persons"), PER_100K, True),
    "inherited_records": _run_count(True),
    "bribed_records": _run_count(True),
    "faked_acts": _run_count(True),
    "best_grade_by_favour": _share_rule(lambda dataset: sum_by_replicate(dataset["best_grade"].isel(month=-1))),
    "quota_records": _run_count(True),
    "quota_undeserved": _share_rule(lambda dataset: sum_by_replicate(dataset["made_for_quota"])),
    "discovered_share": _share_rule(lambda dataset: sum_by_replicate(dataset["recorded_by_discovery"])),
    "suppressed_records": _run_count(True),
    "exit_hazard": CountingRule("count", _at_risk, 1.0, True),
    "relisted_share": _share_rule(_cohort_having("months_listed")),
    "still_listed_share": _share_rule(_cohort_having("months_listed")),
    **dict.fromkeys(
        ("stay_median", "stay_mean_24", "stay_mean_60", "still_on_24", "still_on_60"),
        CountingRule("stays", lambda dataset: _count_stays(dataset, wrongful=False)),
    ),
    **dict.fromkeys(
        (
            "wrongful_stay_median",
            "wrongful_stay_mean_24",
            "wrongful_still_on_24",
            "corrected_within_12",
            "corrected_within_24",
        ),
        CountingRule("stays", lambda dataset: _count_stays(dataset, wrongful=True)),
    ),
    "listing_ratio": CountingRule("times", count_persons, PER_100K, weights="ever_listed"),
    "error_ratio": CountingRule("times", count_persons, PER_100K, weights="wrongful_records"),
    "burden_ratio": CountingRule("times", count_persons, weights="detriment"),
    "unemployed_of_listed": _mean_rule(_ever_listed),
    "under_judgment_of_listed": _mean_rule(_ever_listed),
    "loans_of_listed": _mean_rule(_ever_listed),
    "detriment_of_listed": _mean_rule(_ever_listed),
}
"""Rules of the measures that count events, by the name before a colon. Others are means or correlations."""


def counting_rule(name: str) -> CountingRule | None:
    """Return how a measure counts, or None where it counts nothing.

    Args:
        name: name of the measure, also with a label after a colon.
    """
    return COUNTING_RULES.get(name.partition(":")[0])
