"""Lives a study again at other values of its assumed numbers, all of them moved together, and keeps what it measures.

Every point of the design lives all worlds with the same random draws, so that what differs between two points is what
is assumed. The documents as they stand are lived with several lucks of the same size, so that the two can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from underheaven.engine.protocol import Engine
from underheaven.measure.inference.sample_results import Column, OneAtATimeRun, SampleResults
from underheaven.measure.inference.sensitivity import candidate_parameters
from underheaven.measure.measure_values import HEADLINE_MEASURES, MeasureFunction
from underheaven.measure.obedience import detach_obedience
from underheaven.run.checkpoint.checkpointer import Checkpointer
from underheaven.run.study import Study
from underheaven.run.uncertainty.batch_runner import BatchRunner, variant_person_months
from underheaven.run.uncertainty.design import Design, ParameterSample
from underheaven.run.uncertainty.sample_source import FixedVariants, Row, SampledVariants, variant_at
from underheaven.run.uncertainty.town_size import with_sample_town_size
from underheaven.run.uncertainty.variants import Variant

DEFAULT_SAMPLES = 128
"""Points of the design, where nothing else is asked for."""
MAX_SAMPLE_PERSONS = 10_000
"""Most persons of each of these runs: with many numbers to tell apart, more points tell more than more persons."""
BASE_CASE_SEEDS = 16
"""Lucks of the documents as they stand, at the same size."""
MAX_OAT_PARAMETERS = 12
"""Numbers that are taken to both ends of their ranges alone."""
SAMPLES_NOTE = (
    "Derived: from runs of their own at other values of the assumed numbers, not from the tallies beside it. It stands "
    "outside the digest, and holds for the documents, seed and months of this result alone."
)

T = TypeVar("T")


@dataclass(frozen=True)
class RangeEnd:
    """The documents with one number at an end of its range."""

    number: int
    high: bool
    sample: ParameterSample


def sample_study(study: Study) -> Study:
    """Returns a study of as many persons as a point has beside a whole run, in towns that suit so few.

    It has neither a panel nor exempt places.
    """
    numbers = {"persons": min(study.plan.persons, MAX_SAMPLE_PERSONS), "panel": 0, "exempt": []}
    return with_sample_town_size(replace(study, plan=study.plan.model_copy(update=numbers)))


def has_ranges(study: Study) -> bool:
    """Tells whether any document states a range of an assumed number."""
    return any(a.low < a.high for d in (*study.scenarios, study.society) for a in d.assumed)


def count_sample_runs(study: Study, samples: int) -> int:
    """Returns how many lives there are at most; 0 where nothing is asked for or has a range."""
    return BASE_CASE_SEEDS + samples + 2 * MAX_OAT_PARAMETERS if samples and has_ranges(study) else 0


def sample_person_months(study: Study, samples: int) -> int:
    """Returns the person-months that these runs are counted as: the burn-in as long as the society says."""
    return count_sample_runs(study, samples) * variant_person_months(study)


def run_parameter_samples(
    engine: Engine,
    study: Study,
    samples: int,
    month_labels: list[str],
    count: Callable[[int], None],
    checkpointer: Checkpointer,
    threads: int = 1,
    more: Mapping[str, MeasureFunction] | None = None,
    oat_measures: Sequence[str] = HEADLINE_MEASURES,
    separate_obedience: bool = True,
    seeds: int | None = None,
) -> SampleResults | None:
    """Lives the documents as they stand, the points of the design, and the numbers that move most, one at a time.

    engine: of one thread. study: of as many persons as each life has. months: labels of the months observed. count:
    called with person-months as they are lived, by any thread. keeper: keeps what is measured, and knows what a stopped
    run did. threads: lives that are lived at once. more: further measures, as in `measure.values.values`. names:
    measures whose movers are taken to their ends alone. keeps_apart: whether measures of obedience lose the points at
    which they were measured, as in all that is written down. seeds: lucks of the documents as they stand; SEEDS if
    None.
    Returns None where nothing is asked for or has a range.
    """
    if not count_sample_runs(study, samples):
        return None
    runner = BatchRunner(engine, study, month_labels, count, checkpointer, threads, more)
    base_variants = FixedVariants(
        Variant(study.scenarios, study.society, replicate) for replicate in range(seeds or BASE_CASE_SEEDS)
    )
    design = Design(study)
    sampled = SampledVariants(design, samples)
    base_case, rows = runner.run_sources(base_variants, sampled)
    runner.count_skipped(samples - len(sampled.samples))
    columns = tuple(column for column in base_case[0] if _is_informative(column, (*base_case, *rows)))
    sample_list = sampled.samples
    results = SampleResults(
        study.plan.persons,
        len(month_labels),
        design.numbers,
        columns,
        np.array([point.values for point in sample_list], np.float64).reshape(len(sample_list), len(design.numbers)),
        tuple(point.moved for point in sample_list),
        sampled.left_out,
        _table(rows, columns),
        _table(base_case, columns),
        (),
        study.society.model.people.town_size,
        sampled.ruled_out,
        dict(sampled.contradicted),
    )
    ends = list[RangeEnd]()
    (end_rows,) = runner.run_sources(
        FixedVariants(variant_at(end.sample) for end in _record_each(_range_ends(design, results, oat_measures), ends))
    )
    runner.count_skipped(2 * MAX_OAT_PARAMETERS - len(ends))
    rows_of_ends = zip(ends, _table(end_rows, columns), strict=True)
    results = replace(results, ends=tuple(OneAtATimeRun(end.number, end.high, row) for end, row in rows_of_ends))
    return detach_obedience(results) if separate_obedience else results


def sample_attributes(results: SampleResults | None, samples_asked: int = 0) -> dict[str, str | int]:
    """Returns what a result keeps of them; asked: how many points were asked for."""
    text = "" if results is None else results.as_json()
    return {"assumptions": text, "assumptions_note": SAMPLES_NOTE if text else "", "assumptions_asked": samples_asked}


def _record_each(found: Iterable[T], record: list[T]) -> Iterator[T]:
    """Yields what it is given, and puts it into a list too."""
    for item in found:
        record.append(item)
        yield item


def _range_ends(design: Design, results: SampleResults, oat_measures: Sequence[str]) -> Iterator[RangeEnd]:
    """Yields the ends of the numbers that move these measures most; one that its document does not allow is left out.

    Where a number stands at an end already, that end is the documents as they stand.
    """
    wanted = [column for column in results.columns if column[1] in oat_measures]
    for number in candidate_parameters(results, wanted)[:MAX_OAT_PARAMETERS]:
        for high in (False, True):
            sample = design.range_end(number, high)
            if sample is not None:
                yield RangeEnd(number, high, sample)


def _is_informative(column: Column, rows: Sequence[Row]) -> bool:
    return any(np.isfinite(row[column]) and row[column] != 0 for row in rows)


def _table(rows: Sequence[Row], columns: Sequence[Column]) -> NDArray[np.float64]:
    return np.array([[row[c] for c in columns] for row in rows], np.float64).reshape(len(rows), len(columns))
