"""The public functions: run, compare, resume, reform, attribute, forecast. Heavy modules are imported when needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from underheaven import argument_checks
from underheaven.errors import RequestError
from underheaven.run.checks.arguments import check_arguments, document_check

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.engine.hooks import Hook
    from underheaven.run.forecast import Forecast
    from underheaven.run.progress import Progress
    from underheaven.run.study import Source, Study

EngineName = Literal["auto", "plain", "cpu"]
DEFAULTS: dict[str, Any] = {
    "baseline": "none",
    "society": None,
    "persons": 200_000,
    "months": 120,
    "seed": 1,
    "replicates": 8,
    "start": None,
    "align": None,
    "panel": 0,
}


@check_arguments(
    "regime",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "threads",
    "engine",
    "progress",
    "start",
    "align",
    "out",
    "ranges",
    "samples",
    "checkpoint_every",
    "stop",
    "panel",
    "hooks",
)
def run(
    regime: Source | Study,
    society: Source | None = None,
    persons: int = 200_000,
    months: int = 120,
    seed: int = 1,
    replicates: int = 8,
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    start: str | None = None,
    align: Literal["start", "calendar"] | None = None,
    out: str | Path | None = None,
    ranges: bool = False,
    samples: int = 128,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    panel: int = 0,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Simulate one regime over a society.

    Args:
        regime: Name of a shipped document, path, document, or a study, which then fixes all other settings of the
            study.
        society: Name, path or document; if None, the first shipped society that has what the regime requires,
            china-2020 before any other.
        persons: Synthetic persons, 4 or more.
        months: Months observed after the burn-in.
        seed: Seed of all random draws; 0 is a valid seed.
        replicates: Replicates with independent random draws; two or more give Monte Carlo intervals.
        threads: Threads, 1 or more; None for all cores.
        engine: ``auto``, ``plain`` (interpreted, slow) or ``cpu`` (compiled); the results are identical.
        progress: Called every month with the person-months done and in total; an exception in it ends the run.
        start: First month observed, such as ``2013-10``; if None, the regime's.
        align: See `compare`.
        out: NetCDF file that the result is also written to. Progress is kept in a folder beside it, and a stopped run
            of the same study is resumed.
        ranges: Whether to simulate parameter samples as well. Their results are the attribute ``parameter_samples``;
            `sensitivity` gives them as rows.
        samples: Number of parameter samples, 1 or more; only with ``ranges``.
        checkpoint_every: Seconds between checkpoints, 0 or more; only with ``out``.
        stop: Called every month; if it returns True, the run stops and keeps its progress. Only with ``out``.
        panel: Number of persons, the first ones, that are recorded month by month in variables named ``panel_*``.
        hooks: Mechanisms of your own (`underheaven.hook`), called in this order; the result and its digest name them.

    Returns:
        Tallies by scenario, replicate and month, sums by person, and the study in the attributes.

    Raises:
        RequestError: A setting is out of range, or the run does not fit this machine.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    settings = {
        "persons": persons,
        "months": months,
        "seed": seed,
        "replicates": replicates,
        "start": start,
        "panel": panel,
        "align": align,
    }
    study = _hooked(_resolve_study((regime,), None, society, settings), hooks)
    n_samples = _sample_count(ranges, samples)
    return _execute_study(study, threads, engine, progress, out, n_samples, checkpoint_every, stop)


@check_arguments(
    "regimes",
    "baseline",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "threads",
    "engine",
    "progress",
    "start",
    "align",
    "out",
    "ranges",
    "samples",
    "checkpoint_every",
    "stop",
    "panel",
    "hooks",
)
def compare(
    *regimes: Source | Study,
    baseline: Source = "none",
    society: Source | None = None,
    persons: int = 200_000,
    months: int = 120,
    seed: int = 1,
    replicates: int = 8,
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    start: str | None = None,
    align: Literal["start", "calendar"] | None = None,
    out: str | Path | None = None,
    ranges: bool = False,
    samples: int = 128,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    panel: int = 0,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Simulate the same people under each regime and under a baseline.

    Arguments not listed here are those of `run`.

    Args:
        *regimes: Names, paths or documents, 1 to 16; or one study.
        baseline: The baseline, last on the dimension ``scenario``.
        align: ``start`` observes each regime from its own first month and counts months from 0001-01; ``calendar``
            observes all regimes in the same months. None means ``calendar`` if ``start`` is given, else ``start``. It
            matters only if regimes start in different months.

    Returns:
        All scenarios in one dataset; see `run`.

    Raises:
        RequestError: A setting is out of range, or the run does not fit this machine.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    settings = {
        "persons": persons,
        "months": months,
        "seed": seed,
        "replicates": replicates,
        "start": start,
        "panel": panel,
        "align": align,
    }
    study = _hooked(_resolve_study(regimes, baseline, society, settings), hooks)
    n_samples = _sample_count(ranges, samples)
    return _execute_study(study, threads, engine, progress, out, n_samples, checkpoint_every, stop)


@check_arguments("threads", "engine", "progress", "checkpoint_every", "stop", "hooks", out=argument_checks.file_path)
def resume(
    out: str | Path,
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Continue a run that was stopped or killed; the result is the same as without the stop.

    Arguments not listed here are those of `run`.

    Args:
        out: The file that the run was to write.
        hooks: The hooks of the stopped run.

    Returns:
        The dataset of the run.

    Raises:
        RequestError: There is no stopped run of this name.
        ResultError: The files of the stopped run cannot be used.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.checkpoint.folder import never_stop
    from underheaven.run.checkpoint.resume import resume_run as go_on

    return go_on(
        Path(out),
        engine=engine,
        threads=threads,
        progress=progress,
        checkpoint_every=checkpoint_every,
        stop=stop or never_stop,
        hooks=hooks,
    )


@check_arguments(
    "only", "with_", "society", "persons", "months", "seed", "replicates", "start", regime=document_check("regime")
)
def plan_reforms(
    regime: Source,
    *,
    only: Sequence[str] = (),
    with_: Sequence[str | Path] = (),
    society: Source | None = None,
    persons: int = 100_000,
    months: int = 120,
    seed: int = 1,
    replicates: int = 8,
    start: str | None = None,
) -> Study:
    """Return the study that `reform` runs: a regime under each of its reforms, unchanged, and no regime.

    Args:
        regime: Name, path or document.
        only: Names of shipped reforms; if empty, all.
        with_: Further reforms, by name or path.
        society: Name, path or document; if None, the first shipped society that has what the regime requires.
        persons: Synthetic persons per scenario.
        months: Months observed after the burn-in.
        seed: Seed of all random draws.
        replicates: Replicates with independent random draws.
        start: First month observed, such as ``2013-10``; if None, the regime's.

    Raises:
        RequestError: A setting is out of range or a reform is unknown.
        DocumentError: A document has faults; all are listed.
    """
    from underheaven.run.reform import plan_reforms as study

    settings = {"persons": persons, "months": months, "seed": seed, "replicates": replicates, "start": start}
    return study(regime, only, with_, society, **settings)


@check_arguments(
    "regime",
    "threads",
    "engine",
    "progress",
    "out",
    "checkpoint_every",
    "stop",
    "only",
    "with_",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "start",
)
def reform(
    regime: Source | Study,
    *,
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    out: str | Path | None = None,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    **settings: Any,
) -> xr.Dataset:
    """Simulate a regime under each of its reforms, unchanged, and without it, over the same people.

    Reforms are given, not searched for. A reform that makes the regime harsher in any respect is refused. Arguments
    not listed here are those of `run`.

    Args:
        regime: Name, path or document, or a study of `plan_reforms`.
        **settings: ``only``, names of shipped reforms (default all); ``with_``, further reforms by name or path;
            ``society`` (default the first shipped society that has what the regime requires); ``persons`` (100,000),
            ``months`` (120), ``seed``, ``replicates`` (8) and ``start`` as in `compare`.

    Returns:
        One scenario for each reform, then ``none``, then the unchanged regime. `measure.reform_effects` computes what
        each reform changes.

    Raises:
        RequestError: A setting is out of range or a reform is unknown.
        DocumentError: A document has faults, or a reform is harsher; all faults are listed.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.reform import refuse_harsher
    from underheaven.run.study import Study

    if isinstance(regime, Study) and settings:
        name = next(iter(settings))
        raise RequestError(f"{name} is given beside a study, which fixes it. Leave it out, or change the study.")
    study = regime if isinstance(regime, Study) else plan_reforms(regime, **settings)
    refuse_harsher(study)
    return _execute_study(study, threads, engine, progress, out, 0, checkpoint_every, stop)


