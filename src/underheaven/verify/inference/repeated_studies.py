"""Many small studies of one question: a long run of replicates, cut into batches as large as the usual study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from underheaven.show.report.findings import finding_numbers
from underheaven.show.report.report_context import ReportContext, build_report_context
from underheaven.spec.models.study import Study as Plan
from underheaven.verify.effort import PERSON_MONTHS, REPLICATES, USUAL_EFFORT, current_effort, using_effort

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.inference.interval import Interval

REPLICATES_PER_STUDY: int = Plan.model_fields["replicates"].default
"""Replicates of a study, unless another number is asked for."""
STUDIES = 125
"""Studies of a case at the usual effort."""
MAX_BATCH_REPLICATES = 400
"""Replicates simulated in one run: their tallies are in memory at once."""
SEED_DISTANCE = 1 << 16
"""Seeds between two such runs of one case, and more than the seeds between two cases."""


def number_of_studies(usual: int = STUDIES) -> int:
    """Return the number of studies of a case at the current effort, 2 or more; usual: at the usual effort."""
    effort = current_effort()
    finer = (float(USUAL_EFFORT.target_fault or 1) / effort.target_fault) ** 2 if effort.target_fault else 1.0
    return max(round(usual * finer * effort.replicates * effort.person_months / (REPLICATES * PERSON_MONTHS)), 2)


def simulate_studies(
    live_once: Callable[[], xr.Dataset], studies: int, lot: int = REPLICATES_PER_STUDY
) -> Iterator[xr.Dataset]:
    """Yield studies of ``lot`` replicates each, no two of which share a draw.

    Args:
        live_once: simulates the scenarios of the case with the seed and the replicates of the current effort.
        studies: their number.
        lot: replicates of a study.
    """
    for dataset in simulate_batches(live_once, studies * lot, MAX_BATCH_REPLICATES // lot * lot):
        for first in range(0, dataset.sizes["replicate"], lot):
            yield dataset.isel(replicate=slice(first, first + lot))


def simulate_batches(live_once: Callable[[], xr.Dataset], replicates: int, most: int) -> Iterator[xr.Dataset]:
    """Yield runs that hold all replicates together, at most ``most`` each; arguments as of `simulate_studies`."""
    effort, left, run = current_effort(), replicates, 0
    while left > 0:
        run, batch_size = run + 1, min(left, most)
        left -= batch_size
        with using_effort(replace(effort, seed=(effort.seed + run * SEED_DISTANCE) % (1 << 32), replicates=batch_size)):
            dataset = live_once()
        yield dataset


def report_contexts(studies: Iterator[xr.Dataset]) -> Iterator[ReportContext]:
    """Yield what a page reads of each study; documents are read once, as they are the same in all."""
    first: ReportContext | None = None
    for dataset in studies:
        first = first or build_report_context(dataset)
        yield replace(first, dataset=dataset)


def printed_interval(context: ReportContext, name: str, paired: bool = False) -> Interval:
    """Return the interval that a page prints of a measure of the first scenario.

    Args:
        context: of the page.
        name: of the registry.
        paired: whether of its difference from the baseline, and not of its level.
    """
    interval_of = finding_numbers.measure_difference if paired else finding_numbers.measure_level
    return interval_of(context, context.scenarios[0], name).interval
