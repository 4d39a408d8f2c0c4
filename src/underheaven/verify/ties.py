"""Cases of ties: how many are listed in the end where being listed passes from one to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.verify.case import CROWDS, Case, Counts, Law, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.effort import current
from underheaven.verify.lives import live, regime, society
from underheaven.verify.sensing import STILL

TOWN = 8192
"""Persons of the one town that is lived: as many as a town can have."""
SETTLED, GONE = 5e-5, 1e-9
"""Share that the start may still be away from its rest when stocks are observed: small beside chance, or nobody."""
LONGEST, OBSERVED = 600, 120
SPREADS = 8
"""Spreads of the share listed that must lie below it where what died out stays away."""


@dataclass(frozen=True)
class Rest:
    """Where the share listed comes to rest in a town without end, and what one of TOWN persons adds to it.

    slope, bend: first and second derivative of next month's share by this month's. spread: standard deviation of the
    share in one month. bias: how far its mean lies from ``share``, to second order.
    """

    share: float
    slope: float
    bend: float
    spread: float
    bias: float

    @property
    def months(self) -> float:
        """The most months, of a town for each seed, for which the bias stays below a quarter of the standard error."""
        if self.bias == 0:
            return math.inf
        return self.spread**2 * (1 + self.slope) / (1 - self.slope) / (current().replicates * 16 * self.bias**2)


def contagion(values: Values) -> float:
    """Return the share listed in the long run, as the rest of contagion and recovery."""
    return rest_of(values["beta_k"], values["recovery"], values["background"]).share


def passed_on(values: Values) -> Counts:
    """Count the share listed once settled.

    Chance moves a finite town around its rest, and because the curve bends the mean lies a little below it: by
    0.00014 at the default, in a town of 8,192. As few months are observed as keep that below a quarter of the standard
    error. The first month lists some persons, so that there is something to pass on.
    """
    beta, recovery, background = values["beta_k"], values["recovery"], values["background"]
    rest = rest_of(beta, recovery, background)
    before = settled_after(rest, beta, recovery, background)
    observed = int(min(OBSERVED, rest.months))
    if observed < 1 or (background == 0 and 0 < rest.share < SPREADS * rest.spread):
        raise RequestError(
            f"contagion: at these values a town of {TOWN:,} strays too far from its rest, {rest.share:.6f}, to prove "
            "anything. Write a higher background, or beta_k further from recovery."
        )
    people = society("one-act", **STILL | {"town_size": TOWN})
    world = passing(beta, recovery, background, start_of(rest))
    data = live([world], people, TOWN, before + observed).isel(world=0)
    listed = data["listed"].isel(month=slice(before, None)).sum(["list", "group"]).mean("month").values
    return Counts(listed / TOWN)


def passing(beta: float, recovery: float, background: float, start: float) -> Document[Regime]:
    """Reads the regime in which being listed passes on; recovery is a geometric term, and what it lacks a correction.

    A term is a whole number of months, so that a record leaves by it with chance 1 / months, at most ``recovery``.
    """
    months = math.ceil(1 / recovery - 1e-9)
    rest = 1 - (1 - recovery) / (1 - 1 / months) if months > 1 else 0.0
    return regime(
        "contagion", contagion=beta, background=background, months=months, correction=max(rest, 0.0),
        false_per_year=12 * start,
    )  # fmt: skip


def hazard(beta: float, background: float, share: float) -> float:
    """Gives the chance a month of a record where a share of others is listed.

    Source: Lum et al. 2014, for the class.
    """
    return 1 - (1 - background) * math.exp(-beta * share)


def next_share(share: float, beta: float, recovery: float, background: float) -> float:
    """Gives next month's share listed: who stood listed is not filed against, and who recovers is off a month later."""
    return share * (1 - recovery) + (1 - share) * hazard(beta, background, share)


def rest_of(beta: float, recovery: float, background: float) -> Rest:
    """Gives the rest at which (1 - i) (1 - (1 - background) exp(-beta i)) = recovery i, the highest there is.

    The left side less the right is concave in i, at least 0 at 0 and below 0 at 1: bisection finds its last root.
    """
    low = 0.0 if background > 0 else 1e-12
    high = 1.0
    if next_share(low, beta, recovery, background) <= low:
        high = low = 0.0
    for _ in range(200):
        middle = (low + high) / 2
        stays = next_share(middle, beta, recovery, background) > middle
        low, high = (middle, high) if stays else (low, middle)
    share, free = low, (1 - background) * math.exp(-beta * low)
    slope = 1 - recovery - (1 - free) + (1 - share) * beta * free
    bend = -2 * beta * free - (1 - share) * beta**2 * free
    moved = (share * recovery * (1 - recovery) + (1 - share) * free * (1 - free)) / TOWN
    spread = math.sqrt(moved / (1 - slope**2)) if abs(slope) < 1 else 0.0
    bias = bend * spread**2 / 2 / (1 - slope) if slope < 1 else 0.0
    return Rest(share, slope, bend, spread, bias)


def start_of(rest: Rest) -> float:
    """Gives the share listed in the first month: well away from the rest, on the side of the many."""
    return min(0.9, rest.share + 0.1)


def settled_after(rest: Rest, beta: float, recovery: float, background: float) -> int:
    """Gives the month from which the share listed stays near its rest; RequestError where that takes too long."""
    near = SETTLED if rest.share > 0 else GONE
    share, last = start_of(rest), 0
    for month in range(LONGEST):
        if abs(share - rest.share) > near:
            last = month + 1
        share = next_share(share, beta, recovery, background)
    if last == LONGEST:
        raise RequestError(
            f"contagion: at beta_k = {beta:g}, recovery = {recovery:g} and background = {background:g} the list has "
            f"not settled after {LONGEST} months. Write beta_k further from recovery."
        )
    return last


CASES = (
    Case("contagion", "closed form; Lum et al. 2014 for the class", Law(contagion, passed_on, whole=True), (
        P("beta_k", 0.18, 0, 10), P("recovery", 0.1, 0.01), P("background", 0.0)), compiled=CROWDS,
        plants="beta_k",
        shows="the share listed in the long run when being listed passes from one to another",
        points=({"beta_k": 0.5, "recovery": 0.2}, {"beta_k": 0.05, "recovery": 0.3, "background": 0.02})),
)  # fmt: skip
