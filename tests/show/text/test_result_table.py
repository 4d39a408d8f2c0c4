"""What is printed: all of the numbers, in every width, without a letter that a plain terminal lacks."""

import io
import json
import re

import pytest
from rich.console import Console

from underheaven.show.text.console import PipedConsole
from underheaven.show.text.result_table import print_result, table_pages


def printed(result, width):
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_result(result, console)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())


def test_eighty_columns_hold_the_table_with_intervals_and_difference(result):
    text = printed(result, 80)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert re.search(r"On a blacklist at the end\s+2,100\s+0\s+\+2,100\n", text)
    assert re.search(r"persons per 100,000\s+1,510 to 2,840\s+by rule\s+1,510 to 2,840", text)
    assert re.search(r"Entries on blacklists[^\n]*\n[^\n]*\n  in the real population\s+2.1 million\n", text)
    assert text.count("in the real population") == 1
    assert re.search(r"Unemployment rate at the end\s+10 %\s+8 %\s+\+2 points", text)


def test_sections_come_in_the_order_of_a_story(result):
    text = printed(result, 80)
    headings = [
        "Who is listed",
        "Wrongly, and by which error",
        "Unable and unwilling",
        "What they lose, by part of life",
        "Work and credit",
        "Compliance",
        "Speech",
        "Published and simulated counts",
        "10 of its 40 numbers are assumed (25 %)",
    ]
    places = [text.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


def test_the_footer_says_what_it_is_and_how_it_was_made(result):
    flowing = " ".join(printed(result, 80).split())
    for sentence in (
        "court (regime, stylised): 10 of its 40 numbers are assumed (25 %).",
        "none (regime): it states no numbers.",
        "holds in this model only: it is not a finding about the world",
        "not a legal test",
        "Variance reduction by pairing, court against none",
        "1,000 synthetic persons per scenario (scaling factor 100,000, used only next to a published count of the same "
        "quantity and month), 2 replicates, 2 months, the first under the rules of 2013-10, "
        "after 6 of burn-in, seed 1.",
        "Digest: ",
    ):
        assert sentence in flowing


def test_the_footer_says_what_a_regime_closes_for_nothing(result):
    assert "assigns no value" not in printed(result, 80)
    notes = json.loads(result.attrs["about"])
    notes[0]["unpriced"] = ["travel", "housing"]
    flowing = " ".join(printed(result.assign_attrs(about=json.dumps(notes)), 80).split())
    assert "court closes or adds to travel, housing, to which the society assigns no value" in flowing


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
    text = printed(result.sel(scenario=["court"]).assign_attrs(baseline=""), 80)
    assert "difference" not in text.split("Published")[0]
    assert re.search(r"On a blacklist at the end\s+2,100\n", text)


def test_many_worlds_share_a_table_where_they_fit_and_else_get_one_each():
    worlds = ["a", "b", "none"]
    (wide,) = table_pages(worlds, "none", 200)
    assert [c.heading for c in wide] == ["a", "b", "none", "a less none", "b less none"]
    first, second = table_pages(worlds, "none", 80)
    assert [c.heading for c in first] == ["a", "none", "difference"]
    assert [(c.scenario, c.is_difference) for c in second] == [(1, False), (2, False), (1, True)]


def test_one_replicate_asks_for_more(result):
    assert "run at least two" in printed(result.isel(replicate=[0]), 80)
    assert "run at least two" not in printed(result, 80)


def test_long_names_of_worlds_break_after_hyphens(result):
    renamed = result.assign_coords(scenario=["court-defaulters-2013", "none"]).assign_attrs(about="[]")
    first, second, *_ = printed(renamed, 80).splitlines()
    assert first.split() == ["court-", "none", "difference"]
    assert second.split() == ["defaulters-2013"]


def test_nothing_is_said_of_real_people_where_the_society_stands_for_no_place(result):
    text = " ".join(printed(result.assign_attrs(population_stated=0), 80).split())
    assert "in the real population" not in text
    assert "Published and simulated counts" not in text
    assert "represent no real place" in text
    assert "(of an imagined place; nobody real is represented)" in text


def test_numbers_without_a_source_are_not_passed_off_as_known(result):
    notes = json.loads(result.attrs["about"])
    notes[0] |= {"numbers": 7, "assumed": 0, "unsourced": 7}
    notes[1] |= {"numbers": 1, "assumed": 0, "unsourced": 1}
    text = " ".join(printed(result.assign_attrs(about=json.dumps(notes)), 80).split())
    assert "court (regime, stylised): 7 of its 7 numbers have no source." in text
    assert "none (regime): its one number has no source." in text
    assert "50 of its 100 numbers are assumed (50 %), and 1 of its 100 numbers has no source." in text


@pytest.mark.parametrize("width", [20, 39])
def test_a_narrow_terminal_has_numbers_under_their_titles(result, width):
    text = printed(result, width)
    flowing = " ".join(text.split())
    assert (
        "On a blacklist at the end (persons per 100,000) court: 2,100 (1,510 to 2,840) none: 0 (by rule) difference:"
        in flowing
    )
    assert not re.search(r"\n.\n.\n", text)


def test_a_wide_terminal_keeps_numbers_near_their_titles(result):
    assert max(len(line) for line in printed(result, 200).splitlines()) <= 110


def test_no_columns_at_all_are_eighty(result, monkeypatch):
    monkeypatch.setenv("COLUMNS", "0")
    console = PipedConsole(file=io.StringIO(), highlight=False)
    print_result(result, console)
    assert console.width == 80
    assert "On a blacklist at the end" in console.file.getvalue()


def test_shares_of_the_other_world_are_per_cent_and_stand_in_the_difference_alone(result):
    text = printed(result, 80)
    assert re.search(r"Acts deterred +- +- +0 %\n", text)
    assert re.search(r"Speech chilled +- +- +0 %\n", text)
    assert "defaults and non-payment are not counted" in " ".join(text.split())


def test_a_published_share_is_not_called_one_twice(result):
    notes = json.loads(result.attrs["about"])
    notes[0]["published"] = [
        {
            "quantity": "men among the listed",
            "measure": "share_of_listed:men",
            "value": 0.75,
            "unit": "share",
            "as_of": "2013-11",
        }
    ]
    text = printed(result.assign_attrs(about=json.dumps(notes)), 80)
    assert re.search(r"men among the listed +2013-11 +75 %", text)
    assert not re.search(r"^  share\b", text, re.MULTILINE)
