"""Small results made by hand, with numbers that a reader can add up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr

from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape

LABELS = {
    "kind": ("red light", "unpaid, unable", "unpaid, unwilling", "unpaid, in error"),
    "kind_state": ("", "owes, unable", "owes, unwilling", "judged in error"),
    "kind_context": ("travel", "credit", "credit", "credit"),
    "kind_gravity": ("0.1", "1.0", "2.0", "0.0"),
    "group": ("men, 40-49", "men, other", "women, 40-49", "women, other"),
    "region": ("north", "south"),
    "denial": ("flights", "high-speed rail"),
    "list": ("defaulters", "model citizens"),
    "list_colour": ("black", "red"),
    "effect_price": ("0.8", "4.0", *[""] * 7),
    "effect_use": ("as lived", "as lived", *[""] * 7),
    "grade": (),
    "visible": ("clear", "listed"),
}
MONTHS = ["2013-10", "2013-11", "2013-12"]
N_PERSONS = 8
PERSONS_BY_GROUP = (2, 2, 2, 2)

Fill = Callable[[RecordedRun, int, int], None]


def blank() -> RecordedRun:
    """A run of eight persons and three months in which nothing happens."""
    tallies = {f.name: np.zeros((len(MONTHS), *field_shape(f, LABELS)), np.int64) for f in TALLIES}
    tallies["persons"][:] = PERSONS_BY_GROUP
    return RecordedRun(tallies, {f.name: np.zeros(N_PERSONS, f.dtype) for f in PERSON_FIELDS}, LABELS)


@pytest.fixture
def make() -> Callable[..., xr.Dataset]:
    """Makes a dataset of worlds "none" and "court"; ``fill(run, world, replicate)`` writes into each run."""

    def build(fill: Fill = lambda run, world, replicate: None, replicates: int = 1) -> xr.Dataset:
        runs = [[blank() for _ in range(replicates)] for _ in range(2)]
        for w, world in enumerate(runs):
            for r, run in enumerate(world):
                fill(run, w, r)
        return assemble_dataset(runs, ["none", "court"], {}, MONTHS)

    return build


@pytest.fixture
def random(make) -> xr.Dataset:
    """Numbers of every size everywhere, three replicates, with the identities that an engine keeps."""
    rng = np.random.default_rng(11)

    def fill(run: RecordedRun, world: int, replicate: int) -> None:
        for name, array in run.tallies.items():
            if name == "score_moments":
                score, conviction = rng.integers(0, 100, (2, len(MONTHS), 50))
                sums = (score**0, score, conviction, score**2, conviction**2, score * conviction)
                array[:] = np.stack(sums, axis=-1).sum(axis=1)
            elif name != "persons":
                array[:] = rng.integers(1, 10**6, array.shape)
        one, other = rng.integers(1, 1000, (2, 50))
        sums = (50, one.sum(), other.sum(), (one * one).sum(), (other * other).sum(), (one * other).sum())
        run.tallies["score_moments"][:] = sums
        score, merit = rng.integers(1, 1000, (2, 50))
        sums = (50, score.sum(), merit.sum(), (score * score).sum(), (merit * merit).sum(), (score * merit).sum())
        run.tallies["favour_moments"][:] = sums
        for array in run.sums.values():
            array[:] = rng.integers(0, 1000, array.shape)
        run.sums["group"][:] = np.arange(N_PERSONS) % 4
        run.sums["region"][:] = np.arange(N_PERSONS) % 2
        for name in ("minor", "renewals"):
            run.sums[name][:] = 0
        for name in ("blacklisted", "out_of_work"):
            run.sums[name][:] = rng.integers(0, 2, N_PERSONS)
        run.fitted["times"] = np.arange(1, len(MONTHS) + 1)
        run.fitted["rank"] = rng.integers(1, 5, (len(MONTHS), len(LABELS["kind"])))
        run.fitted["gain"] = rng.integers(-100, 100, len(MONTHS))

    return make(fill, 3)
