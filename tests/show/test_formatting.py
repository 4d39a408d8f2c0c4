"""Numbers as a person would say them."""

import pytest

from underheaven.measure.inference.interval import NO_VARIATION, STRUCTURAL_ZERO, Interval
from underheaven.show.formatting import (
    format_amount,
    format_difference,
    format_difference_interval,
    format_interval,
    format_number,
    format_percent,
    unwrap_lines,
)
from underheaven.show.report.data_table import interval_cells

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (1, "1"),
        (-3, "-3"),
        (0.0341, "0.0341"),
        (0.5, "0.5"),
        (578.4, "578"),
        (999.9, "1,000"),
        (12_345, "12,300"),
        (999_400, "999,000"),
        (999_600, "1 million"),
        (8_123_456, "8.12 million"),
        (1_400_000_000, "1.4 billion"),
        (-2.5e6, "-2.5 million"),
        (NAN, "-"),
        (float("inf"), "-"),
        (1e-12, "0"),
    ],
)
def test_say(value, said):
    assert format_number(value) == said


def test_fewer_digits_for_counts_of_real_people():
    assert format_number(8_123_456, 2) == "8.1 million"
    assert format_number(87_079, 2) == "87,000"


def test_shares_are_per_cent_and_their_differences_points():
    assert format_percent(0.1234) == "12.3 %"
    assert format_amount(0.2, "share") == "20 %"
    assert format_amount(0.2, "months per person") == "0.2"
    assert format_difference(0.021, "share") == "+2.1 points"
    assert format_difference(-0.5, "share") == "-50 points"
    assert format_difference(600.0, "persons per 100,000") == "+600"
    assert format_difference(NAN, "share") == "-"


def test_spans_name_both_ends_and_vanish_without_an_interval():
    two = Interval(0.5, 0.45, 0.55, 8, "")
    assert format_interval(two, "share") == "45 to 55 %"
    assert format_interval(two, "months per person") == "0.45 to 0.55"
    assert format_difference_interval(Interval(-1, -2, 0, 8, ""), "jobs per 100,000 persons") == "-2 to 0"
    assert format_difference_interval(Interval(-0.1, -0.2, 0.05, 8, ""), "share") == "-20 to 5"
    assert format_interval(Interval(0.5, NAN, NAN, 1, "one replicate"), "share") == ""
    assert format_difference_interval(Interval(NAN, NAN, NAN, 0, ""), "share") == ""


def test_long_intervals_are_written_shorter():
    assert (
        format_interval(Interval(0.0084, 0.008333, 0.008541, 8, ""), "months per person") == "0.0083 to 0.0086"
    )  # outwards: 0.00854 lies inside
    assert format_interval(Interval(41_300, 41_000, 41_500, 8, ""), "jobs per 100,000 persons") == "41,000 to 41,500"
    assert (
        format_interval(Interval(3.7e6, 3.61e6, 3.85e6, 8, ""), "entries") == "3.61 million to 3.85 million"
    )  # no use
    assert format_interval(Interval(0.0007, 0.000355, 0.000996, 8, ""), "share") == "0.035 to 0.1 %"


@pytest.mark.parametrize("mean", [0.0, 0.5, 1.0])
def test_what_no_replicate_differs_in_says_so_and_has_no_ends(mean):
    """Catches "100 to 100 %", and a 0 without a word beside a 0 with an interval."""
    found = Interval(mean, mean, mean + 1e-17, 8, "")
    assert format_interval(found, "share") == format_difference_interval(found, "months per person") == NO_VARIATION
    assert interval_cells(found, True)[1] == NO_VARIATION


def test_a_nought_by_rule_says_so_with_one_replicate_too():
    for found in (Interval(0, 0, 0, 8, STRUCTURAL_ZERO), Interval(0, NAN, NAN, 1, STRUCTURAL_ZERO)):
        assert format_interval(found, "share") == format_difference_interval(found, "share") == "by rule"


def test_ends_that_round_to_one_number_are_told_apart():
    """Catches "99.9 to 99.9 %"."""
    assert format_interval(Interval(0.5, 0.49998, 0.50002, 8, ""), "share") == "49.998 to 50.002 %"
    assert format_interval(Interval(2.0, 1.9999, 2.0001, 8, ""), "pairs") == "1.9999 to 2.0001"


def test_flowing_joins_the_lines_of_a_file():
    assert unwrap_lines("one\n  two\n") == "one two"
