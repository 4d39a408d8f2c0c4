"""A second road to what cases expect: exact chains, roots and integrals with SciPy, without formula or simulator.

Each function takes a case's parameters and gives the figure of its closed form by numerical means that share
nothing with it. SciPy comes with the extra ``verify``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from underheaven.verify.case import Values

Matrix = np.ndarray[Any, np.dtype[np.float64]]


def installed() -> bool:
    """Tells whether SciPy is."""
    return find_spec("scipy") is not None


def expected(case: str, values: Values) -> float | None:
    """Gives what a case expects by its second road; None where it has none, or SciPy is not installed."""
    return float(ROADS[case](values)) if case in ROADS and installed() else None


def resting(step: Matrix) -> Matrix:
    """Gives the shares at rest of a chain; step[i, j]: chance of going from i to j, rows adding up to 1."""
    from scipy.linalg import null_space

    (rest,) = null_space((step - np.eye(len(step))).T).T
    return np.asarray(rest / rest.sum())


def list_stock(values: Values) -> float:
    """The chain of months left on the list, 0 for off: whoever goes off cannot be listed in the same month."""
    h, months = values["h"], values["months"]
    step = np.zeros((months + 1, months + 1))
    step[0, months], step[0, 0] = h, 1 - h
    for left in range(1, months + 1):
        step[left, left - 1] = 1
    free = float(resting(step)[0])
    return h * free if values["of"] == "entries" else 1 - free


def list_ever(values: Values) -> float:
    """The chain of months, never and once listed, after n steps, from those who joined."""
    h, n = values["h"], values["n"]
    return float(values["agree"] * np.linalg.matrix_power(np.array([[1 - h, h], [0.0, 1.0]]), n)[0, 1])


def roll_out(values: Values) -> float:
    """Return the mean of the chain of `list_ever` over the months that are left after each month of joining."""
    n, over = values["n"], values["over"]
    left = [max(n - joins, 0) for joins in range(over)] if over > 0 else [n]
    return float(np.mean([list_ever({"h": values["h"], "n": months, "agree": 1.0}) for months in left]))


def wrongful_records(values: Values) -> float:
    """The chance of one error or more in n independent months, as the tail of a binomial law."""
    from scipy.stats import binom

    return float(binom.sf(0, values["n"], values["f"]))


def appeals(values: Values) -> float:
    """The expected steps until absorption of the chain of months served."""
    from scipy.linalg import solve

    months = values["months"]
    going_on = np.diag(np.full(months - 1, 1 - values["a"] * values["granted"]), k=1)
    return float(solve(np.eye(months) - going_on, np.ones(months))[0])


def record_stock(values: Values) -> float:
    """The tail of a binomial law as an incomplete beta function."""
    from scipy.special import betainc

    months, k = values["months"], values["k"]
    return float(betainc(k, months - k + 1, values["p"])) if k <= months else 0.0


def _jobs(values: Values) -> tuple[Matrix, Matrix]:
    """Gives shares [works, listed] at standing at rest, and the step of work; states 2 * works + listed.

    A month as three steps of their own: work, removal (a third standing: gone, but not to be filed against in the
    next month), offence.
    """
    find = (values["find_unlisted"], values["find_listed"])
    offends = (values["offend_unemployed"], values["offend_employed"])
    work, remove, offend = np.zeros((4, 4)), np.zeros((4, 6)), np.zeros((6, 4))
    for works in (0, 1):
        for listed in (0, 1):
            found = 1 - values["loss"] if works else find[listed]
            work[2 * works + listed, 2 + listed], work[2 * works + listed, listed] = found, 1 - found
        remove[2 * works, 3 * works] = 1
        remove[2 * works + 1, 3 * works + 1], remove[2 * works + 1, 3 * works + 2] = (
            1 - values["delist"], values["delist"],
        )  # fmt: skip
        offend[3 * works, 2 * works + 1], offend[3 * works, 2 * works] = offends[works], 1 - offends[works]
        offend[3 * works + 1, 2 * works + 1] = offend[3 * works + 2, 2 * works] = 1
    return resting(work @ remove @ offend), work


def record_job_chain(values: Values) -> float:
    """The share listed, from a month taken apart into work, removal and offence."""
    shares, _ = _jobs(values)
    return float(shares[1] + shares[3])


def record_job_work(values: Values) -> float:
    """The share at work after the step of work, of those listed or of those not."""
    shares, work = _jobs(values)
    after, listed = shares @ work, int(values["standing"] == "listed")
    return float(after[2 + listed] / (after[2 + listed] + after[listed]))


def learning(values: Values) -> float:
    """The root of the expected change of a belief in a month."""
    from scipy.optimize import brentq

    p, up, down, chance = values["p"], values["up"], values["down"], values["chance"]
    fades = (1 - chance) * values["forget"]
    return float(brentq(lambda m: chance * (p * up * (1 - m) - (1 - p) * down * m) - fades * m, 0.0, 1.0, xtol=1e-15))


def learning_spread(values: Values) -> float:
    """The discrete Lyapunov equation of a belief that keeps 1 - eta of itself and takes in eta of a coin."""
    from scipy.linalg import solve_discrete_lyapunov

    p, eta = values["p"], values["eta"]
    noise = eta**2 * p * (1 - p)
    return float(solve_discrete_lyapunov(np.array([[1 - eta]]), np.array([[noise]]))[0, 0])


def threshold_jump(values: Values) -> float:
    """The lowest root of Phi((r - mean) / sigma) = r, bracketed by where the curve runs steepest against the line."""
    from scipy.optimize import brentq
    from scipy.stats import norm

    pulls = 1 - values["relative"]
    mean, sigma = (values["mean"] - 0.5 * values["grievance"]) / pulls, values["sigma"] / pulls

    def gap(share: float) -> float:
        return float(norm.cdf((pulls * share + 0.5 * values["grievance"] - values["mean"]) / values["sigma"])) - share

    steep = -2 * np.log(sigma * np.sqrt(2 * np.pi))
    turn = mean - sigma * np.sqrt(steep) if steep > 0 else 0.0
    if turn > 0 and gap(turn) < 0:
        return float(brentq(gap, 0.0, turn, xtol=1e-15))
    highest = mean + sigma * np.sqrt(steep) if steep > 0 else 0.0
    return float(brentq(gap, min(max(highest, 0.0), 1.0), 1.0, xtol=1e-15)) if gap(1.0) < 0 else 1.0


def deterrence(values: Values) -> float:
    """The chance that a gain exceeds the chance feared times its weight, by integrating the density of gains."""
    from scipy.integrate import quad

    dread = max(values["p"] - values["innocent"], 0.0) * values["aversion"] * values["opacity"]
    hurdle, m = dread * values["f"] + values["conviction"], values["m"]
    seen = values["seen"] if values["of"] == "recorded" else 1.0
    if values["gains"] == "uniform":
        return float(seen * quad(lambda gain: 1 / (2 * m), min(hurdle, 2 * m), 2 * m, epsabs=1e-13)[0])
    return float(seen * quad(lambda gain: np.exp(-gain), hurdle / m, np.inf, epsabs=1e-13)[0])


def false_alarms(values: Values) -> float:
    """False alarms for each true one from the two normal laws of the innocent and the guilty, d' apart."""
    from scipy.optimize import brentq
    from scipy.stats import norm

    apart = brentq(lambda d: norm.cdf(d / np.sqrt(2)) - values["accuracy"], 0.0, 20.0, xtol=1e-15)
    cut = brentq(lambda x: norm.sf(x - apart) - values["sensitivity"], -20.0, 20.0, xtol=1e-15)
    p = values["base_rate"]
    return float(norm.sf(cut) * (1 - p) / (p * values["sensitivity"]))


