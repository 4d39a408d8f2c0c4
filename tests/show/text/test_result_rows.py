"""Rows for machines: the numbers of the table, and null where there is none."""

import json

from underheaven.show.text.result_rows import result_rows
from underheaven.show.text.table_lines import comparison_lines


def test_every_cell_is_a_row_with_the_same_keys(result):
    every = result_rows(result)
    cells = sum(len(line.cells) for line in comparison_lines(result))
    assert len(every) == cells + 2  # and the published counts
    assert len({tuple(row) for row in every}) == 1
    json.dumps(every, allow_nan=False)


def test_values(result):
    by = {(row["name"], row["scenario"]): row for row in result_rows(result)}
    court, none = by["listed_now", "court"], by["listed_now", "none"]
    assert (court["mean"], court["difference"], court["real"], court["events"]) == (2100, 2100, None, 42)
    assert "Garwood" in court["note"]
    assert by["entries", "court"]["real"] == 2_100_000
    assert none["difference"] is None
    published = by["cumulative_entries", "court"]
    assert (published["published"], published["mean"], published["as_of"]) == (87079, 2_100_000, "2013-11")
    assert by["cumulative_denied:flights", "court"]["mean"] is None
