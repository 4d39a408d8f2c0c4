"""Cases of what standing brings: grades by points, wrongful listing behind mixed records, rewards, denials."""

from __future__ import annotations

import math

from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.lives import live, persons_for, regime
from underheaven.verify.quiet import ALWAYS, acting, kind, people
from underheaven.verify.standing import SETTLED, list_stock, settled

MONTHS = 12
FLIGHTS = '[[habits]]\nname = "flights"\nunit = "tickets"\ncontext = "travel"\nper_year = {per_year!r}\n'
GOOD = kind(opportunities_per_year=ALWAYS, prosocial=True, temptation=0.001, warm_glow=1000, gravity=0)
"""A good act that costs next to nothing, so that everybody does it."""


def grades(values: Values) -> float:
    """Return the share in the upper grade, or the mean score, where records of one act take points for a term."""
    p, months, points = values["p"], values["months"], values["points"]
    if values["of"] == "score":
        return float(values["start"] - points * p * months)
    most = math.floor((values["start"] - values["passing"]) / points)
    return math.fsum(math.comb(months, k) * p**k * (1 - p) ** (months - k) for k in range(min(most, months) + 1))


def graded(values: Values) -> Counts:
    """Count person-months in the upper grade, or points, and person-months, after one term."""
    months = values["months"]
    persons, lived = persons_for(2 * months), 2 * months
    world = regime(
        "grades", sensitivity=values["p"], **{k: values[k] for k in ("points", "months", "start", "passing")}
    )
    data = live([world], people(acting()), persons, lived).isel(world=0, month=slice(months, None))
    seen = data["score"] if values["of"] == "score" else data["grades"].sel(grade="upper").sum("group")
    counted = seen.sum("month").values
    return Counts(counted, [persons * (lived - months)] * len(counted))


def wrongly_listed(values: Values) -> float:
    """Return the share on a list with no true record behind it, where true and false records of a term list alike."""
    p, months = values["p"], values["months"]
    true, false = p * values["s"], (1 - p) * values["f"]
    return float((1 - true) ** months - (1 - true - false) ** months)


def listed_in_error(values: Values) -> Counts:
    """Count person-months wrongly on the list, and all of them, after one term."""
    months = values["months"]
    persons, lived = persons_for(2 * months), 2 * months
    world = regime("mixed-origins", sensitivity=values["s"], false_per_year=12 * values["f"], months=months)
    conduct = acting(values["p"])
    data = live([world], people(conduct), persons, lived).isel(world=0, month=slice(months, None))
    counted = data["wrongly_blacklisted"].sum(["group", "month"]).values
    return Counts(counted, [persons * (lived - months)] * len(counted))


def rewards(values: Values) -> float:
    """Return the months of income that a redlist brings each person in a month: its stock times its worth."""
    return list_stock({**values, "of": "stock"}) * float(values["strength"])


def rewarded(values: Values) -> Counts:
    """Count months of income added, and person-months, once settled."""
    h, months = values["h"], values["months"]
    before, observed = settled(h, months)
    persons = persons_for(before + observed)
    world = regime("redlist", sensitivity=h, months=months, strength=values["strength"])
    data = live([world], people(GOOD), persons, before + observed).isel(world=0, month=slice(before, None))
    brought = (data["reward"].sum(["group", "effect"]) - data["detriment"].sum(["cause", "effect", "origin"])).sum(
        "month"
    )
    return Counts(brought.values / 1e6, [persons * observed] * brought.size, unit=values["strength"])


def denials(values: Values) -> float:
    """Return the share of attempts denied, or the variance of a person's denied attempts in a year.

    Whole attempts are made in every month, and one more by chance.
    """
    share, each = values["share"], values["per_year"] / 12
    if values["of"] == "share":
        return float(share)
    more = each - math.floor(each)
    return float(MONTHS * (each * share * (1 - share) + share**2 * more * (1 - more)))


def denied(values: Values) -> Counts:
    """Count attempts denied to persons who are all listed, and attempts; or that variance in each replicate."""
    persons = persons_for(MONTHS)
    society = people(acting(), habits=FLIGHTS.format(per_year=values["per_year"]))
    data = live([regime("denials", share=values["share"])], society, persons, MONTHS).isel(world=0)
    if values["of"] == "spread":
        return Counts(data["person_denials"].astype(float).var("person", ddof=1).values)
    counted = data["denied"].sum(["month", "denial", "group"]).values
    return Counts(counted, [persons * values["per_year"] * MONTHS / 12] * len(counted))


CASES = (
    Case("grades", A, Law(grades, graded), (
        P("p", 0.1, 0.01), P("months", 24, 1, 32), P("points", 10, 1, 1000), P("start", 100, 0, 1000),
        P("passing", 75, 0, 1000), P("of", "upper", words=("upper", "score"))), plants="p",
        shows="the share in the upper of two grades where records take points for a term",
        points=({"of": "score"}, {"p": 0.3, "months": 12, "passing": 50})),
    Case("wrongly-listed", A, Law(wrongly_listed, listed_in_error), (
        P("p", 0.05), P("s", 0.4), P("f", 0.01, 1e-4), P("months", 12, 1, 32)), plants="f",
        shows="the share on a list with no true record behind it, among true and false records",
        points=({"p": 0.3, "s": 0.2, "f": 0.02, "months": 6}, {"p": 0.0})),
    Case("rewards", A, Law(rewards, rewarded, nearly=SETTLED), (
        P("h", 0.02, 1e-3), P("months", 12, 1, 120), P("strength", 0.3, 0.01)),
        plants="h", shows="the months of income that a redlist for good acts brings each person in a month",
        points=({"h": 0.1, "months": 6, "strength": 1.0},)),
    Case("denials", A, Law(denials, denied), (
        P("share", 0.4), P("per_year", 30.0, 0.1, 400), P("of", "share", words=("share", "spread"))), plants="share",
        shows="the share of attempts that a list denies, or how far a year's denials spread between people",
        points=({"of": "spread"}, {"of": "spread", "per_year": 24.0, "share": 0.7}, {"per_year": 3.0})),
)  # fmt: skip