def association(values: Values) -> float:
    """Count every way in which friends can be of one's kind or not, and be graded rightly or not, for either kind."""
    from scipy.stats import binom

    error, bad = values["error"], values["bad_friends"]
    friends = values["good_friends"] + bad
    like = values["same"] / (values["same"] + values["different"])
    found = []
    for own, of_kind in ((1 - error, like), (error, 1 - like)):
        many = np.arange(friends + 1)  # friends who are good
        graded = [sum(binom.pmf(wrong, n, error) * binom.pmf(bad - wrong, friends - n, 1 - error)
                      for wrong in range(bad + 1)) for n in many]  # fmt: skip
        found.append(own * float(np.dot(binom.pmf(many, friends, of_kind), graded)))
    return float(found[0] / sum(found))


ROADS: dict[str, Callable[[Values], float]] = {
    "polygraph": false_alarms,
    "wrongful-records": wrongful_records,
    "list-stock": list_stock,
    "list-ever": list_ever,
    "roll-out": roll_out,
    "appeals": appeals,
    "record-stock": record_stock,
    "deterrence": deterrence,
    "learning": learning,
    "learning-spread": learning_spread,
    "threshold-jump": threshold_jump,
    "record-job-chain": record_job_chain,
    "record-job-work": record_job_work,
    "association": association,
}
"""Cases with a second road, and the function that takes it."""
