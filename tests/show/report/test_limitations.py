"""What a reader must know before believing a number."""

from __future__ import annotations

from underheaven.show.report.limitations import limitation_sentences
from underheaven.show.report.report_context import build_report_context


def test_stylised_documents_are_called_so(context):
    said = list(limitation_sentences(context))
    assert any(s.startswith("Court defaulters 2013 is stylised") for s in said)
    assert not any(s.startswith("None is stylised") for s in said)


def test_missing_ranges_replicates_and_worlds_are_said(court):
    whole = " ".join(limitation_sentences(build_report_context(court)))
    assert "without its parameter range" in whole
    assert "one replicate" not in whole
    bare = " ".join(
        limitation_sentences(
            build_report_context(court.isel(replicate=[0]).sel(scenario=["none"]).assign_attrs(baseline=""))
        )
    )
    assert "one replicate" in bare
    assert "has no baseline" in bare
    assert "without its parameter range" not in bare
