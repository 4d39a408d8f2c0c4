from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from underheaven.spec.people import Law
from underheaven.world.quantiles import beta_cdf, quantiles

P = (np.arange(500) + 0.5) / 500
BETAS = [(1, 1), (0.5, 0.5), (2, 3), (4, 2.5), (30, 1.5), (0.2, 9)]


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_the_beta_distribution(a, b):
    x = np.array([-0.1, 0, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1, 1.2])
    assert beta_cdf(a, b, x) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-12)


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_beta_quantiles(a, b):
    assert quantiles(Law(law="beta", a=a, b=b), 500) == pytest.approx(stats.beta.ppf(P, a, b), abs=1e-9)


def test_normal_uniform_and_fixed_quantiles():
    assert quantiles(Law(law="normal", mean=0.35, sd=0.15), 500) == pytest.approx(stats.norm.ppf(P, 0.35, 0.15))
    assert quantiles(Law(law="uniform", low=-1.0, high=3.0), 500) == pytest.approx(-1 + 4 * P)
    assert set(quantiles(Law(law="fixed", value=0.4), 9)) == {0.4}


@pytest.mark.parametrize("law", [Law(law="beta", a=2, b=2), Law(law="normal", mean=0, sd=1),
                                 Law(law="uniform", low=0, high=1)])  # fmt: skip
def test_quantiles_never_fall(law):
    assert (np.diff(quantiles(law, 2048)) > 0).all()