@check_arguments(
    "measures",
    "threads",
    "engine",
    "progress",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "start",
    regime=document_check("regime"),
)
def attribute(
    regime: Source,
    *,
    measures: Sequence[str] = (),
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    **settings: Any,
) -> xr.Dataset:
    """Attribute a regime's effects to its mechanisms, inside the model.

    Args:
        regime: Name, path or document.
        measures: Names in the registry; if empty, the measures by which reforms are ordered.
        threads: Threads, 1 or more; None for all cores.
        engine: ``auto``, ``plain`` or ``cpu``.
        progress: Called every month with the person-months done and in total.
        **settings: ``society``, ``persons`` (20,000), ``months`` (60), ``seed``, ``replicates`` (4) and ``start``.

    Returns:
        ``shapley`` and ``alone`` (the effect of leaving one mechanism out), each of shape (measure, mechanism,
        replicate); ``whole`` (measure, replicate); ``value`` (measure, coalition, replicate); and ``holds``
        (coalition, mechanism), which mechanisms a coalition has.

    Raises:
        RequestError: A setting is out of range, or the regime has no mechanisms.
        DocumentError: A document has faults; all are listed.
        EngineError: The engine is unavailable or failed.

    Source:
        Shapley 1953.
    """
    from underheaven.run.attribute import plan_attribution
    from underheaven.run.attribute import run_attribution as live

    return live(plan_attribution(regime, measures, **settings), engine, threads, progress)


