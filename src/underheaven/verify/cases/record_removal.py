"""Cases of how records end: appeals with a wait, two records at once, correction, early removal, renewal."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.standing import (
    START_BIAS_SHARE,
    load_list_regime,
    mean_stay_months,
    warm_up_and_observed_months,
)
from underheaven.verify.minimal_society import (
    EVERY_MONTH,
    conduct_toml,
    load_minimal_society,
    unrestrained_conduct_toml,
)

NO_REMOVAL: dict[str, Any] = {"filed": 0, "granted": 1, "heard_after": 0, "correction": 0}


def rule_toml(name: str, months: int, more: str = "") -> str:
    """Return a rule as TOML that records a kind for a term."""
    return f'[[recording.rules]]\nconduct = "{name}"\nmonths = {months}\n{more}\n'


def count_cohort_stays(
    values: Values, rules: str, acts: float = 0.0, kinds: tuple[str, ...] = ("act",), **ways: float
) -> Counts:
    """Count the months on the list of a cohort that is recorded in the first month of a run, and persons.

    Args:
        values: months among them, the term.
        rules: TOML.
        acts: probability of the first kind in the first month: those who act are recorded rightly, all others wrongly.
        kinds: of conduct.
        ways: by which records end, names in NO_WAY_OUT.
    """
    months = values["months"]
    persons = persons_for(months + 1)
    conduct = "".join(unrestrained_conduct_toml(acts if name == kinds[0] else 0.0, name) for name in kinds)
    named = str(list(kinds)).replace("'", '"')
    data = simulate(
        [load_regime("cohort", kinds=named, rules=rules, **NO_REMOVAL | ways)],
        load_minimal_society(conduct),
        persons,
        months + 1,
    )
    stayed = data["person_months_listed"].isel(scenario=0).sum("person").values
    return Counts(stayed, [persons] * len(stayed), unit=months)


def expected_appeal_delay(values: Values) -> float:
    """Return the mean months of a wrongful listing whose appeal is filed, waits for a hearing, and may fail.

    The chain has two states, contested or not, for those still on the list after each month. An appeal is heard with
    the same probability in each month, including that of its filing, so that it waits ``heard_after`` months on
    average; one that fails may be filed again a month later.
    """
    a, heard, granted = values["a"], 1 / (1 + values["heard_after"]), values["granted"]
    lost, waits = heard * (1 - granted), 1 - heard
    step = np.array([[1 - a + a * lost, a * waits], [lost, waits]])
    left, total = np.array([1.0, 0.0]), 0.0
    for _ in range(values["months"]):
        total += float(left.sum())
        left = left @ step
    return total


def count_appeal_delay(values: Values) -> Counts:
    """Count the months of a cohort under such appeals."""
    ways = {"filed": values["a"], "granted": values["granted"], "heard_after": values["heard_after"]}
    return count_cohort_stays(values, rule_toml("act", values["months"]), **ways)


def expected_two_records(values: Values) -> float:
    """Return the mean months on a list until two records have each been appealed away or have expired."""
    stays, months = 1 - values["a"], values["months"]
    return math.fsum(2 * stays**n - stays ** (2 * n) for n in range(months))


def count_two_records(values: Values) -> Counts:
    """Count the months of a cohort with two records each."""
    rules = rule_toml("act", values["months"]) + rule_toml("other", values["months"])
    return count_cohort_stays(values, rules, kinds=("act", "other"), filed=values["a"])


def expected_corrections(values: Values) -> float:
    """Return the mean months on a list where wrongful records are corrected and rightful ones run their term."""
    p, months = values["p"], values["months"]
    return float(p * months + (1 - p) * mean_stay_months(values["c"], months))


def count_corrections(values: Values) -> Counts:
    """Count the months of a cohort of which a share has acted."""
    return count_cohort_stays(values, rule_toml("act", values["months"]), acts=values["p"], correction=values["c"])


def expected_early_removal(values: Values) -> float:
    """Return the mean months of a record that may leave early after some months.

    Raises:
        RequestError: its term ends before that.
    """
    after, e, months = values["after"], values["e"], values["months"]
    if after >= months:
        raise RequestError(
            f"early-removal: a record of {months} months is gone before it may leave after {after}. Write more months."
        )
    return float(after - 1 + mean_stay_months(e, months - after + 1))


def count_early_removal(values: Values) -> Counts:
    """Count the months of a cohort whose records may leave early."""
    early = f"early_removal_after_months = {values['after']}\nearly_removal = {values['e']!r}"
    return count_cohort_stays(values, rule_toml("act", values["months"], early))


def expected_renewal(values: Values) -> float:
    """Return the long-run share listed of people who are now and then replaced by a person not listed.

    Of those listed in a month a share q stays, and A = 1 + q + ... + q^(D-1) of each entry are on the list together:
    h A / (1 + q h A).
    """
    h, q, months = values["h"], 1 - values["r"], values["months"]
    together = math.fsum(q**n for n in range(months))
    return float(h * together / (1 + q * h * together))


def count_renewal(values: Values) -> Counts:
    """Count person-months on the list once settled, and all of them."""
    h, months = values["h"], values["months"]
    warm_up, observed = warm_up_and_observed_months(h, months)
    persons = persons_for(warm_up + observed)
    society = load_minimal_society(unrestrained_conduct_toml(), renewed_per_year=12 * values["r"])
    data = simulate([load_list_regime(h, months)], society, persons, warm_up + observed).isel(
        scenario=0, month=slice(warm_up, None)
    )
    listed = data["listed"].sum(["list", "group", "month"]).values
    return Counts(listed, [persons * observed] * len(listed))


def expected_newcomer_variance(values: Values) -> float:
    """Return the variance of the acts of a slot in n months, in each of which its person is drawn anew.

    A person of conviction v, between 0 and 1, acts with probability exp(-k v); the next person of the slot has another
    v.
    """
    chance = -math.expm1(-values["k"]) / values["k"]
    return float(values["n"] * chance * (1 - chance))


def count_newcomer_variance(values: Values) -> Counts:
    """Count that variance in each replicate."""
    n = values["n"]
    conduct = conduct_toml(opportunities_per_year=EVERY_MONTH, conviction_weight=values["k"])
    society = load_minimal_society(conduct, renewed_per_year=12, conviction='{ law = "uniform", low = 0, high = 1 }')
    data = simulate([load_regime("nothing")], society, persons_for(n), n).isel(scenario=0)
    return Counts(data["person_acts"].astype(float).var("person", ddof=1).values)


CASES = (
    Case(
        "appeals-delayed",
        CLOSED_FORM,
        ClosedForm(expected_appeal_delay, count_appeal_delay),
        (P("a", 0.2), P("months", 36, 1, 126), P("heard_after", 4, 1, 60), P("granted", 0.5)),
        fault_parameter="granted",
        shows="the mean months of a wrongful listing whose appeals wait to be heard and may fail",
        points=({"granted": 1.0, "heard_after": 1}, {"a": 1.0, "heard_after": 12, "months": 60}),
    ),
    Case(
        "two-records",
        CLOSED_FORM,
        ClosedForm(expected_two_records, count_two_records),
        (P("a", 0.1), P("months", 36, 1, 126)),
        fault_parameter="a",
        shows="the mean months until two wrongful records of one person have both been appealed away or have expired",
        points=({"a": 0.5, "months": 6}, {"a": 0.02, "months": 120}),
    ),
    Case(
        "corrections",
        CLOSED_FORM,
        ClosedForm(expected_corrections, count_corrections),
        (P("p", 0.3), P("c", 0.1), P("months", 24, 1, 126)),
        fault_parameter="c",
        shows="the mean months on a list where wrongful records alone are corrected",
        points=({"p": 0.0, "c": 0.4}, {"p": 0.8, "months": 6}),
    ),
    Case(
        "early-removal",
        CLOSED_FORM,
        ClosedForm(expected_early_removal, count_early_removal),
        (P("after", 6, 1, 125), P("e", 0.2, 1e-3), P("months", 24, 1, 126)),
        fault_parameter="e",
        shows="the mean months of a record that may be removed early once it has stood for some",
        points=({"after": 1, "e": 0.5}, {"after": 12, "e": 1.0}, {"after": 20, "e": 0.1, "months": 60}),
    ),
    Case(
        "renewal",
        CLOSED_FORM,
        ClosedForm(expected_renewal, count_renewal, start_bias_share=START_BIAS_SHARE),
        (P("h", 0.02, 1e-3), P("months", 24, 1, 120), P("r", 0.02)),
        fault_parameter="h",
        shows="the share listed in the long run where people die or move and newcomers are not listed",
        points=({"r": 0.2}, {"h": 0.1, "months": 6, "r": 0.05}),
    ),
    Case(
        "newcomers",
        CLOSED_FORM,
        ClosedForm(expected_newcomer_variance, count_newcomer_variance),
        (P("k", 6.0, 0.01, 100), P("n", 6, 2, 120)),
        fault_parameter="k",
        shows="the variance of the acts of a place whose person is replaced each month by one drawn independently",
        points=({"k": 2.0, "n": 12},),
    ),
)
