from __future__ import annotations

import pytest

from underheaven.spec.found import Found, as_faults, choose, listed, nearest


@pytest.mark.parametrize(
    ("word", "near"), [("pionts", "points"), ("POINTS", "points"), ("months", "months"), ("zebra", None), ("", None)]
)
def test_the_nearest_known_word_is_found_in_either_case(word, near):
    assert nearest(word, ["points", "months"]) == near


def test_words_are_written_as_a_person_lists_them():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(map(str, range(20))).endswith("11 and 8 more")


def test_a_choice_names_the_nearest_else_all_else_says_there_is_none():
    assert choose("thefft", ["theft", "litter"]) == 'Write "theft"; known are theft and litter'
    assert choose("zebra", ["theft"]) == "Known is theft"
    assert choose("zebra", [], "nothing is known") == "Remove it: nothing is known"


def test_the_same_matter_in_the_same_place_is_told_once_and_in_order():
    raw = {"b": 1, "a": [{"name": "x\ty"}]}
    found = [Found(("a", 0), " = 1\n", "why", "Do"), Found(("b",), "", "why", "Do"), Found(("b",), "", "why", "Do")]
    assert [str(f) for f in as_faults("f.toml", raw, found)] == [
        "f.toml, b: why. Do.",
        "f.toml, a[0] (x\\ty) = 1\\n: why. Do.",
    ]
