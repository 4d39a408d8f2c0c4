"""Cases of response alone: where a belief comes to rest that moves at each experience, and how far it spreads."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.fields import BELIEF_ONE
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.verify.case import A, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.lives import live, persons_for, society
from underheaven.verify.sensing import STILL, watching

UNSETTLED = 1e-6
"""Share of the way from the start that is still to go when the belief is observed."""
UNSPREAD = 1e-4
"""The same of the variance: far below a quarter of its standard error."""
OBSERVED, LONGEST = 12, 1_000


def learning(values: Values) -> float:
    """Return the mean belief of persons who are sanctioned with chance p in a month.

    What they believe of months with the act, or of months without it; there is a chance that a month is such a one,
    and in the others a share of the belief is forgotten.
    """
    return float(values["chance"] * values["up"] * values["p"] / moves(values))


def believed(values: Values) -> Counts:
    """Count that belief once settled."""
    before = settled_after("learning", moves(values))
    persons = persons_for(before + OBSERVED)
    p, guilty, about = values["p"], values["about"] == "guilty", f"order, {values['about']}"
    world = watching(p, 0.0) if guilty else watching(0.0, p)
    chance = values["chance"] if guilty else 1 - values["chance"]
    people = _learners(values["up"], values["down"], 12 * chance, values["forget"])
    data = live([world], people, persons, before + OBSERVED).isel(world=0)
    belief = data["belief"].sel(belief_about=about).isel(month=slice(before, None)).mean("month").values
    return Counts(belief / BELIEF_ONE / persons)


def moves(values: Values) -> float:
    """Return the share of a mean belief that a month replaces."""
    p, chance = values["p"], values["chance"]
    return float(chance * (values["up"] * p + values["down"] * (1 - p)) + (1 - chance) * values["forget"])


def learning_spread(values: Values) -> float:
    """Return the variance of that belief between persons, at one rate up and down, once settled."""
    p, eta = values["p"], values["eta"]
    return float(eta / (2 - eta) * p * (1 - p))


def spread(values: Values) -> Counts:
    """Count that variance in each replicate."""
    p, eta = values["p"], values["eta"]
    months = spread_after(eta)
    persons = persons_for(months, times=0.3)
    data = live([watching(p, 0.0)], _learners(eta, eta), persons, months, panel=persons).isel(world=0, month=-1)
    belief = data["panel_beliefs"].sel(belief_about="order, guilty") / BELIEF_ONE
    return Counts(belief.var("panelist", ddof=1).values)


def settled_after(case: str, moves: float) -> int:
    """Return the month from which a mean lies within a share UNSETTLED of its rest.

    Args:
        case: its name, for a refusal.
        moves: share of the way to its rest that it goes in a month, 0 to 1.

    Raises:
        RequestError: a run cannot last so long.
    """
    stays = 1 - moves
    before = math.ceil(math.log(UNSETTLED) / math.log(stays)) if UNSETTLED < stays < 1 else 1
    if stays >= 1 or before > LONGEST:
        raise RequestError(
            f"{case}: at these values it comes to rest only after more than {LONGEST:,} months. Write higher rates."
        )
    return before


def spread_after(eta: float) -> int:
    """Gives the months after which the variance lacks a share UNSPREAD of its rest: (1 - eta)^2 is left by each."""
    return math.ceil(math.log(UNSPREAD) / (2 * math.log(1 - eta))) if eta < 1 else 1


def _learners(up: float, down: float, acts_per_year: float = 12, forget: float = 0.0) -> Document[Society]:
    learning = {"opportunities_per_year": acts_per_year, "learn_up": up, "learn_down": down, "forget": forget}
    return society("one-act", **STILL | learning)


CASES = (
    Case("learning", "closed form; Zur 2022 for the sign", Law(learning, believed), (
        P("p", 0.1, 0.02, 0.98), P("up", 0.3, 0.02), P("down", 0.1, 0.02),
        P("about", "guilty", words=("guilty", "innocent")), P("chance", 1.0, 0.05), P("forget", 0.0)),
        plants="p",
        shows="the chance of a sanction that people come to believe in",
        points=({"about": "innocent"}, {"chance": 0.5, "forget": 0.05},
                {"p": 0.5, "up": 0.05, "down": 0.05}, {"p": 0.9, "up": 0.02, "down": 0.5})),
    Case("learning-spread", A, Law(learning_spread, spread), (P("p", 0.1, 0.02, 0.98), P("eta", 0.3, 0.02)),
        plants="eta",
        shows="how far that belief spreads between people",
        points=({"p": 0.5, "eta": 0.05}, {"p": 0.8, "eta": 0.9})),
)  # fmt: skip
