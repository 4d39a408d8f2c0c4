"""Cases of response alone: the long-run level of a belief that moves with each experience, and its spread."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.fields.scales import BELIEF_ONE
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society
from underheaven.verify.case_simulation import load_society, persons_for, simulate
from underheaven.verify.case_types import CLOSED_FORM, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS, load_watching_regime

SETTLING_TOLERANCE = 1e-6
"""Share of the distance from the start that remains when the belief is observed."""
VARIANCE_TOLERANCE = 1e-4
"""The same for the variance: far below a quarter of its standard error."""
OBSERVED_MONTHS, MAX_SETTLING_MONTHS = 12, 1_000


def expected_belief(values: Values) -> float:
    """Return the mean belief of persons who are sanctioned with probability p in a month.

    The belief is about months with the act, or without it. A month is of that kind with some probability, and in the
    others a share of the belief is forgotten.
    """
    return float(values["chance"] * values["up"] * values["p"] / belief_replacement_share(values))


def count_belief(values: Values) -> Counts:
    """Count that belief once settled."""
    warm_up = months_to_settle("learning", belief_replacement_share(values))
    persons = persons_for(warm_up + OBSERVED_MONTHS)
    p, guilty, about = values["p"], values["about"] == "guilty", f"order, {values['about']}"
    regime = load_watching_regime(p, 0.0) if guilty else load_watching_regime(0.0, p)
    chance = values["chance"] if guilty else 1 - values["chance"]
    society = _load_learners(values["up"], values["down"], 12 * chance, values["forget"])
    data = simulate([regime], society, persons, warm_up + OBSERVED_MONTHS).isel(scenario=0)
    belief = data["belief"].sel(belief_about=about).isel(month=slice(warm_up, None)).mean("month").values
    return Counts(belief / BELIEF_ONE / persons)


def belief_replacement_share(values: Values) -> float:
    """Return the share of a mean belief that a month replaces."""
    p, chance = values["p"], values["chance"]
    return float(chance * (values["up"] * p + values["down"] * (1 - p)) + (1 - chance) * values["forget"])


def expected_belief_variance(values: Values) -> float:
    """Return the variance of that belief between persons, at one rate up and down, once settled."""
    p, eta = values["p"], values["eta"]
    return float(eta / (2 - eta) * p * (1 - p))


def count_belief_variance(values: Values) -> Counts:
    """Count that variance in each replicate."""
    p, eta = values["p"], values["eta"]
    months = months_to_settle_variance(eta)
    persons = persons_for(months, times=0.3)
    data = simulate([load_watching_regime(p, 0.0)], _load_learners(eta, eta), persons, months, panel=persons).isel(
        scenario=0, month=-1
    )
    belief = data["panel_beliefs"].sel(belief_about="order, guilty") / BELIEF_ONE
    return Counts(belief.var("panelist", ddof=1).values)


def months_to_settle(case: str, moves: float) -> int:
    """Return the month from which a mean lies within a share SETTLING_TOLERANCE of its long-run level.

    Args:
        case: its name, for an error.
        moves: share of the remaining distance that it moves in a month, 0 to 1.

    Raises:
        RequestError: a run cannot last so long.
    """
    stays = 1 - moves
    warm_up = math.ceil(math.log(SETTLING_TOLERANCE) / math.log(stays)) if SETTLING_TOLERANCE < stays < 1 else 1
    if stays >= 1 or warm_up > MAX_SETTLING_MONTHS:
        raise RequestError(
            f"{case}: at these values it comes to rest only after more than {MAX_SETTLING_MONTHS:,} months. "
            "Write higher rates."
        )
    return warm_up


def months_to_settle_variance(eta: float) -> int:
    """Return the months after which the variance lacks a share VARIANCE_TOLERANCE: each leaves (1 - eta)^2 of it."""
    return math.ceil(math.log(VARIANCE_TOLERANCE) / (2 * math.log(1 - eta))) if eta < 1 else 1


def _load_learners(up: float, down: float, acts_per_year: float = 12, forget: float = 0.0) -> Document[Society]:
    learning = {"opportunities_per_year": acts_per_year, "learn_up": up, "learn_down": down, "forget": forget}
    return load_society("one-act", **INACTIVE_SETTINGS | learning)


CASES = (
    Case(
        "learning",
        "closed form; Zur 2022 for the sign",
        ClosedForm(expected_belief, count_belief),
        (
            P("p", 0.1, 0.02, 0.98),
            P("up", 0.3, 0.02),
            P("down", 0.1, 0.02),
            P("about", "guilty", words=("guilty", "innocent")),
            P("chance", 1.0, 0.05),
            P("forget", 0.0),
        ),
        fault_parameter="p",
        shows="the chance of a sanction that people come to believe in",
        points=(
            {"about": "innocent"},
            {"chance": 0.5, "forget": 0.05},
            {"p": 0.5, "up": 0.05, "down": 0.05},
            {"p": 0.9, "up": 0.02, "down": 0.5},
        ),
    ),
    Case(
        "learning-spread",
        CLOSED_FORM,
        ClosedForm(expected_belief_variance, count_belief_variance),
        (P("p", 0.1, 0.02, 0.98), P("eta", 0.3, 0.02)),
        fault_parameter="eta",
        shows="how far that belief spreads between people",
        points=({"p": 0.5, "eta": 0.05}, {"p": 0.8, "eta": 0.9}),
    ),
)
