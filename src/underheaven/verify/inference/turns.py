"""What a result says of parameters that move nothing: rows of real measures, dealt to samples, seeds and ends by chance.

Every row is a replicate of one study at its stated values, so that no number of the documents moves any of them, and
all that a page of ranges tells is false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.kept import Column, End, Kept
from underheaven.measure.permutation import PAGE
from underheaven.measure.ranked import CHANCE
from underheaven.measure.sensitivity import Sensitivity, candidates, sensitivities
from underheaven.measure.values import DIFFERENCE, SAID, values
from underheaven.run import public
from underheaven.run.assumptions import ENDS, SEEDS
from underheaven.run.design import Design, quantile, value_of
from underheaven.run.study import Study, plan_study
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import current
from underheaven.verify.inference.claims import AtMost, at_most
from underheaven.verify.inference.studies import how_many, lived
from underheaven.verify.judge import simulated

if TYPE_CHECKING:
    import xarray as xr

REGIME, AGAINST, SOCIETY = "court-defaulters-2013", "none", "village"
PERSONS, MONTHS = 200, 6
PAGES = 20
"""Pages at the usual effort."""
POOLS = 4
"""Rows that are lived for a page, in multiples of those that it holds."""

Array = NDArray[np.float64]
Said = Mapping[Column, Sensitivity]


def sign_turns(values: Values) -> Figure:
    """Hold how often a page of noise names a parameter, or a measure of noise turns its sign, against its level.

    A page names anything once in twenty-five; a measure is told from luck, and turns, once in a hundred.
    """
    of, found = values["of"], list(pages(values["points"], how_many(PAGES)))
    if of == "names":
        return at_most(PAGE, [any(row.movers for row in page.values()) for page in found])
    counted = [_counts(page, of) for page in found]
    figure = simulated(CHANCE, *np.array(counted, np.float64).T)
    return AtMost(figure.expected, figure.found, figure.tolerance)


def _counts(page: Said, of: str) -> tuple[int, int]:
    """Return how many measures of a page say something false, and of how many; signs are those of differences."""
    if of == "told":
        return sum(row.told for row in page.values()), len(page)
    rows = [row for column, row in page.items() if column[2] == DIFFERENCE]
    return sum(row.flips for row in rows), len(rows)


def pages(points: int, count: int) -> Iterator[Said]:
    """Yield what is said on so many pages of noise, of so many samples each."""
    study = _study()
    of_a_page = points + SEEDS + 2 * ENDS
    columns, rows = noise(POOLS * of_a_page)
    for n in range(count):
        deal = np.random.default_rng([current().seed, n]).permutation(len(rows))[:of_a_page]
        yield sensitivities(page(study, n, columns, rows[deal], points))


def page(study: Study, seed: int, columns: tuple[Column, ...], rows: Array, points: int) -> Kept:
    """Return what a result keeps where these rows are its samples, its seeds and its ends, in this order.

    Args: seed: of the design. rows: shape (points + seeds + ends, column). points: how many are samples.
    """
    numbers = Design(study).numbers
    design = [[value_of(n, quantile(seed, n, index)) for n in numbers] for index in range(points)]
    samples, seeds, ends = np.split(rows, [points, points + SEEDS])
    kept = Kept(
        PERSONS, MONTHS, numbers, columns, np.array(design, np.float64), (0,) * points, 0, samples, seeds, ()
    )  # fmt: skip
    taken = candidates(kept, [column for column in columns if column[1] in SAID])[:ENDS]
    at = [(number, high) for number in taken for high in (False, True)]
    return replace(kept, ends=tuple(End(*one, row) for one, row in zip(at, ends, strict=False)))


def noise(count: int) -> tuple[tuple[Column, ...], Array]:
    """Live so many replicates at the stated values and return the measures that are ever anything, with their rows."""
    found = [values(dataset, AGAINST) for dataset in lived(_live, count)]
    columns = tuple(c for c in found[0] if any(np.any(np.isfinite(f[c]) & (f[c] != 0)) for f in found))
    return columns, np.stack([np.concatenate([f[column] for f in found]) for column in columns], axis=1)


def _live() -> xr.Dataset:
    effort = current()
    return public.compare(
        REGIME, against=AGAINST, society=SOCIETY, persons=PERSONS, months=MONTHS, seed=effort.seed,
        replicates=effort.replicates, engine=effort.engine, progress=effort.report,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _study() -> Study:
    return plan_study([REGIME], AGAINST, SOCIETY, persons=PERSONS, months=MONTHS)
