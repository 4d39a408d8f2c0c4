"""Cross-checks of who is on a list and for how long: stationary chains, and steps until a list is left."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case_types import Values
from underheaven.verify.cross_checks.markov_chains import expected_exit_time, stationary_distribution, survival_matrix


def derive_list_stock(values: Values) -> float:
    """Return the stationary share of the chain of months left on the list; leaving and entry exclude each other."""
    h, months = values["h"], values["months"]
    step = np.zeros((months + 1, months + 1))
    step[0, months], step[0, 0] = h, 1 - h
    for left in range(1, months + 1):
        step[left, left - 1] = 1
    free = float(stationary_distribution(step)[0])
    return h * free if values["of"] == "entries" else 1 - free


def derive_list_ever(values: Values) -> float:
    """Return the share of the chain of months, never and once listed, after n steps, from those who joined."""
    h, n = values["h"], values["n"]
    return float(values["agree"] * np.linalg.matrix_power(np.array([[1 - h, h], [0.0, 1.0]]), n)[0, 1])


def derive_roll_out(values: Values) -> float:
    """Return the mean of the chain of `derive_list_ever` over the months left after each month of joining."""
    n, over = values["n"], values["over"]
    left = [max(n - joins, 0) for joins in range(over)] if over > 0 else [n]
    return float(np.mean([derive_list_ever({"h": values["h"], "n": months, "agree": 1.0}) for months in left]))


def derive_appeals(values: Values) -> float:
    """Return the expected steps until absorption of the chain of months served."""
    return expected_exit_time(survival_matrix([values["a"] * values["granted"]] * values["months"]))


def derive_appeals_delayed(values: Values) -> float:
    """Return the expected steps until the chain of months served is left, each with or without a pending appeal."""
    a, heard, granted, months = values["a"], 1 / (1 + values["heard_after"]), values["granted"], values["months"]
    step = np.zeros((months, 2, months, 2))
    for month in range(months - 1):
        for contested in (0, 1):
            files = 1.0 if contested else a
            step[month, contested, month + 1, 1] = files * (1 - heard)
            step[month, contested, month + 1, 0] = 1 - files + files * heard * (1 - granted)
    return expected_exit_time(step.reshape(2 * months, 2 * months))


def derive_two_records(values: Values) -> float:
    """Return the expected steps until the chain of months served is left, each with two records or one."""
    a, months = values["a"], values["months"]
    step = np.zeros((months, 2, months, 2))
    for month in range(months - 1):
        step[month, 0, month + 1] = (1 - a) ** 2, 2 * a * (1 - a)
        step[month, 1, month + 1, 1] = 1 - a
    return expected_exit_time(step.reshape(2 * months, 2 * months))


def derive_corrections(values: Values) -> float:
    """Return the expected steps of a chain that nobody corrects and of one that is corrected, mixed."""
    right, wrong = (expected_exit_time(survival_matrix([hazard] * values["months"])) for hazard in (0.0, values["c"]))
    return float(values["p"] * right + (1 - values["p"]) * wrong)


def derive_early_removal(values: Values) -> float:
    """Return the expected steps of the chain of months served, which may be left early from one of them on."""
    hazards = [values["e"] if month >= values["after"] else 0.0 for month in range(1, values["months"] + 1)]
    return expected_exit_time(survival_matrix(hazards))


def derive_renewal(values: Values) -> float:
    """Return the stationary chain of months left, 0 for off: a new person may be recorded at once."""
    h, r, months = values["h"], values["r"], values["months"]
    step = np.zeros((months + 1, months + 1))
    step[0, months], step[0, 0] = h, 1 - h
    for left in range(1, months + 1):
        step[left, left - 1] += 1 - r
        step[left] += r * step[0]
    return 1 - float(stationary_distribution(step)[0])


def derive_rewards(values: Values) -> float:
    """Return the worth of the stationary chain of `derive_list_stock`."""
    return float(values["strength"]) * derive_list_stock({"h": values["h"], "months": values["months"], "of": "stock"})


def derive_amendments(values: Values) -> float:
    """Return the chain of never and once listed, under one hazard and then under another."""
    under = [np.array([[1 - h, h], [0.0, 1.0]]) for h in (values["first"], values["then"])]
    first = min(values["m"], values["n"])
    power = np.linalg.matrix_power
    return float((power(under[0], first) @ power(under[1], values["n"] - first))[0, 1])


def derive_kept_back(values: Values) -> float:
    """Return the chain of `derive_list_ever` for those in favour, whose hazard is smaller, and for all others."""
    h, n, favoured = values["h"], values["n"], values["favoured"]
    protected = derive_list_ever({"h": h * (1 - values["suppression"]), "n": n, "agree": favoured})
    return protected + derive_list_ever({"h": h, "n": n, "agree": 1 - favoured})


def derive_applies_to(values: Values) -> float:
    """Return the chain of `derive_list_ever` of those covered."""
    return derive_list_ever({"h": values["h"], "n": values["n"], "agree": values["inside"]})


def derive_newcomers(values: Values) -> float:
    """Return the variance of independent draws whose probability is integrated over convictions."""
    from scipy.integrate import quad
    from scipy.stats import binom

    chance = quad(lambda v: np.exp(-values["k"] * v), 0.0, 1.0, epsabs=1e-13)[0]
    return float(binom.var(values["n"], chance))


CROSS_CHECKS = {
    "list-stock": derive_list_stock,
    "list-ever": derive_list_ever,
    "roll-out": derive_roll_out,
    "appeals": derive_appeals,
    "appeals-delayed": derive_appeals_delayed,
    "two-records": derive_two_records,
    "corrections": derive_corrections,
    "early-removal": derive_early_removal,
    "renewal": derive_renewal,
    "rewards": derive_rewards,
    "amendments": derive_amendments,
    "kept-back": derive_kept_back,
    "applies-to": derive_applies_to,
    "newcomers": derive_newcomers,
}
