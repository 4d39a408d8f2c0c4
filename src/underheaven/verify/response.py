"""The case of response alone: where a belief comes to rest that moves at each experience."""

from __future__ import annotations

import math

from underheaven.fields import BELIEF_ONE
from underheaven.verify.case import Figure, Values
from underheaven.verify.judge import simulated
from underheaven.verify.lives import live, persons_for, society
from underheaven.verify.sensing import STILL, watching

UNSETTLED = 1e-6
"""Share of the way from the start that is still to go when the belief is observed."""
OBSERVED = 12


def learning(values: Values) -> Figure:
    """Holds the mean belief of persons who act every month and are sanctioned with chance p against its rest."""
    p, up, down = values["p"], values["up"], values["down"]
    stays = 1 - up * p - down * (1 - p)
    before = math.ceil(math.log(UNSETTLED) / math.log(stays)) if stays > UNSETTLED else 1
    persons = persons_for(before + OBSERVED)
    people = society("one-act", **STILL | {"opportunities_per_year": 12, "learn_up": up, "learn_down": down})
    data = live([watching(p, 0.0)], people, persons, before + OBSERVED).isel(world=0)
    belief = data["belief"].sel(belief_about="order, guilty").isel(month=slice(before, None)).mean("month").values
    return simulated(up * p / (up * p + down * (1 - p)), belief / BELIEF_ONE, [persons] * len(belief))
