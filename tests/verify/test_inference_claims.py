"""Claims over many studies: how far a share may lie from what is said of it, and on which side."""

import numpy as np
import pytest
from scipy import stats

from underheaven.verify.inference.level_tests import (
    binomial_bounds,
    equal_rate_result,
    maximum_rate_result,
    minimum_rate_result,
)
from underheaven.verify.tolerances import ALPHA


@pytest.mark.parametrize("share", [0.01, 0.05, 0.5, 0.95])
@pytest.mark.parametrize("studies", [20, 125, 1_000])
def test_ends_are_those_of_the_binomial_law(share, studies):
    low, high = (round(end * studies) for end in binomial_bounds(share, studies))
    law = stats.binom(studies, share)
    assert law.cdf(low - 1) <= ALPHA / 2 < law.cdf(low)
    assert law.sf(high) <= ALPHA / 2 < law.sf(high - 1)


def test_a_claim_binds_on_its_side_alone():
    always, never = np.ones(400, bool), np.zeros(400, bool)
    assert (minimum_rate_result(0.9, always).verdict, minimum_rate_result(0.9, never).verdict) == ("pass", "fail")
    assert (maximum_rate_result(0.1, always).verdict, maximum_rate_result(0.1, never).verdict) == ("fail", "pass")
    assert equal_rate_result(0.9, always).verdict == equal_rate_result(0.9, never).verdict == "fail"
    assert equal_rate_result(0.9, np.arange(400) >= 40).verdict == "pass"


def test_a_level_of_few_studies_says_that_it_says_little():
    assert maximum_rate_result(0.05, [False] * 40).wide
    assert not maximum_rate_result(0.05, [False] * 1_000).wide
