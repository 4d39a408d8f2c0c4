"""What measures count: the events behind a number and what they are counted over, by the name of the measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.closed_cohort import iterate_cohorts
from underheaven.measure.families import fairness
from underheaven.measure.families.livelihood import OWED_DEBTS
from underheaven.measure.families.stays import longest_period, read_stays
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
from underheaven.measure.scenario_views import select_scenario
from underheaven.measure.structural_zeros import records_nothing

if TYPE_CHECKING:
    import xarray as xr

Denominator = Callable[["xr.Dataset"], "xr.DataArray"]
CountKind = Literal["count", "share", "mean", "stays", "times"]
FEW_EVENTS = 50
"""Events over all replicates below which nothing is ranked and no finding is made, and intervals are exact."""


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
        counts_numerator: of a share, whether its events are the numerator, as of errors, and not the denominator.
        once_per_person: the per-person sum that is above 0 for persons with an event, where each has one at most.
        weights: the per-person sum of events, where a person may have several.
    """

    kind: CountKind
    denominator: Denominator
    per: float = 1.0
    of_regime: bool = False
    counts_numerator: bool = False
    once_per_person: str = ""
    weights: str = ""


@dataclass(frozen=True)
class Events:
    """The events behind a measure of one scenario.

    Attributes:
        kind, per: see `CountingRule`.
        denominator: what the number is divided by (replicate,).
        n_events: events over all replicates; persons, where a person may have several events.
        design_effect: events for each independent one, 1 or more.
        structural_zero: whether there can be none.
        groups: of "times", the sum and the exposure of both groups (4, replicate).
    """

    kind: CountKind
    denominator: NDArray[np.float64]
    per: float
    n_events: int
    design_effect: float = 1.0
    structural_zero: bool = False
    groups: NDArray[np.float64] | None = None


def _total_of(name: str) -> Denominator:
    return lambda dataset: run_total(dataset, name)


def _last_month_of(name: str) -> Denominator:
    return lambda dataset: sum_by_replicate(last_month(dataset, name))


def _person_slots(dataset: xr.Dataset) -> xr.DataArray:
    """Count persons as a mean over persons does (scenario, replicate)."""
    return count_persons(dataset) * 0.0 + dataset.sizes["person"]


def _at_risk(dataset: xr.Dataset) -> xr.DataArray:
    return sum_by_replicate(select_blacklists(dataset["listed"]).isel(month=slice(None, -1)))


def _ended(dataset: xr.Dataset) -> xr.DataArray:
    return run_total(dataset, "defaulted") + run_total(dataset, "repaid")


def _cohort_having(name: str) -> Denominator:
    """Count adults present throughout the run who have any of a sum (scenario, replicate)."""

    def count_cohort(dataset: xr.Dataset) -> xr.DataArray:
        found = count_persons(dataset) * 0.0
        for index, sums in iterate_cohorts(dataset, (name,)):
            found.values[index] = np.count_nonzero(sums[name])
        return found

    return count_cohort


def _count_stays(dataset: xr.Dataset, wrongful: bool) -> xr.DataArray:
    """Count first stays that began under the law that a scenario had longest (scenario, replicate)."""
    found = count_persons(dataset) * 0.0
    for w, r in np.ndindex(found.shape):
        cohort_stays = read_stays(dataset, w, r).of_cohort(longest_period(dataset, str(dataset["scenario"].values[w])))
        found.values[w, r] = np.count_nonzero(cohort_stays.wrongful) if wrongful else len(cohort_stays.slot)
    return found


def count_persons_with(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Count persons who have any of a sum over the run (scenario, replicate)."""
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
"""Measures that count something, by the name before a colon. Others are means over all persons, or correlations."""


def counting_rule(name: str) -> CountingRule | None:
    """Return how a measure counts, or None where it counts nothing; name: also with a label after a colon."""
    return COUNTING_RULES.get(name.partition(":")[0])


def events_of_measure(dataset: xr.Dataset, name: str, values: xr.DataArray, scenario: str) -> Events | None:
    """Return the events behind a measure of one scenario, or None where it counts nothing.

    values: of the measure (scenario, replicate).
    """
    rule = counting_rule(name)
    if rule is None:
        return None
    scenario_data = select_scenario(dataset, scenario)
    if rule.kind == "times":
        return _events_of_groups(scenario_data, rule)
    denominator = np.asarray(rule.denominator(scenario_data).transpose("scenario", "replicate").values[0], np.float64)
    part = np.where(denominator > 0, np.nan_to_num(values.sel(scenario=scenario).values), 0.0) * denominator / rule.per
    n_counted = part.sum() if rule.kind == "count" or rule.counts_numerator else denominator.sum()
    n_events, design_effect = _weighted_events(scenario_data, rule.weights) if rule.weights else (round(n_counted), 1.0)
    if "denials_by_kind" in name:
        n_events = min(n_events, round(n_counted))
    return Events(
        rule.kind,
        denominator,
        rule.per,
        n_events,
        design_effect,
        rule.of_regime and records_nothing(scenario_data, scenario),
    )


def _events_of_groups(scenario_data: xr.Dataset, rule: CountingRule) -> Events:
    """Return the sums and exposures of the two groups of a ratio; the base is what the smaller has."""
    extremes = fairness.extreme_groups(scenario_data, rule.weights)
    found = (extremes.most, extremes.of_most, extremes.least, extremes.of_least)
    groups = np.array([array.transpose("scenario", "replicate").values[0] for array in found])
    groups[[0, 2]] /= rule.per
    if rule.per == 1.0:
        return Events("times", groups[3], rule.per, _weighted_events(scenario_data, rule.weights)[0], groups=groups)
    return Events("times", groups[3], rule.per, round(float(np.nansum(groups[[0, 2]], axis=1).min())), groups=groups)


def _weighted_events(scenario_data: xr.Dataset, name: str) -> tuple[int, float]:
    """Return how many persons have any of a sum, and how many events there are for one that is independent.

    Source: Fay & Feuer 1997, for the sum of weighted counts.
    """
    count, sums, squares = 0, 0.0, 0.0
    for person_values in person_sums(scenario_data, name).values[0]:
        positive = person_values[person_values > 0].astype(np.float64)
        count, sums, squares = (
            count + len(positive),
            sums + float(positive.sum()),
            squares + float((positive * positive).sum()),
        )
    return count, max(squares / sums, 1.0) if sums > 0 else 1.0


def count_discordant(dataset: xr.Dataset, name: str, scenario: str, baseline: str) -> tuple[int, int] | None:
    """Count persons with an event in one scenario only, and in the other only; None where persons are not counted."""
    rule = counting_rule(name)
    if rule is None or not rule.once_per_person:
        return None
    values = person_sums(dataset, rule.once_per_person)
    scenario_values, baseline_values = values.sel(scenario=scenario).values, values.sel(scenario=baseline).values
    found = np.zeros(2, np.int64)
    for scenario_row, baseline_row in zip(scenario_values, baseline_values, strict=True):
        in_scenario, in_baseline = scenario_row > 0, baseline_row > 0
        found += np.count_nonzero(in_scenario & ~in_baseline), np.count_nonzero(in_baseline & ~in_scenario)
    return int(found[0]), int(found[1])
