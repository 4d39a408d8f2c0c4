"""Global sensitivity analysis of a study over parameter samples, as rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from underheaven.argument_checks import optional
from underheaven.engine.factory import make_engine
from underheaven.errors import RequestError
from underheaven.measure.inference.influential_parameters import InfluentialParameter
from underheaven.measure.inference.sample_results import SampleResults, read_sample_results
from underheaven.measure.inference.sensitivity import Sensitivity, compute_sensitivities
from underheaven.measure.measure_values import (
    CATEGORY_FAMILIES,
    FILED_DEBT_SHARES,
    HEADLINE_MEASURES,
    LABELLED_MEASURES,
    MeasureFunction,
)
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.run.checkpoint.checkpointer import NoCheckpoints
from underheaven.run.checks.arguments import check_arguments, check_setting, document_check
from underheaven.run.progress import Meter, Progress, ignore_progress
from underheaven.run.study import Source, Study, plan_study
from underheaven.run.uncertainty.parameter_samples import (
    DEFAULT_SAMPLES,
    MAX_SAMPLE_PERSONS,
    run_parameter_samples,
    sample_person_months,
)
from underheaven.run.uncertainty.town_size import with_sample_town_size
from underheaven.spec.assumptions.sampling_scales import position_in_range
from underheaven.spec.problems import suggest_name

if TYPE_CHECKING:
    import xarray as xr


STUDY_DEFAULTS: Mapping[str, Any] = {
    "baseline": "none",
    "society": None,
    "months": 120,
    "seed": 1,
    "start": None,
    "align": None,
}
"""Defaults of the settings that a study fixes."""


@check_arguments(
    "regimes",
    "society",
    "months",
    "seed",
    "start",
    "align",
    "samples",
    "measures",
    "more",
    "threads",
    "progress",
    baseline=optional(document_check("regime")),
    persons=optional(check_setting),
)
def sensitivity(
    *regimes: Source | Study,
    baseline: Source | None = "none",
    society: Source | None = None,
    persons: int | None = None,
    months: int = 120,
    seed: int = 1,
    start: str | None = None,
    align: str | None = None,
    samples: int = DEFAULT_SAMPLES,
    measures: Sequence[str] = (),
    more: Mapping[str, Callable[[xr.Dataset], xr.DataArray]] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """Return a row for each scenario, measure and paired difference, over parameter samples of a study.

    Args:
        *regimes: Names, paths or documents; or one study, which fixes the other settings of the study.
        baseline: The baseline; see `compare`.
        society: Name, path or document; see `compare`.
        persons: Synthetic persons in each sample; 10,000 if None, and at most the study's.
        months: Months observed after the burn-in.
        seed: Seed of the design and of all random draws.
        start: First month observed; see `compare`.
        align: See `compare`.
        samples: Number of parameter samples, 1 or more.
        measures: Names in the registry or in ``more``; all if empty.
        more: Further measures by name: functions of a dataset that return an array of shape (scenario, replicate).
        threads: Threads, 1 or more; None for all cores.
        progress: Called every month with the person-months done and in total.

    Returns:
        Rows as `sensitivity_rows` describes them. No parameter is named for a measure of obedience or one in ``more``.

    Raises:
        RequestError: A setting is out of range or a measure is unknown.
        DocumentError: A document has faults; all are listed.
    """
    study = _resolve_study(
        regimes, baseline, society, {"persons": persons, "months": months, "seed": seed, "start": start, "align": align}
    )
    results = measure_samples(study, samples, more, measures or HEADLINE_MEASURES, threads, progress)
    return sensitivity_rows(results, measures)


def measure_samples(
    study: Study,
    samples: int = DEFAULT_SAMPLES,
    more: Mapping[str, MeasureFunction] | None = None,
    oat_measures: Sequence[str] = HEADLINE_MEASURES,
    threads: int | None = None,
    progress: Progress | None = None,
    separate_obedience: bool = True,
) -> SampleResults | None:
    """Return everything measured over parameter samples of a study, None if no parameter has a range.

    oat_measures: measures whose candidate parameters are varied one at a time. separate_obedience: see
    `run_parameter_samples`. The other arguments are those of `sensitivity`. Raises RequestError.
    """
    _check_measures(oat_measures, more or {})
    for name in more or {}:
        if name.partition(":")[0] in (*MEASURES, *PAIRED, *FILED_DEBT_SHARES, *LABELLED_MEASURES, *CATEGORY_FAMILIES):
            raise RequestError(f"more: {name} is a measure of this program. Give yours another name.")
    machine = make_engine("auto", threads)
    meter = Meter(max(sample_person_months(study, samples), 1), progress or ignore_progress)
    n_threads = machine.threads
    single_thread = make_engine("auto", 1)
    return run_parameter_samples(
        single_thread,
        study,
        samples,
        study.months,
        meter.add,
        NoCheckpoints(),
        n_threads,
        more,
        oat_measures,
        separate_obedience,
    )


@check_arguments("dataset", "measures")
def result_rows(dataset: xr.Dataset, measures: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the sensitivity rows of a result that was run with ``ranges=True``.

    Args:
        dataset: The result.
        measures: Names in the registry; all if empty.

    Raises:
        RequestError: A measure is unknown, or the result holds no parameter samples.
    """
    results = read_sample_results(dataset.attrs)
    if results is None:
        raise RequestError(
            "sensitivity: the result holds no runs over its assumptions. Name its regimes or its study instead, or run "
            "it again without --no-ranges."
        )
    return sensitivity_rows(results, measures)


