"""A small real result, made once, and a trajectory made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.record.trajectory import Trajectory, TrajectoryMonth, TrajectoryRecord, TrajectorySet
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.public import compare, reform
from underheaven.run.reform import plan_reform_sets
from underheaven.show.report.report_context import build_report_context

COURT = "court-defaulters-2013"


@pytest.fixture(scope="session")
def court():
    """The court's list beside nothing over a village, as if a census had counted it: enough persons for findings."""
    found = compare(COURT, society="village", persons=12_000, months=40, replicates=2, seed=3)
    return found.assign_attrs(population_stated=1)


@pytest.fixture(scope="session")
def reformed(court):
    """What its reforms come to, over as few persons."""
    return {w: reform(b.study) for w, b in plan_reform_sets(restore_study(court.attrs, "court"), court).items()}


@pytest.fixture
def many(court):
    """The same result with 400 stays under the court's list: all entered in the third month, and left one by one."""
    found = court.copy(deep=True)
    numbers = np.arange(400)
    for name, values in (
        ("stay_entry", 3),
        ("stay_months", 5 + numbers % 28),
        ("stay_end", np.where(numbers % 4, 1, 2)),
        ("stay_wrongful", numbers % 2),
        ("months_listed", 5),
        ("times_listed", 1),
    ):
        array = found[f"person_{name}"]
        world = list(array["scenario"].values).index(COURT)
        array.values[world, :, :400] = values
    return found


@pytest.fixture
def context(court):
    """The context of that result."""
    return build_report_context(court)


def month(number: int, **more) -> TrajectoryMonth:
    """A month in which nothing happens, but for what is said."""
    said = {
        "month": f"{2013 + number // 12}-{number % 12 + 1:02d}",
        "employed": True,
        "solvency": "clear",
        "savings": 1.0,
        "lists": (),
        "wrongly": False,
        "grade": "",
        "records": (),
        "detriment": 0.0,
        "denials": 0,
        "acts": 0,
        "speaking": False,
        "loans": 0,
        "legitimacy": 0.5,
        "renewed": False,
        "who": "men",
    }
    return TrajectoryMonth(**(said | more))


@pytest.fixture
def trajectories() -> TrajectorySet:
    """Ten months of one person: listed in months 3 to 5 under the court's list, and in no month without."""
    record = (TrajectoryRecord("unpaid judgment, unable", "true", 3),)
    listed = {"lists": ("judgment defaulters",), "records": record, "detriment": 0.25}
    court = tuple(month(n, **(listed if 3 <= n <= 5 else {}), denials=2 * (n == 4)) for n in range(10))
    other = tuple(month(n, employed=n != 7) for n in range(10))
    worlds = (Trajectory(COURT, court), Trajectory("none", other))
    return TrajectorySet(5, 0, "most months listed", "women, urban", "north", worlds)


@pytest.fixture
def small(result):
    """The context of a result made by hand."""
    return build_report_context(result)
