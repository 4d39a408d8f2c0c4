"""Parameter ranges in the table: the range before the base case, in braces, and why there is none."""

from __future__ import annotations

import re

import pytest

from underheaven.measure.measure_values import LABELLED_MEASURES
from underheaven.show.text.result_rows import result_rows
from underheaven.show.text.table_sections import FAMILIES

from ..over import POINTS, attrs
from .printed_table import flowing, printed

UNABLE, FILED = ("court", "listed_unable", "level"), ("court", "filed_share_of_debt:unable", "level")
SPLIT = {UNABLE: (0.0, 1.0, 0.5), FILED: (0.2, 0.4, 0.3)}


@pytest.fixture
def ranged(result):
    return result.assign_attrs(attrs({**SPLIT, ("court", "listed_now", "difference"): (-900, 3_600, 2_000)}, moved=3))


def test_the_range_comes_before_the_point(ranged):
    text, flow = printed(ranged), flowing(ranged)
    assert (
        f"Parameter ranges (central 90 % of {POINTS} samples of all 2 assumed numbers with a range, 10,000 persons "
        "each, all with the same seed; in 1 of them values were pulled toward the base case to satisfy constraints"
    ) in flow
    assert (
        "- unable to pay: 5 to 95 % of those listed for a debt at the end (median 50 %), 21 to 39 % of the rec" in flow
    )
    assert "all samples 0 to 100 %; over seeds alone 49.5 to 50.5 %." in flow
    assert (
        "Most influential (varied alone, one run each): livelihood.jobs.find (0 % at 0.05, 100 % at 0.3); "
        "no second one is" in flow
    )
    assert text.index("Parameter ranges") < text.index("Below: the base case")
    assert "read the range, not the base case" in flow
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80


def test_what_stands_below_the_ranges_is_said_as_it_is(ranged, result):
    """Catches "with Monte Carlo intervals only" above numbers that have none."""
    rough = "Below: the base case. A share whose parameter range is 60 points wide or more is rounded"
    assert f"{rough} and has no interval. The others have their Monte Carlo interval" in flowing(ranged)
    bounded = result.assign_attrs(attrs({FILED: (0.2, 0.4, 0.3), UNABLE: (0.2, 0.4, 0.3)}))
    assert "Below: the base case, with its Monte Carlo interval, which says nothing of" in flowing(bounded)
    for one in (ranged, bounded):
        alone = flowing(one.isel(replicate=slice(1)))
        assert "Below: the base case." in alone
        assert "Monte Carlo interval, which" not in alone


def test_a_count_whose_range_spans_a_factor_of_ten_has_two_digits(result):
    """Catches "2,100 (1,510 to 2,840)" over a range of 68 to 840, as if the third digit were known."""
    column = ("court", "listed_now", "level")
    wide, narrow = (printed(result.assign_attrs(attrs({column: (low, 9_000, 2_000)})), 120) for low in (100, 1_500))
    assert re.search(r"persons per 100,000\s+1,500 to 2,900\s+by rule", wide)
    assert re.search(r"persons per 100,000\s+1,510 to 2,840\s+by rule", narrow)


def test_a_range_of_one_number_is_one_number(result):
    """Catches "{100 to 100 %}"."""
    assert "{50 %}" in printed(result.assign_attrs(attrs({UNABLE: (0.5, 0.5, 0.5)})))


def test_a_single_replicate_promises_no_interval(result):
    """Catches "with its Monte Carlo interval only" over a share that has none."""
    assert "is the base case with its Monte Carlo interval only, and other" in flowing(result)
    assert "is the base case, and other" in flowing(result.isel(replicate=slice(1)))


def test_a_share_that_its_range_leaves_open_has_no_digits(ranged):
    """Of those listed 38.1 % cannot pay, and nearly all values are possible: no decimal, and no interval."""
    text = printed(ranged, 120)
    assert "about 38 %" in text
    assert "38.1 %" not in text


def test_the_filed_stand_alone_where_nobody_is_listed_for_a_debt(result):
    result["listed_for_debt"][:] = 0
    flow = flowing(result.assign_attrs(attrs({FILED: (0.2, 0.4, 0.3)})))
    assert "- unable to pay: 21 to 39 % of the records of debts filed over the run (median 30 %); all samples" in flow
    assert "Below: the base case" not in flow


def test_a_split_without_its_range_says_why_where_it_stands_and_below(result):
    elsewhere = attrs({("court", "listed_now", "level"): (1.0, 2.0, 1.5)})
    for more, why in (
        ({}, "which was not requested (leave out --no-ranges; in Python, ranges=True)"),
        ({"parameter_samples": "", "samples_asked": 64}, "the documents state no ranges of assumed numbers"),
        (elsewhere, "the shares were undefined in every parameter sample"),
    ):
        flow = flowing(result.assign_attrs(more))
        assert flow.count("without its parameter range, ") == flow.count(why) == 2
        assert re.search(r"Unable and unwilling The split is shown without", flow)


def test_a_result_without_a_split_says_nothing_of_ranges(result):
    result["listed_for_debt"][:] = 0
    flow = flowing(result)
    assert not any(said in flow for said in ("over the assumptions", "Parameter range", "parameter range", "luck"))


def test_rows_hold_the_ranges_first_and_mark_a_point_without_one(ranged, result):
    found = result_rows(ranged)
    assert [r["name"] for r in found[:2]] == [f"parameter_range:{of}:unable" for of in ("listed", "filed")]
    assert (found[0]["low"], found[0]["high"], found[0]["mean"]) == (pytest.approx(0.05), pytest.approx(0.95), None)
    assert "livelihood.jobs.find" in found[0]["note"]
    marked = [r for r in result_rows(result) if "without its parameter range" in (r["note"] or "")]
    assert {r["section"] for r in marked} == {"Unable and unwilling"}
    assert not [r for r in found if "without its parameter range" in (r["note"] or "")]


def test_every_row_says_where_it_lies_over_the_assumptions(ranged):
    found = {(r["name"], r["scenario"]): r for r in result_rows(ranged)}
    assert len({tuple(r) for r in found.values()}) == 1  # the same keys in the same order
    now = found["listed_now", "court"]
    assert now["difference_range_low"] == pytest.approx(-675)
    assert (now["range_low"], now["most_influential"], now["sign"]) == (None, "livelihood.jobs.find", "turns")
    unable = found["listed_unable", "court"]
    assert unable["range_low"] == pytest.approx(0.05)
    assert (unable["sign"], unable["seeds_low"]) == (None, pytest.approx(0.495))
    assert found["detriment", "court"]["most_influential"] is None


def test_a_measure_undefined_as_the_documents_stand_has_no_luck(result):
    """At points of the assumptions somebody is listed for a debt, as the documents stand nobody is."""
    result["listed_for_debt"][:] = 0
    undefined = result.assign_attrs(attrs({UNABLE: (0.0, 1.0, float("nan"))}))
    row = next(r for r in result_rows(undefined) if r["name"] == "listed_unable" and r["scenario"] == "court")
    assert (row["mean"], row["seeds_low"], row["seeds_high"]) == (None, None, None)
    assert row["range_low"] == pytest.approx(0.05)
    assert "over seeds alone undefined" in flowing(undefined)


def test_every_family_of_the_table_is_measured_over_the_assumptions():
    assert set(FAMILIES) <= set(LABELLED_MEASURES)
    for name, family in FAMILIES.items():
        assert LABELLED_MEASURES[name] == (family.function, family.dim)
