"""Cases of officials: what favour does to a score, and a quota to the truth of records."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.measure.officials import merit_correlation
from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.effort import current
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.standing import ACTING

LEAST, LARGEST = 0.001, 10_000
"""The least weight of favour that whole points can hold, and the most points of one record."""
SHORTEST, LONGEST = 3, 600
MOST_SENSED = 0.5
"""Of a quota: what a channel may see, so that chance leaves something to fill in every month."""


def favour(values: Values) -> float:
    """Return the correlation of a score with the score less favour, for a sum of two independent parts."""
    return 1 / math.sqrt(1 + values["w"] ** 2)


def favoured(values: Values) -> Counts:
    """Count that correlation in each replicate.

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
    return Counts(merit_correlation(data).isel(world=0).values)


def chance_of_spread(spread: float) -> float:
    """Gives the smaller chance whose draw has this standard deviation, at most a half."""
    return (1 - math.sqrt(1 - 4 * spread * spread)) / 2


def quota(values: Values) -> float:
    """Return the share of records that nobody earned, of persons picked blindly, n of whom did the act.

    Or the records of a month, from the second on: a quota goes by the month before. What a channel sees of the acts
    counts toward it, and who is seen is not recorded for it as well.
    """
    if max(values["q"], values["n"]) > values["persons"]:
        raise RequestError(
            f"quota: q and n are of {values['persons']} persons. Write at most {values['persons']} for each."
        )
    seen, acting = values["sensed"] * values["n"], values["n"] / values["persons"]
    if seen > MOST_SENSED * values["q"]:
        raise RequestError(
            f"quota: a channel sees {seen:g} acts a month, and a quota of {values['q']} is to be filled with others. "
            f"Write sensed so that it sees at most {MOST_SENSED * values['q']:g}."
        )
    made = values["q"] - seen
    records = seen + made * (1 - seen / values["persons"])
    return float(records) if values["of"] == "records" else float(made * (1 - acting) / records)


def filled(values: Values) -> Counts:
    """Count records that nobody earned and all of them; or records and months."""
    q, n, persons = values["q"], values["n"], values["persons"]
    months = min(max(current().person_months // persons, SHORTEST), LONGEST)
    people = society("one-act", **ACTING | {"opportunities_per_year": 12 * n / persons})
    world = regime("quota", per_1000=1000 * q / persons, sensitivity=values["sensed"])
    data = live([world], people, persons, months).isel(world=0)
    filed = data["recorded"].isel(month=slice(1, None)).sum(["month", "kind"])
    if values["of"] == "records":
        later = filed.sum("origin").values
        return Counts(later, [months - 1] * len(later), unit=q)
    return Counts(filed.sel(origin="discretion").values, filed.sum("origin").values)


CASES = (
    Case("favour", A, Law(favour, favoured), (P("w", 0.5, 0, 10),),
        plants="w",
        shows="the correlation of a score with itself less favour", points=({"w": 2.0}, {"w": 10.0})),
    Case("quota", A, Law(quota, filled, whole=True), (
        P("q", 100, 1, 10_000), P("n", 10, 0, 10_000), P("persons", 10_000, 100, 100_000),
        P("of", "shares", words=("shares", "records")), P("sensed", 0.0)),
        plants="q",
        shows="the share of records that are wrongful when a quota is filled blindly",
        points=({"q": 40, "n": 30, "persons": 100}, {"of": "records"}, {"q": 500, "n": 500, "persons": 2000},
                {"of": "records", "q": 500, "n": 400, "sensed": 0.5}, {"q": 500, "n": 400, "sensed": 0.5})),
)  # fmt: skip
