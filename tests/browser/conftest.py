"""A browser and a page, or the reason why there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for shoot.py, which is also a script

from shoot import browser_path, browsing

from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.public import compare, reform
from underheaven.run.reform import plan_reform_sets

COURT = "court-defaulters-2013"


@pytest.fixture(scope="session")
def browser():
    """A headless browser of the Chromium family."""
    pytest.importorskip("playwright", reason="playwright is not installed: pip install --group browser")
    if browser_path() is None:
        pytest.skip("no Chromium is installed: on Debian, apt install chromium")
    with browsing() as found:
        yield found


@pytest.fixture(scope="session")
def page_file(tmp_path_factory):
    """The page of a small run with everything on it, a life too."""
    pytest.importorskip("vl_convert", reason="the extra report is not installed: pip install '.[report]'")
    from underheaven.show.report.audit_page import build_audit_page

    result = compare(COURT, society="china-2020", persons=6_000, months=63, replicates=2, seed=3, ranges=False)
    path = tmp_path_factory.mktemp("page") / "audit.html"
    reformed = {w: reform(b.study) for w, b in plan_reform_sets(restore_study(result.attrs, "result"), result).items()}
    path.write_text(build_audit_page(result, _lives(), reformed), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def comparison_file(tmp_path_factory):
    """The comparison page of six regimes, the most there can be, with the longest names and with ranges."""
    pytest.importorskip("vl_convert", reason="the extra report is not installed: pip install '.[report]'")
    from underheaven.show.report.comparison.comparison_page import build_comparison_page

    result = compare(
        "rongcheng-2016",
        "rongcheng-2021",
        "points-licence",
        "credit-bureau",
        "imagined-unified",
        "imagined-unified-cameras",
        society="imagined-country",
        start="2050-01",
        persons=3_000,
        months=14,
        replicates=2,
        seed=3,
        ranges=True,
        samples=4,
    )
    path = tmp_path_factory.mktemp("comparison") / "comparison.html"
    path.write_text(build_comparison_page(result), encoding="utf-8")
    return path


def _lives():
    from underheaven.record.trajectory import Trajectory, TrajectoryMonth, TrajectorySet

    def month(number: int, listed: bool) -> TrajectoryMonth:
        return TrajectoryMonth(
            month=f"{2013 + (9 + number) // 12}-{(9 + number) % 12 + 1:02d}",
            employed=number % 9 > 1,
            solvency="owes, unable" if number > 30 else "borrowing",
            savings=1.0,
            lists=("judgment defaulters",) if listed else (),
            wrongly=False,
            grade="",
            records=(),
            detriment=0.1 * listed,
            denials=int(listed and number % 5 == 0),
            acts=0,
            speaking=number % 20 == 3,
            loans=int(number == 0),
            legitimacy=0.5,
            renewed=False,
            who="men, urban, 40-49, lower two fifths",
        )

    worlds = (COURT, "none")
    lives = (Trajectory(w, tuple(month(n, w == COURT and n > 36) for n in range(63))) for w in worlds)
    return TrajectorySet(5, 0, "most months listed", "men, urban, 40-49, lower two fifths", "Henan", tuple(lives))
