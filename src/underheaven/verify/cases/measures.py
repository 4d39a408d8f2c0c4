"""Cases of measures alone: matrices and distributions whose figures are known in closed form."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.families.burden import gini
from underheaven.measure.families.proportionality import excess_over_gravity, kendall_tau_b, unrelated_share
from underheaven.verify.case_types import CLOSED_FORM, Case, CheckResult, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.effort import current_effort
from underheaven.verify.tolerances import exact_result, ratio_result

DETRIMENT = np.array([[10.0, 2.0, 0.0], [0.0, 5.0, 5.0], [0.0, 8.0, 0.0]])
RELATED = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], bool)
GRAVITY, BOOKED_DETRIMENT = np.array([1.0, 2.0, 4.0, 8.0]), np.array([5.0, 4.0, 8.0, 40.0])
EXPECTED_EXCESS = {2: 27, 3: 18}
TIED_GRAVITY = np.array([1.0, 2.0, 2.0, 8.0])
DRAWS = 50_000
SHAPE_RANGES = {"lognormal": (0.01, 1.5), "pareto": (3.0, 10.0)}
"""Shapes at which the index of a sample is stable: the spread of logarithms, and the exponent of the tail."""


def check_unrelated_share(values: Values) -> CheckResult:
    """Compare the unrelated share of a fixed matrix with 13 of 30."""
    return exact_result(13 / 30, unrelated_share(DETRIMENT, RELATED))


def check_excess_share(values: Values) -> CheckResult:
    """Compare the share of detriment beyond twice or three times the gravity with 27 or 18 of 57.

    At three times, two kinds of four cost less than that and contribute nothing.
    """
    multiple = values["multiple"]
    return exact_result(EXPECTED_EXCESS[multiple] / 57, excess_over_gravity(GRAVITY, BOOKED_DETRIMENT, float(multiple)))


def check_rank_correlation(values: Values) -> CheckResult:
    """Compare the rank correlation of gravity and detriment with 4 of 6: five pairs agree, one does not.

    Where two kinds are tied in gravity, four of five pairs agree, and tau-b is 3 over the root of 5 times 6.
    """
    tied = values["gravities"] == "tied"
    return exact_result(
        3 / math.sqrt(30) if tied else 4 / 6, kendall_tau_b(TIED_GRAVITY if tied else GRAVITY, BOOKED_DETRIMENT)
    )


def check_gini(values: Values) -> CheckResult:
    """Compare the Gini index of a sample with that of its distribution.

    The index of a sample of n is too small by about 1/n, which n/(n - 1) corrects to second order.
    """
    law, shape = values["law"], values["shape"]
    low, high = SHAPE_RANGES.get(law, (0.0, math.inf))
    if not low <= shape <= high:
        raise RequestError(
            f"inequality, shape = {shape:g}: the tail of a {law} law is then so long that {DRAWS:,} draws say little. "
            f"Write one from {low:g} to {high:g}."
        )
    effort = current_effort()
    draws = [np.random.default_rng([effort.seed, r]).random(DRAWS) for r in range(effort.replicates)]
    found = [gini(distribution_quantile(law, shape, u)) * DRAWS / (DRAWS - 1) for u in draws]
    return ratio_result(theoretical_gini(law, shape), found)


def distribution_quantile(law: str, shape: float, share: Any) -> Any:
    """Return the quantiles of a distribution at these shares."""
    if law == "exponential":
        return -shape * np.log1p(-share)
    if law == "uniform":
        return shape * share
    if law == "pareto":
        return (1 - share) ** (-1 / shape)
    normal = NormalDist(0, shape)
    return np.exp([normal.inv_cdf(min(max(u, 1e-12), 1 - 1e-12)) for u in share])


def theoretical_gini(law: str, shape: float) -> float:
    """Return the Gini index of a distribution in closed form.

    Source:
        Kleiber & Kotz 2003, Statistical Size Distributions.
    """
    closed = {
        "exponential": 0.5,
        "uniform": 1 / 3,
        "lognormal": 2 * NormalDist().cdf(shape / math.sqrt(2)) - 1,
        "pareto": 1 / (2 * shape - 1),
    }
    return closed[law]


DISTRIBUTIONS = ("exponential", "uniform", "lognormal", "pareto")
CASES = (
    Case(
        "proportion",
        CLOSED_FORM,
        check_unrelated_share,
        is_identity=True,
        shows="the share of a fixed matrix of detriment that is unrelated to its cause",
    ),
    Case(
        "proportion-excess",
        CLOSED_FORM,
        check_excess_share,
        (P("multiple", 2, 2, 3),),
        is_identity=True,
        shows="the share of fixed detriments beyond a multiple of the gravity of the act",
        points=({"multiple": 3},),
    ),
    Case(
        "proportion-order",
        "closed form; Kendall 1945",
        check_rank_correlation,
        (P("gravities", "different", words=("different", "tied")),),
        is_identity=True,
        shows="the rank correlation of fixed gravities and detriments",
        points=({"gravities": "tied"},),
    ),
    Case(
        "inequality",
        "closed form; Kleiber & Kotz 2003",
        check_gini,
        (P("law", "exponential", words=DISTRIBUTIONS), P("shape", 1.0, 0.01, 10)),
        is_identity=True,
        shows="the Gini index of a sample from a known law",
        points=({"law": "uniform"}, {"law": "lognormal"}, {"law": "pareto", "shape": 3.0}),
    ),
)
