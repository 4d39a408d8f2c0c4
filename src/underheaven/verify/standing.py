"""Cases of standing and repair: how many are listed, and for how long."""

from __future__ import annotations

import math

from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL

ACTING = STILL | {"opportunities_per_year": 12}
"""Everybody acts every month, so that the sensitivity is the hazard of being recorded."""
SETTLED = 2e-5
"""Share by which a start with clean dossiers may still move a stock when it is observed from there on."""
LONGEST = 400
"""Months after which a stock is observed in any case: what the start still moves then is reckoned out."""


def list_stock(values: Values) -> Figure:
    """Holds the share listed in the long run against hazard and term; observed over one term once settled.

    A list that everybody joins almost at once goes on swinging together for years. What the start with clean
    dossiers moves in the months observed follows from hazard and term exactly, and is taken off.
    """
    h, months = values["h"], values["months"]
    expected = h * months / (1 + h * months)
    observed = max(months, 12)
    path = shares_listed(h, months, LONGEST + observed)
    before = min(max((n + 1 for n, share in enumerate(path) if abs(share - expected) > SETTLED), default=0), LONGEST)
    persons = persons_for(before + observed)
    data = live([listing(h, months)], society("one-act", **ACTING), persons, before + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(before, None)).sum(["list", "group"]).mean("month").values
    start = sum(path[before : before + observed]) / observed - expected
    return simulated(expected, listed - persons * start, [persons] * len(listed))


def listing(hazard: float, months: int, refile: str = "false", records: int = 1) -> Document[Regime]:
    """Reads the regime that lists whoever acts and is seen."""
    return regime("list", sensitivity=hazard, months=months, refile=refile, records=records)


def shares_listed(hazard: float, months: int, horizon: int) -> list[float]:
    """Gives the expected share listed in each month from clean dossiers.

    A record of month t stands until t + months - 1, and the month after cannot file: of those who may be filed
    against, a share ``hazard`` is.
    """
    filed: list[float] = []
    shares: list[float] = []
    for _ in range(horizon):
        filed.append(hazard * (1 - sum(filed[-months:])))
        shares.append(sum(filed[-months:]))
    return shares


def list_ever(values: Values) -> Figure:
    """Holds the share ever listed in n months against the chance of at least one entry."""
    h, n = values["h"], values["n"]
    persons = persons_for(n)
    data = live([listing(h, 36)], society("one-act", **ACTING), persons, n).isel(world=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return simulated(1 - (1 - h) ** n, ever, [persons] * len(ever))


def appeals(values: Values) -> Figure:
    """Holds the mean months of a wrongful listing against the hazard of a granted appeal inside the term.

    Everybody is wrongly listed in the first month of a regime that an amendment then switches off, so that the
    whole stay of a whole cohort is seen and nothing is cut off.
    """
    a, months = values["a"], values["months"]
    persons = persons_for(months + 1)
    world = regime("appeals", appealed=a, months=months)
    data = live([world], society("one-act", **STILL), persons, months + 1).isel(world=0)
    stayed = data["person_months_wrongly_listed"].sum("person").values
    expected = months if a == 0 else (1 - (1 - a) ** months) / a
    return simulated(expected, stayed, [persons] * len(stayed))


def record_stock(values: Values) -> Figure:
    """Holds the share with at least k live records against a binomial over the term; settled after one term."""
    p, months, k = values["p"], values["months"], values["k"]
    observed = 24
    persons = persons_for(months - 1 + observed)
    people = society("one-act", **ACTING)
    data = live([listing(p, months, "true", k)], people, persons, months - 1 + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(months - 1, None)).sum(["list", "group"]).mean("month").values
    fewer = sum(math.comb(months, j) * p**j * (1 - p) ** (months - j) for j in range(min(k, months + 1)))
    return simulated(1 - fewer if k <= months else 0.0, listed, [persons] * len(listed))
