"""Detriment from cause to effect: the rows of the figure, on a result made by hand."""

from __future__ import annotations

import pytest

from underheaven.show.report.figures import detriment
from underheaven.show.report.figures.figure import OmittedFigure


def test_detriment(small):
    (row,) = detriment.figure_rows(small, "court")
    assert (row["cause"], row["effect"], row["same"]) == ("credit", "travel", False)
    assert row["found"].mean == pytest.approx(30 / 1000 * 1e5)
    assert isinstance(detriment.build_figure(small, "none"), OmittedFigure)
