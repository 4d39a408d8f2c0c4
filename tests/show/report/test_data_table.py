"""Cells of a table."""

from __future__ import annotations

import pytest

from underheaven.measure.inference.interval import NO_VARIATION, t_interval
from underheaven.show.report.data_table import DASH, format_figure, interval_cells, typographic_minus


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([2.0, 2.0], False, ("2", NO_VARIATION)),
        ([0.0, 2.0], False, ("1", "0 to 13.7")),  # the interval reaches below nought: cut there
        ([0.99, 0.99, 0.96], True, ("98 %", "93.7 to 100 %")),
        ([5.0], False, ("5", DASH)),
        ([float("nan"), 1.0], False, (DASH, DASH)),
    ],
)
def test_a_mean_with_its_interval(values, share, expected):
    mean, span = interval_cells(t_interval(values), share)
    assert (mean, span.replace(" % to ", " to ")) == expected


def test_a_difference_keeps_its_sign():
    assert interval_cells(t_interval([-3.0, -3.0]), least=None) == ("\N{MINUS SIGN}3", NO_VARIATION)
    assert typographic_minus("-") == "-"
    assert format_figure(None) == DASH


def test_every_negative_number_of_a_sentence_has_a_minus_sign():
    """What this would catch: two signs in one interval, \u22120.0132 to -0.0126."""
    text = "-0.0132 to -0.0126 (-40, 0.3-0.5, 2013-10)"
    assert typographic_minus(text) == "\u22120.0132 to \u22120.0126 (\u221240, 0.3-0.5, 2013-10)"
    assert typographic_minus("-") == "-"
