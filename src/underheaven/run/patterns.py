"""Published patterns: whether studies show them, in what share of parameter samples, and which parameters decide."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from underheaven.errors import RequestError
from underheaven.measure.inference import pattern_test as measured
from underheaven.measure.inference.pattern_test import (
    Clause,
    ColumnValues,
    DecisiveParameter,
    clause_values,
    clauses_hold,
    read_clause,
)
from underheaven.measure.inference.sample_results import SampleResults
from underheaven.measure.measure_values import CATEGORY_FAMILIES, DIFFERENCE, FILED_DEBT_SHARES, LABELLED_MEASURES
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.run.checks.argument_values import PROGRESS, SAMPLES, THREADS, document_check
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.progress import Progress
from underheaven.run.study import Study, read_study, short_name
from underheaven.run.uncertainty.parameter_samples import SampleRequest, sample_study
from underheaven.run.uncertainty.sensitivity import measure_samples
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_study as read_plan
from underheaven.spec.models.published_pattern import PatternCondition, PublishedPattern
from underheaven.spec.problems import suggest_name

PATTERN_SAMPLES = 256
"""Parameter samples: whether a pattern appears carries less information per sample than a measure's size."""


def list_pattern_studies() -> list[str]:
    """Return the names of the shipped studies that claim to show a published pattern."""
    return [name for name in shipped_names("study") if read_plan(name).model.pattern is not None]


@check_arguments(studies=document_check("study"), samples=SAMPLES, threads=THREADS, progress=PROGRESS)
def check_patterns(
    *studies: str, samples: int = PATTERN_SAMPLES, threads: int | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Return a row for each study: whether its published pattern appears over parameter samples.

    Args:
        *studies: Names or paths; if empty, all shipped studies that have a pattern.
        samples: Parameter samples per study, 1 or more.
        threads: Threads, 1 or more; None for all cores.
        progress: Called every month with the person-months done and in total.

    Returns:
        Rows as `pattern_row` describes them, with ``mark``.

    Raises:
        RequestError: A study has no pattern, or its pattern names an unknown measure.
        DocumentError: A document has faults; all are listed.
    """
    named = [(name, read_study(name)) for name in studies or list_pattern_studies()]
    for name, study in named:
        read_clauses(study, name)
    return [_run_pattern(name, study, samples, threads, progress) for name, study in named]


def read_clauses(study: Study, name: str) -> list[Clause]:
    """Return the clauses of a study's pattern.

    Args:
        study: The study.
        name: Its name in errors.

    Raises:
        RequestError: The study has no pattern, or a clause names an unknown scenario or measure.
    """
    if study.plan.pattern is None:
        raise RequestError(
            f"{name}: this study claims no published pattern. Those that ship with one are "
            f"{', '.join(list_pattern_studies())}."
        )
    return [_read_clause(study, where, name) for where in study.plan.pattern.where]


def pattern_row(
    name: str, pattern: PublishedPattern, clauses: Sequence[Clause], results: SampleResults
) -> dict[str, Any]:
    """Return the row of a study: the published pattern, the base case, and the parameter samples.

    Args:
        name: Name of the study.
        pattern: The published pattern.
        clauses: Its conditions, in order.
        results: Measures in the base case and in the parameter samples.

    Returns:
        Keys: study, published, source, brought_about_by, put_in, not_shown, verdict, where (a row for each clause,
        with mean, low and high over seeds, and the shares of samples in which it holds and in which it has its sign),
        share (of the samples in which the pattern appears), samples, seeds (of the base case), deciders, numbers,
        persons, months.
    """
    seeds, sample_values = measured.values_at_seeds(results), measured.values_at_samples(results)
    found = [measured.base_case_verdict(seeds, clause) for clause in clauses]
    appears = clauses_hold(sample_values, clauses)
    description = pattern.model_dump(exclude={"where"})
    return {
        "study": name,
        **description,
        "verdict": measured.combine_verdicts([verdict for _, verdict in found]),
        "where": [
            {
                **_clause_row(c, interval.mean, interval.low, interval.high, clause_verdict),
                **_clause_shares(sample_values, c),
            }
            for c, (interval, clause_verdict) in zip(clauses, found, strict=True)
        ],
        "share": float(appears.mean()),
        "samples": len(appears),
        "seeds": len(results.base_case),
        "deciders": [_decider_row(d) for d in measured.decisive_parameters(results, clauses)],
        "numbers": len(results.parameters),
        "persons": results.persons,
        "months": results.months,
    }


def _run_pattern(
    name: str, study: Study, samples: int, threads: int | None, progress: Progress | None
) -> dict[str, Any]:
    clauses, pattern = read_clauses(study, name), study.plan.pattern
    request = SampleRequest(samples, oat_measures=(), separate_obedience=False)
    results = measure_samples(sample_study(study), request, threads, progress)
    if results is None or pattern is None:
        raise RequestError(f"{name}: no document of it states a range of an assumed number. Give one a range.")
    return pattern_row(name, pattern, clauses, results) | {"mark": study.mark or None}


def _read_clause(study: Study, where: PatternCondition, name: str) -> Clause:
    scenarios = [short_name(d) for d in study.regimes]
    clause = read_clause(where.model_dump(), scenarios[0])
    if clause.scenario not in scenarios:
        raise RequestError(
            f"{name}, pattern.where.scenario = {clause.scenario!r}: "
            f"{suggest_name(clause.scenario, scenarios, 'There is none')}."
        )
    for measure in filter(None, (clause.measure, clause.over)):
        _check_measure(measure, name)
    if clause.of == DIFFERENCE and study.baseline is None:
        raise RequestError(f"{name}: a difference needs a baseline. Name it as `baseline`.")
    return clause


def _check_measure(measure: str, name: str) -> None:
    known = [*MEASURES, *PAIRED, *FILED_DEBT_SHARES, *LABELLED_MEASURES, *CATEGORY_FAMILIES]
    if measure not in known and measure.partition(":")[0] not in known:
        raise RequestError(f"{name}: measure {measure!r} is unknown. {suggest_name(measure, known, 'There is none')}.")


def _clause_row(clause: Clause, mean: float, low: float, high: float, verdict: str) -> dict[str, Any]:
    plain = {"mean": mean, "low": low, "high": high, "above": clause.above, "below": clause.below}
    return {
        "scenario": clause.scenario,
        "measure": clause.measure,
        "over": clause.over,
        "of": clause.of,
        **{key: value if isfinite(value) else None for key, value in plain.items()},
        "verdict": verdict,
    }


def _clause_shares(sample_values: ColumnValues, clause: Clause) -> dict[str, float | None]:
    """Return the shares of samples in which a clause holds and in which its number has the required sign.

    The second share is None if the bounds require no sign.
    """
    value = clause_values(sample_values, clause)
    sign = float((value > 0).mean()) if clause.above >= 0 else float((value < 0).mean()) if clause.below <= 0 else None
    return {"share": float(clauses_hold(sample_values, [clause]).mean()), "same_sign": sign}


def _decider_row(decider: DecisiveParameter) -> dict[str, Any]:
    parameter = decider.parameter
    return {
        "document": parameter.document,
        "path": parameter.path,
        "low": parameter.low,
        "high": parameter.high,
        "stated": parameter.stated,
        "at_low": decider.at_low,
        "at_middle": decider.at_middle,
        "at_high": decider.at_high,
        "vanishes": decider.absent_end,
    }
