from __future__ import annotations

import pytest

from underheaven.spec.io.toml_paths import ReadingOrder, format_named_path, format_path, match_paths, show_value

RAW = {
    "conduct": [{"name": "red light", "benefit": 1}, {"name": "theft"}, {"name": "theft"}],
    "effects": [{"of": "D", "context": "work"}, {"of": "D", "context": "credit"}],
    "grid": [[1, 2], [3]],
    "A.1": {"x": 1},
}


@pytest.mark.parametrize(
    ("steps", "spelled", "short"),
    [
        (("conduct", 0, "benefit"), "conduct[0] (red light).benefit", "conduct.red light.benefit"),
        (("conduct", 1), "conduct[1] (theft)", "conduct[1]"),
        (("effects", 1, "of"), "effects[1] (D, credit).of", "effects.D.credit.of"),
        (("grid", 0, 1), "grid[0][1]", "grid[0][1]"),
        (("A.1", "x"), '"A.1".x', '"A.1".x'),
        (("not", "there"), "not.there", "not.there"),
    ],
)
def test_a_way_is_spelled_for_a_sentence_and_for_a_table(steps, spelled, short):
    assert format_path(RAW, steps) == spelled
    assert format_named_path(RAW, steps) == short


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("conduct", {("conduct",)}),
        ("conduct.red light.benefit", {("conduct", 0, "benefit")}),
        ("conduct[0].benefit", {("conduct", 0, "benefit")}),
        ("conduct.theft", {("conduct", 1), ("conduct", 2)}),
        ("effects.D", {("effects", 0), ("effects", 1)}),
        ("effects.D.work", {("effects", 0)}),
        ("grid[1][0]", {("grid", 1, 0)}),
        ("A.1.x", {("A.1", "x")}),
        ('"A.1".x', {("A.1", "x")}),
        ("conduct[9]", set()),
        ("conductor", set()),
        ("conduct.red", set()),
    ],
)
def test_a_path_is_matched_by_name_or_by_place(text, ways):
    assert match_paths(RAW, text) == ways


def test_reading_order_is_that_of_the_file_with_missing_keys_last():
    order = ReadingOrder(RAW)
    ways = [("A.1",), ("effects", 1, "missing"), ("effects", 1, "of"), ("conduct", 2), ("conduct", 0)]
    assert sorted(ways, key=order.sort_key) == [
        ("conduct", 0),
        ("conduct", 2),
        ("effects", 1, "of"),
        ("effects", 1, "missing"),
        ("A.1",),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (-5, "-5"),
        ("a\nb", '"a\\nb"'),
        ([], "[ ]"),
        (["a", [1]], '["a", [ … ]]'),
        ({"x": {"y": 1}}, "{ x = { … } }"),
        (10**400, "a whole number of more than 30 digits"),
    ],
)
def test_values_are_shown_as_toml_and_cut(value, shown):
    assert show_value(value) == shown
    assert len(show_value(["x" * 500] * 500)) < 80
