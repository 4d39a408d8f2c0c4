"""Wrongful records: the rows of the figure, on a result made by hand."""

from __future__ import annotations

from underheaven.show.report.figures import wrongful
from underheaven.show.report.figures.figure import OmittedFigure
from underheaven.show.report.report_context import build_report_context


def test_wrongful(result):
    t = result.copy(deep=True)
    t["removals"].values[0, :, 1, 2, 1] = 3  # corrected, false
    t["removals"].values[0, :, 1, 0, 1] = 1  # expired, false
    t["recorded"].values[0, :, 0, 0, 1] = 4  # of unpaid judgments, on nobody's default
    rows = wrongful.figure_rows(build_report_context(t), "court")
    assert [(r["measure"], r["label"], r["found"].mean) for r in rows] == [
        ("often", "an invented record", 400),
        ("end", "corrected", 0.75),
        ("end", "expired", 0.25),
    ]
    assert isinstance(wrongful.build_figure(build_report_context(t), "none"), OmittedFigure)
