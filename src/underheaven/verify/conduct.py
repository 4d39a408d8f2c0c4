"""Cases of conduct alone: what fear deters, and who speaks once others do."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from underheaven.errors import RequestError
from underheaven.kernel.tables import QUANTILES
from underheaven.verify.case import CROWDS, Case, Counts, Figure, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.judge import same
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.quiet import as_stored
from underheaven.verify.sensing import STILL, watching

MONTHS = 24
SETTLED = 1e-14
"""Step below which a path has come to its resting point: within some 1e-13 of it, away from the fold."""
HALF = 0.5
"""Legitimacy in threshold-jump, which nothing moves."""
STEP = 0.5 / QUANTILES
"""What the steps of a trait's law may move: beyond the last a law has no tail."""
NEAR = 1e-5
"""Share that a path may be away from its resting point when it is taken to be there."""
UNRESTED, NEGLIGIBLE = 1e-9, 1e-16
"""Share of towns whose rest is no longer followed, and a chance that is taken for none."""
TOWN = 8192
"""Size of the towns of threshold-jump; a town can be no larger."""


def deterrence(values: Values) -> float:
    """Return the share of opportunities taken by the law of gains, the chance feared and its weight.

    What is feared without the act as well deters nobody; aversion multiplies fear, and conviction adds to it. Where
    rules are published, rumour counts in the share that is not, and a record that closes nothing is not feared. Or
    the share of opportunities recorded, of which a channel sees acts whatever was gained by them.
    """
    yields = taken(hurdle(values, values["p"], values["innocent"]), values["m"], values["gains"] == "uniform")
    return yields * float(values["seen"]) if values["of"] == "recorded" else yields


def yielded(values: Values) -> Counts:
    """Count acts, or their records, and opportunities.

    A belief is stored in steps of 1/65,535. What that moves follows from the law, and is taken off.
    """
    stored = (as_stored(values[name]) for name in ("p", "innocent"))
    hurdles = hurdle(values, *stored), hurdle(values, values["p"], values["innocent"])
    acting, expected = (taken(h, values["m"], values["gains"] == "uniform") for h in hurdles)
    rounding = (acting - expected) * (values["seen"] if values["of"] == "recorded" else 1)
    people = society("one-act", **STILL | {
        "opportunities_per_year": 12 * values["chance"], "gains": values["gains"], "temptation": values["m"],
        "guilty": values["p"], **{name: values[name] for name in ("innocent", "aversion", "conviction")},
    })  # fmt: skip
    world = regime("watch", sensitivity=values["seen"], false_per_year=0, rumour=values["f"], opacity=values["opacity"])
    data = live([world], people, persons_for(MONTHS), MONTHS).isel(world=0)
    done = data["recorded"].sum("origin") if values["of"] == "recorded" else data["acts"].sum("group")
    chances = data["opportunities"].sum(["month", "kind"]).values
    return Counts(done.sum(["month", "kind"]).values - rounding * chances, chances)


def hurdle(values: Values, guilty: float, innocent: float) -> float:
    """Gives what a gain must exceed, from the chances of a sanction feared with the act and without it."""
    weight = values["f"] * values["opacity"]
    return float(max(guilty - innocent, 0.0) * weight * values["aversion"] + values["conviction"])


def taken(hurdle: float, mean: float, uniform: bool) -> float:
    """Gives the chance that a gain exceeds a hurdle.

    Source: Becker 1968.
    """
    return max(1 - hurdle / (2 * mean), 0.0) if uniform else math.exp(-hurdle / mean)


def threshold_riot(values: Values) -> Figure:
    """Counts who speaks in the end in a town of 100 whose thresholds are 0 to 99 of 100.

    With threshold k replaced by k + 1 nobody follows those below it: k speak.
    Source: Granovetter 1978.
    """
    replaced = values["replace"]
    raised = f", raised = {replaced}" if replaced else ""
    people = society(
        "speakers", town_size=100, thresholds=f'{{ law = "ladder"{raised} }}', relative=0, grievance=0, legitimacy=1
    )
    data = live([watching(0.0, 0.0)], people, 100, 101, replicates=1)
    return same(replaced or 100, int(data["speaking"].isel(month=-1).sum()))


def threshold_jump(values: Values) -> float:
    """Return the share that speaks in the end, as the lowest fixed point, reached from nobody speaking.

    Of a grievance half is felt, as half of legitimacy is there; what is looked at relative to the town pulls less. Both
    move the thresholds as if their law were another.

    Raises:
        RequestError: the spread lies within 5 % of the jump.
    """
    return path_of_speech(values)[-1]


def path_of_speech(values: Values) -> list[float]:
    """Return the share that speaks, month by month from none, until it rests; raises as `threshold_jump`."""
    mean, sigma = felt(values)
    fold = fold_of(mean)
    if fold is not None and abs(sigma / fold - 1) < 0.05:
        raise RequestError(
            f"threshold-jump, sigma = {values['sigma']:g}: it lies within 5 % of the jump at "
            f"{fold * (1 - values['relative']):.6f}, where a finite town proves nothing. Write one further away."
        )
    path = [0.0]
    while len(path) < 3 or abs(path[-1] - path[-2]) > SETTLED:
        path.append(NormalDist(mean, sigma).cdf(path[-1]))
    return path


def in_one_town(values: Values) -> float:
    """Return how far the mean share in towns of TOWN, their thresholds from a table, lies from that of the law."""
    return abs(mean_of_towns(*felt(values)) - threshold_jump(values))


