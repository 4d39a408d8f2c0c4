"""Simulate variants in several threads, measure them in batches, and save their rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from underheaven.engine.protocol import Engine
from underheaven.measure.measure_values import MeasureFunction, collect_values
from underheaven.record.dataset_assembly import assemble_consuming
from underheaven.record.schema import RecordedRun
from underheaven.run.checkpoint.checkpointer import Checkpointer, MeasuredRow
from underheaven.run.simulate.thread_pool import open_thread_pool
from underheaven.run.study import Study, short_name
from underheaven.run.uncertainty.facts import RuledOutError
from underheaven.run.uncertainty.sample_source import Row, VariantSource, facts_broken, ruled_out_row
from underheaven.run.uncertainty.variants import Variant, VariantSimulator

if TYPE_CHECKING:
    import xarray as xr

MAX_BATCH_SCENARIOS = 32
"""Scenarios per batch: half of the cost of measuring a batch does not depend on its size."""

ASSUMED_LABELS = {"kind_gravity": "kind", "effect_price": "effect", "effect_use": "effect"}
"""Annotations with assumed values, and their dimensions: they may differ between samples."""

PendingRun = Callable[[], list[RecordedRun]]
"""Waits for a variant, and returns the record of each of its scenarios."""
FinishedRun = tuple[list[Row], list[RecordedRun] | RuledOutError]
"""The rows to which a variant's row belongs, and its records or the error that ruled it out."""


class BatchRunner:
    """Simulates variants in order, measures them in batches, and saves their rows.

    Args:
        engine: An engine with one thread.
        study: The study of a parameter sample.
        count: Called with the person-months done, by any thread.
        checkpointer: Saves the rows measured, and returns those of a stopped run.
        threads: Runs simulated in parallel, 1 or more.
        more: Further measures by name, as in `measure.measure_values.collect_values`.
    """

    def __init__(
        self,
        engine: Engine,
        study: Study,
        count: Callable[[int], None],
        checkpointer: Checkpointer,
        threads: int,
        more: Mapping[str, MeasureFunction] | None,
    ) -> None:
        self._study, self._count = study, count
        self._checkpointer, self._threads, self._more = checkpointer, threads, more
        self._known, self._done = deque(checkpointer.load_sample_rows()), list[MeasuredRow]()
        self._simulator = VariantSimulator(engine, study, self._count_months)

    def run_sources(self, *sources: VariantSource) -> list[list[Row]]:
        """Return the rows of each source, in order, without the rejected variants.

        Threads simulate the next variants, also those of the next source, while the last ones are measured.
        """
        found: list[list[Row]] = [[] for _ in sources]
        under_way, finished = deque[tuple[VariantSource, list[Row], PendingRun]](), list[FinishedRun]()
        with open_thread_pool(self._threads) as self._pool:
            for source, rows in zip(sources, found, strict=True):
                while True:
                    while (
                        len(under_way) < batch_size(self._study)
                        and (variant := self._next_variant(source, rows)) is not None
                    ):
                        under_way.append((source, rows, self._pool.submit(self._simulator.run_scenarios, variant)))
                    if not under_way or (len(under_way) < batch_size(self._study) and not source.may_have_more):
                        break
                    self._collect_run(under_way, finished)
            while under_way:
                self._collect_run(under_way, finished)
            self._measure_batch(finished)
        return found

    def count_skipped(self, runs: int) -> None:
        """Count the person-months of runs that are skipped."""
        self._count(runs * variant_person_months(self._study))

    def _next_variant(self, source: VariantSource, rows: list[Row]) -> Variant | None:
        """Return the next variant to simulate, or None; rows of a stopped run replace the first variants."""
        while (variant := source.next_variant()) is not None and self._known:
            self._done.append(self._known.popleft())
            row = dict(self._done[-1])
            broken = facts_broken(row)
            source.report_end(broken)
            rows += [] if broken else [row]
            self.count_skipped(1)
        return variant

    def _collect_run(
        self, under_way: deque[tuple[VariantSource, list[Row], PendingRun]], finished: list[FinishedRun]
    ) -> None:
        """Wait for the first variant, and measure a batch when it is full."""
        source, rows, wait = under_way.popleft()
        try:
            finished.append((rows, wait()))
            source.report_end(())
        except RuledOutError as error:
            finished.append((rows, error))
            source.report_end(error.quantities)
        if sum(not isinstance(outcome, RuledOutError) for _, outcome in finished) == batch_size(self._study):
            self._measure_batch(finished)

    def _measure_batch(self, finished: list[FinishedRun]) -> None:
        """Measure and save finished variants, then clear the list; a rejected one is saved with the facts it breaks."""
        if not finished:
            return
        measured_rows = iter(
            self._measure_runs([outcome for _, outcome in finished if not isinstance(outcome, RuledOutError)])
        )
        for rows, outcome in finished:
            if isinstance(outcome, RuledOutError):
                self._done.append(list(ruled_out_row(outcome.quantities).items()))
            else:
                rows.append(next(measured_rows))
                self._done.append(list(rows[-1].items()))
        self._checkpointer.save_sample_rows(self._done)
        finished.clear()

    def _measure_runs(self, finished_runs: Sequence[list[RecordedRun]]) -> list[Row]:
        """Return a row for each finished run, measured together as replicates of one dataset."""
        study = self._study
        if not finished_runs:
            return []
        runs = [list(map(_without_assumed_labels, replicates)) for replicates in zip(*finished_runs, strict=True)]
        dataset: xr.Dataset = assemble_consuming(runs, study.names, {}, study.months)
        for name, dim in ASSUMED_LABELS.items():
            label_values = [scenarios[0].labels.get(name) for scenarios in finished_runs]
            if all(label_values):
                dataset = dataset.assign_coords({name: (("replicate", dim), np.array(label_values))})
        baseline = None if study.baseline is None else short_name(study.baseline)
        found = collect_values(dataset, baseline, self._more)
        return [{column: float(array[n]) for column, array in found.items()} for n in range(len(finished_runs))]

    def _count_months(self, person_months: int) -> None:
        """Count person-months; raise StoppedError if another thread or the run was stopped."""
        self._pool.raise_if_stopped()
        self._count(person_months)
        self._checkpointer.raise_if_stopped()


def _without_assumed_labels(run: RecordedRun) -> RecordedRun:
    """Return a shallow copy of a run without the assumed annotations, which differ between runs."""
    labels = {name: label_values for name, label_values in run.labels.items() if name not in ASSUMED_LABELS}
    return RecordedRun(dict(run.tallies), dict(run.sums), labels, dict(run.panel), dict(run.fitted))


def variant_person_months(study: Study) -> int:
    """Return the person-months of one run of a study."""
    plan = study.plan
    return plan.persons * (study.society.model.burn_in_months + plan.months * len(study.scenarios))


def batch_size(study: Study) -> int:
    """Return how many runs are measured together."""
    return max(MAX_BATCH_SCENARIOS // len(study.scenarios), 1)
