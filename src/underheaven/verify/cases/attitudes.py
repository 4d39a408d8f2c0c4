"""Cases of what people fear, feel and keep to themselves: awareness, good acts, silence, legitimacy, bribes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from underheaven.fields.scales import BELIEF_ONE
from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.conduct import QUANTILE_STEP
from underheaven.verify.cases.response import months_to_settle
from underheaven.verify.cases.sensing import load_watching_regime
from underheaven.verify.minimal_society import (
    EVERY_MONTH,
    conduct_toml,
    load_minimal_society,
    round_belief,
    unrestrained_conduct_toml,
)

if TYPE_CHECKING:
    import xarray as xr

MONTHS = 24


def expected_acts_when_aware(values: Values) -> float:
    """Return the share of opportunities taken where only some people know of a regime."""
    return float(1 - values["aware"] * -math.expm1(-round_belief(values["p"]) * values["f"] / values["m"]))


def count_acts_when_aware(values: Values) -> Counts:
    """Count acts and opportunities of people, some of whom know of the regime."""
    tempting = conduct_toml(opportunities_per_year=EVERY_MONTH, benefit=values["m"])
    regime = load_regime("aware", awareness=values["aware"], kind="act", rumour=values["f"], evadable="false")
    society = load_minimal_society(tempting, order_guilty=values["p"])
    data = simulate([regime], society, persons_for(MONTHS), MONTHS).isel(scenario=0)
    return count_acts_of_opportunities(data)


def count_acts_of_opportunities(data: xr.Dataset) -> Counts:
    """Count acts and opportunities."""
    acts, opportunities = data["acts"].sum(["month", "kind", "group"]), data["opportunities"].sum(["month", "kind"])
    return Counts(acts.values, opportunities.values)


def expected_prosocial_share(values: Values) -> float:
    """Return the share of opportunities for a good act that are taken: its cost lies below the warm glow."""
    return -math.expm1(-values["glow"] / values["m"])


def count_prosocial_acts(values: Values) -> Counts:
    """Count good acts and opportunities."""
    good = conduct_toml(
        opportunities_per_year=EVERY_MONTH, benefit=values["m"], warm_glow=values["glow"], prosocial=True, gravity=0
    )
    data = simulate([load_regime("nothing")], load_minimal_society(good), persons_for(MONTHS), MONTHS).isel(scenario=0)
    return count_acts_of_opportunities(data)


def expected_silence(values: Values) -> float:
    """Return the share of persons silent for fear alone, or the share who speak, with thresholds uniform on 0 to 1."""
    fear, grievance = round_belief(values["p"]) * values["f"], values["grievance"]
    return float(min(fear, grievance) if values["of"] == "silent" else max(grievance - fear, 0.0))


def count_silence(values: Values) -> Counts:
    """Count person-months of silence for fear, or of speech, and all of them."""
    speech = conduct_toml(
        **{"class": "speech", "context": "speech"}, opportunities_per_year=EVERY_MONTH, threshold=True
    )
    regime = load_regime("aware", awareness=1, kind="act", rumour=values["f"], evadable="false")
    society = load_minimal_society(
        speech,
        grievance=values["grievance"],
        legitimacy=0,
        speech_guilty=values["p"],
        thresholds='{ law = "uniform", low = 0, high = 1 }',
    )
    persons = persons_for(MONTHS)
    data = simulate([regime], society, persons, MONTHS).isel(scenario=0)
    name = "silenced" if values["of"] == "silent" else "speaking"
    counted = data[name].sum(["month", "group"]).values
    return Counts(counted / MONTHS, [persons] * len(counted))  # a person who is silent once is silent every month


def expected_legitimacy(values: Values) -> float:
    """Return the long-run legitimacy where unjust records cost some and time restores it.

    Of two who live together, one to whom nothing was done loses a share ``weight`` of the loss of the other.
    """
    lost, recovered = legitimacy_flows(values)
    return float(recovered * values["start"] / (lost + recovered))


def legitimacy_flows(values: Values) -> tuple[float, float]:
    """Return the share of legitimacy that a month takes, and the share of the loss that it restores."""
    f, weight = values["f"], values["weight"]
    quiet = 1 - f if weight == 0 else (1 - f) ** 2
    return values["loss"] * (f + (1 - f) * f * weight), values["recovery"] * quiet


def legitimacy_rounding_bound(values: Values) -> float:
    """Return how far rounding to a step in every month can move the mean legitimacy in the long run."""
    return 0.5 / BELIEF_ONE / max(sum(legitimacy_flows(values)), 0.5 / BELIEF_ONE)


def count_legitimacy(values: Values) -> Counts:
    """Count that legitimacy once settled."""
    warm_up = months_to_settle("legitimacy", sum(legitimacy_flows(values)))
    persons = persons_for(warm_up + MONTHS)
    society = load_minimal_society(
        conduct_toml(),
        legitimacy=values["start"],
        legitimacy_loss=values["loss"],
        legitimacy_recovery=values["recovery"],
        household=1 if values["weight"] == 0 else 2,
        household_weight=values["weight"],
    )
    data = simulate([load_watching_regime(0.0, values["f"])], society, persons, warm_up + MONTHS).isel(scenario=0)
    felt = data["legitimacy"].isel(month=slice(warm_up, None)).mean("month").values
    return Counts(felt / BELIEF_ONE / persons)


def expected_unbribed_share(values: Values) -> float:
    """Return the share of acts that are recorded where records can be bought off, at costs uniform from 0 to c."""
    return float(values["s"] * max(1 - values["f"] / values["c"], 0.0))


def count_unbribed_records(values: Values) -> Counts:
    """Count records and acts."""
    society = load_minimal_society(
        unrestrained_conduct_toml(), gaming_cost=f'gaming_cost = {{ law = "uniform", low = 0, high = {values["c"]!r} }}'
    )
    regime = load_regime("bought", detection_rate=values["s"], rumour=values["f"])
    persons = persons_for(MONTHS)
    data = simulate([regime], society, persons, MONTHS).isel(scenario=0)
    recorded = data["recorded"].sum(["month", "kind", "origin"]).values
    return Counts(recorded, [persons * MONTHS] * len(recorded))


def expected_faked_share(values: Values) -> float:
    """Return the share of opportunities for a good act that is not done but faked, and taken for done.

    The cost of the act is exponential, that of faking it uniform from 0 to c; both are compared with what the record
    promises. Faked acts are detected as often as real ones would be.
    """
    promise = values["f"]
    return float(values["s"] * math.exp(-promise / values["m"]) * min(promise / values["c"], 1.0))


def count_faked_records(values: Values) -> Counts:
    """Count faked acts recorded, and opportunities."""
    good = conduct_toml(opportunities_per_year=EVERY_MONTH, benefit=values["m"], prosocial=True, gravity=0)
    society = load_minimal_society(
        good, gaming_cost=f'gaming_cost = {{ law = "uniform", low = 0, high = {values["c"]!r} }}'
    )
    regime = load_regime("bought", detection_rate=values["s"], rumour=values["f"])
    persons = persons_for(MONTHS)
    data = simulate([regime], society, persons, MONTHS).isel(scenario=0)
    recorded = data["recorded"].sel(origin="false").sum(["month", "kind"]).values
    return Counts(recorded, [persons * MONTHS] * len(recorded))


CASES = (
    Case(
        "awareness",
        "Becker 1968, of those who know",
        ClosedForm(expected_acts_when_aware, count_acts_when_aware),
        (P("aware", 0.6), P("p", 0.1), P("f", 10.0, 0, 1000), P("m", 1.0, 0.001, 1000)),
        fault_parameter="aware",
        shows="the share of temptations taken where only some people know of a regime",
        points=({"aware": 0.2, "f": 30.0}, {"aware": 1.0, "p": 0.05}),
    ),
    Case(
        "warm-glow",
        CLOSED_FORM,
        ClosedForm(expected_prosocial_share, count_prosocial_acts),
        (P("glow", 0.5, 0, 1000), P("m", 1.0, 0.001, 1000)),
        fault_parameter="glow",
        shows="the share of opportunities for a good act that are taken, by its cost and its warm glow",
        points=({"glow": 2.0}, {"glow": 0.1, "m": 3.0}),
    ),
    Case(
        "silence",
        CLOSED_FORM,
        ClosedForm(expected_silence, count_silence, systematic_error=QUANTILE_STEP),
        (P("p", 0.1), P("f", 2.0, 0, 100), P("grievance", 0.6), P("of", "silent", words=("silent", "speaking"))),
        fault_parameter="f",
        shows="the share who would speak but for fear, or who speak all the same",
        points=({"of": "speaking"}, {"f": 4.0, "grievance": 0.9}),
    ),
    Case(
        "legitimacy",
        CLOSED_FORM,
        ClosedForm(expected_legitimacy, count_legitimacy, systematic_error=legitimacy_rounding_bound),
        (P("f", 0.05, 0.001, 0.9), P("loss", 0.2), P("recovery", 0.05, 0.01), P("start", 0.8), P("weight", 0.0)),
        fault_parameter="loss",
        shows="the legitimacy that is left in the long run where unjust records cost some",
        points=({"f": 0.5}, {"loss": 1.0, "recovery": 0.3}, {"weight": 0.5}),
    ),
    Case(
        "bought-off",
        CLOSED_FORM,
        ClosedForm(expected_unbribed_share, count_unbribed_records, systematic_error=QUANTILE_STEP),
        (P("s", 0.5, 0.01), P("f", 1.0, 1e-3, 100), P("c", 2.0, 0.1, 100)),
        fault_parameter="s",
        shows="the share of acts recorded where persons who find it cheaper have the record disappear",
        points=({"f": 0.3}, {"s": 1.0, "c": 5.0}),
    ),
    Case(
        "staged",
        CLOSED_FORM,
        ClosedForm(expected_faked_share, count_faked_records, systematic_error=QUANTILE_STEP),
        (P("s", 0.4, 0.01), P("f", 1.0, 0.1, 100), P("m", 2.0, 0.1, 1000), P("c", 2.0, 0.1, 100)),
        fault_parameter="s",
        shows="the share of opportunities on which a good act is not done but faked, and taken for done",
        points=({"s": 0.9, "f": 0.5},),
    ),
)
