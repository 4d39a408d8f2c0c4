"""Whole numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.cli.number_parsing import parse_whole_number
from underheaven.errors import RequestError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200000", 200_000),
        ("200_000", 200_000),
        ("200,000", 200_000),
        ("2e5", 200_000),
        ("1.5e6", 1_500_000),
        ("1E+3", 1_000),
        (" 7 ", 7),
        ("0", 0),
        ("-5", -5),
        ("3.0", 3),
        ("1,400,000,000", 1_400_000_000),
    ],
)
def test_what_people_write(text, value):
    assert parse_whole_number(text, "persons") == value


@pytest.mark.parametrize("text", ["nan", "inf", "1.5", "1.25e1", "", "many", "1e-3", "0x10", "1,00", "2e", "--5"])
def test_what_is_no_whole_number(text):
    with pytest.raises(RequestError, match=r"persons = .*: it is not a whole number. Write digits"):
        parse_whole_number(text, "persons")


@pytest.mark.parametrize("text", ["1e31", "1e999999999999", "9" * 31, "1e" + "9" * 5000])
def test_what_is_too_large_is_refused_before_it_is_computed(text):
    with pytest.raises(RequestError, match="nothing here is as large") as error:
        parse_whole_number(text, "persons")
    assert len(str(error.value)) < 200


@given(st.integers(-(10**12), 10**12))
def test_every_way_of_writing_a_number_gives_it(value):
    assert (
        parse_whole_number(str(value), "n")
        == parse_whole_number(f"{value:,}", "n")
        == parse_whole_number(f"{value:_}", "n")
        == value
    )
    assert parse_whole_number(f"{value}e3", "n") == 1000 * value
