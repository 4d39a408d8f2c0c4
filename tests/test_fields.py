"""The registry of arrays says everything once, and what it says fits."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven import fields as f
from underheaven.spec.models import units


@pytest.mark.parametrize("registry", [f.STATE, f.SUMS, f.TALLIES], ids=["state", "sums", "tallies"])
def test_names_are_said_once_and_meanings_are_sentences(registry):
    names = [field.name for field in registry]
    assert len(set(names)) == len(names)
    for field in registry:
        assert field.name.isidentifier()
        assert field.stage in f.STAGES
        assert field.unit
        assert field.meaning
        assert field.meaning[0].islower()


@pytest.mark.parametrize("field", [*f.STATE, *f.SUMS], ids=lambda x: x.name)
def test_the_range_of_a_field_is_that_of_its_type(field):
    assert field.low == 0
    assert field.high == np.iinfo(field.dtype).max


def test_structures_have_the_fields_of_the_registry():
    assert f.State._fields == tuple(x.name for x in f.STATE)
    assert f.Sums._fields == tuple(x.name for x in f.SUMS)


def test_every_dimension_is_fixed_or_comes_from_documents():
    dims = {d for field in f.TALLIES for d in field.dims} - set(f.FIXED_DIMS)
    assert dims == {"kind", "group", "region", "list", "grade", "denial", "visible"}
    assert set(f.SCENARIO_DIMS) <= dims


def test_words_are_those_of_the_schema():
    assert f.CONTEXTS == units.CONTEXTS
    assert f.CLASSES == units.CLASSES


def test_codes_point_at_their_labels():
    assert [f.ORIGINS[c - 1] for c in (f.TRUE, f.FALSE, f.MISTAKEN, f.DISCRETION, f.INHERITED)] == list(f.ORIGINS)
    none = ("none:ties", "none:official", "none:outside")
    assert tuple(f.CAUSES[c] for c in (f.NONE_TIES, f.NONE_OFFICIAL, f.NONE_OUTSIDE)) == none
    assert (f.CONTEXTS[f.WORK], f.CONTEXTS[f.CREDIT]) == ("work", "credit")
    assert [f.CLASSES[c] for c in (f.MONEY, f.ORDER, f.SPEECH)] == ["money", "order", "speech"]
    removals = (f.EXPIRED, f.PERFORMED, f.CORRECTED, f.APPEALED, f.EARLY, f.RENEWED, f.WITHDRAWN)
    assert [f.REMOVAL_REASONS[c] for c in removals] == list(f.REMOVAL_REASONS)
    stages = (f.CLEAR, f.BORROWING, f.ARREARS, f.PENDING, f.OWES_UNABLE, f.OWES_UNWILLING, f.ERROR)
    assert [f.SOLVENCY[c] for c in stages] == list(f.SOLVENCY)
    assert f.OWES == f.OWES_UNABLE


def test_the_bits_of_a_face_are_apart():
    bits = (f.PUBLIC_BLACKLISTED, f.PUBLIC_REDLISTED, f.PUBLIC_SPEAKING, f.PUBLIC_OPEN, 7 << f.PUBLIC_GRADE_SHIFT)
    assert sum(bits) == int(np.bitwise_or.reduce(bits)) < 256


def test_a_person_takes_the_bytes_that_the_arrays_take():
    from underheaven.engine.population import Population

    people = Population.empty(10, 1, 1, 0, 0)
    assert sum(a.nbytes for a in people.state) == 10 * f.state_bytes_per_person()
    assert f.state_bytes_per_person() <= 36
