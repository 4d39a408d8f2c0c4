"""Hand-made runs: every cell of every tally and sum is another number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from underheaven.fields.fitted_scores import FITTED
from underheaven.fields.panel import PANEL
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape

SOCIETY = {
    "kind": ("red light", "unpaid judgment, unable"),
    "group": ("men, urban", "women, urban", "men, rural"),
    "region": ("north", "south"),
    "denial": ("flights",),
}
NONE = SOCIETY | {"list": (), "grade": (), "visible": ("clear",)}
COURT = SOCIETY | {
    "list": ("defaulters", "model citizens"),
    "grade": ("A", "D"),
    "visible": ("clear", "listed"),
    "list_colour": ("black", "red"),
    "kind_state": ("", "owes, unable"),
}
MONTHS = ["2013-10", "2013-11", "2013-12"]
N_PERSONS, N_PANEL = 5, 3

MakeRun = Callable[[dict[str, tuple[str, ...]], int], RecordedRun]


def make_run(labels: dict[str, tuple[str, ...]], seed: int) -> RecordedRun:
    """Fills a run with numbers drawn from a seed."""
    rng = np.random.default_rng(seed)
    tallies = {f.name: rng.integers(0, 2**40, (len(MONTHS), *field_shape(f, labels))) for f in TALLIES}
    sums = {f.name: rng.integers(0, f.high, N_PERSONS, endpoint=True).astype(f.dtype) for f in PERSON_FIELDS}
    return RecordedRun(tallies, sums, labels)


def make_panel(labels: dict[str, tuple[str, ...]], seed: int) -> dict[str, np.ndarray]:
    """Fills a panel with numbers drawn from a seed; grades are labels of the world, or none."""
    rng = np.random.default_rng(seed)
    shapes = {f.name: (len(MONTHS), N_PANEL, *field_shape(f, labels)) for f in PANEL}
    panel = {f.name: rng.integers(f.low, f.high, shapes[f.name], endpoint=True).astype(f.dtype) for f in PANEL}
    n_grades = len(labels["grade"])
    return panel | {"grade": rng.integers(-1, n_grades, shapes["grade"]).astype(np.int8)}


@pytest.fixture
def make() -> MakeRun:
    return make_run


@pytest.fixture
def runs():
    return [[make_run(NONE, 1), make_run(NONE, 2)], [make_run(COURT, 3), make_run(COURT, 4)]]


@pytest.fixture
def panelled(runs):
    """The same runs, each with a panel of three."""
    return [
        [replace(run, panel=make_panel(run.labels, 10 * w + r)) for r, run in enumerate(replicates)]
        for w, replicates in enumerate(runs)
    ]


@pytest.fixture
def dataset(runs):
    return assemble_dataset(runs, ["none", "court-defaulters-2013"], {"study": "a test"}, MONTHS)


@pytest.fixture
def listless(runs):
    """Only the world without lists and grades."""
    return assemble_dataset(runs[:1], ["none"], {}, MONTHS)


@pytest.fixture
def fitting(runs):
    """Runs of which the second world fits points to its own records."""
    rng = np.random.default_rng(9)
    for run in runs[1]:
        run.fitted.update({f.name: rng.integers(-99, 99, (len(MONTHS), *field_shape(f, COURT))) for f in FITTED})
    return runs
