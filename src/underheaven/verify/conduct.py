"""Cases of conduct alone: what fear deters, and who speaks once others do."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

from underheaven.errors import RequestError
from underheaven.fields import BELIEF_ONE
from underheaven.kernel.tables import QUANTILES
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import same, simulated
from underheaven.verify.lives import live, persons_for, regime, society
from underheaven.verify.sensing import STILL, rarer, watching

MONTHS = 24
SETTLED = 1e-14
"""Step below which a path has come to its resting point: within some 1e-13 of it, away from the fold."""
HALF = 0.5
"""Legitimacy in threshold-jump, which nothing moves."""
TOWN = 8192
"""Size of the towns of threshold-jump; a town can be no larger."""


def deterrence(values: Values) -> Figure:
    """Holds the share of opportunities taken against the law of gains, the chance feared and its weight.

    What is feared without the act as well deters nobody; aversion multiplies fear, and conviction adds to it. Where
    rules are published, rumour counts in the share that is not, and a record that closes nothing is not feared. A
    belief is stored in steps of 1/65,535. What that moves follows from the law, and is taken off.
    """
    f, m, uniform = values["f"], values["m"], values["gains"] == "uniform"
    expected = taken(hurdle(values, values["p"], values["innocent"]), m, uniform)
    stored = (math.floor(values[name] * BELIEF_ONE + 0.5) / BELIEF_ONE for name in ("p", "innocent"))
    rounding = taken(hurdle(values, *stored), m, uniform) - expected
    persons = persons_for(MONTHS, times=0.4 * current().times_for(rarer(expected) * values["chance"]))
    people = society("one-act", **STILL | {
        "opportunities_per_year": 12 * values["chance"], "gains": values["gains"], "temptation": m,
        "guilty": values["p"], **{name: values[name] for name in ("innocent", "aversion", "conviction")},
    })  # fmt: skip
    world = regime("watch", sensitivity=0, false_per_year=0, rumour=f, opacity=values["opacity"])
    data = live([world], people, persons, MONTHS).isel(world=0)
    acts, chances = data["acts"].sum(["month", "kind", "group"]), data["opportunities"].sum(["month", "kind"])
    return simulated(expected, acts.values - rounding * chances.values, chances.values)


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


def threshold_jump(values: Values) -> Figure:
    """Holds the share that speaks in the end against the lowest fixed point, reached from nobody speaking.

    Towns are as large as can be (TOWN), one for each seed: what their size and the 2,048 steps of a trait's law move
    stays below a quarter of the standard error at the default. Half a step is allowed in any case: beyond the last
    step a law has no tail. Of a grievance half is felt, as half of legitimacy is there; what is looked at relative to
    the town pulls less. Both move the thresholds as if their law were another.
    """
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
    months = min(sum(abs(share - path[-1]) > 1e-4 for share in path) + 20, 400)
    law = f'{{ law = "normal", mean = {values["mean"]!r}, sd = {values["sigma"]!r} }}'
    feelings = {"relative": values["relative"], "grievance": values["grievance"], "legitimacy": HALF}
    people = society("speakers", town_size=TOWN, thresholds=law, **feelings)
    data = live([watching(0.0, 0.0)], people, TOWN, months).isel(world=0)
    speaking = data["speaking"].isel(month=-1).sum("group").values
    figure = simulated(path[-1], speaking, [TOWN] * len(speaking))
    return replace(figure, tolerance=max(figure.tolerance, 0.5 / QUANTILES))


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
