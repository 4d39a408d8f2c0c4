"""The split of debtors takes its range from the result."""

from __future__ import annotations

import pytest

from underheaven.show.report.figures import debt_split, flows
from underheaven.show.report.report_context import build_report_context

from ...over import attrs


def test_the_split_takes_its_range_from_the_result(result):
    context = build_report_context(result.assign_attrs(attrs({("court", "listed_unable", "level"): (0.1, 0.9, 0.4)})))
    shares = debt_split.debt_shares(context, "court")
    assert [share.parameter_range for share in shares[1:]] == [None, None]
    assert shares[0].parameter_range == (pytest.approx(0.14), pytest.approx(0.86))
    assert "20 samples of all 2 assumed numbers" in flows.build_figure(context, "court").notes[0]
