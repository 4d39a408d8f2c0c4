"""Work and credit of the ever-listed: the rows of the figure, on a result made by hand."""

from __future__ import annotations

from underheaven.show.report.figures import after_listing
from underheaven.show.report.figures.figure import OmittedFigure
from underheaven.show.report.report_context import build_report_context


def test_after_listing(result):
    t = result.copy(deep=True)
    t["person_months_listed"].values[:] = 0
    t["person_months_listed"].values[0, :, :2] = 3
    t["person_months_unemployed"].values[0, :, :2] = 5
    t["person_months_unemployed"].values[1, :, :2] = 2
    row = after_listing.figure_rows(build_report_context(t), "court")[0]
    assert (row.label, row.with_regime.mean, row.without_regime.mean, row.difference.mean) == (
        "Months without work",
        5,
        2,
        3,
    )
    assert isinstance(after_listing.build_figure(build_report_context(t), "none"), OmittedFigure)
    alone = build_report_context(t.sel(scenario=["court"]).assign_attrs(baseline=""))
    assert "no baseline" in after_listing.build_figure(alone, "court").reason
