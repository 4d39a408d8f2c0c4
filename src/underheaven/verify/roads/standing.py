"""Second roads to who is on a list and for how long: chains at rest, and steps until a list is left."""

from __future__ import annotations

import numpy as np

from underheaven.verify.case import Values
from underheaven.verify.roads.means import leaving, resting, until_left


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


def appeals(values: Values) -> float:
    """The expected steps until absorption of the chain of months served."""
    return until_left(leaving([values["a"] * values["granted"]] * values["months"]))


def appeals_delayed(values: Values) -> float:
    """Return the expected steps until the chain of months served is left, each with or without an appeal at court."""
    a, heard, granted, months = values["a"], 1 / (1 + values["heard_after"]), values["granted"], values["months"]
    step = np.zeros((months, 2, months, 2))
    for month in range(months - 1):
        for contested in (0, 1):
            files = 1.0 if contested else a
            step[month, contested, month + 1, 1] = files * (1 - heard)
            step[month, contested, month + 1, 0] = 1 - files + files * heard * (1 - granted)
    return until_left(step.reshape(2 * months, 2 * months))


def two_records(values: Values) -> float:
    """Return the expected steps until the chain of months served is left, each with two records or one."""
    a, months = values["a"], values["months"]
    step = np.zeros((months, 2, months, 2))
    for month in range(months - 1):
        step[month, 0, month + 1] = (1 - a) ** 2, 2 * a * (1 - a)
        step[month, 1, month + 1, 1] = 1 - a
    return until_left(step.reshape(2 * months, 2 * months))


def corrections(values: Values) -> float:
    """Return the expected steps of a chain that nobody corrects and of one that is, mixed."""
    right, wrong = (until_left(leaving([hazard] * values["months"])) for hazard in (0.0, values["c"]))
    return float(values["p"] * right + (1 - values["p"]) * wrong)


def early_removal(values: Values) -> float:
    """Return the expected steps of the chain of months served, which may be left from one of them on."""
    hazards = [values["e"] if month >= values["after"] else 0.0 for month in range(1, values["months"] + 1)]
    return until_left(leaving(hazards))


def renewal(values: Values) -> float:
    """Return the chain of months left, 0 for off, at rest: the place of a new person may be filed against at once."""
    h, r, months = values["h"], values["r"], values["months"]
    step = np.zeros((months + 1, months + 1))
    step[0, months], step[0, 0] = h, 1 - h
    for left in range(1, months + 1):
        step[left, left - 1] += 1 - r
        step[left] += r * step[0]
    return 1 - float(resting(step)[0])


def rewards(values: Values) -> float:
    """Return the worth of the chain of `list_stock` at rest."""
    return float(values["strength"]) * list_stock({"h": values["h"], "months": values["months"], "of": "stock"})


def amendments(values: Values) -> float:
    """Return the chain of never and once listed, under one hazard and then under another."""
    under = [np.array([[1 - h, h], [0.0, 1.0]]) for h in (values["first"], values["then"])]
    first = min(values["m"], values["n"])
    power = np.linalg.matrix_power
    return float((power(under[0], first) @ power(under[1], values["n"] - first))[0, 1])


def kept_back(values: Values) -> float:
    """Return the chain of `list_ever` for those in favour, whose hazard is smaller, and for all others."""
    h, n, favoured = values["h"], values["n"], values["favoured"]
    spared = list_ever({"h": h * (1 - values["suppression"]), "n": n, "agree": favoured})
    return spared + list_ever({"h": h, "n": n, "agree": 1 - favoured})


def applies_to(values: Values) -> float:
    """Return the chain of `list_ever` of those inside."""
    return list_ever({"h": values["h"], "n": values["n"], "agree": values["inside"]})


def newcomers(values: Values) -> float:
    """Return the variance of so many coins, whose chance is integrated over convictions."""
    from scipy.integrate import quad
    from scipy.stats import binom

    chance = quad(lambda v: np.exp(-values["k"] * v), 0.0, 1.0, epsabs=1e-13)[0]
    return float(binom.var(values["n"], chance))


ROADS = {
    "list-stock": list_stock,
    "list-ever": list_ever,
    "roll-out": roll_out,
    "appeals": appeals,
    "appeals-delayed": appeals_delayed,
    "two-records": two_records,
    "corrections": corrections,
    "early-removal": early_removal,
    "renewal": renewal,
    "rewards": rewards,
    "amendments": amendments,
    "kept-back": kept_back,
    "applies-to": applies_to,
    "newcomers": newcomers,
}
