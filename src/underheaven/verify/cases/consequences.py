"""Cases of the consequences of standing: grades by points, wrongful listing with mixed records, rewards, denials."""

from __future__ import annotations

import math

from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.standing import START_BIAS_SHARE, expected_list_stock, warm_up_and_observed_months
from underheaven.verify.minimal_society import (
    EVERY_MONTH,
    conduct_toml,
    load_minimal_society,
    unrestrained_conduct_toml,
)

MONTHS = 12
FLIGHT_HABIT_TOML = '[[habits]]\nname = "flights"\nunit = "tickets"\ncontext = "travel"\nper_year = {per_year!r}\n'
PROSOCIAL_ACT_TOML = conduct_toml(
    opportunities_per_year=EVERY_MONTH, prosocial=True, benefit=0.001, warm_glow=1000, gravity=0
)
"""A good act that costs next to nothing, so that everybody does it."""


def expected_grade_share(values: Values) -> float:
    """Return the share in the upper grade, or the mean score, where records of one act cost points for a term."""
    p, months, points = values["p"], values["months"], values["points"]
    if values["of"] == "score":
        return float(values["start"] - points * p * months)
    most = math.floor((values["start"] - values["passing"]) / points)
    return math.fsum(math.comb(months, k) * p**k * (1 - p) ** (months - k) for k in range(min(most, months) + 1))


def count_graded(values: Values) -> Counts:
    """Count person-months in the upper grade, or points, and person-months, after one term."""
    months = values["months"]
    persons, simulated_months = persons_for(2 * months), 2 * months
    regime = load_regime(
        "grades", detection_rate=values["p"], **{k: values[k] for k in ("points", "months", "start", "passing")}
    )
    data = simulate([regime], load_minimal_society(unrestrained_conduct_toml()), persons, simulated_months).isel(
        scenario=0, month=slice(months, None)
    )
    seen = data["score"] if values["of"] == "score" else data["grades"].sel(grade="upper").sum("group")
    counted = seen.sum("month").values
    return Counts(counted, [persons * (simulated_months - months)] * len(counted))


def expected_wrongly_listed(values: Values) -> float:
    """Return the share on a list with no true record, where true and false records of one term both list."""
    p, months = values["p"], values["months"]
    true, false = p * values["s"], (1 - p) * values["f"]
    return float((1 - true) ** months - (1 - true - false) ** months)


def count_wrongly_listed(values: Values) -> Counts:
    """Count person-months wrongly on the list, and all of them, after one term."""
    months = values["months"]
    persons, simulated_months = persons_for(2 * months), 2 * months
    regime = load_regime("mixed-origins", detection_rate=values["s"], false_per_year=12 * values["f"], months=months)
    conduct = unrestrained_conduct_toml(values["p"])
    data = simulate([regime], load_minimal_society(conduct), persons, simulated_months).isel(
        scenario=0, month=slice(months, None)
    )
    counted = data["wrongly_blacklisted"].sum(["group", "month"]).values
    return Counts(counted, [persons * (simulated_months - months)] * len(counted))


def expected_rewards(values: Values) -> float:
    """Return the months of income per person that a redlist adds in a month: its stock times its worth."""
    return expected_list_stock({**values, "of": "stock"}) * float(values["strength"])


def count_rewards(values: Values) -> Counts:
    """Count months of income added, and person-months, once settled."""
    h, months = values["h"], values["months"]
    warm_up, observed = warm_up_and_observed_months(h, months)
    persons = persons_for(warm_up + observed)
    regime = load_regime("redlist", detection_rate=h, months=months, strength=values["strength"])
    data = simulate([regime], load_minimal_society(PROSOCIAL_ACT_TOML), persons, warm_up + observed).isel(
        scenario=0, month=slice(warm_up, None)
    )
    brought = (data["reward"].sum(["group", "effect"]) - data["detriment"].sum(["cause", "effect", "origin"])).sum(
        "month"
    )
    return Counts(brought.values / 1e6, [persons * observed] * brought.size, unit=values["strength"])


def expected_denials(values: Values) -> float:
    """Return the share of attempts denied, or the variance of the denied attempts of a person in a year.

    Whole attempts are made in every month, and one more by chance.
    """
    share, each = values["share"], values["per_year"] / 12
    if values["of"] == "share":
        return float(share)
    more = each - math.floor(each)
    return float(MONTHS * (each * share * (1 - share) + share**2 * more * (1 - more)))


def count_denials(values: Values) -> Counts:
    """Count attempts denied to persons who are all listed, and attempts; or that variance in each replicate."""
    persons = persons_for(MONTHS)
    society = load_minimal_society(
        unrestrained_conduct_toml(), habits=FLIGHT_HABIT_TOML.format(per_year=values["per_year"])
    )
    data = simulate([load_regime("denials", share=values["share"])], society, persons, MONTHS).isel(scenario=0)
    if values["of"] == "spread":
        return Counts(data["person_denials"].astype(float).var("person", ddof=1).values)
    counted = data["denied"].sum(["month", "denial", "group"]).values
    return Counts(counted, [persons * values["per_year"] * MONTHS / 12] * len(counted))


CASES = (
    Case(
        "grades",
        CLOSED_FORM,
        ClosedForm(expected_grade_share, count_graded),
        (
            P("p", 0.1, 0.01),
            P("months", 24, 1, 32),
            P("points", 10, 1, 1000),
            P("start", 100, 0, 1000),
            P("passing", 75, 0, 1000),
            P("of", "upper", words=("upper", "score")),
        ),
        fault_parameter="p",
        shows="the share in the upper of two grades where records take points for a term",
        points=({"of": "score"}, {"p": 0.3, "months": 12, "passing": 50}),
    ),
    Case(
        "wrongly-listed",
        CLOSED_FORM,
        ClosedForm(expected_wrongly_listed, count_wrongly_listed),
        (P("p", 0.05), P("s", 0.4), P("f", 0.01, 1e-4), P("months", 12, 1, 32)),
        fault_parameter="f",
        shows="the share on a list with no true record behind it, among true and false records",
        points=({"p": 0.3, "s": 0.2, "f": 0.02, "months": 6}, {"p": 0.0}),
    ),
    Case(
        "rewards",
        CLOSED_FORM,
        ClosedForm(expected_rewards, count_rewards, start_bias_share=START_BIAS_SHARE),
        (P("h", 0.02, 1e-3), P("months", 12, 1, 120), P("strength", 0.3, 0.01)),
        fault_parameter="h",
        shows="the months of income that a redlist for good acts brings each person in a month",
        points=({"h": 0.1, "months": 6, "strength": 1.0},),
    ),
    Case(
        "denials",
        CLOSED_FORM,
        ClosedForm(expected_denials, count_denials),
        (P("share", 0.4), P("per_year", 30.0, 0.1, 400), P("of", "share", words=("share", "spread"))),
        fault_parameter="share",
        shows="the share of attempts that a list denies, or how far a year's denials spread between people",
        points=({"of": "spread"}, {"of": "spread", "per_year": 24.0, "share": 0.7}, {"per_year": 3.0}),
    ),
)
