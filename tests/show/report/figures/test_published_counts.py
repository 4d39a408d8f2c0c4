"""Published counts: the rows of the figure, on a result made by hand."""

from __future__ import annotations

from underheaven.show.report.figures import published_counts


def test_published(small):
    rows = published_counts.figure_rows(small, "court", "cumulative_entries")
    assert [r["mean"] for r in rows] == [21 * 100_000] * 2
    picture = published_counts.build_figure(small, "court")
    assert picture.two_columns
    assert [p.heading for p in picture.panels] == ["Cumulative listed (entries)"]  # flights lie outside the run
    assert len(picture.tables[0].rows) == 2
    assert published_counts.build_figure(small, "none").reason == published_counts.NO_COUNTS_NOTE
