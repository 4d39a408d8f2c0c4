"""The split of unable and unwilling: its range is said before the point, and its absence is said too."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from underheaven.show.rows import rows
from underheaven.show.terminal import print_result

PATH = "livelihood.credit.unwilling_below"


def variant(path="", value=0.0):
    return {"document": "land" if path else "", "path": path, "value": value}


def row(world, of, debt, low, high):
    return {
        "world": world, "debt": debt, "of": of, "low": low, "high": high, "stated": 0.5, "lowest": variant(),
        "highest": variant(PATH, 0.45), "assumptions": 27, "left_out": 0, "persons": 20_000,
    }  # fmt: skip


@pytest.fixture
def ranged(result):
    found = [row("court", of, debt, 0.057, 0.934) for of in ("listed", "filed") for debt in ("unable", "unwilling")]
    return result.assign_attrs(ranges=json.dumps(found))


def printed(dataset, width=80):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_result(dataset, console)
    return console.file.getvalue()


def test_the_range_comes_before_the_point(ranged):
    text = printed(ranged)
    flowing = " ".join(text.split())
    assert "Over the assumptions (27 numbers, each taken to both ends of its range" in flowing
    assert (
        "- unable to pay: 5.7 to 93 % of those listed for a debt at the end, 5.7 to 93 % of the records of" in flowing
    )
    assert "lowest with the documents as they stand, among so few persons;" in flowing
    assert f"highest with {PATH} = 0.45." in flowing
    assert "carries its noise" in flowing
    assert text.index("Over the assumptions") < text.index("Below: the documents as they stand")
    assert "read the range, not the point" in flowing
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80


def test_a_range_is_widened_to_hold_the_share_in_the_table(result):
    """Of 20 and of 22 listed, 4 owe nothing: 19.1 % in the table."""
    below = result.assign_attrs(ranges=json.dumps([row("court", "listed", "in error", 0.3, 0.4)]))
    above = result.assign_attrs(ranges=json.dumps([row("court", "listed", "in error", 0.0, 0.1)]))
    assert "- owing nothing: 19 to 40 %" in printed(below)
    assert "lowest with the documents as they stand, in the table;" in " ".join(printed(below).split())
    assert "- owing nothing: 0 to 19 %" in printed(above)
    assert "highest with the documents as they stand, in the table." in " ".join(printed(above).split())


def test_the_filed_stand_alone_where_nobody_is_listed_for_a_debt(result):
    result["listed_for_debt"][:] = 0
    found = [row("court", "filed", debt, 0.2, 0.4) for debt in ("unable", "unwilling", "in error")]
    flowing = " ".join(printed(result.assign_attrs(ranges=json.dumps(found))).split())
    assert "- owing nothing: 20 to 40 % of the records of debts filed over the run; lowest with" in flowing
    assert "Below: the documents" not in flowing


@pytest.mark.parametrize(("attrs", "why"), [
    ({}, "which was not asked for (leave out --no-ranges; in Python, ranges=True)"),
    ({"ranges_asked": 1, "ranges_cases": 0}, "the documents state no ranges of assumed numbers that bear on it"),
    ({"ranges_asked": 1, "ranges_cases": 9}, "the shares were undefined in every run"),
])  # fmt: skip
def test_a_split_without_its_range_says_why_where_it_stands_and_below(result, attrs, why):
    flowing = " ".join(printed(result.assign_attrs(attrs)).split())
    assert flowing.count("without its range over the assumptions, ") == flowing.count(why) == 2
    assert re.search(r"Unable and unwilling The split is shown without", flowing)


def test_a_result_without_a_split_says_nothing_of_ranges(result):
    result["listed_for_debt"][:] = 0
    assert "the assumptions" not in " ".join(printed(result).split())


def test_rows_hold_the_ranges_first_and_mark_a_point_without_one(ranged, result):
    found = rows(ranged)
    assert [r["name"] for r in found[:2]] == [f"range_over_assumptions:listed:{d}" for d in ("unable", "unwilling")]
    assert (found[0]["low"], found[0]["high"], found[0]["mean"]) == (0.057, 0.934, None)
    assert f"highest with {PATH} = 0.45" in found[0]["note"]
    assert "there the documents as they stand give 0.5" in found[0]["note"]
    marked = [r for r in rows(result) if "without its range" in (r["note"] or "")]
    assert {r["section"] for r in marked} == {"Unable and unwilling"}
    assert not [r for r in found if "without its range" in (r["note"] or "")]
