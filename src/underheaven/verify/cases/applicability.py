"""Cases of whom a regime covers, and how truly: groups left out, favour, amendments, channels, mistaken identity."""

from __future__ import annotations

from typing import Any

from underheaven.measure.calendar import months_from
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import probability_at_least_once
from underheaven.verify.minimal_society import conduct_toml, load_minimal_society, unrestrained_conduct_toml

MONTHS = 24
GROUPS_TOML = '[[people.attributes]]\nname = "group"\ncategories = {{ inside = {inside!r}, outside = {outside!r} }}\n'


def count_ever_on_list(regime: Document[Regime], n: int, **changes: Any) -> Counts:
    """Count persons of the minimal society who are ever on the list of a scenario in n months, and all persons."""
    persons = persons_for(n)
    data = simulate([regime], load_minimal_society(unrestrained_conduct_toml(), **changes), persons, n).isel(scenario=0)
    ever = (data["person_months_listed"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


def expected_applies_to(values: Values) -> float:
    """Return the share ever listed in n months of two groups, only one of which the regime covers."""
    return float(values["inside"] * probability_at_least_once(values["h"], values["n"]))


def count_applies_to(values: Values) -> Counts:
    """Count persons ever listed under a regime for one group."""
    groups = GROUPS_TOML.format(inside=values["inside"], outside=1 - values["inside"])
    named = 'applies_to = { group = ["inside"] }\n'
    regime = load_regime("some", applies_to=named, detection_rate=values["h"], favoured=0, suppression=0)
    return count_ever_on_list(regime, values["n"], attributes=groups)


def expected_suppressed(values: Values) -> float:
    """Return the share ever listed in n months where officials withhold bad news of persons in favour."""
    h, n, favoured = values["h"], values["n"], values["favoured"]
    protected = probability_at_least_once(h * (1 - values["suppression"]), n)
    return float(favoured * protected + (1 - favoured) * probability_at_least_once(h, n))


def count_suppressed(values: Values) -> Counts:
    """Count persons ever listed where bad news is withheld."""
    regime = load_regime(
        "some",
        applies_to="",
        detection_rate=values["h"],
        favoured=values["favoured"],
        suppression=values["suppression"],
    )
    return count_ever_on_list(regime, values["n"])


def expected_amended(values: Values) -> float:
    """Return the share ever listed in n months, with another hazard after the first m."""
    first, then, m, n = values["first"], values["then"], values["m"], values["n"]
    return probability_at_least_once(first, n) if m >= n else 1 - (1 - first) ** m * (1 - then) ** (n - m)


def count_amended(values: Values) -> Counts:
    """Count persons ever listed under a regime that is amended."""
    month = months_from("2000-01", values["m"] + 1)[-1]
    return count_ever_on_list(
        load_regime("amended", first=values["first"], then=values["then"], month=month), values["n"]
    )


def expected_two_channels(values: Values) -> float:
    """Return the share of acts that at least one of two channels detects, or the share ever recorded falsely by one.

    Detections are independent. False records of two channels occupy disjoint intervals of one uniform draw of a person:
    they exclude each other, and their probabilities add.
    """
    if values["of"] == "acts":
        return float(1 - (1 - values["s"]) * (1 - values["r"]))
    return probability_at_least_once(values["f"] + values["g"], MONTHS)


def count_two_channels(values: Values) -> Counts:
    """Count records of acts and acts; or persons ever recorded for what they did not do, and persons."""
    acts, persons = values["of"] == "acts", persons_for(MONTHS)
    regime = load_regime(
        "two-channels",
        detection_rate=values["s"],
        other_detection_rate=values["r"],
        false_per_year=0 if acts else 12 * values["f"],
        other_false_per_year=0 if acts else 12 * values["g"],
    )
    society = load_minimal_society(unrestrained_conduct_toml() if acts else conduct_toml())
    data = simulate([regime], society, persons, MONTHS).isel(scenario=0)
    if acts:
        counted = data["recorded"].sel(origin="true").sum(["month", "kind"]).values
        return Counts(counted, [persons * MONTHS] * len(counted))
    ever = (data["person_wrongful_records"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


def expected_mistaken_identity(values: Values) -> float:
    """Return the share of persons ever recorded for another's act in n months, or of acts filed on their authors.

    A share of detected acts is assigned, a month later, to persons of the town drawn with equal probability. On average
    as many persons are charged as acts went astray.
    """
    p, s, m = values["p"], values["s"], values["mistaken"]
    return float(s * (1 - m)) if values["of"] == "culprits" else probability_at_least_once(p * s * m, values["n"] - 1)


def count_mistaken_identity(values: Values) -> Counts:
    """Count persons ever charged with the act of another, and persons; or records of the authors, and acts."""
    n, persons = values["n"], persons_for(values["n"])
    conduct = unrestrained_conduct_toml(values["p"])
    regime = load_regime("mistaken", detection_rate=values["s"], mistaken=values["mistaken"])
    data = simulate([regime], load_minimal_society(conduct), persons, n).isel(scenario=0)
    if values["of"] == "culprits":
        right = data["recorded"].sel(origin="true").sum(["month", "kind"]).values
        return Counts(right, data["acts"].sum(["month", "kind", "group"]).values)
    ever = (data["person_wrongful_records"] > 0).sum("person").values
    return Counts(ever, [persons] * len(ever))


CASES = (
    Case(
        "applies-to",
        CLOSED_FORM,
        ClosedForm(expected_applies_to, count_applies_to),
        (P("h", 0.03, 1e-4), P("n", 24, 1, 600), P("inside", 0.4, 0.01)),
        fault_parameter="h",
        shows="the share ever listed under a regime that applies to one of two groups",
        points=({"inside": 0.9, "h": 0.1, "n": 12},),
    ),
    Case(
        "kept-back",
        CLOSED_FORM,
        ClosedForm(expected_suppressed, count_suppressed),
        (P("h", 0.03, 1e-4), P("n", 24, 1, 600), P("favoured", 0.5, 0.01), P("suppression", 0.6)),
        fault_parameter="h",
        shows="the share ever listed where officials keep back bad news of those in favour",
        points=({"suppression": 1.0, "favoured": 0.3}, {"h": 0.2, "n": 6, "suppression": 0.2}),
    ),
    Case(
        "amendments",
        CLOSED_FORM,
        ClosedForm(expected_amended, count_amended),
        (P("first", 0.02), P("then", 0.05), P("m", 12, 1, 600), P("n", 24, 1, 600)),
        fault_parameter="then",
        shows="the share ever listed under a regime whose hazard an amendment changes after m months",
        points=({"first": 0.0, "then": 0.1, "m": 6}, {"first": 0.1, "then": 0.0, "m": 3, "n": 12}),
    ),
    Case(
        "two-channels",
        CLOSED_FORM,
        ClosedForm(expected_two_channels, count_two_channels),
        (
            P("s", 0.4),
            P("r", 0.3),
            P("f", 0.01, 0, 0.2),
            P("g", 0.015, 0, 0.2),
            P("of", "acts", words=("acts", "errors")),
        ),
        fault_parameter="s",
        shows="the share of acts that one of two channels sees, or of people whom one records by error",
        points=({"of": "errors"}, {"s": 0.9, "r": 0.9}),
    ),
    Case(
        "mistaken",
        CLOSED_FORM,
        ClosedForm(expected_mistaken_identity, count_mistaken_identity),
        (
            P("p", 0.1, 1e-3),
            P("s", 0.5),
            P("mistaken", 0.2),
            P("n", 24, 2, 600),
            P("of", "victims", words=("victims", "culprits")),
        ),
        fault_parameter="mistaken",
        shows="the share who are ever recorded for what somebody else did",
        points=({"of": "culprits"}, {"p": 0.5, "s": 1.0, "mistaken": 0.5, "n": 6}),
    ),
)
