"""Parquet through DuckDB: the values of the text it is made of, and a sentence where it is missing."""

import sys

import pytest

from underheaven.errors import RequestError
from underheaven.show.export.csv_text import rows_table, write_table
from underheaven.show.export.parquet import open_duckdb, to_parquet

COLUMNS = {"label": "text", "count": "whole", "share": "number"}
ROWS = [
    {"label": 'owes, "unable"', "count": 2**62, "share": 0.1},
    {"label": "", "count": 0, "share": None},
    {"label": "two\nlines", "count": -1, "share": 1e-300},
    {"label": None, "count": 7, "share": 1 / 3},
]


def test_values_and_types_are_those_of_the_table(tmp_path):
    pytest.importorskip("duckdb")
    folder = tmp_path / "it's"  # a quote in a path is no end of it
    folder.mkdir()
    write_table(rows_table("t", COLUMNS, ROWS), folder / "t.csv")
    with open_duckdb() as connection:
        to_parquet(connection, folder / "t.csv", COLUMNS, folder / "t.parquet")
        place = [str(folder / "t.parquet")]
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", place).fetchall()
        assert [row[:2] for row in described] == [("label", "VARCHAR"), ("count", "BIGINT"), ("share", "DOUBLE")]
        found = connection.execute("SELECT * FROM read_parquet(?)", place)
        assert found.fetchall() == [tuple(row.values()) for row in ROWS]


def test_a_place_that_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    pytest.importorskip("duckdb")
    write_table(rows_table("t", COLUMNS, ROWS), tmp_path / "t.csv")
    with open_duckdb() as connection, pytest.raises(OSError, match="no-such-folder"):
        to_parquet(connection, tmp_path / "t.csv", COLUMNS, tmp_path / "no-such-folder" / "t.parquet")


def test_without_duckdb_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(RequestError, match=r"underheaven\[tables\]"):
        open_duckdb()
