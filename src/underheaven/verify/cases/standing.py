"""Cases of standing and repair: how many are listed, and for how long."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS, probability_at_least_once

ALWAYS_ACTING_SETTINGS = INACTIVE_SETTINGS | {"opportunities_per_year": 12}
"""Everybody acts every month, so that the detection rate is the hazard of a record."""
START_BIAS_SHARE = 2e-4
"""Share of a stock by which a start with clean dossiers may still move its mean over the months observed."""
MIN_OBSERVED_MONTHS, MAX_MONTHS = 240, 1200
"""Fewest months that are observed, and most that a run can last."""
SMALL_TOWN_SIZE = 16
"""Persons of a town that joins a regime in a month of its own: each of many towns says as much as a large one."""


def expected_list_stock(values: Values) -> float:
    """Return the long-run share listed from hazard and term, or the share who enter the list in a month."""
    h, months = values["h"], values["months"]
    return float(h / (1 + h * months) * (1 if values["of"] == "entries" else months))


def count_list_stock(values: Values) -> Counts:
    """Count person-months on the list, or entries, once the start is forgotten."""
    h, months = values["h"], values["months"]
    warm_up, observed = warm_up_and_observed_months(h, months)
    persons = persons_for(warm_up + observed)
    data = simulate(
        [load_list_regime(h, months)], load_society("one-act", **ALWAYS_ACTING_SETTINGS), persons, warm_up + observed
    ).isel(scenario=0)
    data = data.isel(month=slice(warm_up, None))
    seen = data["entries"].sum("origin") if values["of"] == "entries" else data["listed"].sum("group")
    counted = seen.sum(["list", "month"]).values
    return Counts(counted, [persons * observed] * len(counted))


def warm_up_and_observed_months(hazard: float, months: int) -> tuple[int, int]:
    """Return the months to leave out, and the months to observe in whole terms, in which the start no longer matters.

    A list that everybody joins almost at once oscillates for years, since terms are equal. The oscillation follows from
    hazard and term; here it only says which months to observe, and nothing is subtracted.

    Raises:
        RequestError: it oscillates for longer than a run can last.
    """
    observed = months * math.ceil(MIN_OBSERVED_MONTHS / months)
    stationary_share = hazard * months / (1 + hazard * months)
    sums = np.concatenate([[0.0], np.cumsum(monthly_shares_listed(hazard, months, MAX_MONTHS))])
    starts = np.arange(0, MAX_MONTHS - observed + 1)
    means = (sums[starts + observed] - sums[starts]) / observed
    near = np.flatnonzero(np.abs(means / stationary_share - 1) <= START_BIAS_SHARE)
    near = near[near >= months]
    if len(near) == 0:
        raise RequestError(
            f"list-stock: at h = {hazard:g} and months = {months} the list still swings after {MAX_MONTHS} months. "
            "Write a lower h or fewer months."
        )
    return int(near[0]), observed


def load_list_regime(
    hazard: float,
    months: int,
    refile: str = "false",
    records: int = 1,
    agree: float = 1.0,
    label: str = "",
    over: int = 0,
) -> Document[Regime]:
    """Read the regime that lists every person who acts and is detected.

    agree: share of persons who join it, asked below 1. over: months of its roll-out.
    """
    numbers = {
        "detection_rate": hazard,
        "months": months,
        "refile": refile,
        "records": records,
        "agree": agree,
        "over": over,
    }
    return load_regime("list", label, asked=str(agree < 1).lower(), **numbers)


def monthly_shares_listed(hazard: float, months: int, horizon: int) -> list[float]:
    """Return the expected share listed in each month from clean dossiers.

    A record of month t lasts until t + months - 1, and the month after cannot file: of those who may get a record, a
    share ``hazard`` does.
    """
    filed = monthly_filings(hazard, months, horizon)
    return [sum(filed[max(n - months, 0) : n]) for n in range(1, horizon + 1)]


def monthly_filings(hazard: float, months: int, horizon: int) -> list[float]:
    """Return the expected share recorded in each month from clean dossiers."""
    filed: list[float] = []
    for _ in range(horizon):
        filed.append(hazard * (1 - sum(filed[-months:])))
    return filed


def expected_ever_listed(values: Values) -> float:
    """Return the probability of joining and of at least one entry in n months."""
    return float(values["agree"] * probability_at_least_once(values["h"], values["n"]))


def count_ever_listed(values: Values) -> Counts:
    """Count persons ever listed in n months, and all persons."""
    n = values["n"]
    return count_ever_on_regime_list(
        load_list_regime(values["h"], 36, agree=values["agree"]), ALWAYS_ACTING_SETTINGS, persons_for(n), n
    )


def count_ever_on_regime_list(regime: Document[Regime], society: dict[str, Any], persons: int, months: int) -> Counts:
    """Count persons ever on the list of a scenario over the society of one act, and all persons."""
    data = simulate([regime], load_society("one-act", **society), persons, months).isel(scenario=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


def expected_roll_out(values: Values) -> float:
    """Return the probability of at least one entry in n months, as a mean over the months in which a town may join.

    Joining months are 0 to ``over`` - 1, each equally likely; months before it do not count.
    """
    h, n, over = float(values["h"]), values["n"], values["over"]
    return math.fsum(probability_at_least_once(h, max(n - joins, 0)) for joins in range(max(over, 1))) / float(
        max(over, 1)
    )


def count_roll_out(values: Values) -> Counts:
    """Count persons ever listed in n months of a roll-out; each replicate draws the joining months of its towns."""
    regime = load_list_regime(values["h"], 36, over=values["over"])
    return count_ever_on_regime_list(
        regime, ALWAYS_ACTING_SETTINGS | {"town_size": SMALL_TOWN_SIZE}, SMALL_TOWN_SIZE * values["towns"], values["n"]
    )


def expected_stay_with_appeals(values: Values) -> float:
    """Return the mean months of a wrongful listing, from the hazard of a granted appeal within the term."""
    return mean_stay_months(values["a"] * values["granted"], values["months"])


def count_stays(values: Values) -> Counts:
    """Count the months of the listing of a cohort.

    Everybody is wrongly listed in the first month of a regime that an amendment then switches off, so that whole stays
    of a whole cohort are observed and none is censored.
    """
    months = values["months"]
    persons = persons_for(months + 1)
    regime = load_regime("appeals", appealed=values["a"], granted=values["granted"], months=months)
    data = simulate([regime], load_society("one-act", **INACTIVE_SETTINGS), persons, months + 1).isel(scenario=0)
    stayed = data["person_months_wrongly_listed"].sum("person").values
    return Counts(stayed, [persons] * len(stayed), unit=months)


def mean_stay_months(hazard: float, months: int) -> float:
    """Return the mean months of a stay that ends with this probability at the end of each month, and at the term."""
    return probability_at_least_once(hazard, months) / hazard if hazard > 0 else float(months)


def expected_record_stock(values: Values) -> float:
    """Return the share with at least k live records, from a binomial over the term."""
    p, months, k = values["p"], values["months"], values["k"]
    return math.fsum(math.comb(months, j) * p**j * (1 - p) ** (months - j) for j in range(k, months + 1))


def count_record_stock(values: Values) -> Counts:
    """Count person-months with at least k live records; settled after one term."""
    p, months, k = values["p"], values["months"], values["k"]
    observed = max(24, months)
    persons = persons_for(months - 1 + observed)
    society = load_society("one-act", **ALWAYS_ACTING_SETTINGS)
    data = simulate([load_list_regime(p, months, "true", k)], society, persons, months - 1 + observed).isel(scenario=0)
    listed = data["listed"].isel(month=slice(months - 1, None)).sum(["list", "group", "month"]).values
    return Counts(listed, [persons * observed] * len(listed))


CASES = (
    Case(
        "list-stock",
        CLOSED_FORM,
        ClosedForm(expected_list_stock, count_list_stock, start_bias_share=START_BIAS_SHARE),
        (P("h", 0.002, 1e-4), P("months", 36, 1, 120), P("of", "stock", words=("stock", "entries"))),
        fault_parameter="h",
        shows="the share listed in the long run is hD/(1 + hD)",
        points=(
            {"h": 0.05, "months": 6},
            {"h": 0.05, "months": 6, "of": "entries"},
            {"h": 0.3, "months": 24},
            {"h": 0.01, "months": 100},
        ),
    ),
    Case(
        "list-ever",
        CLOSED_FORM,
        ClosedForm(expected_ever_listed, count_ever_listed),
        (P("h", 0.002, 1e-5), P("n", 120, 1, 600), P("agree", 1.0)),
        fault_parameter="h",
        shows="the share ever listed in n months is 1 - (1 - h)^n of those who agree to it",
        points=({"h": 0.03, "n": 24}, {"h": 0.03, "n": 24, "agree": 0.5}, {"h": 0.0005, "n": 600}),
    ),
    Case(
        "roll-out",
        CLOSED_FORM,
        ClosedForm(expected_roll_out, count_roll_out, fixed_size=True),
        (P("h", 0.02, 1e-4), P("n", 60, 1, 600), P("over", 48, 0, 126), P("towns", 200, 4, 1000)),
        fault_parameter="h",
        shows="the share ever listed in n months where towns join over a roll-out: the mean of 1 - (1 - h)^(n - J)",
        points=(
            {"towns": 4, "h": 0.1, "n": 30, "over": 24},
            {"towns": 500, "over": 60},
            {"over": 0},
            {"over": 120, "n": 36},
        ),
    ),
    Case(
        "appeals",
        CLOSED_FORM,
        ClosedForm(expected_stay_with_appeals, count_stays),
        (P("a", 0.05), P("months", 36, 1, 126), P("granted", 1.0)),
        fault_parameter="a",
        shows="the mean months of a wrongful listing that appeals cut short",
        points=({"a": 0.3, "months": 5}, {"a": 0.4, "granted": 0.5}, {"a": 0.01, "months": 120}, {"a": 0.9}),
    ),
    Case(
        "record-stock",
        "closed form (binomial)",
        ClosedForm(expected_record_stock, count_record_stock),
        (P("p", 0.02, 1e-3), P("months", 24, 1, 126), P("k", 3, 1, 8)),
        fault_parameter="p",
        shows="the share with at least k live records is the tail of a binomial law",
        points=({"p": 0.3, "months": 6, "k": 2}, {"p": 0.05, "months": 60, "k": 4}),
    ),
)
