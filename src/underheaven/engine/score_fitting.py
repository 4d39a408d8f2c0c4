"""Score fitting: between months, a regime fits the points of its rules to its own records, for the months that follow.

The outcome is whether an adverse record of a person is filed this month; the predictors are the rules with a record at
last month's standing. The fit changes statuses, statuses change behaviour and means, and these change the records of
the next fit: the prediction is performative.

Source: Perdomo, Zrnic, Mendler-Dünner & Hardt, "Performative prediction", ICML 2020; Hoerl & Kennard, "Ridge
regression", Technometrics 1970.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s
from underheaven.engine.population import Fitted, Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.kernel.rules import Rules
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import N_FIT_TERMS


def rules_in_force(built: CompiledScenario, population: Population) -> Records[Rules]:
    """Return the tables of rules with the fitted points, or the scenario's own where nothing was fitted yet.

    The tables are cached with the population, and the next fit writes into them.

    Args:
        built: The compiled scenario.
        population: The population; changed in place.

    Returns:
        Tables of rules; table 0 is no regime.
    """
    times = int(population.fitted.times[0]) if "fitted" in built.extra_state else 0
    if times == 0:
        return built.rules
    cached = population.rules_cache
    if cached is None or cached[0] is not built or cached[1] != times:
        rules = built.rules.copy() if cached is None or cached[0] is not built else cached[2]
        population.rules_cache = cached = (built, times, insert_fitted_points(rules, population.fitted))
    return cached[2]


def insert_fitted_points(tables: Records[Rules], fitted: Fitted) -> Records[Rules]:
    """Copy the fitted points into tables of rules, and return the tables."""
    for table in tables:
        if table.fits_scores:
            n = int(table.n_rules)
            table.points[:n] = fitted.points[table.kind_of[:n]]
    return tables


def update_fit(fitted: Fitted, built: CompiledScenario, active: I8s, moments: I8s) -> None:
    """Add a month's products of terms, and fit the points in place when a fit is due.

    Args:
        fitted: What the regime has fitted so far; changed in place.
        built: The compiled scenario.
        active: Table of rules in force in the month, int64 (town,).
        moments: Products of the month, int64 (N_FIT_TERMS, N_FIT_TERMS), above the diagonal.

    Source:
        docs/stages/standing.md, "Points fitted to the regime's own records".
    """
    if "fitted" not in built.extra_state:
        return
    rules = built.rules[int(active.max())]
    if not rules.fits_scores or (not rules.refit and int(fitted.times[0]) > 0):
        return
    fitted.moments[:] += moments
    fitted.months[:] += 1
    if int(fitted.months[0]) < int(rules.fit_every) or int(fitted.moments[0, 0]) == 0:
        return
    weights = ridge_weights(fitted.moments, int(rules.n_rules), float(rules.ridge))
    fitted.points[:] = 0
    for r, weight in enumerate(weights):
        points = round(-float(rules.points_per_unit) * weight)
        fitted.points[rules.kind_of[r]] = min(max(points, int(rules.fit_minimum)), int(rules.fit_maximum))
    if int(fitted.times[0]) == 0:
        fitted.first[:] = fitted.points
    fitted.moments[:] = 0
    fitted.months[:] = 0
    fitted.times[:] += 1


def ridge_weights(moments: I8s, n_rules: int, ridge: float) -> list[float]:
    """Return how much likelier a record of each rule makes an adverse record, by a linear probability model.

    Elimination runs in a fixed order and in double precision, so every machine gives the same bits.

    Args:
        moments: Products summed over persons and months, int64 (N_FIT_TERMS, N_FIT_TERMS), above the diagonal; see
            `kernel.fitting_moments`.
        n_rules: Number of rules.
        ridge: Penalty on the sum of squared weights beside the mean squared error, above 0; the intercept is not
            penalised.

    Returns:
        One weight per rule: a change in probability.

    Source:
        Hoerl & Kennard, "Ridge regression", Technometrics 1970.
    """
    n, size = int(moments[0, 0]), n_rules + 1
    above = np.triu(moments[:size, :size])
    rows = np.column_stack([above + np.triu(above, 1).T, moments[:size, N_FIT_TERMS - 1]]).astype(np.float64)
    rows[range(1, size), range(1, size)] += ridge * n
    for pivot in range(size - 1):
        shares = rows[pivot + 1 :, pivot] / rows[pivot, pivot]
        rows[pivot + 1 :, pivot:] -= shares[:, np.newaxis] * rows[pivot, pivot:]
    weights = [0.0] * size
    for a, row in reversed(list(enumerate(rows.tolist()))):
        rest = row[size]
        for b in range(a + 1, size):
            rest -= row[b] * weights[b]
        weights[a] = rest / row[a]
    return weights[1:]
