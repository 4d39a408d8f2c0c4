"""The tables of a result: every measure of the registry, every label in order."""

import pytest

from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show import dictionary
from underheaven.show.rows import rows
from underheaven.show.tables import FURTHER, label_rows, measure_rows, tables


def test_the_printed_rows_come_first_and_every_measure_has_rows(result):
    every = measure_rows(result)
    assert every[: len(rows(result))] == rows(result)
    assert {*MEASURES, *PAIRED} <= {row["name"] for row in every}
    further = {(row["name"], row["world"]): row for row in every if row["section"] == FURTHER}
    assert {name for name, _ in further}.isdisjoint(row["name"] for row in rows(result))
    denied = further["denials", "court"]  # 7 of 1,000 persons
    assert (denied["mean"], denied["difference"]) == pytest.approx((700, 700))
    assert further["denials", "none"]["difference"] is None


def test_labels_stand_in_order_with_their_notes(result):
    labels = label_rows(result)
    kinds = [row for row in labels if row["dimension"] == "kind"]
    assert [(r["position"], r["label"], r["note"]) for r in kinds] == [
        (0, "unpaid, unable", "owes, unable; context credit; gravity 1.0"),
        (1, "unpaid, unwilling", "owes, unwilling; context credit; gravity 2.0"),
        (2, "judgment in error", "judged in error; context credit; gravity 0.0"),
    ]  # fmt: skip
    assert [r["note"] for r in labels if r["dimension"] == "list"] == ["black"]
    assert not [r for r in labels if r["dimension"] == "person"]


def test_persons_are_a_table_only_where_asked_for(result):
    without, with_them = ([table.name for table in tables(result, persons)] for persons in (False, True))
    assert with_them == [*without, dictionary.PERSONS]


def test_every_table_and_column_is_in_the_dictionary(result):
    known = {(entry.file, entry.name) for entry in dictionary.entries()}
    dims = {entry.name for entry in dictionary.entries() if entry.file in (dictionary.LABELS, dictionary.PERSONS)}
    for table in tables(result, True):
        for column in table.columns:
            assert column in dims or column == "value" or (table.name, column) in known
