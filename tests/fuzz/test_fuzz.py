"""A small share of the fuzzer in every run of the tests; ``make fuzz`` runs many more."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .checked import check, lived, read
from .mutants import KINDS, mutant

SEEDS = st.integers(0, 2**48)
FEW = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(SEEDS)
def test_a_changed_document_is_sound_or_refused_in_sentences(seed):
    with tempfile.TemporaryDirectory() as folder:
        outcome, wrong = check(mutant(seed), Path(folder))
    assert outcome in ("sound", "refused"), wrong


def _sound(kind, wanted):
    """The first seeds whose mutants of a kind are sound."""
    found = []
    for seed in range(10_000):
        with tempfile.TemporaryDirectory() as folder:
            one = mutant(seed, (kind,), likely=1.0)
            if check(one, Path(folder))[0] == "sound":
                found.append(one)
        if len(found) == wanted:
            break
    return found


@pytest.mark.parametrize("kind", ["regime", "society"])
def test_sound_mutants_live_alike_on_both_engines(kind):
    outcomes = Counter(lived(one) for one in _sound(kind, 4))
    assert set(outcomes) <= {("alike", ""), ("nowhere", "")}
    assert outcomes["alike", ""] >= 2


def test_mutants_are_many_and_of_every_kind():
    """A seed names one mutant; few are the same, some are sound, and all kinds are among them."""
    some = [mutant(seed) for seed in range(300)]
    assert some[17] == mutant(17)
    assert {one.kind for one in some} == set(KINDS)
    assert len({one.text for one in some}) > 280


def test_the_fuzzer_sees_a_document_that_lives_differently(monkeypatch):
    """Were one engine to differ in a tally, it would say which."""
    from . import checked

    one = next(m for m in map(mutant, range(1000)) if m.kind == "society" and _reads(m))
    monkeypatch.setattr(checked, "same", lambda a, b: ["tally persons"])
    assert checked.lived(one) == ("differs", "tally persons")


def _reads(one):
    try:
        read(one)
    except Exception:
        return False
    return True
