"""What measures count: the events behind a number and what they are counted over, by the name of the measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from underheaven.measure import fairness
from underheaven.measure.by_rule import records_nothing
from underheaven.measure.counts import (
    PER,
    WRONGFUL,
    both,
    by_person,
    last,
    mean_persons,
    of_blacklists,
    persons,
    total,
)  # fmt: skip
from underheaven.measure.livelihood import OWED
from underheaven.measure.one_world import one_world
from underheaven.measure.stays import main_law, stays_of
from underheaven.measure.whole_run import runs

if TYPE_CHECKING:
    import xarray as xr

Over = Callable[["xr.Dataset"], "xr.DataArray"]
Kind = Literal["count", "share", "mean", "stays", "times"]
FEW_EVENTS = 50
"""Events over all replicates below which nothing is ranked and no finding is made, and intervals are exact."""


@dataclass(frozen=True)
class Counted:
    """How a measure counts, which says what its interval is where events are rare.

    Attributes:
        kind: "count": events for `per` of `over`, of Poisson law. "share": the part of `over` that has something.
            "mean": a sum over `over`, which are the events. "stays": read off a curve of `over`, which are the events.
            "times": one group over another.
        over: what a value is divided by (world, replicate).
        per: the number of `over` that a value is given for.
        of_regime: whether the events are acts of a regime, so that there can be none where nothing is recorded.
        part: of a share, whether what is told of is its part, as of errors, and not what it is a share of.
        once: the sum that a person has any of who is an event, where each person is one at most.
        weights: the sum of each person that makes up the events, where a person may be several.
    """

    kind: Kind
    over: Over
    per: float = 1.0
    of_regime: bool = False
    part: bool = False
    once: str = ""
    weights: str = ""


@dataclass(frozen=True)
class Events:
    """The events behind a measure of one world.

    Attributes:
        kind, per: of `Counted`.
        over: what is divided by, of shape (replicate,).
        base: events over all replicates that the number rests on; persons, where a person may be several events.
        units: events for one that is independent, 1 or more.
        structural: whether there can be none.
        groups: of "times", the sum and the exposure of both groups, of shape (4, replicate).
    """

    kind: Kind
    over: NDArray[np.float64]
    per: float
    base: int
    units: float = 1.0
    structural: bool = False
    groups: NDArray[np.float64] | None = None


def _sum(name: str) -> Over:
    return lambda dataset: total(dataset, name)


def _last(name: str) -> Over:
    return lambda dataset: both(last(dataset, name))


def _people(dataset: xr.Dataset) -> xr.DataArray:
    """Count persons as a mean over persons does (world, replicate)."""
    return persons(dataset) * 0.0 + dataset.sizes["person"]


def _at_risk(dataset: xr.Dataset) -> xr.DataArray:
    return both(of_blacklists(dataset["listed"]).isel(month=slice(None, -1)))


def _ended(dataset: xr.Dataset) -> xr.DataArray:
    return total(dataset, "defaulted") + total(dataset, "repaid")


def _grown(name: str) -> Over:
    """Count adults present throughout the run who have any of a sum (world, replicate)."""

    def count(dataset: xr.Dataset) -> xr.DataArray:
        found = persons(dataset) * 0.0
        for place, sums in runs(dataset, (name,)):
            found.values[place] = np.count_nonzero(sums[name])
        return found

    return count


def _stays(dataset: xr.Dataset, wrongful: bool) -> xr.DataArray:
    """Count first stays that began under the law that a world had longest (world, replicate)."""
    found = persons(dataset) * 0.0
    for w, r in np.ndindex(found.shape):
        mine = stays_of(dataset, w, r).within(main_law(dataset, str(dataset["world"].values[w])))
        found.values[w, r] = np.count_nonzero(mine.wrongful) if wrongful else len(mine.place)
    return found


def having(dataset: xr.Dataset, name: str) -> xr.DataArray:
    """Count persons who have any of a sum over the run (world, replicate)."""
    values = by_person(dataset, name)
    found = persons(dataset) * 0.0
    for place in np.ndindex(found.shape):
        found.values[place] = np.count_nonzero(values.values[place])
    return found


def _a_run(of_regime: bool = False, once: str = "", weights: str = "") -> Counted:
    return Counted("count", mean_persons, PER, of_regime, False, once, weights)


def _a_stock(of_regime: bool = False, once: str = "") -> Counted:
    return Counted("count", persons, PER, of_regime, False, once)


def _months(weights: str, over: Over = _people) -> Counted:
    return Counted("count", over, 1.0, True, False, "", weights)


def _share(over: Over, part: bool = False) -> Counted:
    return Counted("share", over, 1.0, False, part)


def _mean(over: Over) -> Counted:
    return Counted("mean", over)


def _ever(dataset: xr.Dataset) -> xr.DataArray:
    return having(dataset, "months_listed")


def _for_debt(dataset: xr.Dataset) -> xr.DataArray:
    return both(of_blacklists(last(dataset, "listed_for_debt")))


COUNTED: Mapping[str, Counted] = {
    "listed_now": _a_stock(True, "blacklisted"),
    "ever_listed": _a_run(True, "months_listed"),
    "entries": _a_run(True),
    "months_listed": _months("months_listed"),
    "records_filed": _a_run(True),
    "records_lost": _share(_sum("recorded")),
    "denials": _a_run(True, "", "denials"),
    "denials_by_kind": _a_run(True, "", "denials"),
    "wrongful_records": _a_run(True),
    "false_discovery_share": _share(_sum("recorded"), part=True),
    "wrongly_listed_now": _a_stock(True),
    "wrongly_listed_share": _share(lambda dataset: both(last(dataset, "blacklisted")), part=True),
    "ever_wrongly_listed": _a_run(True, "months_wrongly_listed"),
    "months_wrongly_listed": _months("months_wrongly_listed"),
    "wrongful_list_months": _months("months_wrongly_listed", mean_persons),
    "listings_by_origin": _a_run(True),
    "set_right_share": _share(lambda dataset: both(dataset["removals"].sel(origin=list(WRONGFUL)))),
    "listed_unable": _share(_for_debt),
    "listed_unwilling": _share(_for_debt),
    "listed_in_error": _share(_for_debt),
    "jobs_lost": _a_run(),
    "jobs_denied": _a_run(True),
    "unemployed": _share(_last("workforce")),
    "owing": _a_stock(),
    "loans_asked": _a_run(),
    "refused_by_law": _a_run(True),
    "refused_by_lender": _a_run(),
    "refused_good": _a_run(),
    "judgments_performed": _a_run(),
    "performed_share": _mean(lambda dataset: both(dataset["judgments"].sel(debt=OWED))),
    "loans_made": _a_run(),
    "loans_repaid": _a_run(),
    "granted_share": _share(_sum("loans_asked")),
    "default_share": _share(_ended),
    "lent_to_unwilling": _share(_ended),
    "help_granted": _share(lambda dataset: both(dataset["helps"]) + both(dataset["refusals"])),
    "ties_set_aside": Counted("count", _sum("persons"), PER, True),
    "inherited_records": _a_run(True),
    "bought_off": _a_run(True),
    "staged": _a_run(True),
    "best_grade_by_favour": _share(lambda dataset: both(dataset["best_grade"].isel(month=-1))),
    "quota_records": _a_run(True),
    "quota_undeserved": _share(lambda dataset: both(dataset["made_for_quota"])),
    "discovered_share": _share(lambda dataset: both(dataset["recorded_by_way"])),
    "suppressed_records": _a_run(True),
    "exit_hazard": Counted("count", _at_risk, 1.0, True),
    "relisted_share": _share(_grown("months_listed")),
    "still_listed_share": _share(_grown("months_listed")),
    **dict.fromkeys(
        ("stay_median", "stay_mean_24", "stay_mean_60", "still_on_24", "still_on_60"),
        Counted("stays", lambda dataset: _stays(dataset, wrongful=False)),
    ),
    **dict.fromkeys(
        (
            "wrongful_stay_median",
            "wrongful_stay_mean_24",
            "wrongful_still_on_24",
            "set_right_within_12",
            "set_right_within_24",
        ),
        Counted("stays", lambda dataset: _stays(dataset, wrongful=True)),
    ),
    "listing_ratio": Counted("times", persons, PER, weights="ever_listed"),
    "error_ratio": Counted("times", persons, PER, weights="wrongful_records"),
    "burden_ratio": Counted("times", persons, weights="detriment"),
    "unemployed_of_listed": _mean(_ever),
    "owing_of_listed": _mean(_ever),
    "loans_of_listed": _mean(_ever),
    "detriment_of_listed": _mean(_ever),
}
"""Measures that count something, by the name before a colon. Others are means over all persons, or correlations."""


def counted(name: str) -> Counted | None:
    """Return how a measure counts, or None where it counts nothing; name: also with a label after a colon."""
    return COUNTED.get(name.partition(":")[0])


def events_of(dataset: xr.Dataset, name: str, values: xr.DataArray, world: str) -> Events | None:
    """Return the events behind a measure of one world, or None where it counts nothing.

    values: of the measure (world, replicate).
    """
    how = counted(name)
    if how is None:
        return None
    here = one_world(dataset, world)
    if how.kind == "times":
        return _of_groups(here, how)
    over = np.asarray(how.over(here).transpose("world", "replicate").values[0], np.float64)
    part = np.where(over > 0, np.nan_to_num(values.sel(world=world).values), 0.0) * over / how.per
    told = part.sum() if how.kind == "count" or how.part else over.sum()
    base, units = _persons(here, how.weights) if how.weights else (round(told), 1.0)
    if "denials_by_kind" in name:
        base = min(base, round(told))
    return Events(how.kind, over, how.per, base, units, how.of_regime and records_nothing(here, world))


def _of_groups(here: xr.Dataset, how: Counted) -> Events:
    """Return the sums and exposures of the two groups of a ratio; the base is what the smaller has."""
    ends = fairness.ends(here, how.weights)
    found = (ends.most, ends.of_most, ends.least, ends.of_least)
    groups = np.array([array.transpose("world", "replicate").values[0] for array in found])
    groups[[0, 2]] /= how.per
    if how.per == 1.0:
        return Events("times", groups[3], how.per, _persons(here, how.weights)[0], groups=groups)
    return Events("times", groups[3], how.per, round(float(np.nansum(groups[[0, 2]], axis=1).min())), groups=groups)


def _persons(here: xr.Dataset, name: str) -> tuple[int, float]:
    """Return how many persons have any of a sum, and how many events there are for one that is independent.

    Source: Fay & Feuer 1997, for the sum of weighted counts.
    """
    count, sums, squares = 0, 0.0, 0.0
    for one in by_person(here, name).values[0]:
        some = one[one > 0].astype(np.float64)
        count, sums, squares = count + len(some), sums + float(some.sum()), squares + float((some * some).sum())
    return count, max(squares / sums, 1.0) if sums > 0 else 1.0


def discordant(dataset: xr.Dataset, name: str, world: str, against: str) -> tuple[int, int] | None:
    """Count persons who are an event in one world alone, and in the other alone; None where persons are not counted."""
    how = counted(name)
    if how is None or not how.once:
        return None
    values = by_person(dataset, how.once)
    here, there = values.sel(world=world).values, values.sel(world=against).values
    found = np.zeros(2, np.int64)
    for one, other in zip(here, there, strict=True):
        any_here, any_there = one > 0, other > 0
        found += np.count_nonzero(any_here & ~any_there), np.count_nonzero(any_there & ~any_here)
    return int(found[0]), int(found[1])
