"""Tables as Parquet, through DuckDB, which the extra ``tables`` installs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from underheaven.errors import RequestError
from underheaven.show.export.csv_text import ColumnKind

SQL_TYPES: dict[ColumnKind, str] = {"text": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE"}


def open_duckdb() -> Any:
    """Open a DuckDB connection; raises RequestError with what to install where it is missing."""
    try:
        import duckdb
    except ImportError as error:
        raise RequestError(
            "--format parquet: it needs DuckDB, which is not installed. "
            "Install it with: pip install 'underheaven[tables]', or write --format csv."
        ) from error
    return duckdb.connect(":memory:")


def to_parquet(connection: Any, source: Path, columns: Mapping[str, ColumnKind], target: Path) -> None:
    """Convert a file that ``csv_text.write_table`` wrote into a Parquet file with the same values, block by block.

    Raises OSError where the file cannot be written.
    """
    types = ", ".join(f"{_quote_sql(name)}: '{SQL_TYPES[kind]}'" for name, kind in columns.items())
    read = (
        f"read_csv({_quote_sql(str(source))}, columns = {{{types}}}, header = true, auto_detect = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false)"
    )
    try:
        connection.execute(
            f"COPY (SELECT * FROM {read}) TO {_quote_sql(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    except Exception as error:  # every DuckDB error here is about files
        raise OSError(str(error)) from error


def _quote_sql(text: str) -> str:
    """Quote a text for SQL."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
