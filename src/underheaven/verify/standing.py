"""Cases of standing and repair: how many are listed, and for how long."""

from __future__ import annotations

import math

from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL, at_least_once, rarer

ACTING = STILL | {"opportunities_per_year": 12}
"""Everybody acts every month, so that the sensitivity is the hazard of being recorded."""
SETTLED = 2e-5
"""Share by which a start with clean dossiers may still move a stock when it is observed from there on."""
LARGEST_TOWN = 8192
"""Persons, as documents allow."""
LONGEST = 400
"""Months after which a stock is observed in any case: what the start still moves then is reckoned out."""


def list_stock(values: Values) -> Figure:
    """Holds the share listed in the long run against hazard and term; observed over one term once settled.

    Or holds the share who enter the list in a month, which is the share listed over the term.
    A list that everybody joins almost at once goes on swinging together for years. What the start with clean
    dossiers moves in the months observed follows from hazard and term exactly, and is taken off.
    """
    h, months = values["h"], values["months"]
    expected = h * months / (1 + h * months)
    observed = max(months, 12)
    path = shares_listed(h, months, LONGEST + observed)
    before = min(max((n + 1 for n, share in enumerate(path) if abs(share - expected) > SETTLED), default=0), LONGEST)
    persons = persons_for(before + observed, times=current().times_for(rarer(expected) / months))
    data = live([listing(h, months)], society("one-act", **ACTING), persons, before + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(before, None)).sum(["list", "group"]).mean("month").values
    start = sum(path[before : before + observed]) / observed - expected
    if values["of"] == "entries":
        listed = data["entries"].isel(month=slice(before, None)).sum(["list", "origin"]).mean("month").values
        expected = expected / months
        start = sum(filings(h, months, before + observed)[before:]) / observed - expected
    return simulated(expected, listed - persons * start, [persons] * len(listed))


def listing(
    hazard: float, months: int, refile: str = "false", records: int = 1, agree: float = 1.0, label: str = "",
    over: int = 0,
) -> Document[Regime]:  # fmt: skip
    """Reads the regime that lists whoever acts and is seen.

    agree: share of persons who join it, asked below 1. over: months of its roll-out.
    """
    numbers = {
        "sensitivity": hazard, "months": months, "refile": refile, "records": records, "agree": agree, "over": over,
    }  # fmt: skip
    return regime("list", label, asked=str(agree < 1).lower(), **numbers)


def shares_listed(hazard: float, months: int, horizon: int) -> list[float]:
    """Gives the expected share listed in each month from clean dossiers.

    A record of month t stands until t + months - 1, and the month after cannot file: of those who may be filed
    against, a share ``hazard`` is.
    """
    filed = filings(hazard, months, horizon)
    return [sum(filed[max(n - months, 0) : n]) for n in range(1, horizon + 1)]


def filings(hazard: float, months: int, horizon: int) -> list[float]:
    """Gives the expected share filed against in each month from clean dossiers."""
    filed: list[float] = []
    for _ in range(horizon):
        filed.append(hazard * (1 - sum(filed[-months:])))
    return filed


def list_ever(values: Values) -> Figure:
    """Holds the share ever listed in n months against the chance of joining and of at least one entry."""
    h, n, agree = values["h"], values["n"], values["agree"]
    expected = agree * at_least_once(h, n)
    persons = persons_for(n, times=current().times_for(rarer(expected) / n))
    data = live([listing(h, 36, agree=agree)], society("one-act", **ACTING), persons, n).isel(world=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return simulated(expected, ever, [persons] * len(ever))


def roll_out(values: Values) -> Figure:
    """Hold the share ever listed in n months against the mean over the months in which a town may join.

    Joining months are 0 to ``over`` - 1, each as likely, however few towns there are; each replicate draws its own.
    """
    h, n, over, towns = values["h"], values["n"], values["over"], values["towns"]
    expected = ever_over_joining(h, n, over)
    size = min(max(-(-persons_for(n, times=current().times_for(rarer(expected) / n)) // towns), 4), LARGEST_TOWN)
    persons = size * towns
    people = society("one-act", **ACTING | {"town_size": size})
    data = live([listing(h, 36, over=over)], people, persons, n).isel(world=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return simulated(expected, ever, [persons] * len(ever))


def ever_over_joining(hazard: float, n: int, over: int) -> float:
    """Give the chance of at least one entry in n months of which those before the month of joining do not count."""
    return math.fsum(at_least_once(hazard, max(n - joins, 0)) for joins in range(max(over, 1))) / max(over, 1)


def appeals(values: Values) -> Figure:
    """Holds the mean months of a wrongful listing against the hazard of a granted appeal inside the term.

    Everybody is wrongly listed in the first month of a regime that an amendment then switches off, so that the
    whole stay of a whole cohort is seen and nothing is cut off.
    """
    a, granted, months = values["a"], values["granted"], values["months"]
    persons = persons_for(months + 1)
    world = regime("appeals", appealed=a, granted=granted, months=months)
    data = live([world], society("one-act", **STILL), persons, months + 1).isel(world=0)
    stayed = data["person_months_wrongly_listed"].sum("person").values
    return simulated(mean_stay(a * granted, months), stayed, [persons] * len(stayed))


def mean_stay(hazard: float, months: int) -> float:
    """Gives the mean months of a stay that ends with this chance at the end of each month, and after so many."""
    return at_least_once(hazard, months) / hazard if hazard > 0 else float(months)


def record_stock(values: Values) -> Figure:
    """Holds the share with at least k live records against a binomial over the term; settled after one term."""
    p, months, k = values["p"], values["months"], values["k"]
    expected = math.fsum(math.comb(months, j) * p**j * (1 - p) ** (months - j) for j in range(k, months + 1))
    observed = max(24, months)
    episodes = rarer(expected) / months * observed / (months - 1 + observed)
    persons = persons_for(months - 1 + observed, times=current().times_for(episodes))
    people = society("one-act", **ACTING)
    data = live([listing(p, months, "true", k)], people, persons, months - 1 + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(months - 1, None)).sum(["list", "group"]).mean("month").values
    return simulated(expected, listed, [persons] * len(listed))
