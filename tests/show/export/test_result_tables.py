"""The tables of a result: every measure of the registry, every label in order."""

import pytest

from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.export import data_dictionary
from underheaven.show.export.result_tables import FURTHER_SECTION, label_rows, measure_rows, result_tables
from underheaven.show.text.result_rows import result_rows


def test_the_printed_rows_come_first_and_every_measure_has_rows(result):
    every = measure_rows(result)
    assert every[: len(result_rows(result))] == result_rows(result)
    assert {*MEASURES, *PAIRED} <= {row["name"] for row in every}
    further = {(row["name"], row["scenario"]): row for row in every if row["section"] == FURTHER_SECTION}
    assert {name for name, _ in further}.isdisjoint(row["name"] for row in result_rows(result))
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
    ]
    assert [r["note"] for r in labels if r["dimension"] == "list"] == ["black"]
    assert not [r for r in labels if r["dimension"] == "person"]


def test_persons_are_a_table_only_where_asked_for(result):
    without, with_them = ([table.name for table in result_tables(result, persons)] for persons in (False, True))
    assert with_them == [*without, data_dictionary.PERSONS_TABLE]


def test_every_table_and_column_is_in_the_dictionary(result):
    known = {(entry.file, entry.name) for entry in data_dictionary.dictionary_entries()}
    dims = {
        entry.name
        for entry in data_dictionary.dictionary_entries()
        if entry.file in (data_dictionary.LABELS_TABLE, data_dictionary.PERSONS_TABLE)
    }
    for table in result_tables(result, True):
        for column in table.columns:
            assert column in dims or column == "value" or (table.name, column) in known
