"""Whether a pattern appears, and what decides, against answers that are known."""

from math import nan

import numpy as np
import pytest

from underheaven.measure.inference.pattern_test import (
    ABSENT,
    APPEARS,
    UNCLEAR,
    Clause,
    base_case_verdict,
    clause_values,
    clauses_hold,
    combine_verdicts,
    decisive_parameters,
    read_clause,
    values_at_samples,
)
from underheaven.measure.inference.sample_results import AssumedParameter, SampleResults

POINTS = 192
A, B = ("here", "a", "level"), ("here", "b", "level")


def over(values, design):
    numbers = tuple(AssumedParameter("land", f"x.{n}", 0.0, 1.0, 0.5, False) for n in range(design.shape[1]))
    values = np.asarray(values, float)[:, None]
    return SampleResults(100, 12, numbers, (A,), design, (0,) * len(design), 0, values, values[:8], ())


def test_a_clause_is_a_number_or_one_over_another():
    numbers = {A: np.array([2.0, 3.0]), B: np.array([4.0, 0.0])}
    assert clause_values(numbers, Clause(*A)).tolist() == [2, 3]
    np.testing.assert_array_equal(clause_values(numbers, Clause(*A, over="b")), [0.5, nan])
    assert clause_values(numbers, Clause("here", "never kept", "level")).tolist() == [0, 0]


def test_all_clauses_must_hold_and_what_is_undefined_does_not():
    numbers = {A: np.array([1.0, 3.0, nan]), B: np.array([1.0, 1.0, 1.0])}
    assert clauses_hold(numbers, [Clause(*A, above=0)]).tolist() == [True, True, False]
    assert clauses_hold(numbers, [Clause(*A, above=0), Clause(*B, over="a", above=0.5)]).tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("values", "found"), [([1, 1.1, 0.9], APPEARS), ([-1, -1.1], ABSENT), ([0.1, -0.1], UNCLEAR), ([1, nan], ABSENT)]
)
def test_a_clause_appears_where_its_whole_interval_does(values, found):
    assert base_case_verdict({A: np.array(values, float)}, Clause(*A, above=0))[1] == found


def test_one_clause_that_fails_is_enough():
    assert combine_verdicts([APPEARS, ABSENT, UNCLEAR]) == ABSENT
    assert combine_verdicts([APPEARS, UNCLEAR]) == UNCLEAR
    assert combine_verdicts([APPEARS, APPEARS]) == APPEARS


def test_what_a_study_writes_becomes_a_clause():
    assert read_clause({"measure": "listed_now", "below": 5}, "here") == Clause("here", "listed_now", "level", below=5)
    asked = {"measure": "deterrence", "scenario": "there", "over": None, "above": 0}
    assert read_clause(asked, "here") == Clause("there", "deterrence", "difference", above=0)


def test_the_number_that_decides_is_named_with_the_side_on_which_the_pattern_vanishes():
    design = np.random.default_rng(1).random((POINTS, 30))
    (one,) = decisive_parameters(over(0.6 - design[:, 4], design), [Clause(*A, above=0)])
    assert (one.parameter.path, one.absent_end) == ("x.4", "high")
    assert (one.at_low, one.at_high) == (1, 0)


def test_a_number_that_takes_a_pattern_out_on_both_sides_is_named():
    """Between two bounds the truth is not monotone in the number, and the number that is bounded is."""
    design = np.random.default_rng(2).random((POINTS, 30))
    kept = over(design[:, 7], design)
    clause = Clause(*A, above=0.35, below=0.65)
    (one,) = decisive_parameters(kept, [clause])
    assert (one.parameter.path, one.absent_end) == ("x.7", "both")
    assert one.at_middle > 0.8 > 0.2 > max(one.at_low, one.at_high)
    assert clauses_hold(values_at_samples(kept), [clause]).mean() == pytest.approx(0.3, abs=0.1)


def test_nothing_decides_what_is_noise_or_always_so():
    rng = np.random.default_rng(3)
    design = rng.random((POINTS, 30))
    assert decisive_parameters(over(rng.normal(size=POINTS), design), [Clause(*A, above=0)]) == ()
    assert decisive_parameters(over(1 + design[:, 0], design), [Clause(*A, above=0)]) == ()
