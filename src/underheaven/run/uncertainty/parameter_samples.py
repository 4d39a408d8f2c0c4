"""Simulate a study over parameter samples, in which all assumed numbers vary together, and keep the measures.

Every sample simulates all scenarios with the same random draws, so that two samples differ only in their parameters.
The base case is simulated with several seeds at the same size, so that parameter and seed effects can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from underheaven.engine.protocol import Engine
from underheaven.measure.inference.influential_parameters import candidate_parameters
from underheaven.measure.inference.sample_results import Column, OneAtATimeRun, SampleResults
from underheaven.measure.measure_values import HEADLINE_MEASURES, MeasureFunction
from underheaven.measure.obedience import detach_obedience
from underheaven.run.checkpoint.checkpointer import Checkpointer
from underheaven.run.study import Study
from underheaven.run.uncertainty.batch_runner import BatchRunner, variant_person_months
from underheaven.run.uncertainty.design import Design, ParameterSample
from underheaven.run.uncertainty.sample_source import FixedVariants, Row, SampledVariants, variant_at
from underheaven.run.uncertainty.town_size import with_sample_town_size
from underheaven.run.uncertainty.variants import Variant

MAX_SAMPLE_PERSONS = 10_000
"""Most persons in each sample: with many parameters, more samples give more information than more persons."""
BASE_CASE_SEEDS = 16
"""Seeds of the base case, simulated at the size of the samples."""
MAX_OAT_PARAMETERS = 12
"""Most parameters that are varied one at a time, to both ends of their ranges."""
SAMPLES_NOTE = (
    "Derived: from runs of their own at other values of the assumed numbers, not from the tallies beside it. It stands "
    "outside the digest, and holds for the documents, seed and months of this result alone."
)

T = TypeVar("T")


@dataclass(frozen=True)
class RangeEnd:
    """The base case with one parameter at an end of its range; number: its index in the design."""

    number: int
    high: bool
    sample: ParameterSample


@dataclass(frozen=True)
class SampleRequest:
    """How many parameter samples are simulated, and what is measured in them.

    Attributes:
        samples: Parameter samples, 0 or more.
        more: Further measures by name, as in `measure.measure_values.collect_values`.
        oat_measures: Measures whose candidate parameters are varied one at a time.
        separate_obedience: Whether measures of obedience are detached from their samples, as in everything stored.
        seeds: Seeds of the base case.
    """

    samples: int
    more: Mapping[str, MeasureFunction] | None = None
    oat_measures: Sequence[str] = HEADLINE_MEASURES
    separate_obedience: bool = True
    seeds: int = BASE_CASE_SEEDS


def sample_study(study: Study) -> Study:
    """Return the study that a parameter sample simulates: fewer persons, smaller towns, no panel, no exempt persons.

    Args:
        study: The study of the whole run.
    """
    numbers = {"persons": min(study.plan.persons, MAX_SAMPLE_PERSONS), "panel": 0, "exempt": []}
    return with_sample_town_size(replace(study, plan=study.plan.model_copy(update=numbers)))


def has_ranges(study: Study) -> bool:
    """Return whether any document of a study states a range for an assumed number."""
    return any(a.low < a.high for d in (*study.scenarios, study.society) for a in d.assumed)


def count_sample_runs(study: Study, samples: int) -> int:
    """Return the largest number of runs over the parameters; 0 without samples or ranges.

    Args:
        study: The study.
        samples: Parameter samples, 0 or more.
    """
    return BASE_CASE_SEEDS + samples + 2 * MAX_OAT_PARAMETERS if samples and has_ranges(study) else 0


def sample_person_months(study: Study, samples: int) -> int:
    """Return the person-months of all runs over the parameters, with the base case's burn-in.

    Args:
        study: The study of `sample_study`.
        samples: Parameter samples, 0 or more.
    """
    return count_sample_runs(study, samples) * variant_person_months(study)


def run_parameter_samples(
    engine: Engine,
    study: Study,
    request: SampleRequest,
    count: Callable[[int], None],
    checkpointer: Checkpointer,
    threads: int = 1,
) -> SampleResults | None:
    """Simulate the base case, the parameter samples, and the most influential parameters one at a time.

    Args:
        engine: An engine with one thread.
        study: The study of `sample_study`.
        request: How many samples and seeds, and what is measured.
        count: Called with the person-months done, by any thread.
        checkpointer: Saves the rows measured, and returns those of a stopped run.
        threads: Runs simulated in parallel, 1 or more.

    Returns:
        What was measured; None without samples or ranges.
    """
    samples = request.samples
    if not count_sample_runs(study, samples):
        return None
    runner = BatchRunner(engine, study, count, checkpointer, threads, request.more)
    base_variants = FixedVariants(
        Variant(study.scenarios, study.society, replicate) for replicate in range(request.seeds)
    )
    design = Design(study)
    sampled = SampledVariants(design, samples)
    base_case, rows = runner.run_sources(base_variants, sampled)
    runner.count_skipped(samples - len(sampled.samples))
    columns = tuple(column for column in base_case[0] if _is_informative(column, (*base_case, *rows)))
    sample_list = sampled.samples
    results = SampleResults(
        study.plan.persons,
        study.plan.months,
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
        FixedVariants(
            variant_at(end.sample) for end in _record_each(_range_ends(design, results, request.oat_measures), ends)
        )
    )
    runner.count_skipped(2 * MAX_OAT_PARAMETERS - len(ends))
    rows_of_ends = zip(ends, _table(end_rows, columns), strict=True)
    results = replace(results, ends=tuple(OneAtATimeRun(end.number, end.high, row) for end, row in rows_of_ends))
    return detach_obedience(results) if request.separate_obedience else results


def sample_attributes(results: SampleResults | None, samples_asked: int = 0) -> dict[str, str | int]:
    """Return the attributes in which a result stores its parameter samples.

    Args:
        results: What was measured, or None.
        samples_asked: Parameter samples requested.
    """
    text = "" if results is None else results.as_json()
    return {"parameter_samples": text, "samples_note": SAMPLES_NOTE if text else "", "samples_asked": samples_asked}


def _record_each(found: Iterable[T], record: list[T]) -> Iterator[T]:
    """Yield each item after appending it to a list."""
    for item in found:
        record.append(item)
        yield item


def _range_ends(design: Design, results: SampleResults, oat_measures: Sequence[str]) -> Iterator[RangeEnd]:
    """Yield the ends of the ranges of candidate parameters, except ends that the document does not allow.

    If the stated value is an end of the range, that end is the base case.
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
