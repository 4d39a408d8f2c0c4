from __future__ import annotations

import numpy as np
import pytest

from underheaven.kernel.table_layout import N_FIT_TERMS


def test_products_are_those_of_a_table_of_noughts_and_ones(kernel):
    rng = np.random.default_rng(3)
    rows = rng.random((60, N_FIT_TERMS)) < 0.15
    rows[:, 0] = True
    moments = np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64)
    for row in rows:
        held = sum(1 << rule for rule in range(N_FIT_TERMS - 2) if row[1 + rule])
        kernel("fitting_moments").count_cooccurrence(moments, np.int64(held), bool(row[-1]))
    kernel("fitting_moments").complete_moments(moments)
    x = rows.astype(np.int64)
    assert np.array_equal(moments, np.triu(x.T @ x))


@pytest.mark.parametrize("adverse", [False, True])
def test_who_holds_nothing_is_counted_too(kernel, adverse):
    moments = np.zeros((N_FIT_TERMS, N_FIT_TERMS), np.int64)
    kernel("fitting_moments").count_cooccurrence(moments, np.int64(0), adverse)
    kernel("fitting_moments").complete_moments(moments)
    assert moments[0, 0] == 1
    assert moments[0, -1] == moments[-1, -1] == int(adverse)
    assert moments.sum() == 1 + 2 * adverse
