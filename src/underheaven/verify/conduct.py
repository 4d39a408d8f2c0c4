"""Cases of conduct alone: what fear deters, and who speaks once others do."""

from __future__ import annotations

import math
from statistics import NormalDist

from underheaven.errors import RequestError
from underheaven.fields import BELIEF_ONE
from underheaven.kernel.tables import QUANTILES
from underheaven.verify.case import CROWDS, Case, Counts, Figure, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.judge import same
from underheaven.verify.lives import live, persons_for, regime, society
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
    stored = (math.floor(values[name] * BELIEF_ONE + 0.5) / BELIEF_ONE for name in ("p", "innocent"))
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


def coarse(values: Values) -> float:
    """Return how far the share moves where thresholds take the values of a table: QUANTILES equally likely ones."""
    mean, sigma = felt(values)
    share, before = 0.0, -1.0
    while share != before:
        share, before = math.floor(QUANTILES * NormalDist(mean, sigma).cdf(share) + 0.5) / QUANTILES, share
    return abs(share - threshold_jump(values))


def speakers(values: Values) -> Counts:
    """Count who speaks in the end.

    Towns are as large as can be (TOWN), one for each seed: what their size moves stays below a quarter of the standard
    error at the default.
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
    Case("threshold-jump", "Granovetter 1978", Law(threshold_jump, speakers, allowed=coarse, whole=True), (
        P("mean", 0.25, 0.05, 0.95), P("sigma", 0.11, 0.01, 1), P("relative", 0.0, 0, 0.9),
        P("grievance", 0.0)), compiled=CROWDS,
        plants="sigma",
        shows="the share that speaks in the end, which jumps at a certain spread of thresholds",
        points=({"sigma": 0.135}, {"mean": 0.4, "sigma": 0.3},
                {"mean": 0.4, "sigma": 0.2, "relative": 0.3, "grievance": 0.4})),
)  # fmt: skip
