"""Findings about livelihood."""

from __future__ import annotations

from underheaven.show.report.report_context import build_report_context

from .finding_texts import finding_texts


def test_a_replicate_without_anybody_listed_leaves_the_others_to_say_it(court):
    """Catches a finding that one empty replicate of many takes away; what is left has no interval of one."""
    some = court.copy(deep=True)
    for name in ("person_months_listed", "person_detriment"):
        some[name].values[0, 1] = 0
    found = finding_texts(build_report_context(some))
    assert "after listing" in found
    assert not any("nan" in text or " - " in text for text in found.values())
