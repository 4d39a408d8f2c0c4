"""What is printed: all of the numbers, in every width, without a letter that a plain terminal lacks."""

import io
import json
import re

import pytest
from rich.console import Console

from underheaven.show.terminal import pages, print_result


def printed(result, width):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_result(result, console)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


def test_eighty_columns_hold_the_table_with_intervals_and_difference(result):
    text = printed(result, 80)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert re.search(r"On a blacklist now\s+2,100\s+0\s+\+2,100\n", text)
    assert re.search(r"persons per 100,000\s+829 to 3,370\s+829 to 3,370", text)
    assert re.search(r"in the real population\s+2.1 million\s+0\n", text)
    assert re.search(r"Of the workforce, unemployed\s+10 %\s+8 %\s+\+2 points", text)


def test_sections_come_in_the_order_of_a_story(result):
    text = printed(result, 80)
    headings = [
        "Who is listed", "Wrongly, and by which error", "Unable and unwilling", "What they lose, by part of life",
        "Work and credit", "Compliance", "Speech", "Published counts beside", "10 of its 40 numbers are assumed (25 %)",
    ]  # fmt: skip
    places = [text.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


def test_the_footer_says_what_it_is_and_how_it_was_made(result):
    flowing = " ".join(printed(result, 80).split())
    for sentence in (
        "court (regime, stylised): 10 of its 40 numbers are assumed (25 %).",
        "none (regime): it states no numbers.",
        "the model's claim, not a finding about the world",
        "not a legal test",
        "Gain from paired lives, court against none",
        "1,000 persons a world (each stands for 100,000 real ones), 2 replicates, 2 months from 2013-10 to 2013-11 "
        "after 6 of burn-in, seed 1.",
        "Digest: ",
    ):
        assert sentence in flowing


def test_the_footer_says_what_a_regime_closes_for_nothing(result):
    assert "gives no worth" not in printed(result, 80)
    notes = json.loads(result.attrs["about"])
    notes[0]["unpriced"] = ["travel", "housing"]
    flowing = " ".join(printed(result.assign_attrs(about=json.dumps(notes)), 80).split())
    assert "court closes or adds to travel, housing, to which the society gives no worth" in flowing


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(result, width):
    assert max(len(line) for line in printed(result, width).splitlines()) <= width


def test_plain_ascii_for_plain_terminals(result):
    assert printed(result, 80).isascii()


def test_published_counts_not_covered_say_so(result):
    text = " ".join(printed(result, 100).split())
    assert "87,100" in text
    assert "the run ends with 2013-11" in text


def test_one_world_has_one_column_of_numbers(result):
    text = printed(result.sel(world=["court"]).assign_attrs(against=""), 80)
    assert "difference" not in text.split("Published")[0]
    assert re.search(r"On a blacklist now\s+2,100\n", text)


def test_many_worlds_share_a_table_where_they_fit_and_else_get_one_each():
    worlds = ["a", "b", "none"]
    (wide,) = pages(worlds, "none", 200)
    assert [c.heading for c in wide] == ["a", "b", "none", "a less none", "b less none"]
    first, second = pages(worlds, "none", 80)
    assert [c.heading for c in first] == ["a", "none", "difference"]
    assert [(c.world, c.is_difference) for c in second] == [(1, False), (2, False), (1, True)]


def test_one_replicate_asks_for_more(result):
    assert "run at least two" in printed(result.isel(replicate=[0]), 80)
    assert "run at least two" not in printed(result, 80)


def test_long_names_of_worlds_break_after_hyphens(result):
    renamed = result.assign_coords(world=["court-defaulters-2013", "none"]).assign_attrs(about="[]")
    first, second, *_ = printed(renamed, 80).splitlines()
    assert first.split() == ["court-", "none", "difference"]
    assert second.split() == ["defaulters-2013"]
