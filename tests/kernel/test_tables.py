from __future__ import annotations

from typing import get_type_hints

import numpy as np
import pytest

from underheaven.arrays import Int
from underheaven.fields import CAPACITY, CONTEXTS, TALLIES
from underheaven.kernel import tables
from underheaven.kernel.rules import RULES_TABLE
from underheaven.kernel.society import PEOPLE
from underheaven.kernel.table import record_of
from underheaven.kernel.tally import COUNTS, Tally
from underheaven.spec import cross_society
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society


@pytest.mark.parametrize("dtype", [PEOPLE, RULES_TABLE, COUNTS])
def test_every_word_is_aligned_so_that_it_can_be_read_by_pointer(dtype):
    assert all(dtype.fields[name][1] % dtype.fields[name][0].base.itemsize == 0 for name in dtype.names)


def test_a_record_starts_at_zero_and_is_written_in_place():
    table = record_of(RULES_TABLE)
    assert not table.view(np.uint8).any()
    table[0].points[3] = -7
    assert table.points[0][3] == -7


def test_every_tally_has_a_place_and_only_one():
    names = [f.name for f in TALLIES]
    assert sorted([*COUNTS.names, *tables.REGIONAL]) == sorted([*names, "moments"])
    assert COUNTS.names[-1] == "moments"  # counted with the tallies, and never recorded


def test_the_tally_names_what_the_registry_counts_in_its_order():
    hints = get_type_hints(Tally)
    assert tuple(hints) == COUNTS.names
    assert all((hints[name] == Int) == (COUNTS.fields[name][0].shape == ()) for name in COUNTS.names)


def test_counts_are_whole_words_side_by_side():
    assert COUNTS.itemsize == 8 * sum(int(np.prod(COUNTS.fields[n][0].shape)) for n in COUNTS.names)
    assert all(COUNTS.fields[n][0].base == np.int64 for n in COUNTS.names)


def test_columns_by_region_do_not_overlap():
    listed = range(tables.LISTED_COLUMN, tables.LISTED_COLUMN + tables.LISTS)
    repaid = range(tables.REPAID_COLUMN, tables.REPAID_COLUMN + tables.VISIBLE)
    defaulted = range(tables.DEFAULTED_COLUMN, tables.DEFAULTED_COLUMN + tables.VISIBLE)
    assert sorted([*listed, *repaid, *defaulted]) == list(range(tables.REGION_COLUMNS))


def most(model, *steps):
    """Return the most items that the schema lets a document have in one place."""
    schema = model.model_json_schema(by_alias=True)
    node = schema
    for step in steps:
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        node = node["items"] if step == "items" else node["properties"][step]
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node.get("maxItems", node.get("maxProperties"))


def test_tables_hold_whatever_a_document_may_ask_for():
    assert most(Society, "conduct") == tables.KINDS
    assert most(Society, "habits") == tables.HABITS
    assert most(Regime, "recording", "rules") == tables.RULES
    assert most(Regime, "standing", "lists") == tables.LISTS
    assert most(Regime, "standing", "grades") == tables.GRADES
    assert cross_society.CELLS == tables.CELLS
    assert cross_society.GROUPS == tables.GROUPS
    assert len(CONTEXTS) == tables.N


def test_codes_fit_into_what_packs_them():
    assert tables.RULES <= 32  # five bits of a record, 32 bits of a set
    assert tables.KINDS <= 63  # bits of a set of acts
    assert tables.VISIBLE == 4 * tables.GRADES
    assert tables.STATES == tables.GRADES * 2**tables.LISTS
    assert tables.CELLS <= 256  # a byte
    assert CAPACITY == 8
