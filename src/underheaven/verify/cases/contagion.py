"""Cases of ties: how many are listed in the long run where being listed passes from one person to another."""

from __future__ import annotations

import math
from dataclasses import dataclass

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, load_society, simulate
from underheaven.verify.case_types import NEEDS_MANY_PERSONS, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS
from underheaven.verify.effort import current_effort

TOWN_SIZE = 8192
"""Persons of the one town simulated: as many as a town can have."""
SETTLING_TOLERANCE, EXTINCTION_TOLERANCE = 5e-5, 1e-9
"""Share of the start that may remain when stocks are observed: small beside chance, or nobody."""
MAX_SETTLING_MONTHS, OBSERVED_MONTHS = 600, 120
MIN_DISTANCE_IN_SD = 8
"""Standard deviations by which the share listed must exceed 0 where an extinct contagion does not return."""


@dataclass(frozen=True)
class Equilibrium:
    """The long-run share listed in a town without end, and what a town of TOWN_SIZE adds to it.

    Attributes:
        share: the fixed point.
        slope: first derivative of next month's share by this month's.
        curvature: second derivative.
        sd: standard deviation of the share in one month.
        bias: its mean minus ``share``, to second order.
    """

    share: float
    slope: float
    curvature: float
    sd: float
    bias: float

    @property
    def max_months(self) -> float:
        """The most months, of a town for each seed, for which the bias stays below a quarter of the standard error."""
        if self.bias == 0:
            return math.inf
        return self.sd**2 * (1 + self.slope) / (1 - self.slope) / (current_effort().replicates * 16 * self.bias**2)


def expected_contagion(values: Values) -> float:
    """Return the share listed in the long run, as the fixed point of contagion and recovery."""
    return find_equilibrium(values["beta_k"], values["recovery"], values["background"]).share


def count_contagion(values: Values) -> Counts:
    """Count the share listed once settled.

    Chance moves a finite town around its fixed point, and because the curve bends the mean lies a little below it: by
    0.00014 at the default, in a town of 8,192. The number of months observed keeps that below a quarter of the standard
    error. The first month lists some persons, so that there is something to pass on.
    """
    beta, recovery, background = values["beta_k"], values["recovery"], values["background"]
    equilibrium = find_equilibrium(beta, recovery, background)
    warm_up = months_to_settle(equilibrium, beta, recovery, background)
    observed = int(min(OBSERVED_MONTHS, equilibrium.max_months))
    if observed < 1 or (background == 0 and 0 < equilibrium.share < MIN_DISTANCE_IN_SD * equilibrium.sd):
        raise RequestError(
            f"contagion: at these values a town of {TOWN_SIZE:,} strays too far from its rest, "
            f"{equilibrium.share:.6f}, to prove anything. Write a higher background, or beta_k further from recovery."
        )
    society = load_society("one-act", **INACTIVE_SETTINGS | {"town_size": TOWN_SIZE})
    regime = load_contagion_regime(beta, recovery, background, initial_share(equilibrium))
    data = simulate([regime], society, TOWN_SIZE, warm_up + observed).isel(scenario=0)
    listed = data["listed"].isel(month=slice(warm_up, None)).sum(["list", "group"]).mean("month").values
    return Counts(listed / TOWN_SIZE)


def load_contagion_regime(beta: float, recovery: float, background: float, start: float) -> Document[Regime]:
    """Read the regime in which being listed passes on; recovery is a geometric term, and a correction for the rest.

    A term is a whole number of months, so that a record ends by it with probability 1 / months, at most ``recovery``.
    """
    months = math.ceil(1 / recovery - 1e-9)
    residual = 1 - (1 - recovery) / (1 - 1 / months) if months > 1 else 0.0
    return load_regime(
        "contagion",
        contagion=beta,
        background=background,
        months=months,
        correction=max(residual, 0.0),
        false_per_year=12 * start,
    )


def listing_hazard(beta: float, background: float, share: float) -> float:
    """Return the monthly probability of a record where a share of others is listed.

    Source:
        Lum et al. 2014, for the class.
    """
    return 1 - (1 - background) * math.exp(-beta * share)


def next_listed_share(share: float, beta: float, recovery: float, background: float) -> float:
    """Return next month's share listed: the listed get no further record, and recovery takes effect a month later."""
    return share * (1 - recovery) + (1 - share) * listing_hazard(beta, background, share)


def find_equilibrium(beta: float, recovery: float, background: float) -> Equilibrium:
    """Return the fixed point of (1 - i) (1 - (1 - background) exp(-beta i)) = recovery i, the highest there is.

    The left side minus the right is concave in i, at least 0 at 0 and below 0 at 1: bisection finds its last root.
    """
    low = 0.0 if background > 0 else 1e-12
    high = 1.0
    if next_listed_share(low, beta, recovery, background) <= low:
        high = low = 0.0
    for _ in range(200):
        middle = (low + high) / 2
        stays = next_listed_share(middle, beta, recovery, background) > middle
        low, high = (middle, high) if stays else (low, middle)
    share, free = low, (1 - background) * math.exp(-beta * low)
    slope = 1 - recovery - (1 - free) + (1 - share) * beta * free
    curvature = -2 * beta * free - (1 - share) * beta**2 * free
    moved = (share * recovery * (1 - recovery) + (1 - share) * free * (1 - free)) / TOWN_SIZE
    sd = math.sqrt(moved / (1 - slope**2)) if abs(slope) < 1 else 0.0
    bias = curvature * sd**2 / 2 / (1 - slope) if slope < 1 else 0.0
    return Equilibrium(share, slope, curvature, sd, bias)


def initial_share(equilibrium: Equilibrium) -> float:
    """Return the share listed in the first month: well away from the fixed point, on the upper side."""
    return min(0.9, equilibrium.share + 0.1)


def months_to_settle(equilibrium: Equilibrium, beta: float, recovery: float, background: float) -> int:
    """Return the month from which the share listed stays near its fixed point.

    Raises:
        RequestError: that takes too long.
    """
    near = SETTLING_TOLERANCE if equilibrium.share > 0 else EXTINCTION_TOLERANCE
    share, last = initial_share(equilibrium), 0
    for month in range(MAX_SETTLING_MONTHS):
        if abs(share - equilibrium.share) > near:
            last = month + 1
        share = next_listed_share(share, beta, recovery, background)
    if last == MAX_SETTLING_MONTHS:
        raise RequestError(
            f"contagion: at beta_k = {beta:g}, recovery = {recovery:g} and background = {background:g} the list has "
            f"not settled after {MAX_SETTLING_MONTHS} months. Write beta_k further from recovery."
        )
    return last


CASES = (
    Case(
        "contagion",
        "closed form; Lum et al. 2014 for the class",
        ClosedForm(expected_contagion, count_contagion, fixed_size=True),
        (P("beta_k", 0.18, 0, 10), P("recovery", 0.1, 0.01), P("background", 0.0)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        fault_parameter="beta_k",
        shows="the share listed in the long run when being listed passes from one to another",
        points=({"beta_k": 0.5, "recovery": 0.2}, {"beta_k": 0.05, "recovery": 0.3, "background": 0.02}),
    ),
)
