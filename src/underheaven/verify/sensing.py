"""Cases of sensing and recording alone: what a watch with errors finds, and whom it hits by error."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, regime, society

MONTHS = 6
STILL: dict[str, Any] = {
    "opportunities_per_year": 0, "gains": "exponential", "temptation": 1,
    "guilty": 0, "innocent": 0, "aversion": 1, "conviction": 0, "learn_up": 0, "learn_down": 0, "forget": 0,
    "town_size": 1024,
}  # fmt: skip
"""Switches of the society of one act: nobody ever acts, believes or learns anything."""


def watching(sensitivity: float, false_rate: float, label: str = "") -> Document[Regime]:
    """Reads the regime that only watches; false_rate: chance a month of a false record."""
    return regime("watch", label, sensitivity=sensitivity, false_per_year=12 * false_rate, rumour=0, opacity=1)


def recorded(prevalence: float, sensitivity: float, false_rate: float) -> tuple[Any, Any]:
    """Lives months that know nothing of each other and gives true and wrongful records, each by replicate.

    More months, where the rarer of the two would hardly be seen.
    """
    rates = (prevalence * sensitivity, (1 - prevalence) * false_rate)
    months = MONTHS * round(current().times_for(min((rate for rate in rates if rate > 0), default=0.0)))
    people = society("one-act", **STILL | {"opportunities_per_year": 12 * prevalence})
    data = live([watching(sensitivity, false_rate)], people, persons_for(MONTHS), months).isel(world=0)
    counts = data["recorded"].sum(["month", "kind"])
    return counts.sel(origin="true").values, counts.sel(origin="false").values


def screening(values: Values) -> Figure:
    """Holds the share of true records among all against Bayes' rule."""
    p, hit, false_rate = values["prevalence"], values["sensitivity"], 1 - values["specificity"]
    true, false = recorded(p, hit, false_rate)
    return simulated(p * hit / (p * hit + (1 - p) * false_rate), true, true + false)


def polygraph(values: Values) -> Figure:
    """Holds false alarms for each true one against the binormal equal-variance curve of a stated accuracy."""
    p, hit = values["base_rate"], values["sensitivity"]
    false_rate = false_alarm_rate(values["accuracy"], hit)
    true, false = recorded(p, hit, false_rate)
    return simulated(false_rate * (1 - p) / (p * hit), false, true)


def false_alarm_rate(accuracy: float, sensitivity: float) -> float:
    """Gives the false positive rate at which a binormal test of this area under the curve has this sensitivity.

    Source: Green & Swets 1966; National Research Council 2003, appendix I.
    """
    normal = NormalDist()
    return normal.cdf(normal.inv_cdf(sensitivity) - math.sqrt(2) * normal.inv_cdf(accuracy))


def wrongful_records(values: Values) -> Figure:
    """Holds the share of persons ever wrongly recorded against the chance of at least one error in n months."""
    f, n = values["f"], values["n"]
    expected = at_least_once(f, n)
    persons = persons_for(n, times=current().times_for(rarer(expected) / n))
    data = live([watching(0.0, f)], society("one-act", **STILL), persons, n).isel(world=0)
    ever = (data["person_wrongful_records"] > 0).sum("person").values
    return simulated(expected, ever, [persons] * len(ever))


def at_least_once(chance: float, months: int) -> float:
    """Gives the chance of at least one event in so many months, 1 - (1 - chance)^months, exact for the rarest."""
    if months == 0:
        return 0.0
    return -math.expm1(months * math.log1p(-chance)) if chance < 1 else 1.0


def rarer(share: float) -> float:
    """Gives the smaller of a share and the rest; 0 where it is all or nothing."""
    return min(share, 1 - share)


def wrongful_share(values: Values) -> Figure:
    """Holds the share of wrongful records among new ones against the rates of acts, of detection and of errors."""
    p, s, f = values["p"], values["s"], values["f"]
    wrong, right = (1 - p) * f, p * s
    if wrong + right == 0:
        raise RequestError("wrongful-share: nothing is ever recorded at these values. Write s or f above 0.")
    true, false = recorded(p, s, f)
    return simulated(wrong / (wrong + right), false, true + false)


def pairing(values: Values) -> Figure:
    """Holds the variance of a paired difference between two rates of error against that of shared draws."""
    first, second = values["p1"], values["p2"]
    worlds = [watching(0.0, first, "one"), watching(0.0, second, "other")]
    data = live(worlds, society("one-act", **STILL), persons_for(4), 1)
    wrong = data["person_wrongful_records"].astype(float)
    variance = (wrong.isel(world=0) - wrong.isel(world=1)).var("person", ddof=1)
    gap = abs(first - second)
    return simulated(gap * (1 - gap), variance.values)
