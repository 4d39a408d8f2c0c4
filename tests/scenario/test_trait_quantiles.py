from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from underheaven.scenario.trait_quantiles import beta_cdf, trait_quantiles
from underheaven.spec.models.people import TraitDistribution

P = (np.arange(500) + 0.5) / 500
BETAS = [(1, 1), (0.5, 0.5), (2, 3), (4, 2.5), (30, 1.5), (0.2, 9)]


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_the_beta_distribution(a, b):
    x = np.array([-0.1, 0, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1, 1.2])
    assert beta_cdf(a, b, x) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-12)


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_beta_quantiles(a, b):
    assert trait_quantiles(TraitDistribution(law="beta", a=a, b=b), 500) == pytest.approx(
        stats.beta.ppf(P, a, b), abs=1e-9
    )


def test_normal_uniform_and_fixed_quantiles():
    assert trait_quantiles(TraitDistribution(law="normal", mean=0.35, sd=0.15), 500) == pytest.approx(
        stats.norm.ppf(P, 0.35, 0.15)
    )
    assert trait_quantiles(TraitDistribution(law="uniform", low=-1.0, high=3.0), 500) == pytest.approx(-1 + 4 * P)
    assert set(trait_quantiles(TraitDistribution(law="fixed", value=0.4), 9)) == {0.4}


@pytest.mark.parametrize(
    "law",
    [
        TraitDistribution(law="beta", a=2, b=2),
        TraitDistribution(law="normal", mean=0, sd=1),
        TraitDistribution(law="uniform", low=0, high=1),
    ],
)
def test_quantiles_never_fall(law):
    assert (np.diff(trait_quantiles(law, 2048)) > 0).all()
