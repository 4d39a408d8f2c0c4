"""A small real result of four regimes: one with a list, one with a score and no list, one that takes nothing."""

from __future__ import annotations

import pytest

from underheaven.run.public import compare
from underheaven.show.report.report_context import build_report_context

REGIMES = ("imagined-unified", "rongcheng-2021", "credit-bureau", "points-licence")


@pytest.fixture(scope="session")
def four():
    """Four regimes beside nothing over the imagined country, with ranges; some of the listed ask for a loan."""
    return compare(
        *REGIMES,
        society="imagined-country",
        start="2050-01",
        persons=12_000,
        months=12,
        replicates=3,
        seed=3,
        ranges=True,
        samples=6,
    )


@pytest.fixture
def context(four):
    """The context of that result."""
    return build_report_context(four)
