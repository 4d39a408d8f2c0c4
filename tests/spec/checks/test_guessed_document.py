from __future__ import annotations

from tests.spec.documents import REGIME_TEXT, regime_faults, swap
from underheaven.spec.checks.guessed_document import apply_guesses
from underheaven.spec.problems import Guess, Problem


def found(steps, mend):
    return Problem(steps, "", "", "", mend)


def test_guesses_are_put_into_a_copy():
    document = {"rules": [{"pionts": 3, "months": 0, "odd": 1}]}
    guess = apply_guesses(
        document,
        [
            found(("rules", 0, "pionts"), Guess("rename", "points")),
            found(("rules", 0, "months"), Guess("set", 1)),
            found(("rules", 0, "odd"), Guess("drop")),
        ],
    )
    assert guess == {"rules": [{"points": 3, "months": 1}]}
    assert document == {"rules": [{"pionts": 3, "months": 0, "odd": 1}]}


def test_what_cannot_be_guessed_is_not():
    assert apply_guesses({"a": 1}, [found(("a",), None)]) is None
    assert apply_guesses({"a": 1}, [found(("b", "c"), Guess("drop"))]) is None


def test_a_contradiction_is_told_beside_a_misspelling_but_not_one_that_rests_on_a_guess():
    sentences = regime_faults(swap(REGIME_TEXT, ("points = -5", "pionts = -5"), ('of = "untrust', 'of = "mistrust')))
    assert len(sentences) == 2
    guessed = "months = 0\nearly_removal = 0.1\nearly_removal_after_months = 6"
    assert len(regime_faults(swap(REGIME_TEXT, ("months = 24", guessed)))) == 1
