"""What a result says of parameters that move nothing: rows of lived measures, dealt to samples, seeds and ends.

Every row is a replicate of one study at its stated values, so that no number of the documents moves any of them, and
all that a page of ranges tells is false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underheaven.measure.kept import Column, End, Kept
from underheaven.measure.sensitivity import Sensitivity, candidates, sensitivities
from underheaven.measure.values import DIFFERENCE, SAID, values
from underheaven.run import public
from underheaven.run.assumptions import ENDS, SEEDS
from underheaven.run.design import Design, quantile, value_of
from underheaven.run.study import Study, plan_study
from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import Effort, current, making
from underheaven.verify.inference.claims import MEASURE, PAGE, at_most, at_most_mean
from underheaven.verify.inference.studies import TOGETHER, how_many, lived
from underheaven.verify.lives import live, regime, society
from underheaven.verify.sensing import STILL

if TYPE_CHECKING:
    import xarray as xr

REGIME, AGAINST, SOCIETY = "court-defaulters-2013", "none", "village"
PERSONS, MONTHS = 200, 6
"""Of the study whose design is taken, and months of a row."""
PAGES = 20
"""Pages at the usual effort."""
POOLS = 2
"""Rows that are lived for a page, in multiples of those that it holds."""

Array = NDArray[np.float64]
Said = Mapping[Column, Sensitivity]


def sign_turns(values: Values) -> Figure:
    """Hold how often a page of noise names a parameter, or a measure of noise turns its sign, against its level.

    A page names anything once in twenty-five; a measure is distinguished from noise, and turns, once in a hundred.
    The rows are those of a court list that ships, or of two lists of one distribution, whose differences lie on
    either side of 0.
    """
    of = values["of"]
    found = pages(values["worlds"], values["points"], values["persons"], how_many(PAGES), current())
    if of == "names":
        return at_most(PAGE, [any(row.movers for row in page.values()) for page in found])
    return at_most_mean(MEASURE, [_share(page, of) for page in found])


def _share(page: Said, of: str) -> float:
    """Return the share of the measures of a page that say something false; a sign is that of a difference."""
    if of == "told":
        return sum(row.told for row in page.values()) / len(page)
    rows = [row for column, row in page.items() if column[2] == DIFFERENCE]
    return sum(row.flips for row in rows) / len(rows)


@lru_cache(maxsize=2)
def pages(worlds: str, points: int, persons: int, count: int, effort: Effort) -> tuple[Said, ...]:
    """Return what is said on so many pages of noise, of so many samples each; the last ones are kept.

    Args: worlds: of `WORLDS`. points: samples of a page, 16 or more. persons: of a row. effort: with which
    rows are lived.
    """
    study, of_a_page = _study(), points + SEEDS + 2 * ENDS
    with making(effort):
        columns, rows = noise(worlds, persons, POOLS * of_a_page)
    deals = (np.random.default_rng([effort.seed, n]).permutation(len(rows))[:of_a_page] for n in range(count))
    return tuple(sensitivities(page(study, n, columns, rows[deal], points)) for n, deal in enumerate(deals))


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


def noise(worlds: str, persons: int, count: int) -> tuple[tuple[Column, ...], Array]:
    """Live so many replicates at the stated values and return the measures that are ever anything, with their rows.

    Args: worlds: of `WORLDS`. persons: of a replicate.
    """
    runs = lived(partial(WORLDS[worlds], persons), count, TOGETHER)
    found = [values(dataset, str(dataset["world"].values[-1])) for dataset in runs]
    columns = tuple(c for c in found[0] if any(np.any(np.isfinite(f[c]) & (f[c] != 0)) for f in found))
    if worlds == "alike":
        columns = tuple(c for c in columns if c[1] in ALIKE and c[2] == DIFFERENCE)
    return columns, np.stack([np.concatenate([f[column] for f in found]) for column in columns], axis=1)


def court(persons: int) -> xr.Dataset:
    """Live a court list beside no regime, as a study that ships does."""
    effort = current()
    return public.compare(
        REGIME, against=AGAINST, society=SOCIETY, persons=persons, months=MONTHS, seed=effort.seed,
        replicates=effort.replicates, engine=effort.engine, progress=effort.report,
    )  # fmt: skip


def alike(persons: int) -> xr.Dataset:
    """Live two lists that put as many on them: one for acts, one for none, where half of the persons act in a month.

    Their differences have the mean 0, and chance alone makes their sign.
    """
    rate = {"acts": (LISTS, 0.0), "errors": (0.0, LISTS)}
    both = [
        regime("wronged", label, sensitivity=seen, false_per_year=12 * errs, appealed=0, months=36)
        for label, (seen, errs) in rate.items()
    ]
    return live(both, society("one-act", **STILL | {"opportunities_per_year": 6}), persons, MONTHS)


WORLDS = {"court": court, "alike": alike}
LISTS = 0.04
"""Chance a month to be listed of those who act, or of those who do not."""
ALIKE = frozenset({"records_filed", "records_a_head", "ever_listed", "entries", "listed_now", "months_listed"})
"""Measures of two lists in which they are alike: what is wrongful differs."""


@lru_cache(maxsize=1)
def _study() -> Study:
    return plan_study([REGIME], AGAINST, SOCIETY, persons=PERSONS, months=MONTHS)
