"""The fit is that of a statistics package, and what is made of it keeps its bounds and its months."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from underheaven.engine.population import Population
from underheaven.engine.score_fitting import ridge_weights, rules_in_force, update_fit
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import N_FIT_TERMS


def months(n_rules: int, n: int = 3000, seed: int = 1):
    """Persons' months: what each held, and whether an adverse record followed, likelier by rule."""
    rng = np.random.default_rng(seed)
    held = rng.random((n, n_rules)) < rng.uniform(0.02, 0.4, n_rules)
    chance = 0.05 + held @ rng.uniform(-0.02, 0.2, n_rules) / n_rules
    return held.astype(np.float64), (rng.random(n) < chance).astype(np.float64)


def products(held, adverse):
    moments = np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64)
    n_rules = held.shape[1]
    x = np.column_stack([np.ones(len(held)), held, adverse])
    places = [*range(n_rules + 1), N_FIT_TERMS - 1]
    moments[np.ix_(places, places)] = np.triu(x.T @ x)
    return moments


@pytest.mark.parametrize("n_rules", [1, 4, 32])
@pytest.mark.parametrize("ridge", [1e-9, 1e-4, 0.1])
def test_the_weights_are_those_of_a_penalised_linear_model(n_rules, ridge):
    """As statsmodels fits it: the mean free, the rest under an L2 penalty of half the squared weights."""
    api = pytest.importorskip("statsmodels.api")
    held, adverse = months(n_rules)
    # Its penalty stands beside half the mean squared error, ours beside the whole: the weights are the same.
    model = api.OLS(adverse, np.column_stack([np.ones(len(held)), held]))
    expected = model.fit_regularized(alpha=np.r_[0.0, np.full(n_rules, ridge)], L1_wt=0.0).params[1:]
    found = ridge_weights(products(held, adverse), n_rules, ridge)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_the_weights_are_least_squares_with_the_penalty_as_more_rows():
    held, adverse = months(5)
    n, ridge = len(held), 0.03
    x = np.column_stack([np.ones(n), held])
    more = np.sqrt(ridge * n) * np.eye(6)[1:]
    expected = np.linalg.lstsq(np.vstack([x, more]), np.r_[adverse, np.zeros(5)], rcond=None)[0][1:]
    np.testing.assert_allclose(ridge_weights(products(held, adverse), 5, ridge), expected, rtol=1e-9)


def test_kinds_that_nobody_holds_or_that_always_come_together_have_weights_too():
    held, adverse = months(3)
    held[:, 0], held[:, 2] = 0, held[:, 1]
    nobody, one, other = ridge_weights(products(held, adverse), 3, 1e-6)
    assert nobody == 0
    assert one == pytest.approx(other, rel=1e-6)
    assert one != 0


def world(**fitting):
    """A world of two rules, of the third and the first kind, in force from its second month on."""
    off, on = make_records(RULES_DTYPE), make_records(RULES_DTYPE)
    t = on[0]
    t.n_rules, t.kind_of[:2], t.points[:2] = 2, [2, 0], [-5, -6]
    t.fits_scores, t.fit_every, t.refit, t.points_per_unit, t.ridge = 1, 2, 1, 100.0, 1e-6
    t.fit_minimum, t.fit_maximum = -15, 10
    for name, value in fitting.items():
        setattr(t, name, value)
    rules = np.concatenate([off, on]).view(np.recarray)
    return SimpleNamespace(rules=rules, extra_state=frozenset({"fitted"}))


HELD = np.repeat([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], 100, axis=0)
ADVERSE = np.r_[np.arange(100) < 10, np.arange(100) < 18, np.arange(100) < 60].astype(float)
"""Of a hundred with nothing 10 are recorded, with the first rule 18, with the second 60."""


def lived(built, n_months):
    people = Population.empty(1, 2, 1, 1, 0, built.extra_state).fitted
    for month in range(n_months):
        update_fit(people, built, np.array([0, int(month > 0)]), products(HELD, ADVERSE))
    return people


def test_points_are_fitted_after_their_months_and_cut_at_their_bounds():
    built = world()
    assert lived(built, 2).times.tolist() == [0]  # the regime was not in force in the first month
    fitted = lived(built, 3)
    assert (fitted.times.tolist(), fitted.months.tolist(), int(fitted.moments.sum())) == ([1], [0], 0)
    assert fitted.points[:3].tolist() == [-15, 0, -8]
    assert lived(built, 5).times.tolist() == [2]


@pytest.mark.parametrize("field", ["refit", "fits_scores"])
def test_frozen_points_are_fitted_once_and_none_where_there_is_no_fit(field):
    assert lived(world(**{field: 0}), 9).times.tolist() == [1 if field == "refit" else 0]


def test_nothing_is_fitted_to_nobody():
    built = world()
    people = Population.empty(1, 2, 1, 1, 0, built.extra_state).fitted
    for month in range(4):
        update_fit(people, built, np.array([0, int(month > 0)]), np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64))
    assert people.times.tolist() == [0]
    update_fit(people, built, np.array([0, 1]), products(HELD, ADVERSE))
    assert people.times.tolist() == [1]


def people(fitted):
    return SimpleNamespace(fitted=fitted, rules_cache=None)


def test_the_next_fit_writes_into_the_rules_of_these_people_alone():
    built = world()
    population, others = people(lived(built, 3)), people(lived(built, 3))
    first, theirs = rules_in_force(built, population), rules_in_force(built, others)
    assert first.points[1, :2].tolist() == [-8, -15]
    population.fitted.times[0] += 1
    population.fitted.points[:] = -3
    assert rules_in_force(built, population) is first
    assert first.points[1, :2].tolist() == [-3, -3]
    assert theirs.points[1, :2].tolist() == [-8, -15]
    assert built.rules.points[1, :2].tolist() == [-5, -6]


def test_fitted_points_stand_in_the_rules_in_place_of_the_document_s():
    built = world()
    assert rules_in_force(built, people(lived(built, 2))) is built.rules
    fitted = people(lived(built, 3))
    after = rules_in_force(built, fitted)
    assert rules_in_force(built, fitted) is after
    assert after.points[:, :2].tolist() == [[0, 0], [-8, -15]]
    assert built.rules.points[1, :2].tolist() == [-5, -6]