@lru_cache
def mean_of_towns(mean: float, sigma: float) -> float:
    """Return the mean share that speaks in the end in towns of TOWN, exactly.

    Thresholds take QUANTILES equally likely values, and a town draws its own. Those who speak in the end are the least
    number j of which exactly j have a threshold at or below j / TOWN. How many do so is followed from j = 0 on, as a
    walk with binomial steps over the towns that have not come to rest.
    """
    law = NormalDist(mean, sigma)
    below = [math.floor(QUANTILES * law.cdf(j / TOWN) + 0.5) / QUANTILES for j in range(TOWN + 1)]
    chances, least = _binomial(below[0]), 0  # of counts from ``least`` on
    rested, before = 0.0, below[0]
    for j in range(TOWN + 1):
        if below[j] > before:
            chances = _with_more(chances, least, (below[j] - before) / (1 - before))
            before = below[j]
        rested += float(chances[0]) * j / TOWN  # no town that has not rested counts fewer than j
        chances, least = chances[1:], j + 1
        if chances.sum() < UNRESTED:
            break
    return rested


def _binomial(each: float) -> NDArray[np.float64]:
    """Return the chances of 0 to TOWN events, each of them of this chance."""
    if each in (0.0, 1.0):
        certain: NDArray[np.float64] = np.eye(1, TOWN + 1, int(each) * TOWN)[0]
        return certain
    counts = np.arange(1, TOWN + 1)
    odds = np.log((TOWN - counts + 1) / counts) + math.log(each) - math.log1p(-each)
    found: NDArray[np.float64] = np.exp(TOWN * math.log1p(-each) + np.concatenate([[0.0], np.cumsum(odds)]))
    return found


def _with_more(chances: NDArray[np.float64], least: int, each: float) -> NDArray[np.float64]:
    """Return the chances of counts when each of those not yet counted comes to them with this chance."""
    counts = np.arange(least, least + len(chances))
    left = TOWN - counts
    if each >= 1:
        found = np.zeros(TOWN - least + 1)
        found[-1] = chances.sum()
        return found
    part = chances * np.exp(left * math.log1p(-each))  # by which none comes
    found, more = np.zeros(TOWN - least + 1), 0
    while more <= left[0] and (more * (1 - each) <= left[0] * each or part.max() > NEGLIGIBLE):
        end = min(len(part), TOWN - least - more + 1)
        found[more : more + end] += part[:end]
        more += 1
        part = part * np.maximum(left - more + 1, 0) * (each / (1 - each) / more)
    last = int(np.flatnonzero(found > NEGLIGIBLE)[-1]) if (found > NEGLIGIBLE).any() else 0
    return found[: last + 1]


def speakers(values: Values) -> Counts:
    """Count who speaks in the end.

    Towns are as large as can be (TOWN), one for each seed; what their size and the table of thresholds move is allowed.
    """
    path = path_of_speech(values)
    months = min(sum(abs(share - path[-1]) > NEAR for share in path) + 4, 400)
    law = f'{{ law = "normal", mean = {values["mean"]!r}, sd = {values["sigma"]!r} }}'
    feelings = {"relative": values["relative"], "grievance": values["grievance"], "legitimacy": HALF}
    people = society("speakers", town_size=TOWN, thresholds=law, **feelings)
    data = live([watching(0.0, 0.0)], people, TOWN, months).isel(world=0)
    speaking = data["speaking"].isel(month=-1).sum("group").values
    return Counts(speaking, [TOWN] * len(speaking))


def felt(values: Values) -> tuple[float, float]:
    """Gives mean and spread of the thresholds that would lead to the same share if nothing but the share pulled."""
    pulls = 1 - values["relative"]
    return (values["mean"] - values["grievance"] * (1 - HALF)) / pulls, values["sigma"] / pulls


def fold_of(mean: float) -> float | None:
    """Gives the spread of thresholds at which the low resting point vanishes; None where there is no jump.

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
    Case("deterrence", "Becker 1968", Law(deterrence, yielded), (
        P("p", 0.1, 0.01), P("f", 10.0, 0, 1000), P("m", 1.0, 0.001, 1000),
        P("gains", "exponential", words=("exponential", "uniform")),
        P("innocent", 0.0), P("aversion", 1.0, 0.01, 100), P("conviction", 0.0, 0, 1000), P("chance", 1.0, 0.01),
        P("opacity", 1.0), P("seen", 0.0), P("of", "taken", words=("taken", "recorded"))),
        plants="f",
        shows="the share of temptations taken when a sanction of weight f is feared with chance p",
        points=({"p": 0.2, "f": 5.0}, {"p": 0.05, "f": 20.0}, {"p": 0.3, "f": 4.0, "m": 2.0, "gains": "uniform"},
                {"f": 5.0, "innocent": 0.05, "aversion": 2.0, "conviction": 0.4, "chance": 0.5,
                 "opacity": 0.8}, {"of": "recorded", "seen": 0.5, "chance": 0.3, "f": 5.0})),
    Case("threshold-riot", "Granovetter 1978", threshold_riot, (P("replace", 0, 0, 98),),
        shows="how many of 100 speak when one threshold of 0 to 99 is raised",
        points=({"replace": 1}, {"replace": 50})),
    Case("threshold-jump", "Granovetter 1978", Law(threshold_jump, speakers, allowed=in_one_town, whole=True), (
        P("mean", 0.25, 0.05, 0.95), P("sigma", 0.11, 0.01, 1), P("relative", 0.0, 0, 0.9),
        P("grievance", 0.0)), compiled=CROWDS,
        plants="sigma",
        shows="the share that speaks in the end, which jumps at a certain spread of thresholds",
        points=({"sigma": 0.135}, {"mean": 0.4, "sigma": 0.3},
                {"mean": 0.4, "sigma": 0.2, "relative": 0.3, "grievance": 0.4})),
)  # fmt: skip
