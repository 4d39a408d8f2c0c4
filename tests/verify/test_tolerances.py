"""The tolerance of a simulated figure: Student's t, no bias of the ratio, and rare events."""

import math

import numpy as np
import pytest

from underheaven.measure.inference.interval import t_quantile
from underheaven.verify.tolerances import ALPHA, EXACT, distribution_result, exact_result, ratio_result


def test_an_identity_is_held_to_rounding():
    assert exact_result(0.1 + 0.2, 0.3).verdict == "pass"
    assert exact_result(0.3, 0.3 + 1e-11).verdict == "fail"


def test_a_mean_is_held_to_the_quantile_of_student_times_its_standard_error():
    values = np.arange(20.0)
    figure = ratio_result(9.0, values)
    assert figure.found == 9.5
    assert figure.tolerance == pytest.approx(t_quantile(1 - 0.5e-5, 19) * values.std(ddof=1) / 20**0.5)
    assert t_quantile(1 - 0.5e-5, 15) == pytest.approx(6.502, abs=0.01)  # tables give 4.073 at 1e-3, 6.5 here


def test_the_tolerance_is_what_chance_explains():
    luck = np.random.default_rng(3)
    verdicts = [ratio_result(0.1, luck.binomial(500, 0.1, 16), [500] * 16).verdict for _ in range(2000)]
    assert verdicts.count("fail") <= 2
    wrong = [ratio_result(0.15, luck.binomial(500, 0.1, 16), [500] * 16).verdict for _ in range(200)]
    assert wrong.count("fail") > 150


def test_a_ratio_is_of_sums_and_not_a_mean_of_ratios():
    parts, wholes = np.array([1, 30] * 8), np.array([10, 100] * 8)
    assert ratio_result(0.3, parts, wholes).found == pytest.approx(31 / 110)


def test_what_is_too_rare_to_be_seen_may_be_missing_but_what_never_happens_may_not_happen():
    none, trials = np.zeros(16), np.full(16, 1000)
    assert ratio_result(1e-5, none, trials).verdict == "pass"
    assert ratio_result(1e-2, none, trials).verdict == "fail"
    assert ratio_result(0.0, none, trials).tolerance == EXACT
    assert ratio_result(0.0, none, trials).verdict == "pass"
    assert ratio_result(0.0, none + 1, trials).verdict == "fail"
    assert ratio_result(1.0, trials, trials).verdict == "pass"
    assert ratio_result(1.0, trials - 1, trials).verdict == "fail"
    assert ALPHA == 1e-5


def test_a_figure_without_trials_fails():
    assert ratio_result(0.5, np.zeros(16), np.zeros(16)).verdict == "fail"


def test_too_few_replicates_are_refused():
    with pytest.raises(ValueError, match="at least 16"):
        ratio_result(0.5, np.zeros(15))


def test_a_whole_law_is_judged_by_its_largest_gap():
    rng = np.random.default_rng(5)
    law = np.cumsum([0.5, 0.2, 0.3])
    found = rng.choice(3, 4000, p=[0.5, 0.2, 0.3])
    figure = distribution_result(law, found)
    assert figure.verdict == "pass"
    assert figure.found == pytest.approx(np.abs(np.cumsum(np.bincount(found)) / 4000 - law).max())
    assert figure.tolerance == pytest.approx(math.sqrt(math.log(2e5) / 8000))
    assert distribution_result(law, rng.choice(3, 4000, p=[0.4, 0.3, 0.3])).verdict == "fail"
