"""A case that costs next to nothing: how often a coin falls on one side, tossed once for each person-month."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Case, ClosedForm, Counts, Parameter
from underheaven.verify.effort import current_effort


def tossed(values):
    """Count heads and tosses, drawn from the seed of the current effort."""
    effort = current_effort()
    effort.simulated.person_months += effort.replicates * effort.person_months
    effort.simulated.months += effort.replicates
    heads = np.random.default_rng(effort.seed).binomial(effort.person_months, values["p"], effort.replicates)
    return Counts(heads, [effort.person_months] * effort.replicates)


def coin(p=0.01, high=1.0, plants="p", **law):
    """Return the case of a coin; law: further settings of a law."""
    return Case(
        "coin",
        "A",
        ClosedForm(lambda v: v["p"], tossed, **law),
        (Parameter("p", p, 0.0, high),),
        fault_parameter=plants,
    )
