from __future__ import annotations

import pytest

from underheaven.spec.problems import Problem, faults_from_problems, join_with_and, nearest_name, suggest_name


@pytest.mark.parametrize(
    ("word", "near"), [("pionts", "points"), ("POINTS", "points"), ("months", "months"), ("zebra", None), ("", None)]
)
def test_the_nearest_known_word_is_found_in_either_case(word, near):
    assert nearest_name(word, ["points", "months"]) == near


def test_words_are_written_as_a_person_lists_them():
    assert join_with_and([]) == ""
    assert join_with_and(["a"]) == "a"
    assert join_with_and(["a", "b", "c"]) == "a, b and c"
    assert join_with_and(map(str, range(20))).endswith("11 and 8 more")


def test_a_choice_names_the_nearest_else_all_else_says_there_is_none():
    assert suggest_name("thefft", ["theft", "litter"]) == 'Write "theft"; known are theft and litter'
    assert suggest_name("zebra", ["theft"]) == "Known is theft"
    assert suggest_name("zebra", [], "nothing is known") == "Remove it: nothing is known"


def test_the_same_matter_in_the_same_place_is_told_once_and_in_order():
    raw = {"b": 1, "a": [{"name": "x\ty"}]}
    found = [
        Problem(("a", 0), " = 1\n", "why", "Do"),
        Problem(("b",), "", "why", "Do"),
        Problem(("b",), "", "why", "Do"),
    ]
    assert [str(f) for f in faults_from_problems("f.toml", raw, found)] == [
        "f.toml, b: why. Do.",
        "f.toml, a[0] (x\\ty) = 1\\n: why. Do.",
    ]
