"""The registry of arrays says everything once, and what it says fits."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import (
    APPEALED,
    ARREARS,
    BORROWING,
    CAUSES,
    CLASSES,
    CLEAR,
    CONTEXTS,
    CORRECTED,
    CREDIT,
    DISCRETION,
    EARLY,
    ERROR,
    EXPIRED,
    FALSE,
    INHERITED,
    MISTAKEN,
    MONEY,
    NONE_OFFICIAL,
    NONE_OUTSIDE,
    NONE_TIES,
    ORDER,
    ORIGINS,
    OWES,
    OWES_UNABLE,
    OWES_UNWILLING,
    PENDING,
    PERFORMED,
    PUBLIC_BLACKLISTED,
    PUBLIC_GRADE_SHIFT,
    PUBLIC_OPEN,
    PUBLIC_REDLISTED,
    PUBLIC_SPEAKING,
    RENEWED,
    SOLVENCY,
    SPEECH,
    STAGES,
    TRUE,
    WITHDRAWN,
    WORK,
)
from underheaven.fields.dimensions import FIXED_DIMS, SCENARIO_DIMS
from underheaven.fields.person_values import SUMS, Sums
from underheaven.fields.state import STATE, State, state_bytes_per_person
from underheaven.fields.tallies import TALLIES
from underheaven.labels import REMOVAL_REASONS
from underheaven.spec.models import units


@pytest.mark.parametrize("registry", [STATE, SUMS, TALLIES], ids=["state", "sums", "tallies"])
def test_names_are_said_once_and_meanings_are_sentences(registry):
    names = [field.name for field in registry]
    assert len(set(names)) == len(names)
    for field in registry:
        assert field.name.isidentifier()
        assert field.stage in STAGES
        assert field.unit
        assert field.meaning
        assert field.meaning[0].islower()


@pytest.mark.parametrize("field", [*STATE, *SUMS], ids=lambda x: x.name)
def test_the_range_of_a_field_is_that_of_its_type(field):
    assert field.low == 0
    assert field.high == np.iinfo(field.dtype).max


def test_structures_have_the_fields_of_the_registry():
    assert State._fields == tuple(x.name for x in STATE)
    assert Sums._fields == tuple(x.name for x in SUMS)


def test_every_dimension_is_fixed_or_comes_from_documents():
    dims = {d for field in TALLIES for d in field.dims} - set(FIXED_DIMS)
    assert dims == {"kind", "group", "region", "list", "grade", "denial", "visible"}
    assert set(SCENARIO_DIMS) <= dims


def test_words_are_those_of_the_schema():
    assert CONTEXTS == units.CONTEXTS
    assert CLASSES == units.CLASSES


def test_codes_point_at_their_labels():
    assert [ORIGINS[c - 1] for c in (TRUE, FALSE, MISTAKEN, DISCRETION, INHERITED)] == list(ORIGINS)
    none = ("none:ties", "none:official", "none:outside")
    assert tuple(CAUSES[c] for c in (NONE_TIES, NONE_OFFICIAL, NONE_OUTSIDE)) == none
    assert (CONTEXTS[WORK], CONTEXTS[CREDIT]) == ("work", "credit")
    assert [CLASSES[c] for c in (MONEY, ORDER, SPEECH)] == ["money", "order", "speech"]
    removals = (EXPIRED, PERFORMED, CORRECTED, APPEALED, EARLY, RENEWED, WITHDRAWN)
    assert [REMOVAL_REASONS[c] for c in removals] == list(REMOVAL_REASONS)
    stages = (CLEAR, BORROWING, ARREARS, PENDING, OWES_UNABLE, OWES_UNWILLING, ERROR)
    assert [SOLVENCY[c] for c in stages] == list(SOLVENCY)
    assert OWES == OWES_UNABLE


def test_the_bits_of_a_public_status_do_not_overlap():
    bits = (PUBLIC_BLACKLISTED, PUBLIC_REDLISTED, PUBLIC_SPEAKING, PUBLIC_OPEN, 7 << PUBLIC_GRADE_SHIFT)
    assert sum(bits) == int(np.bitwise_or.reduce(bits)) < 256


def test_a_person_takes_the_bytes_that_the_arrays_take():
    from underheaven.engine.population import Population

    people = Population.empty(10, 1, 1, 0, 0)
    assert sum(a.nbytes for a in people.state) == 10 * state_bytes_per_person()
    assert state_bytes_per_person() <= 36
