"""Spans of time, on the wall and of processors."""

import time

from underheaven.run.pilot.clock import ZERO_SPAN, Span, now, process_age


def test_spans_add_and_stretch():
    assert Span(1, 2) + Span(3, 4) - Span(0.5, 1) == Span(3.5, 5)
    assert Span(1, 2) * 3 == Span(3, 6)
    assert Span(-1, 2).at_least(ZERO_SPAN) == Span(0, 2)


def test_waiting_passes_time_and_spends_none():
    began = now()
    time.sleep(0.2)
    waited = now() - began
    assert waited.wall >= 0.2
    assert waited.cpu < 0.15


def test_a_process_is_at_least_as_old_as_it_was():
    first = process_age()
    time.sleep(0.05)
    second = process_age()
    assert second.wall - first.wall > 0.02
    assert second.cpu >= first.cpu > 0
