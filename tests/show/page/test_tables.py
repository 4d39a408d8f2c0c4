"""Cells of a table."""

from __future__ import annotations

import pytest

from underheaven.measure.interval import SAME, interval
from underheaven.show.page.tables import NOTHING, cells, figure, minus


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([2.0, 2.0], False, ("2", SAME)),
        ([0.0, 2.0], False, ("1", "0 to 13.7")),  # the interval reaches below nought: cut there
        ([0.99, 0.99, 0.96], True, ("98 %", "93.7 to 100 %")),
        ([5.0], False, ("5", NOTHING)),
        ([float("nan"), 1.0], False, (NOTHING, NOTHING)),
    ],
)
def test_a_mean_with_its_interval(values, share, expected):
    mean, span = cells(interval(values), share)
    assert (mean, span.replace(" % to ", " to ")) == expected


def test_a_difference_keeps_its_sign():
    assert cells(interval([-3.0, -3.0]), least=None) == ("\N{MINUS SIGN}3", SAME)
    assert minus("-") == "-"
    assert figure(None) == NOTHING


def test_every_negative_number_of_a_sentence_has_a_minus_sign():
    """What this would catch: two signs in one interval, \u22120.0132 to -0.0126."""
    text = "-0.0132 to -0.0126 (-40, 0.3-0.5, 2013-10)"
    assert minus(text) == "\u22120.0132 to \u22120.0126 (\u221240, 0.3-0.5, 2013-10)"
    assert minus("-") == "-"
