"""Cases of officials: what favour does to a score, and a quota to the truth of records."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.measure.officials import merit_correlation
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.standing import ACTING

LEAST, LARGEST = 0.001, 10_000
"""The least weight of favour that whole points can hold, and the most points of one record."""
SHORTEST, LONGEST = 3, 120


def favour(values: Values) -> Figure:
    """Holds the correlation of the score with the score less favour against that of a sum of two independent parts.

    Favour of half of all persons spreads the score by half its points. The other part is a record of this month:
    its points are fixed and its chance is chosen so that it spreads the score by exactly 1/w of that.
    """
    w = values["w"]
    if 0 < w < LEAST:
        raise RequestError(f"favour, w = {w:g}: points are whole. Write 0, or {LEAST:g} and more.")
    points = LARGEST if w < 1 else LARGEST // 10
    given = math.floor(0.8 * w * points)
    chance = chance_of_spread(given / (2 * w * points) if w > 0 else 0.4)
    world = regime("favourites", sensitivity=chance, points=points, favour=given)
    data = live([world], society("one-act", **ACTING), persons_for(1), 1)
    return simulated(1 / math.sqrt(1 + w * w), merit_correlation(data).isel(world=0).values)


def chance_of_spread(spread: float) -> float:
    """Gives the smaller chance whose draw has this standard deviation, at most a half."""
    return (1 - math.sqrt(1 - 4 * spread * spread)) / 2


def quota(values: Values) -> Figure:
    """Holds the share of records that nobody earned against that of persons picked blindly, n of whom did the act.

    Or holds the records of a month against the quota, from the second on: it goes by the persons of the month before.
    """
    q, n, persons = values["q"], values["n"], values["persons"]
    if max(q, n) > persons:
        raise RequestError(f"quota: q and n are of {persons} persons. Write at most {persons} for each.")
    months = min(max(current().person_months // persons, SHORTEST), LONGEST)
    people = society("one-act", **ACTING | {"opportunities_per_year": 12 * n / persons})
    data = live([regime("quota", per_1000=1000 * q / persons)], people, persons, months).isel(world=0)
    filed = data["recorded"].sum(["month", "kind"])
    if values["of"] == "records":
        later = data["recorded"].isel(month=slice(1, None)).sum(["month", "kind", "origin"]).values
        return simulated(q, later, [months - 1] * len(later))
    return simulated(1 - n / persons, filed.sel(origin="discretion").values, filed.sum("origin").values)
