from __future__ import annotations

from typing import get_type_hints

import numpy as np
import pytest

from underheaven.array_types import Int
from underheaven.fields.codes import CONTEXTS
from underheaven.fields.scales import DOSSIER_CAPACITY
from underheaven.fields.tallies import TALLIES
from underheaven.kernel import table_layout
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.tally import TALLY_DTYPE, Tally
from underheaven.spec.checks import attributes
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society


@pytest.mark.parametrize("dtype", [SOCIETY_DTYPE, RULES_DTYPE, TALLY_DTYPE])
def test_every_word_is_aligned_so_that_it_can_be_read_by_pointer(dtype):
    assert all(dtype.fields[name][1] % dtype.fields[name][0].base.itemsize == 0 for name in dtype.names)


def test_a_record_starts_at_zero_and_is_written_in_place():
    table = make_records(RULES_DTYPE)
    assert not table.view(np.uint8).any()
    table[0].points[3] = -7
    assert table.points[0][3] == -7


def test_every_tally_has_a_place_and_only_one():
    names = [f.name for f in TALLIES]
    assert sorted([*TALLY_DTYPE.names, *table_layout.REGIONAL]) == sorted([*names, "moments"])
    assert TALLY_DTYPE.names[-1] == "moments"  # counted with the tallies, and never recorded


def test_the_tally_names_what_the_registry_counts_in_its_order():
    hints = get_type_hints(Tally)
    assert tuple(hints) == TALLY_DTYPE.names
    assert all((hints[name] == Int) == (TALLY_DTYPE.fields[name][0].shape == ()) for name in TALLY_DTYPE.names)


def test_counts_are_whole_words_side_by_side():
    assert TALLY_DTYPE.itemsize == 8 * sum(int(np.prod(TALLY_DTYPE.fields[n][0].shape)) for n in TALLY_DTYPE.names)
    assert all(TALLY_DTYPE.fields[n][0].base == np.int64 for n in TALLY_DTYPE.names)


def test_columns_by_region_do_not_overlap():
    listed = range(table_layout.LISTED_COLUMN, table_layout.LISTED_COLUMN + table_layout.MAX_LISTS)
    repaid = range(table_layout.REPAID_COLUMN, table_layout.REPAID_COLUMN + table_layout.MAX_VISIBLE)
    defaulted = range(table_layout.DEFAULTED_COLUMN, table_layout.DEFAULTED_COLUMN + table_layout.MAX_VISIBLE)
    assert sorted([*listed, *repaid, *defaulted]) == list(range(table_layout.REGION_COLUMNS))


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
    assert most(Society, "conduct") == table_layout.MAX_KINDS
    assert most(Society, "habits") == table_layout.MAX_HABITS
    assert most(Regime, "recording", "rules") == table_layout.MAX_RULES
    assert most(Regime, "standing", "lists") == table_layout.MAX_LISTS
    assert most(Regime, "standing", "grades") == table_layout.MAX_GRADES
    assert attributes.MAX_CELLS == table_layout.MAX_CELLS
    assert attributes.MAX_GROUPS == table_layout.MAX_GROUPS
    assert len(CONTEXTS) == table_layout.CONTEXT_COUNT


def test_codes_fit_into_what_packs_them():
    assert table_layout.MAX_RULES <= 32  # five bits of a record, 32 bits of a set
    assert table_layout.MAX_KINDS <= 63  # bits of a set of acts
    assert table_layout.MAX_VISIBLE == 4 * table_layout.MAX_GRADES
    assert table_layout.N_STATUSES == table_layout.MAX_GRADES * 2**table_layout.MAX_LISTS
    assert table_layout.MAX_CELLS <= 256  # a byte
    assert DOSSIER_CAPACITY == 8
