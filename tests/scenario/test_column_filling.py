"""Every parameter says beside its type where it goes in the tables, and the tables are made and filled from that."""

from __future__ import annotations

import importlib
import typing
from pathlib import Path

import pytest

from underheaven.kernel.rules import RULES_DTYPE, Rules
from underheaven.kernel.society import SOCIETY_DTYPE, Society
from underheaven.kernel.structured_arrays import WritableRecord, make_records
from underheaven.kernel.table_columns import RegimeColumns, SocietyColumns
from underheaven.scenario import column_writer
from underheaven.scenario.column_filling import TRANSFORMS, fill
from underheaven.spec.models import regime, society
from underheaven.spec.models.harshness_marks import HARSHER_WHEN_KEY
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.table_columns import Column, Computed, Transform, columns, declarations

MODELS = {regime.Regime: (Rules, RegimeColumns), society.Society: (Society, SocietyColumns)}

NO_COLUMN = {
    "stylised": "shown beside the name",
    "rollout.full_after_months": "months in which towns join, which no table holds",
    "published[].value": "stands beside results",
    "recording.capacity": "the size of the arrays of state",
    "people.persons": "scales what is reported",
    "people.regions[].persons": "towns are dealt out by it",
    "ties.largest_household": "households are dealt out by it",
    "livelihood.courts.backlog": "the first generation is drawn by it",
    "livelihood.courts.backlog_unwilling": "the first generation is drawn by it",
    "people.ageing.from_years": "the classes of age are made of them",
    "people.attributes[].categories": "categories are drawn by them",
    "ties.household_sizes": "households are dealt out by them",
    "facts[].low": "rules samples of parameters out",
    "facts[].high": "rules samples of parameters out",
}
"""Numbers and switches of a document that no table holds, and why."""

DERIVED = {
    Rules: {
        "n_lists",
        "n_channels",
        "n_looked_up",
        "state_at",
        "shown_at",
        "feeding",
        "personal",
        "shown_step",
        "public_status",
        "unseen",
        "n_visible",
    },
    Society: {
        "n_towns",
        "n_persons",
        "n_person_categories",
        "house",
        "household_cum",
        "person_cum",
        "household_guide",
        "person_guide",
        "arrival_cum",
        "arrival_guide",
        "group",
        "minor",
        "since",
        "until",
        "older",
        "stays",
        "powers",
        "traits",
        "ladder",
        "alike_by",
        "homophily_class",
        "middle",
        "n_kinds",
        "n_rare",
        "n_often",
        "rare",
        "often",
        "n_habits",
        "habit_hash",
    },
}
"""Columns that follow from no number or switch: sizes, categories, laws, and what is looked up in other columns."""


def every_part(model: type[DocumentPart], prefix: str = ""):
    """Yield each part of a document with the path to it."""
    yield prefix, model
    for one in model_parameters(model).values():
        if one.part is not None:
            yield from every_part(one.part, f"{prefix}{one.key}{one.separator}")


def of_numbers(hint) -> bool:
    """Tell whether a number or a switch may stand in a place."""
    bare = typing.get_args(hint)[0] if typing.get_origin(hint) is typing.Annotated else hint
    return bare in (int, float, bool) or any(of_numbers(h) for h in typing.get_args(bare) if h is not type(None))


@pytest.mark.parametrize("model", MODELS)
def test_every_number_and_switch_declares_its_column_or_has_none_for_a_reason(model):
    silent = {
        f"{prefix}{model_parameters(part)[name].key}"
        for prefix, part in every_part(model)
        for name, hint in typing.get_type_hints(part, include_extras=True).items()
        if name in part.model_fields and of_numbers(hint) and name not in declarations(part)
        if not name.endswith("factors") and model_parameters(part)[name].part is None
    }
    assert {path for path in silent if ".traits." not in path} <= {*NO_COLUMN, "schema"}


@pytest.mark.parametrize("model", MODELS)
def test_every_column_is_declared_computed_or_derived(model):
    table, generated = MODELS[model]
    own = set(typing.get_type_hints(table)) - set(typing.get_type_hints(generated))
    every = [declared for m in MODELS for _, part in every_part(m) for declared in declarations(part).values()]
    computed = {name for declared in every if isinstance(declared, Computed) for name in declared.columns}
    assert own - computed - DERIVED[table] == set()
    assert own >= DERIVED[table]


def test_a_computed_column_exists_and_so_does_the_function_that_fills_it():
    names = {*RULES_DTYPE.names, *SOCIETY_DTYPE.names}
    for model in MODELS:
        for _, part in every_part(model):
            for declared in declarations(part).values():
                if isinstance(declared, Computed):
                    module, function = declared.by.split(".")
                    assert callable(getattr(importlib.import_module(f"underheaven.scenario.{module}"), function))
                    assert set(declared.columns) <= names


@pytest.mark.parametrize("model", MODELS)
def test_no_two_parameters_fill_one_column(model):
    names = [one.name for one in columns(model)]
    assert len(set(names)) == len(names)
    assert set(names) == set(typing.get_type_hints(MODELS[model][1]))


def test_the_file_of_columns_is_what_the_declarations_say():
    assert Path(column_writer.FILE).read_text() == column_writer.rendered(), (
        "run `python -m underheaven.scenario.column_writer`"
    )


def test_what_is_harsher_stands_beside_every_column_of_a_regime():
    for one in columns(regime.Regime):
        assert HARSHER_WHEN_KEY in one.part.model_json_schema()["properties"].get(one.field, {HARSHER_WHEN_KEY: ""}), (
            one.path
        )


@pytest.mark.parametrize(
    ("transform", "value", "becomes"),
    [
        ("number", 2, 2.0),
        ("whole", 3, 3),
        ("switch", True, 1),
        ("bit", False, 0),
        ("chance", 0.5, 2**31),
        ("chance a year", 6.0, 2**31),
        ("mean months", 2, 2**31),
        ("mean months", 0, 2**32),
        ("mean wait", 1, 2**31),
        ("mean wait", 0, 2**32),
        ("thousandths", 0.25, 250),
        ("belief", 1.0, 65_535),
        ("of 1,000", 5, 0.005),
    ],
)
def test_transforms(transform, value, becomes):
    assert TRANSFORMS[transform](value) == becomes
    assert isinstance(TRANSFORMS[transform](value), float if Column(transform).dtype == "f8" else int)


def test_a_part_fills_its_row_and_nothing_else():
    t = WritableRecord(make_records(RULES_DTYPE))
    rule = Rule(conduct="red light", months=3, points=-7, early_removal=0.5, refile=False, evadable=True)
    fill(t, rule, {}, 2)
    assert t.points.tolist() == [0, 0, -7] + [0] * 29
    assert (t.early[2], t.early_after[2], t.refile.sum(), t.evadable) == (2**31, 0, 0, 4)


def test_every_transform_has_a_function():
    assert set(TRANSFORMS) == set(typing.get_args(Transform))