@check_arguments(
    "regimes",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "threads",
    "engine",
    "start",
    "align",
    "out",
    "ranges",
    "samples",
    "panel",
    "look",
    "spent",
    "seconds",
    baseline=argument_checks.optional(document_check("regime")),
)
def forecast(
    *regimes: Source | Study,
    baseline: Source | None = "none",
    society: Source | None = None,
    persons: int = 200_000,
    months: int = 120,
    seed: int = 1,
    replicates: int = 8,
    threads: int | None = None,
    engine: EngineName = "auto",
    start: str | None = None,
    align: Literal["start", "calendar"] | None = None,
    out: str | Path | None = None,
    ranges: bool = False,
    samples: int = 128,
    panel: int = 0,
    **pilot_options: Any,
) -> Forecast:
    """Estimate the time, memory and disk space of a comparison from a short pilot run on this machine.

    Arguments not listed here are those of `compare`.

    Args:
        baseline: The baseline; None for a run of one regime.
        **pilot_options: ``look``, ``spent`` and ``seconds`` of `run.forecast.forecast_run`.

    Raises:
        RequestError: A setting is out of range.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
        EngineError: The engine is unavailable or failed.
    """
    from underheaven.run.forecast import forecast_run

    settings = {
        "persons": persons,
        "months": months,
        "seed": seed,
        "replicates": replicates,
        "start": start,
        "panel": panel,
        "align": align,
    }
    study = _resolve_study(regimes, baseline, society, settings)
    out_path, n_samples = None if out is None else Path(out), _sample_count(ranges, samples)
    return forecast_run(study, engine=engine, threads=threads, out=out_path, samples=n_samples, **pilot_options)


@check_arguments(
    "regimes",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "start",
    "align",
    "panel",
    baseline=argument_checks.optional(document_check("regime")),
)
def plan_comparison(*regimes: Source | Study, **settings: Any) -> Study:
    """Return the study that `compare` would run, checked and ready to run.

    Args:
        *regimes: Names, paths or documents; or one study.
        **settings: Those in ``DEFAULTS``.

    Raises:
        RequestError: A setting is out of range.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    all_settings = DEFAULTS | settings
    return _resolve_study(regimes, all_settings.pop("baseline"), all_settings.pop("society"), all_settings)


@check_arguments("name_or_path")
def read_study(name_or_path: str | Path) -> Study:
    """Return a study and every document it names, checked together and ready to run.

    Args:
        name_or_path: Name of a shipped study, or path.

    Raises:
        RequestError: A name is unknown.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    from underheaven.run.study import read_study as read

    return read(name_or_path)


def _resolve_study(
    regimes: tuple[Any, ...], baseline: Source | None, society: Source | None, settings: dict[str, Any]
) -> Study:
    from underheaven.run.study import Study, plan_study

    if not any(isinstance(r, Study) for r in regimes):
        return plan_study(regimes, baseline, society, **settings)
    if len(regimes) > 1:
        raise RequestError("A study was given together with other regimes, but it names its own. Give the study alone.")
    for name, value in _settings_given(baseline, society, settings).items():
        if value != DEFAULTS[name]:
            raise RequestError(f"{name} = {value!r} is given beside a study, which fixes it. Change it in the study.")
    study: Study = regimes[0]
    return study


def _hooked(study: Study, hooks: Sequence[Hook]) -> Study:
    """Return a study with these hooks in every scenario."""
    from dataclasses import replace

    from underheaven.run.hooks import refuse_namesakes

    refuse_namesakes(hooks)
    return replace(study, hooks=tuple(hooks)) if hooks else study


def _execute_study(
    study: Study,
    threads: int | None,
    engine: str,
    progress: Progress | None,
    out: str | Path | None,
    samples: int,
    checkpoint_every: float,
    stop: Callable[[], bool] | None,
) -> xr.Dataset:
    from underheaven.run.checkpoint.folder import CHECKPOINT_SECONDS, never_stop
    from underheaven.run.execute import execute_study

    if out is None and stop is not None:
        raise RequestError(
            "stop is given without out: a stopped run keeps its progress beside out. Give out, or leave stop out."
        )
    if out is None and checkpoint_every != CHECKPOINT_SECONDS:
        raise RequestError(
            f"checkpoint_every = {checkpoint_every:g}: without out there are no checkpoints. Give out, or no seconds."
        )
    return execute_study(
        study,
        engine=engine,
        threads=threads,
        progress=progress,
        out=None if out is None else Path(out),
        samples=samples,
        checkpoint_every=checkpoint_every,
        stop=stop or never_stop,
    )


def _sample_count(ranges: bool, samples: int) -> int:
    """Return the number of parameter samples, 0 without ranges."""
    from underheaven.run.uncertainty.parameter_samples import DEFAULT_SAMPLES

    if not ranges and samples != DEFAULT_SAMPLES:
        raise RequestError(f"samples = {samples:,}: ranges = False leaves all samples out. Leave one of the two out.")
    return samples if ranges else 0


def _settings_given(baseline: Source | None, society: Source | None, settings: dict[str, Any]) -> dict[str, Any]:
    """Return what was given in addition to a study; `run` has no baseline to give."""
    named = {"society": society, **settings}
    return named if baseline is None else {"baseline": baseline, **named}
