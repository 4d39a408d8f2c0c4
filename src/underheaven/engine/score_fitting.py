"""Between months: a regime fits the points of its rules to its own records, and they hold from the next month on.

Predicted is whether an adverse record of a person is filed this month, from the rules whose records stood at last
month's standing. What the fit says changes standings, standings change lives, and lives change the records that the
next fit is made from: the prediction is performative.

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
    """Return the tables of rules with the fitted points in place; the world's own where nothing was fitted yet.

    They are kept with the population, and the next fit writes into them.
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
    """Put the fitted points into tables of rules, and return them."""
    for table in tables:
        if table.fits_scores:
            n = int(table.n_rules)
            table.points[:n] = fitted.points[table.kind_of[:n]]
    return tables


def update_fit(fitted: Fitted, built: CompiledScenario, active: I8s, moments: I8s) -> None:
    """Add a month's products of records, int64 (FUSED, FUSED), and fit the points in place where it is time.

    active: by town, the table of rules in force in the month.
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
        fitted.points[rules.kind_of[r]] = min(max(points, int(rules.fit_least)), int(rules.fit_most))
    if int(fitted.times[0]) == 0:
        fitted.first[:] = fitted.points
    fitted.moments[:] = 0
    fitted.months[:] = 0
    fitted.times[:] += 1


def ridge_weights(moments: I8s, n_rules: int, ridge: float) -> list[float]:
    """Return for each rule how much likelier its record makes an adverse one, by a linear probability model.

    moments: products over persons and months, int64 (FUSED, FUSED), above the diagonal; see
    `kernel.fusion.count_together`. ridge: penalty on the sum of squared weights beside the mean squared error, above 0.
    The mean stands free of it.
    Elimination in a fixed order, in double precision: the same bits on every machine.
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
