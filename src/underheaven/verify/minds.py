"""Cases of what people fear, feel and keep to themselves: awareness, good acts, silence, legitimacy, bribes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from underheaven.fields import BELIEF_ONE
from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.conduct import STEP
from underheaven.verify.lives import live, persons_for, regime
from underheaven.verify.quiet import ALWAYS, acting, as_stored, kind, people
from underheaven.verify.response import settled_after
from underheaven.verify.sensing import watching

if TYPE_CHECKING:
    import xarray as xr

MONTHS = 24


def awareness(values: Values) -> float:
    """Return the share of temptations taken where only some people know of a regime."""
    return float(1 - values["aware"] * -math.expm1(-as_stored(values["p"]) * values["f"] / values["m"]))


def tempted(values: Values) -> Counts:
    """Count acts and opportunities of people some of whom know of the regime."""
    tempting = kind(opportunities_per_year=ALWAYS, temptation=values["m"])
    world = regime("aware", awareness=values["aware"], kind="act", rumour=values["f"], gap="false")
    society = people(tempting, order_guilty=values["p"])
    data = live([world], society, persons_for(MONTHS), MONTHS).isel(world=0)
    return acts_of_occasions(data)


def acts_of_occasions(data: xr.Dataset) -> Counts:
    """Count acts and occasions."""
    acts, occasions = data["acts"].sum(["month", "kind", "group"]), data["opportunities"].sum(["month", "kind"])
    return Counts(acts.values, occasions.values)


def warm_glow(values: Values) -> float:
    """Return the share of occasions for a good act that are taken: its cost lies below the glow."""
    return -math.expm1(-values["glow"] / values["m"])


def glowed(values: Values) -> Counts:
    """Count good acts and occasions."""
    good = kind(
        opportunities_per_year=ALWAYS, temptation=values["m"], warm_glow=values["glow"], prosocial=True, gravity=0
    )
    data = live([regime("nothing")], people(good), persons_for(MONTHS), MONTHS).isel(world=0)
    return acts_of_occasions(data)


def silence(values: Values) -> float:
    """Return the share who are silent for fear alone, or who speak, with thresholds uniform between 0 and 1."""
    fear, grievance = as_stored(values["p"]) * values["f"], values["grievance"]
    return float(min(fear, grievance) if values["of"] == "silent" else max(grievance - fear, 0.0))


def silenced(values: Values) -> Counts:
    """Count person-months of silence for fear, or of speech, and all of them."""
    speech = kind(
        **{"class": "speech", "context": "speech"}, opportunities_per_year=ALWAYS, threshold=True
    )  # fmt: skip
    world = regime("aware", awareness=1, kind="act", rumour=values["f"], gap="false")
    society = people(
        speech, grievance=values["grievance"], legitimacy=0, speech_guilty=values["p"],
        thresholds='{ law = "uniform", low = 0, high = 1 }',
    )  # fmt: skip
    persons = persons_for(MONTHS)
    data = live([world], society, persons, MONTHS).isel(world=0)
    name = "silenced" if values["of"] == "silent" else "speaking"
    counted = data[name].sum(["month", "group"]).values
    return Counts(counted / MONTHS, [persons] * len(counted))  # who is silent once is so every month


def legitimacy(values: Values) -> float:
    """Return the legitimacy in the long run where unjust records cost some and time brings it back.

    Where two live together, one to whom nothing was done loses a share ``weight`` as much by what was to the other.
    """
    lost, recovered = felt_unjust(values)
    return float(recovered * values["start"] / (lost + recovered))


def felt_unjust(values: Values) -> tuple[float, float]:
    """Return the shares of legitimacy that a month takes, and of what is gone that it brings back."""
    f, weight = values["f"], values["weight"]
    quiet = 1 - f if weight == 0 else (1 - f) ** 2
    return values["loss"] * (f + (1 - f) * f * weight), values["recovery"] * quiet


def rounded_months(values: Values) -> float:
    """Return how far rounding to a step in every month can move the mean legitimacy at rest."""
    return 0.5 / BELIEF_ONE / max(sum(felt_unjust(values)), 0.5 / BELIEF_ONE)


def believed_rightful(values: Values) -> Counts:
    """Count that legitimacy once settled."""
    before = settled_after("legitimacy", sum(felt_unjust(values)))
    persons = persons_for(before + MONTHS)
    society = people(
        kind(), legitimacy=values["start"], legitimacy_loss=values["loss"], legitimacy_recovery=values["recovery"],
        household=1 if values["weight"] == 0 else 2, household_weight=values["weight"],
    )  # fmt: skip
    data = live([watching(0.0, values["f"])], society, persons, before + MONTHS).isel(world=0)
    felt = data["legitimacy"].isel(month=slice(before, None)).mean("month").values
    return Counts(felt / BELIEF_ONE / persons)


def bought_off(values: Values) -> float:
    """Return the share of acts that are recorded where records can be bought off, at costs uniform from 0 to c."""
    return float(values["s"] * max(1 - values["f"] / values["c"], 0.0))


def unbought(values: Values) -> Counts:
    """Count records and acts."""
    society = people(acting(), gaming_cost=f'gaming_cost = {{ law = "uniform", low = 0, high = {values["c"]!r} }}')
    world = regime("bought", sensitivity=values["s"], rumour=values["f"])
    persons = persons_for(MONTHS)
    data = live([world], society, persons, MONTHS).isel(world=0)
    recorded = data["recorded"].sum(["month", "kind", "origin"]).values
    return Counts(recorded, [persons * MONTHS] * len(recorded))


def staged(values: Values) -> float:
    """Return the share of occasions for a good act on which it is not done, but staged, and taken for done.

    Its cost is exponential, that of staging it uniform from 0 to c; both are held against what its record promises. As
    many staged acts are seen as real ones would be.
    """
    promise = values["f"]
    return float(values["s"] * math.exp(-promise / values["m"]) * min(promise / values["c"], 1.0))


def taken_for_done(values: Values) -> Counts:
    """Count staged acts recorded, and occasions."""
    good = kind(opportunities_per_year=ALWAYS, temptation=values["m"], prosocial=True, gravity=0)
    society = people(good, gaming_cost=f'gaming_cost = {{ law = "uniform", low = 0, high = {values["c"]!r} }}')
    world = regime("bought", sensitivity=values["s"], rumour=values["f"])
    persons = persons_for(MONTHS)
    data = live([world], society, persons, MONTHS).isel(world=0)
    recorded = data["recorded"].sel(origin="false").sum(["month", "kind"]).values
    return Counts(recorded, [persons * MONTHS] * len(recorded))


CASES = (
    Case("awareness", "Becker 1968, of those who know", Law(awareness, tempted), (
        P("aware", 0.6), P("p", 0.1), P("f", 10.0, 0, 1000), P("m", 1.0, 0.001, 1000)), plants="aware",
        shows="the share of temptations taken where only some people know of a regime",
        points=({"aware": 0.2, "f": 30.0}, {"aware": 1.0, "p": 0.05})),
    Case("warm-glow", A, Law(warm_glow, glowed), (P("glow", 0.5, 0, 1000), P("m", 1.0, 0.001, 1000)), plants="glow",
        shows="the share of occasions for a good act that are taken, by its cost and its glow",
        points=({"glow": 2.0}, {"glow": 0.1, "m": 3.0})),
    Case("silence", A, Law(silence, silenced, allowed=STEP), (
        P("p", 0.1), P("f", 2.0, 0, 100), P("grievance", 0.6),
        P("of", "silent", words=("silent", "speaking"))), plants="f",
        shows="the share who would speak but for fear, or who speak all the same",
        points=({"of": "speaking"}, {"f": 4.0, "grievance": 0.9})),
    Case("legitimacy", A, Law(legitimacy, believed_rightful, allowed=rounded_months), (
        P("f", 0.05, 0.001, 0.9), P("loss", 0.2), P("recovery", 0.05, 0.01), P("start", 0.8),
        P("weight", 0.0)), plants="loss",
        shows="the legitimacy that is left in the long run where unjust records cost some",
        points=({"f": 0.5}, {"loss": 1.0, "recovery": 0.3}, {"weight": 0.5})),
    Case("bought-off", A, Law(bought_off, unbought, allowed=STEP), (
        P("s", 0.5, 0.01), P("f", 1.0, 1e-3, 100), P("c", 2.0, 0.1, 100)), plants="s",
        shows="the share of acts recorded where whoever finds it cheaper has the record disappear",
        points=({"f": 0.3}, {"s": 1.0, "c": 5.0})),
    Case("staged", A, Law(staged, taken_for_done, allowed=STEP), (
        P("s", 0.4, 0.01), P("f", 1.0, 0.1, 100), P("m", 2.0, 0.1, 1000), P("c", 2.0, 0.1, 100)), plants="s",
        shows="the share of occasions on which a good act is not done but staged, and taken for done",
        points=({"s": 0.9, "f": 0.5},)),
)  # fmt: skip
