"""What others see where a regime comes into force, and where an amendment changes the steps of scores."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from underheaven.engine.regime_changes import apply_rule_changes, convert_score_steps
from underheaven.fields.codes import PUBLIC_BLACKLISTED, PUBLIC_OPEN, PUBLIC_SPEAKING
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import MAX_GRADES, NO_SCORE, START_STEP


def world(*steps):
    """Four towns of two persons, and a table for no regime and for each version; the clean are blacklisted."""
    tables = [make_records(RULES_DTYPE) for _ in range(len(steps) + 1)]
    for table, step in zip(tables[1:], steps, strict=True):
        table[0].empty_state, table[0].shown_step = MAX_GRADES + 1, step
        table[0].public_status[MAX_GRADES + 1] = PUBLIC_BLACKLISTED + (2 << 4)
    return SimpleNamespace(town_starts=np.array([0, 2, 4, 6, 7]), rules=np.concatenate(tables).view(np.recarray))


def people(shown=()):
    public_status = np.array([0, PUBLIC_OPEN, PUBLIC_SPEAKING, 0, 0, PUBLIC_OPEN, 0], np.uint8)
    return SimpleNamespace(state=SimpleNamespace(public_status=public_status, score_shown=np.array(shown, np.uint8)))


def test_where_a_regime_begins_everybody_shows_what_whoever_has_no_record_does():
    """And nobody elsewhere: neither where it is in force already nor where it is not yet."""
    found, clean = people(), PUBLIC_BLACKLISTED + (2 << 4)
    apply_rule_changes(found, world(1), np.array([1, 1, 0, 1]), np.array([1, 0, 0, 0]))
    assert found.state.public_status.tolist() == [0, PUBLIC_OPEN, clean + PUBLIC_SPEAKING, clean, 0, PUBLIC_OPEN, clean]


def test_nothing_is_turned_over_where_nothing_changes():
    found = people()
    apply_rule_changes(found, world(1), np.array([1, 1, 0, 0]), np.array([1, 1, 0, 0]))
    assert found.state.public_status.tolist() == people().state.public_status.tolist()


def test_shown_scores_are_read_in_the_steps_of_an_amendment():
    found = people([START_STEP - 20, NO_SCORE, START_STEP + 3, START_STEP, 1, 255, START_STEP + 1])
    apply_rule_changes(found, world(2, 5), np.array([2, 2, 2, 2]), np.array([1, 1, 1, 1]))
    assert found.state.score_shown.tolist() == [
        START_STEP - 8,
        NO_SCORE,
        START_STEP + 1,
        START_STEP,
        START_STEP - 51,
        START_STEP + 51,
        START_STEP,
    ]


@pytest.mark.parametrize(("was", "now"), [(1, 1), (3, 3), (1, 8), (8, 1)])
def test_a_shown_score_stays_a_score_and_keeps_its_points(was, now):
    shown = np.arange(256, dtype=np.uint8)
    old, new = SimpleNamespace(shown_step=was), SimpleNamespace(shown_step=now)
    convert_score_steps(shown, old, new)
    assert shown[NO_SCORE] == NO_SCORE
    assert (shown[1:] > 0).all()
    points = (np.arange(1, 256) - START_STEP) * was
    within = np.abs(points) <= 127 * now
    assert (np.abs((shown[1:].astype(int) - START_STEP) * now - points)[within] <= now / 2).all()