def sensitivity_rows(results: SampleResults | None, measures: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return a row for each scenario, measure and paired difference that is defined in some sample.

    Args:
        results: The stored sample results, or None.
        measures: Names in the registry; all if empty.

    Returns:
        Rows with these keys; a number that is not defined is None.

        - `scenario`, `measure`, `of` (level, or difference from the baseline);
        - `base_case_mean`, `base_case_median`, `seeds_low`, `seeds_high`: of the base case over seeds, at the size of
          the samples; `seeds`: how many;
        - `median`, `low`, `high` (central 90%), `minimum`, `maximum`: of the samples; `base_case_is_outside`: whether
          the median of the base case lies outside the central 90%;
        - `parameter_sd`, `monte_carlo_sd`, `distinguishable` (whether samples vary significantly more than seeds),
          `dominant_source` (parameters, Monte Carlo error or neither);
        - `positive`, `negative`: shares of the samples; `sign_changes`, `opposite_share`, `sign_changed_by`;
        - `most_influential`, `correlation_threshold`, `can_name_parameters` (whether the samples suffice);
        - `samples_defined` (that define the measure), `samples_in_all`, `samples_dropped` (that could not be drawn),
          `samples_adjusted` (whose values were pulled toward the base case), `samples_replaced` (that contradicted
          facts of the society), `contradictions` (how many of these contradicted each fact);
        - `parameters` (how many), `persons`, `months`, `town_size`: of the samples.

    Raises:
        RequestError: A measure is unknown.
    """
    if results is None:
        return []
    known = {name for _, name, _ in results.columns}
    _check_measures(measures, dict.fromkeys(known))
    wanted = set(measures)
    return [
        _measure_row(results, row)
        for row in compute_sensitivities(results).values()
        if not wanted or row.column[1] in wanted or row.column[1].partition(":")[0] in wanted
    ]


def _resolve_study(
    regimes: Sequence[Source | Study], baseline: Source | None, society: Source | None, settings: Mapping[str, Any]
) -> Study:
    persons = MAX_SAMPLE_PERSONS if settings["persons"] is None else settings["persons"]
    studies = [regime for regime in regimes if isinstance(regime, Study)]
    if not studies:
        sources = [regime for regime in regimes if not isinstance(regime, Study)]
        return with_sample_town_size(plan_study(sources, baseline, society, **{**settings, "persons": persons}))
    if len(regimes) > 1:
        raise RequestError("A study was given together with other regimes, but it names its own. Give the study alone.")
    settings_given = {"baseline": baseline, "society": society, **settings}
    for name, default in STUDY_DEFAULTS.items():
        if settings_given[name] != default:
            raise RequestError(
                f"{name} = {settings_given[name]!r} is given beside a study, which fixes it. Change it there."
            )
    (study,) = studies
    if settings["persons"] is not None and persons > study.plan.persons:
        raise RequestError(
            f"persons = {persons:,}: the study has {study.plan.persons:,}, and a sample has no more. Write fewer, or "
            "leave it out."
        )
    numbers: dict[str, Any] = {"persons": min(persons, study.plan.persons), "panel": 0, "exempt": []}
    return with_sample_town_size(replace(study, plan=study.plan.model_copy(update=numbers)))


def _check_measures(names: Sequence[str], more: Mapping[str, object]) -> None:
    known = [*MEASURES, *PAIRED, *FILED_DEBT_SHARES, *LABELLED_MEASURES, *CATEGORY_FAMILIES, *more]
    for name in names:
        if name not in known and name.partition(":")[0] not in (*LABELLED_MEASURES, *CATEGORY_FAMILIES):
            raise RequestError(f"measure {name!r} is unknown. {suggest_name(name, known, 'There is none')}.")


def _measure_row(results: SampleResults, row: Sensitivity) -> dict[str, Any]:
    scenario, name, of = row.column
    numbers = (
        "base_case_mean",
        "base_case_median",
        "median",
        "low",
        "high",
        "minimum",
        "maximum",
        "seeds_low",
        "seeds_high",
        "parameter_sd",
        "monte_carlo_sd",
    )
    return {
        "scenario": scenario,
        "measure": name,
        "of": of,
        **{key: _finite_or_none(getattr(row, key)) for key in numbers},
        "seeds": len(results.base_case),
        "base_case_is_outside": row.base_case_is_outside,
        "dominant_source": row.dominant_source,
        "distinguishable": row.distinguishable,
        "positive": row.positive,
        "negative": row.negative,
        "sign_changes": row.sign_changes,
        "opposite_share": row.opposite_share,
        "sign_changed_by": [parameter.path for parameter in row.sign_changed_by],
        "most_influential": list(map(_influence_row, row.most_influential)),
        "correlation_threshold": row.correlation_threshold,
        "can_name_parameters": row.can_name_parameters,
        "samples_defined": row.n_samples,
        "samples_in_all": row.n_samples_in_all,
        "samples_dropped": results.n_dropped,
        "samples_replaced": results.n_rejected,
        "contradictions": dict(results.contradictions),
        "samples_adjusted": sum(n > 0 for n in results.n_adjusted),
        "parameters": len(results.parameters),
        "persons": results.persons,
        "months": results.months,
        "town_size": results.town_size,
    }


def _influence_row(influence: InfluentialParameter) -> dict[str, Any]:
    number = influence.parameter
    return {
        "document": number.document,
        "path": number.path,
        "low": number.low,
        "high": number.high,
        "stated": number.stated,
        "scale": number.scale,
        "position": position_in_range(number.stated, number.low, number.high, number.scale),
        "off_centre": number.off_centre or None,
        "direction": influence.direction,
        "correlation": influence.correlation,
        "variance_share": influence.variance_share,
        "at_low": _finite_or_none(influence.at_low),
        "at_high": _finite_or_none(influence.at_high),
    }


def _finite_or_none(value: float) -> float | None:
    return value if isfinite(value) else None
