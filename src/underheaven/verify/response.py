"""Cases of response alone: where a belief comes to rest that moves at each experience, and how far it spreads."""

from __future__ import annotations

import math

from underheaven.fields import BELIEF_ONE
from underheaven.spec.document import Document
from underheaven.spec.society import Society
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, society
from underheaven.verify.sensing import STILL, watching

UNSETTLED = 1e-6
"""Share of the way from the start that is still to go when the belief is observed."""
UNSPREAD = 1e-4
"""The same of the variance: far below a quarter of its standard error."""
OBSERVED = 12


def learning(values: Values) -> Figure:
    """Holds the mean belief of persons who are sanctioned with chance p every month against its rest.

    What they believe of months with the act, or of months without it; there is a chance that a month is such a one,
    and in the others a share of the belief is forgotten.
    """
    p, up, down, chance = values["p"], values["up"], values["down"], values["chance"]
    moves = chance * (up * p + down * (1 - p)) + (1 - chance) * values["forget"]
    before = settled_after(moves)
    persons = persons_for(before + OBSERVED)
    guilty, about = values["about"] == "guilty", f"order, {values['about']}"
    world = watching(p, 0.0) if guilty else watching(0.0, p)
    people = _learners(up, down, 12 * (chance if guilty else 1 - chance), values["forget"])
    data = live([world], people, persons, before + OBSERVED).isel(world=0)
    belief = data["belief"].sel(belief_about=about).isel(month=slice(before, None)).mean("month").values
    return simulated(chance * up * p / moves, belief / BELIEF_ONE, [persons] * len(belief))


def learning_spread(values: Values) -> Figure:
    """Holds the variance of that belief between persons, at one rate up and down, against that of its rest."""
    p, eta = values["p"], values["eta"]
    months = spread_after(eta)
    persons = persons_for(months, times=0.3)
    data = live([watching(p, 0.0)], _learners(eta, eta), persons, months, panel=persons).isel(world=0, month=-1)
    belief = data["panel_beliefs"].sel(belief_about="order, guilty") / BELIEF_ONE
    return simulated(eta / (2 - eta) * p * (1 - p), belief.var("panelist", ddof=1).values)


def settled_after(moves: float) -> int:
    """Gives the month from which the mean belief lies within a share UNSETTLED of its rest; moves: share a month."""
    stays = 1 - moves
    return math.ceil(math.log(UNSETTLED) / math.log(stays)) if stays > UNSETTLED else 1


def spread_after(eta: float) -> int:
    """Gives the months after which the variance lacks a share UNSPREAD of its rest: (1 - eta)^2 is left by each."""
    return math.ceil(math.log(UNSPREAD) / (2 * math.log(1 - eta))) if eta < 1 else 1


def _learners(up: float, down: float, acts_per_year: float = 12, forget: float = 0.0) -> Document[Society]:
    learning = {"opportunities_per_year": acts_per_year, "learn_up": up, "learn_down": down, "forget": forget}
    return society("one-act", **STILL | learning)
