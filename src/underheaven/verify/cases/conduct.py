"""Cases of conduct alone: what fear deters, and who speaks once others do."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import RequestError
from underheaven.kernel.table_layout import N_QUANTILES
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import NEEDS_MANY_PERSONS, Case, CheckResult, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS, load_watching_regime
from underheaven.verify.minimal_society import round_belief
from underheaven.verify.tolerances import exact_result

MONTHS = 24
PATH_STEP_TOLERANCE = 1e-14
"""Step below which a path has reached its fixed point: to within some 1e-13, away from the fold."""
LEGITIMACY = 0.5
"""Legitimacy in threshold-jump, which nothing changes."""
QUANTILE_STEP = 0.5 / N_QUANTILES
"""By how much the steps of the table of a trait may move a figure: the table has no tail."""
PATH_TOLERANCE = 1e-5
"""Distance from its fixed point at which a path is taken to have reached it."""
MAX_UNSETTLED_SHARE, NEGLIGIBLE_PROBABILITY = 1e-9, 1e-16
"""Share of towns whose end is no longer followed, and a probability that is taken for none."""
TOWN_SIZE = 4096
"""Size of the towns of threshold-jump; what so many persons differ by from infinitely many is allowed for."""


def expected_deterrence(values: Values) -> float:
    """Return the share of opportunities taken, from the distribution of gains, the fear of a sanction and its weight.

    Fear that is the same without the act deters nobody. Aversion multiplies fear, and conviction adds to it. Where
    rules are published, rumour counts only in the share that is not, and a record that closes nothing is not feared. Or
    return the share of opportunities recorded, of which a channel detects acts whatever their gain.
    """
    yields = share_above_threshold(
        benefit_threshold(values, values["p"], values["innocent"]), values["m"], values["gains"] == "uniform"
    )
    return yields * float(values["seen"]) if values["of"] == "recorded" else yields


def count_deterrence(values: Values) -> Counts:
    """Count acts, or their records, and opportunities.

    A belief is stored in steps of 1/65,535. The bias follows from the closed form and is subtracted.
    """
    stored = (round_belief(values[name]) for name in ("p", "innocent"))
    thresholds = benefit_threshold(values, *stored), benefit_threshold(values, values["p"], values["innocent"])
    acting, expected = (share_above_threshold(h, values["m"], values["gains"] == "uniform") for h in thresholds)
    rounding = (acting - expected) * (values["seen"] if values["of"] == "recorded" else 1)
    society = load_society(
        "one-act",
        **INACTIVE_SETTINGS
        | {
            "opportunities_per_year": 12 * values["chance"],
            "gains": values["gains"],
            "benefit": values["m"],
            "guilty": values["p"],
            **{name: values[name] for name in ("innocent", "aversion", "conviction")},
        },
    )
    regime = load_regime(
        "watch", detection_rate=values["seen"], false_per_year=0, rumour=values["f"], opacity=values["opacity"]
    )
    data = simulate([regime], society, persons_for(MONTHS), MONTHS).isel(scenario=0)
    done = data["recorded"].sum("origin") if values["of"] == "recorded" else data["acts"].sum("group")
    chances = data["opportunities"].sum(["month", "kind"]).values
    return Counts(done.sum(["month", "kind"]).values - rounding * chances, chances)


def benefit_threshold(values: Values, guilty: float, innocent: float) -> float:
    """Return what a gain must exceed, from the feared probabilities of a sanction with the act and without it."""
    weight = values["f"] * values["opacity"]
    return float(max(guilty - innocent, 0.0) * weight * values["aversion"] + values["conviction"])


def share_above_threshold(threshold: float, mean: float, uniform: bool) -> float:
    """Return the probability that a gain exceeds a threshold.

    Source:
        Becker 1968.
    """
    return max(1 - threshold / (2 * mean), 0.0) if uniform else math.exp(-threshold / mean)


def check_threshold_riot(values: Values) -> CheckResult:
    """Count the persons who speak in the end in a town of 100 whose thresholds are 0 to 99 of 100.

    With threshold k replaced by k + 1 nobody follows those below it: k speak.

    Source:
        Granovetter 1978.
    """
    replaced = values["replace"]
    raised = f", raised = {replaced}" if replaced else ""
    society = load_society(
        "speakers",
        town_size=100,
        thresholds=f'{{ law = "ladder"{raised} }}',
        relative_imitation=0,
        grievance=0,
        legitimacy=1,
    )
    data = simulate([load_watching_regime(0.0, 0.0)], society, 100, 101, replicates=1)
    return exact_result(replaced or 100, int(data["speaking"].isel(month=-1).sum()))


def expected_speaking_share(values: Values) -> float:
    """Return the share that speaks in the end, as the lowest fixed point, reached from nobody speaking.

    Half of a grievance is felt, as legitimacy is one half. Comparison with the town weakens the pull of others. Both
    act on the thresholds like another distribution.

    Raises:
        RequestError: the spread lies within 5 % of the jump.
    """
    return speaking_path(values)[-1]


def speaking_path(values: Values) -> list[float]:
    """Return the share that speaks, month by month until it settles; raises as `expected_speaking_share`."""
    mean, sigma = effective_thresholds(values)
    fold = critical_spread(mean)
    if fold is not None and abs(sigma / fold - 1) < 0.05:
        raise RequestError(
            f"threshold-jump, sigma = {values['sigma']:g}: it lies within 5 % of the jump at "
            f"{fold * (1 - values['relative']):.6f}, where a finite town proves nothing. Write one further away."
        )
    path = [0.0]
    while len(path) < 3 or abs(path[-1] - path[-2]) > PATH_STEP_TOLERANCE:
        path.append(NormalDist(mean, sigma).cdf(path[-1]))
    return path


def finite_town_bias(values: Values) -> float:
    """Return the mean share in towns of TOWN_SIZE, with thresholds from a table, minus that of the distribution."""
    return abs(mean_finite_town_share(*effective_thresholds(values)) - expected_speaking_share(values))


@lru_cache
def mean_finite_town_share(mean: float, sigma: float) -> float:
    """Return the mean share that speaks in the end in towns of TOWN_SIZE, exactly.

    Thresholds take N_QUANTILES equally likely values, drawn for each town. The number who speak in the end is the least
    j of which exactly j have a threshold at or below j / TOWN_SIZE. The number who do so is followed from j = 0 on, as
    a walk with binomial steps over the towns that have not yet settled.
    """
    law = NormalDist(mean, sigma)
    below = [math.floor(N_QUANTILES * law.cdf(j / TOWN_SIZE) + 0.5) / N_QUANTILES for j in range(TOWN_SIZE + 1)]
    chances, least = _binomial_pmf(below[0]), 0  # the probabilities of counts from ``least`` on
    rested, before = 0.0, below[0]
    for j in range(TOWN_SIZE + 1):
        if below[j] > before:
            chances = _add_binomial_counts(chances, least, (below[j] - before) / (1 - before))
            before = below[j]
        rested += float(chances[0]) * j / TOWN_SIZE  # no unsettled town counts fewer than j
        chances, least = chances[1:], j + 1
        if chances.sum() < MAX_UNSETTLED_SHARE:
            break
    return rested


def _binomial_pmf(each: float) -> NDArray[np.float64]:
    """Return the probabilities of 0 to TOWN_SIZE events, each with this probability."""
    if each in (0.0, 1.0):
        certain: NDArray[np.float64] = np.eye(1, TOWN_SIZE + 1, int(each) * TOWN_SIZE)[0]
        return certain
    counts = np.arange(1, TOWN_SIZE + 1)
    odds = np.log((TOWN_SIZE - counts + 1) / counts) + math.log(each) - math.log1p(-each)
    found: NDArray[np.float64] = np.exp(TOWN_SIZE * math.log1p(-each) + np.concatenate([[0.0], np.cumsum(odds)]))
    return found


def _add_binomial_counts(chances: NDArray[np.float64], least: int, each: float) -> NDArray[np.float64]:
    """Return the distribution of counts after each of those not yet counted joins with this probability."""
    counts = np.arange(least, least + len(chances))
    left = TOWN_SIZE - counts
    if each >= 1:
        found = np.zeros(TOWN_SIZE - least + 1)
        found[-1] = chances.sum()
        return found
    part = chances * np.exp(left * math.log1p(-each))  # the part in which nobody joins
    found, more = np.zeros(TOWN_SIZE - least + 1), 0
    while more <= left[0] and (more * (1 - each) <= left[0] * each or part.max() > NEGLIGIBLE_PROBABILITY):
        end = min(len(part), TOWN_SIZE - least - more + 1)
        found[more : more + end] += part[:end]
        more += 1
        part = part * np.maximum(left - more + 1, 0) * (each / (1 - each) / more)
    last = int(np.flatnonzero(found > NEGLIGIBLE_PROBABILITY)[-1]) if (found > NEGLIGIBLE_PROBABILITY).any() else 0
    return found[: last + 1]


def count_speakers(values: Values) -> Counts:
    """Count the persons who speak in the end.

    Towns are as large as can be (TOWN_SIZE), one for each seed; the effect of their size and of the table is allowed.
    """
    path = speaking_path(values)
    months = min(sum(abs(share - path[-1]) > PATH_TOLERANCE for share in path) + 4, 400)
    law = f'{{ law = "normal", mean = {values["mean"]!r}, sd = {values["sigma"]!r} }}'
    feelings = {"relative_imitation": values["relative"], "grievance": values["grievance"], "legitimacy": LEGITIMACY}
    society = load_society("speakers", town_size=TOWN_SIZE, thresholds=law, **feelings)
    data = simulate([load_watching_regime(0.0, 0.0)], society, TOWN_SIZE, months).isel(scenario=0)
    speaking = data["speaking"].isel(month=-1).sum("group").values
    return Counts(speaking, [TOWN_SIZE] * len(speaking))


def effective_thresholds(values: Values) -> tuple[float, float]:
    """Return mean and spread of the thresholds that give the same share if only the pull of others acted."""
    pulls = 1 - values["relative"]
    return (values["mean"] - values["grievance"] * (1 - LEGITIMACY)) / pulls, values["sigma"] / pulls


def critical_spread(mean: float) -> float | None:
    """Return the spread of thresholds at which the low fixed point vanishes; None where there is no jump.

    There the curve Phi((r - mean) / sigma) touches the diagonal: sigma = phi(z) and Phi(z) = mean + z phi(z).
    """
    normal = NormalDist()

    def gap(z: float) -> float:
        return normal.cdf(z) - z * normal.pdf(z) - mean

    low, high = -8.0, 0.0  # the low fold lies below the mean, where the curve still bends upwards
    if not gap(low) < 0 < gap(high):
        return None
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return normal.pdf(low)


CASES = (
    Case(
        "deterrence",
        "Becker 1968",
        ClosedForm(expected_deterrence, count_deterrence),
        (
            P("p", 0.1, 0.01),
            P("f", 10.0, 0, 1000),
            P("m", 1.0, 0.001, 1000),
            P("gains", "exponential", words=("exponential", "uniform")),
            P("innocent", 0.0),
            P("aversion", 1.0, 0.01, 100),
            P("conviction", 0.0, 0, 1000),
            P("chance", 1.0, 0.01),
            P("opacity", 1.0),
            P("seen", 0.0),
            P("of", "taken", words=("taken", "recorded")),
        ),
        fault_parameter="f",
        shows="the share of temptations taken when a sanction of weight f is feared with chance p",
        points=(
            {"p": 0.2, "f": 5.0},
            {"p": 0.05, "f": 20.0},
            {"p": 0.3, "f": 4.0, "m": 2.0, "gains": "uniform"},
            {"f": 5.0, "innocent": 0.05, "aversion": 2.0, "conviction": 0.4, "chance": 0.5, "opacity": 0.8},
            {"of": "recorded", "seen": 0.5, "chance": 0.3, "f": 5.0},
        ),
    ),
    Case(
        "threshold-riot",
        "Granovetter 1978",
        check_threshold_riot,
        (P("replace", 0, 0, 98),),
        shows="how many of 100 speak when one threshold of 0 to 99 is raised",
        points=({"replace": 1}, {"replace": 50}),
    ),
    Case(
        "threshold-jump",
        "Granovetter 1978",
        ClosedForm(expected_speaking_share, count_speakers, systematic_error=finite_town_bias, fixed_size=True),
        (P("mean", 0.25, 0.05, 0.95), P("sigma", 0.11, 0.01, 1), P("relative", 0.0, 0, 0.9), P("grievance", 0.0)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        fault_parameter="sigma",
        shows="the share that speaks in the end, which jumps at a certain spread of thresholds",
        points=(
            {"sigma": 0.135},
            {"mean": 0.4, "sigma": 0.3},
            {"mean": 0.4, "sigma": 0.2, "relative": 0.3, "grievance": 0.4},
        ),
    ),
)
