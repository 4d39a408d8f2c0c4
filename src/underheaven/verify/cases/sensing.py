"""Cases of sensing and recording alone: what detection with errors finds, and whom it records wrongly."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P

MONTHS = 24
INACTIVE_SETTINGS: dict[str, Any] = {
    "opportunities_per_year": 0,
    "gains": "exponential",
    "benefit": 1,
    "guilty": 0,
    "innocent": 0,
    "aversion": 1,
    "conviction": 0,
    "learn_up": 0,
    "learn_down": 0,
    "forget": 0,
    "town_size": 1024,
}
"""Switches of the society of one act: nobody ever acts, believes or learns anything."""


def load_watching_regime(sensitivity: float, false_rate: float, label: str = "") -> Document[Regime]:
    """Read the regime that only watches; false_rate: monthly probability of a false record."""
    return load_regime("watch", label, detection_rate=sensitivity, false_per_year=12 * false_rate, rumour=0, opacity=1)


def simulate_records(prevalence: float, sensitivity: float, false_rate: float) -> tuple[Any, Any]:
    """Simulate independent months and return true and wrongful records, each by replicate."""
    society = load_society("one-act", **INACTIVE_SETTINGS | {"opportunities_per_year": 12 * prevalence})
    data = simulate([load_watching_regime(sensitivity, false_rate)], society, persons_for(MONTHS), MONTHS).isel(
        scenario=0
    )
    counts = data["recorded"].sum(["month", "kind"])
    return counts.sel(origin="true").values, counts.sel(origin="false").values


def expected_precision(values: Values) -> float:
    """Return the share of true records among all by Bayes' rule."""
    p, hit, false_rate = values["prevalence"], values["sensitivity"], 1 - values["specificity"]
    return float(p * hit / (p * hit + (1 - p) * false_rate))


def count_precision(values: Values) -> Counts:
    """Count true records and all of them."""
    true, false = simulate_records(values["prevalence"], values["sensitivity"], 1 - values["specificity"])
    return Counts(true, true + false)


def expected_false_alarm_ratio(values: Values) -> float:
    """Return false alarms for each true one on the binormal equal-variance curve of a stated accuracy."""
    p, hit = values["base_rate"], values["sensitivity"]
    return float(false_alarm_rate(values["accuracy"], hit) * (1 - p) / (p * hit))


def count_alarms(values: Values) -> Counts:
    """Count false alarms and true ones."""
    hit = values["sensitivity"]
    true, false = simulate_records(values["base_rate"], hit, false_alarm_rate(values["accuracy"], hit))
    return Counts(false, true)


def false_alarm_rate(accuracy: float, sensitivity: float) -> float:
    """Return the false positive rate at which a binormal test of this area under the curve has this sensitivity.

    Source:
        Green & Swets 1966; National Research Council 2003, appendix I.
    """
    normal = NormalDist()
    return normal.cdf(normal.inv_cdf(sensitivity) - math.sqrt(2) * normal.inv_cdf(accuracy))


def expected_wrongful_records(values: Values) -> float:
    """Return the probability of at least one error in n months."""
    return probability_at_least_once(values["f"], values["n"])


def count_wrongly_recorded(values: Values) -> Counts:
    """Count persons with at least one wrongful record in n months, and all persons."""
    persons = persons_for(values["n"])
    data = simulate(
        [load_watching_regime(0.0, values["f"])], load_society("one-act", **INACTIVE_SETTINGS), persons, values["n"]
    ).isel(scenario=0)
    ever = (data["person_wrongful_records"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


def probability_at_least_once(chance: float, months: int) -> float:
    """Return the probability of at least one event in some months, 1 - (1 - chance)^months, exact for the rarest."""
    if months == 0:
        return 0.0
    return -math.expm1(months * math.log1p(-chance)) if chance < 1 else 1.0


def expected_wrongful_share(values: Values) -> float:
    """Return the share of wrongful records among new ones, from the rates of acts, of detection and of errors."""
    p, s, f = values["p"], values["s"], values["f"]
    wrong, right = (1 - p) * f, p * s
    if wrong + right == 0:
        raise RequestError("wrongful-share: nothing is ever recorded at these values. Write s or f above 0.")
    return float(wrong / (wrong + right))


def count_record_origins(values: Values) -> Counts:
    """Count wrongful records and all of them."""
    true, false = simulate_records(values["p"], values["s"], values["f"])
    return Counts(false, true + false)


def expected_paired_variance(values: Values) -> float:
    """Return the variance of a paired difference between two rates of error with shared draws."""
    gap = abs(values["p1"] - values["p2"])
    return float(gap * (1 - gap))


def count_paired_variance(values: Values) -> Counts:
    """Count that variance in each replicate."""
    regimes = [load_watching_regime(0.0, values["p1"], "one"), load_watching_regime(0.0, values["p2"], "other")]
    data = simulate(regimes, load_society("one-act", **INACTIVE_SETTINGS), persons_for(2), 1)
    wrong = data["person_wrongful_records"].astype(float)
    return Counts((wrong.isel(scenario=0) - wrong.isel(scenario=1)).var("person", ddof=1).values)


CASES = (
    Case(
        "screening",
        CLOSED_FORM,
        ClosedForm(expected_precision, count_precision),
        (P("prevalence", 0.001, 1e-4, 0.9), P("sensitivity", 0.99, 0.01), P("specificity", 0.99)),
        fault_parameter="sensitivity",
        shows="the share of records that are true when few act and a test errs, by Bayes' rule",
        points=(
            {"prevalence": 0.3, "sensitivity": 0.5, "specificity": 0.8},
            {"prevalence": 0.05, "specificity": 0.999},
        ),
    ),
    Case(
        "polygraph",
        "National Research Council 2003, table I-1",
        ClosedForm(expected_false_alarm_ratio, count_alarms),
        (P("accuracy", 0.9, 0.5, 0.99), P("sensitivity", 0.8, 0.05, 0.99), P("base_rate", 0.001, 1e-4, 0.9)),
        fault_parameter="base_rate",
        shows="false alarms for each true one of a test of stated accuracy",
        points=({"base_rate": 0.1}, {"sensitivity": 0.5, "base_rate": 0.01}, {"accuracy": 0.8, "base_rate": 0.5}),
    ),
    Case(
        "wrongful-records",
        CLOSED_FORM,
        ClosedForm(expected_wrongful_records, count_wrongly_recorded),
        (P("f", 0.001), P("n", 120, 1, 600)),
        fault_parameter="f",
        shows="the share of people ever wrongly recorded in n months is 1 - (1 - f)^n",
        points=({"f": 0.02, "n": 24}, {"f": 0.0005, "n": 600}, {"f": 0.5, "n": 2}),
    ),
    Case(
        "wrongful-share",
        CLOSED_FORM,
        ClosedForm(expected_wrongful_share, count_record_origins),
        (P("p", 0.01), P("s", 0.6), P("f", 0.001)),
        fault_parameter="f",
        shows="the share of new records that are wrongful, from rates of acts, detection and errors",
        points=({"p": 0.2, "s": 0.1, "f": 0.05}, {"p": 0.001}),
    ),
    Case(
        "pairing",
        "closed form; Klein et al. 2024",
        ClosedForm(expected_paired_variance, count_paired_variance),
        (P("p1", 0.1), P("p2", 0.12)),
        fault_parameter="p2",
        shows="the variance of a difference between two scenarios that share their random draws",
        points=({"p1": 0.5, "p2": 0.1}, {"p1": 0.01, "p2": 0.02}),
    ),
)
