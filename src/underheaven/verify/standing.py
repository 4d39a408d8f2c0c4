"""Cases of standing and repair: how many are listed, and for how long."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL, at_least_once

ACTING = STILL | {"opportunities_per_year": 12}
"""Everybody acts every month, so that the sensitivity is the hazard of being recorded."""
SETTLED = 2e-4
"""Share of a stock by which a start with clean dossiers may still move its mean over the months observed."""
OBSERVED, LONGEST = 240, 1200
"""Months that are observed at least, and that a run can last."""
HAMLET = 16
"""Persons of a town that joins a regime in a month of its own: of many towns each says as much as a large one."""


def list_stock(values: Values) -> float:
    """Return the share listed in the long run by hazard and term, or the share who enter the list in a month."""
    h, months = values["h"], values["months"]
    return float(h / (1 + h * months) * (1 if values["of"] == "entries" else months))


def stock_listed(values: Values) -> Counts:
    """Count person-months on the list, or entries, once the start is forgotten."""
    h, months = values["h"], values["months"]
    before, observed = settled(h, months)
    persons = persons_for(before + observed)
    data = live([listing(h, months)], society("one-act", **ACTING), persons, before + observed).isel(world=0)
    data = data.isel(month=slice(before, None))
    seen = data["entries"].sum("origin") if values["of"] == "entries" else data["listed"].sum("group")
    counted = seen.sum(["list", "month"]).values
    return Counts(counted, [persons * observed] * len(counted))


def settled(hazard: float, months: int) -> tuple[int, int]:
    """Return the months to leave out, and those to observe, whole terms, in which the start moves the mean no more.

    A list that everybody joins almost at once goes on swinging together for years, since terms are equal. How it swings
    follows from hazard and term; here that says where to look, and nothing is taken off.

    Raises:
        RequestError: it swings for longer than a run can last.
    """
    observed = months * math.ceil(OBSERVED / months)
    rest = hazard * months / (1 + hazard * months)
    sums = np.concatenate([[0.0], np.cumsum(shares_listed(hazard, months, LONGEST))])
    starts = np.arange(0, LONGEST - observed + 1)
    means = (sums[starts + observed] - sums[starts]) / observed
    near = np.flatnonzero(np.abs(means / rest - 1) <= SETTLED)
    near = near[near >= months]
    if len(near) == 0:
        raise RequestError(
            f"list-stock: at h = {hazard:g} and months = {months} the list still swings after {LONGEST} months. Write "
            "a lower h or fewer months."
        )
    return int(near[0]), observed


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


def list_ever(values: Values) -> float:
    """Return the chance of joining and of at least one entry in n months."""
    return float(values["agree"] * at_least_once(values["h"], values["n"]))


def ever_listed(values: Values) -> Counts:
    """Count persons ever listed in n months, and all persons."""
    n = values["n"]
    return count_ever(listing(values["h"], 36, agree=values["agree"]), ACTING, persons_for(n), n)


def count_ever(world: Document[Regime], people: dict[str, Any], persons: int, months: int) -> Counts:
    """Count persons who are ever on the list of a world over the society of one act, and all persons."""
    data = live([world], society("one-act", **people), persons, months).isel(world=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


def roll_out(values: Values) -> float:
    """Return the chance of at least one entry in n months, as a mean over the months in which a town may join.

    Joining months are 0 to ``over`` - 1, each as likely; months before it do not count.
    """
    h, n, over = float(values["h"]), values["n"], values["over"]
    return math.fsum(at_least_once(h, max(n - joins, 0)) for joins in range(max(over, 1))) / float(max(over, 1))


def ever_rolled_out(values: Values) -> Counts:
    """Count persons ever listed in n months of a roll-out; each replicate draws the joining months of its towns."""
    world = listing(values["h"], 36, over=values["over"])
    return count_ever(world, ACTING | {"town_size": HAMLET}, HAMLET * values["towns"], values["n"])


def appeals(values: Values) -> float:
    """Return the mean months of a wrongful listing by the hazard of a granted appeal inside the term."""
    return mean_stay(values["a"] * values["granted"], values["months"])


def stays(values: Values) -> Counts:
    """Count the months of a cohort's listing.

    Everybody is wrongly listed in the first month of a regime that an amendment then switches off, so that the
    whole stay of a whole cohort is seen and nothing is cut off.
    """
    months = values["months"]
    persons = persons_for(months + 1)
    world = regime("appeals", appealed=values["a"], granted=values["granted"], months=months)
    data = live([world], society("one-act", **STILL), persons, months + 1).isel(world=0)
    stayed = data["person_months_wrongly_listed"].sum("person").values
    return Counts(stayed, [persons] * len(stayed), unit=months)


def mean_stay(hazard: float, months: int) -> float:
    """Gives the mean months of a stay that ends with this chance at the end of each month, and after so many."""
    return at_least_once(hazard, months) / hazard if hazard > 0 else float(months)


def record_stock(values: Values) -> float:
    """Return the share with at least k live records by a binomial over the term."""
    p, months, k = values["p"], values["months"], values["k"]
    return math.fsum(math.comb(months, j) * p**j * (1 - p) ** (months - j) for j in range(k, months + 1))


def stock_recorded(values: Values) -> Counts:
    """Count person-months with at least k live records; settled after one term."""
    p, months, k = values["p"], values["months"], values["k"]
    observed = max(24, months)
    persons = persons_for(months - 1 + observed)
    people = society("one-act", **ACTING)
    data = live([listing(p, months, "true", k)], people, persons, months - 1 + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(months - 1, None)).sum(["list", "group", "month"]).values
    return Counts(listed, [persons * observed] * len(listed))


CASES = (
    Case("list-stock", A, Law(list_stock, stock_listed, nearly=SETTLED), (
        P("h", 0.002, 1e-4), P("months", 36, 1, 120), P("of", "stock", words=("stock", "entries"))),
        plants="h",
        shows="the share listed in the long run is hD/(1 + hD)",
        points=({"h": 0.05, "months": 6}, {"h": 0.05, "months": 6, "of": "entries"},
                {"h": 0.3, "months": 24}, {"h": 0.01, "months": 100})),
    Case("list-ever", A, Law(list_ever, ever_listed), (P("h", 0.002, 1e-5), P("n", 120, 1, 600), P("agree", 1.0)),
        plants="h",
        shows="the share ever listed in n months is 1 - (1 - h)^n of those who agree to it",
        points=({"h": 0.03, "n": 24}, {"h": 0.03, "n": 24, "agree": 0.5}, {"h": 0.0005, "n": 600})),
    Case("roll-out", A, Law(roll_out, ever_rolled_out, whole=True), (
        P("h", 0.02, 1e-4), P("n", 60, 1, 600), P("over", 48, 0, 126), P("towns", 200, 4, 1000)),
        plants="h",
        shows="the share ever listed in n months where towns join over a roll-out: the mean of 1 - (1 - h)^(n - J)",
        points=({"towns": 4, "h": 0.1, "n": 30, "over": 24}, {"towns": 500, "over": 60}, {"over": 0},
                {"over": 120, "n": 36})),
    Case("appeals", A, Law(appeals, stays), (P("a", 0.05), P("months", 36, 1, 126), P("granted", 1.0)),
        plants="a",
        shows="the mean months of a wrongful listing that appeals cut short",
        points=({"a": 0.3, "months": 5}, {"a": 0.4, "granted": 0.5}, {"a": 0.01, "months": 120}, {"a": 0.9})),
    Case("record-stock", "closed form (binomial)", Law(record_stock, stock_recorded), (
        P("p", 0.02, 1e-3), P("months", 24, 1, 126), P("k", 3, 1, 8)),
        plants="p",
        shows="the share with at least k live records is the tail of a binomial law",
        points=({"p": 0.3, "months": 6, "k": 2}, {"p": 0.05, "months": 60, "k": 4})),
)  # fmt: skip
