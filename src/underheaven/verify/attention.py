"""Cases of attention: officials who look where they found something before find more there."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from underheaven.errors import RequestError
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.judge import FEWEST, distributed, simulated
from underheaven.verify.lives import live, persons_for, regime, society

TOWN = 4
"""Persons of the smallest town; the first of them is the one who acts."""
LEAST, MOST = 25, 400
"""Regions that a case of urns has, an urn each."""
MONTHS = 40
LARGEST_TOWN = 8192
EACH = 1_000
"""Micro-months of income that each record costs whom it is of, in the month for which it stands."""
SLIGHT = 1e-6
"""Records that towns start with where they only say where to look first."""


def attention_urn(values: Values) -> Figure:
    """Holds how many of n months' visits went to the first of two towns against a Beta-binomial law, whole.

    Each region is an urn of its own: one act a month in each town, one visit, which finds the act of its town. The
    figure is the largest gap between the two distribution functions.
    Source: Ensign et al. 2018; Eggenberger & Polya 1923 for the urn.
    """
    a, b, n = values["a"], values["b"], values["n"]
    effort = current()
    regions = min(max(effort.replicates * effort.person_months // (2 * TOWN * n * FEWEST), LEAST), MOST)
    named = ", ".join(f'{{ name = "region {r}", persons = 1 }}' for r in range(regions))
    world, people = regime("visits", first=a, second=b), society("callers", regions=named)
    data = live([world], people, 2 * TOWN * regions, n, replicates=FEWEST)
    found = data["person_months_listed"].isel(world=0, person=slice(0, None, 2 * TOWN))
    return distributed(np.cumsum(beta_binomial(n, a, b)), found.values.ravel())


def beta_binomial(n: int, a: float, b: float) -> list[float]:
    """Gives the chances of 0 to n successes in n draws from an urn that starts at a and b and adds one each time."""

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    whole = math.lgamma(n + 1) - log_beta(a, b)
    return [
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + log_beta(k + a, n - k + b)) for k in range(n + 1)
    ]


def attention_mixed(values: Values) -> Figure:
    """Holds the share of one town among all records against its rest, where some acts are reported.

    Rates go by the size of the two towns. Officials first look as they will in the end: from elsewhere the share
    comes to its rest as a power of the months only, more slowly than chance lets it be seen. Every record costs its
    person the same, so that what a town lost says how many it has.
    """
    rates = values["rate_a"], values["rate_b"]
    large, small, d = max(rates), min(rates), values["discovered"]
    expected = rest(large, small, d)
    persons = persons_for(MONTHS)
    size, other = sizes(small / large, min(LARGEST_TOWN, persons))
    people = society("two-towns", town_size=size, reported_per_year=12 * (1 - d), discovered_per_year=12 * d)
    world = regime("mixed-watch", first=SLIGHT * expected, second=SLIGHT * (1 - expected))
    data = live([world], people, size + other, MONTHS).isel(world=0)
    lost = data["person_detriment"].transpose("replicate", "person").values.astype(np.int64)
    past = lost[:, :size].sum(axis=1), lost[:, size:].sum(axis=1)
    of_a = 0 if rates[0] == large else 1
    filed = data["recorded"].sum(["month", "kind", "origin"]).values
    return simulated(expected if of_a == 0 else 1 - expected, past[of_a] / EACH, filed)


def rest(large: float, small: float, discovered: float) -> float:
    """Gives the share of the town with the larger rate at which records and attention agree.

    The reported are (1 - d) of each rate; of the rest of each, a share is discovered that is the town's own share.
    Raises RequestError where every share would be at rest.
    """
    if discovered == 1 and large == small:
        raise RequestError(
            "attention-mixed: with equal rates and every act discovered, whatever share there is stays. "
            "Write discovered below 1, or two different rates."
        )
    reported, more = (1 - discovered) * large, discovered * (large - small)
    b = (1 - discovered) * (large + small) - discovered * (large - small)
    if more == 0:
        return reported / b
    return (math.sqrt(b * b + 4 * more * reported) - b) / (2 * more)


def sizes(ratio: float, largest: int) -> tuple[int, int]:
    """Gives whole sizes of two towns, the first at most so large, whose ratio is nearest to the one given."""
    nearest = Fraction(ratio).limit_denominator(largest)
    times = max(largest // nearest.denominator, 1)
    return times * nearest.denominator, max(times * nearest.numerator, 1)
