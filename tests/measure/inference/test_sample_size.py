"""Events by hand: what a measure rests on, and what more of it would take."""

from __future__ import annotations

import pytest

from underheaven.measure.inference.sample_size import (
    EVENT_COUNTERS,
    EVENT_LABELS,
    MIN_EVENTS,
    count_events,
    persons_needed,
)
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.spec.io.document_reader import shipped_names
from underheaven.spec.reforms.reform_questions import measures_asked


def fill(run, world, replicate):
    """Court: two wrongful entries on the blacklist, five on the redlist, one wrongful record; half speak less."""
    run.sums["months_speaking"][:] = 2
    if world == 0:
        return
    t = run.tallies
    t["entries"][0, 0] = [7, 1, 1, 0, 0]
    t["entries"][0, 1] = 5
    t["recorded"][1, 0] = [6, 1, 0, 0, 0]
    t["repaid"][2, 0] = [4, 3]
    run.sums["detriment"][:3] = 1
    run.sums["stay_entry"][:4] = 2
    run.sums["stay_wrongful"][:1] = 1
    run.sums["months_speaking"][:4] = 1


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("wrongful_list_months", 2),
        ("wrongful_records", 1),
        ("loans_repaid", 7),
        ("detriment", 3),
        ("months_listed", 4),
        ("corrected_within_24", 1),
        ("chilled_speech", 4),
    ],
)
def test_counted_by_hand_over_all_replicates(make, name, counted):
    dataset = make(fill, replicates=3)
    assert count_events(dataset, name, "court", "none") == 3 * counted
    assert count_events(dataset, name, "none", "none") == 0


def test_what_nobody_counts_has_no_events(make):
    dataset = make(fill)
    assert count_events(dataset, "exit_hazard", "court", "none") == 0
    assert count_events(dataset, "chilled_speech", "court", "elsewhere") == 0


def test_persons_needed_follow_the_rate():
    assert persons_needed(3, 3_000) == 3_000 * MIN_EVENTS / 3
    assert persons_needed(7, 1_000, 200) == 28_572
    assert persons_needed(0, 3_000) is None


def test_reforms_that_ship_ask_about_what_is_measured_and_counted():
    asked = measures_asked(shipped_names("reform"))
    assert set(asked) == set(shipped_names("reform"))
    for names in asked.values():
        assert names
        assert set(names) <= set(EVENT_LABELS)
        assert set(names) <= set(MEASURES) | set(PAIRED)
    assert set(EVENT_LABELS) == set(EVENT_COUNTERS) | {"chilled_speech"}
