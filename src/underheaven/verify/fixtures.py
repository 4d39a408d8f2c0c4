"""Cases of measures alone: matrices and laws whose figures are known in closed form."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.burden import gini
from underheaven.measure.proportion import excess, tau_b, unrelated_share
from underheaven.verify.case import A, Case, Figure, Values
from underheaven.verify.case import Parameter as P
from underheaven.verify.effort import current
from underheaven.verify.judge import same, simulated

DETRIMENT = np.array([[10.0, 2.0, 0.0], [0.0, 5.0, 5.0], [0.0, 8.0, 0.0]])
RELATED = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], bool)
GRAVITY, BOOKED = np.array([1.0, 2.0, 4.0, 8.0]), np.array([5.0, 4.0, 8.0, 40.0])
BEYOND = {2: 27, 3: 18}
TIED = np.array([1.0, 2.0, 2.0, 8.0])
DRAWS = 50_000
SHAPES = {"lognormal": (0.01, 1.5), "pareto": (3.0, 10.0)}
"""Shapes at which a sample's index is steady: the spread of logarithms, and the exponent of the tail."""


def proportion(values: Values) -> Figure:
    """Holds the unrelated share of a fixed matrix against 13 of 30."""
    return same(13 / 30, unrelated_share(DETRIMENT, RELATED))


def proportion_excess(values: Values) -> Figure:
    """Holds the share of detriment beyond twice or three times the gravity against 27 or 18 of 57.

    At three times two kinds of four cost less than that, and take nothing off.
    """
    multiple = values["multiple"]
    return same(BEYOND[multiple] / 57, excess(GRAVITY, BOOKED, float(multiple)))


def proportion_order(values: Values) -> Figure:
    """Holds the rank correlation of gravity and detriment against 4 of 6: five pairs agree, one does not.

    Where two kinds are tied in gravity, four of five pairs agree, and tau-b is 3 over the root of 5 times 6.
    """
    tied = values["gravities"] == "tied"
    return same(3 / math.sqrt(30) if tied else 4 / 6, tau_b(TIED if tied else GRAVITY, BOOKED))


def inequality(values: Values) -> Figure:
    """Holds the Gini index of a sample against that of its law.

    A sample of n has an index too small by a share of about 1/n, which n/(n - 1) sets right to second order.
    """
    law, shape = values["law"], values["shape"]
    low, high = SHAPES.get(law, (0.0, math.inf))
    if not low <= shape <= high:
        raise RequestError(
            f"inequality, shape = {shape:g}: the tail of a {law} law is then so long that {DRAWS:,} draws say little. "
            f"Write one from {low:g} to {high:g}."
        )
    effort = current()
    draws = [np.random.default_rng([effort.seed, r]).random(DRAWS) for r in range(effort.replicates)]
    found = [gini(quantile(law, shape, u)) * DRAWS / (DRAWS - 1) for u in draws]
    return simulated(index_of(law, shape), found)


def quantile(law: str, shape: float, share: Any) -> Any:
    """Gives the values of a law below which these shares lie."""
    if law == "exponential":
        return -shape * np.log1p(-share)
    if law == "uniform":
        return shape * share
    if law == "pareto":
        return (1 - share) ** (-1 / shape)
    normal = NormalDist(0, shape)
    return np.exp([normal.inv_cdf(min(max(u, 1e-12), 1 - 1e-12)) for u in share])


def index_of(law: str, shape: float) -> float:
    """Gives the Gini index of a law in closed form.

    Source: Kleiber & Kotz 2003, Statistical Size Distributions.
    """
    closed = {
        "exponential": 0.5,
        "uniform": 1 / 3,
        "lognormal": 2 * NormalDist().cdf(shape / math.sqrt(2)) - 1,
        "pareto": 1 / (2 * shape - 1),
    }
    return closed[law]


LAWS = ("exponential", "uniform", "lognormal", "pareto")
CASES = (
    Case("proportion", A, proportion,
        identity=True, shows="the share of a fixed matrix of detriment that is unrelated to its cause"),
    Case("proportion-excess", A, proportion_excess, (P("multiple", 2, 2, 3),),
        identity=True,
        shows="the share of fixed detriments beyond a multiple of the gravity of the act", points=({"multiple": 3},)),
    Case("proportion-order", "closed form; Kendall 1945", proportion_order, (
        P("gravities", "different", words=("different", "tied")),),
        identity=True, shows="the rank correlation of fixed gravities and detriments", points=({"gravities": "tied"},)),
    Case("inequality", "closed form; Kleiber & Kotz 2003", inequality, (
        P("law", "exponential", words=LAWS), P("shape", 1.0, 0.01, 10)),
        identity=True, shows="the Gini index of a sample from a known law",
        points=({"law": "uniform"}, {"law": "lognormal"}, {"law": "pareto", "shape": 3.0})),
)  # fmt: skip
