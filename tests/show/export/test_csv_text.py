"""Comma-separated text: what is written reads back, cell by cell."""

import csv
import io
import math

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from underheaven.show.export.csv_text import (
    FORMULA_START,
    LINE_END,
    format_cell,
    format_line,
    person_table,
    rows_table,
    tally_table,
    write_table,
)
from underheaven.text_escaping import escape_lines

TEXTS = st.text(st.characters(codec="utf-8"))


def parsed(table):
    text = format_line(list(table.columns)) + "".join(table.pieces)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(TEXTS, min_size=1))
def test_any_text_reads_back(texts):
    (found,) = csv.reader(io.StringIO(format_line(texts), newline=""), strict=True)
    marked = [
        text.removeprefix("'") if FORMULA_START.match(before) else text
        for text, before in zip(found, texts, strict=True)
    ]
    assert marked == [escape_lines(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd", "@SUM(A1)", " =1", "\t=1", "\tplain", "\rplain", "\uff1d1", "\n=1"]
)
def test_no_text_begins_as_a_formula_and_numbers_stay_numbers(text):
    (found,) = csv.reader(io.StringIO(format_line([text, np.str_(text), -1, -0.5]), newline=""), strict=True)
    assert [cell[:1] for cell in found[:2]] == ["'", "'"]
    assert found[2:] == ["-1", "-0.5"]


def test_a_dash_alone_is_no_formula():
    assert format_line(["-"]) == f"-{LINE_END}"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_to_the_last_bit(value):
    assert float(format_cell(value)) == value


def test_quotes_stand_where_they_are_needed_and_for_empty_text():
    assert (
        format_line(["owes, unable", 'so "called"', "plain", ""])
        == f'"owes, unable","so ""called""",plain,""{LINE_END}'
    )


@pytest.mark.parametrize("missing", [None, math.nan, math.inf, np.float64("nan")])
def test_a_number_that_is_not_defined_is_nothing(missing):
    assert format_line([missing, 1]) == f",1{LINE_END}"


def tally():
    values = np.zeros((2, 1, 2, 3), np.int64)
    values[0, 0, :, 0] = (5, 0)
    values[1, 0, 1, 2] = 2**62
    coords = {"scenario": ["a", "b"], "replicate": [0], "month": ["2013-10", "2013-11"], "group": ["x, y", "z", "w"]}
    return xr.DataArray(values, coords, ["scenario", "replicate", "month", "group"])


def test_a_tally_has_a_row_for_each_cell_but_of_labels_that_are_zero_throughout():
    rows = parsed(tally_table("listed", tally()))
    assert list(rows[0]) == ["scenario", "replicate", "month", "group", "value"]
    assert {row["group"] for row in rows} == {"x, y", "w"}
    assert len(rows) == 2 * 2 * 2
    first, *_ = rows
    assert first == {"scenario": "a", "replicate": "0", "month": "2013-10", "group": "x, y", "value": "5"}
    assert rows[-1]["value"] == str(2**62)


def test_a_tally_without_further_labels_keeps_its_zeros():
    total = tally().sum("group") * 0
    rows = parsed(tally_table("score", total))
    assert [row["value"] for row in rows] == ["0"] * 4


def test_a_tally_over_no_label_has_a_head_alone():
    assert parsed(tally_table("grades", tally().isel(group=[]))) == []


def test_persons_have_a_column_for_each_sum(monkeypatch):
    monkeypatch.setattr("underheaven.show.export.csv_text.BLOCK_PERSONS", 2)  # so that three persons need two blocks
    coords = {"scenario": ["a"], "replicate": [0, 1]}
    acts = xr.DataArray(np.arange(6, dtype=np.uint16).reshape(1, 2, 3), coords, ["scenario", "replicate", "person"])
    rows = parsed(person_table("persons", {"person_acts": acts, "person_loans": acts * 2}))
    assert [(r["replicate"], r["person"], r["person_acts"], r["person_loans"]) for r in rows] == [
        ("0", "0", "0", "0"),
        ("0", "1", "1", "2"),
        ("0", "2", "2", "4"),
        ("1", "0", "3", "6"),
        ("1", "1", "4", "8"),
        ("1", "2", "5", "10"),
    ]


def test_a_file_has_one_head_line_in_utf8(tmp_path):
    write_table(rows_table("t", {"label": "text"}, [{"label": "天下"}]), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == f"label{LINE_END}天下{LINE_END}".encode()
