"""The calls of the public face: run, compare, go on with what was stopped, forecast. Heavy parts come late."""

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
    "against": "none",
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
    "assumptions",
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
    assumptions: int = 128,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    panel: int = 0,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Runs one regime over a society and returns what is recorded.

    regime: name of a shipped document, path, document as read, or a whole study (which then fixes the rest).
    society: name, path or document as read; if None, the first that ships and has all that is asked for, china-2020
    before any other. persons: 4 or more. months: observed after the burn-in. start: first month, as 2013-10; the
    regime's if None. align: see `compare`. threads: all cores if None. out: a NetCDF file to write as well. ranges:
    also live the study at ``assumptions`` points with other values of all its assumed numbers; the attribute
    ``assumptions`` holds what comes of it, and `sensitivity` says it in rows.
    With ``out``, the run keeps what is done in a folder beside it, goes on with a stopped run of the same study, and
    writes a checkpoint every ``checkpoint_every`` seconds; stop: asked every month whether to stop and keep it.
    panel: how many of the first synthetic persons are recorded month by month, in variables that begin with panel_.
    hooks: a scholar's own mechanisms (`underheaven.hook`), called in this order; the result and its digest name them.
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError, StoppedError.
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
    samples = _sample_count(ranges, assumptions)
    return _execute_study(study, threads, engine, progress, out, samples, checkpoint_every, stop)


@check_arguments(
    "regimes",
    "against",
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
    "assumptions",
    "checkpoint_every",
    "stop",
    "panel",
    "hooks",
)
def compare(
    *regimes: Source | Study,
    against: Source = "none",
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
    assumptions: int = 128,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
    panel: int = 0,
    hooks: Sequence[Hook] = (),
) -> xr.Dataset:
    """Runs the same people under each regime and under ``against``, and returns all worlds in one dataset.

    The arguments are those of `run`; against: the other world, last on the dimension ``world``. align: start observes
    each regime from its own first month, and months are then counted from 0001-01; calendar observes all in the same
    months. If None, start, or calendar where ``start`` is given; it matters where regimes start in different months.
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError.
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
    study = _hooked(_resolve_study(regimes, against, society, settings), hooks)
    samples = _sample_count(ranges, assumptions)
    return _execute_study(study, threads, engine, progress, out, samples, checkpoint_every, stop)


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
    """Goes on with a run that was stopped or killed, and returns what it would have returned.

    out: the file that the run was to write. hooks: those of the stopped run. The other arguments are those of `run`.
    Raises RequestError where nothing was stopped, ResultError where what was kept cannot be used, StoppedError.
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
    """Returns the study that `reform` lives: a regime under each of its reforms, under itself, and no regime.

    The arguments are those of `reform`. Raises RequestError, DocumentError with every fault.
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
    """Lives a regime under each of its reforms, under itself and under none, over the same people.

    regime: name of a shipped document, path, document as read, or the study of `reform_study`. settings: ``only``,
    names of shipped reforms (all if none is named); ``with_``, further reforms by name or path; ``society``, the
    first that has all that the regime asks for if None; persons (100,000), months (120), seed, replicates (8) and
    start as in `compare`.
    The regime is the last world, ``none`` the one before it; `measure.reforms.effects` gives what each reform changes.
    Reforms are given, and nothing is searched for; one that makes the regime harsher in anything is refused.
    Raises RequestError, DocumentError with every fault, EngineError, StoppedError.
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
    """Returns which mechanism of a regime causes how much of its effects, inside the model.

    measures: names of `measure.registry`. settings: society, persons (20,000), months (60), seed, replicates (4) and
    start. The dataset holds ``shapley`` and ``alone`` (measure, mechanism, replicate), ``whole`` (measure, replicate),
    and ``value`` (measure, coalition, replicate) with ``holds``, which says what is in a coalition.
    Raises RequestError, DocumentError with every fault, EngineError. Source: Shapley 1953.
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
    "assumptions",
    "panel",
    "look",
    "spent",
    "seconds",
    against=argument_checks.optional(document_check("regime")),
)
def forecast(
    *regimes: Source | Study,
    against: Source | None = "none",
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
    assumptions: int = 128,
    panel: int = 0,
    **pilot_options: Any,
) -> Forecast:
    """Tries a comparison on this machine for some seconds and returns the time, memory and disk that it will take.

    The arguments are those of `compare`; against: None for a run of one regime. trial: ``look``, ``spent`` and
    ``seconds`` of `run.forecast.foretell`.
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError.
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
    study = _resolve_study(regimes, against, society, settings)
    out_path, samples = None if out is None else Path(out), _sample_count(ranges, assumptions)
    return forecast_run(study, engine=engine, threads=threads, out=out_path, samples=samples, **pilot_options)


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
    against=argument_checks.optional(document_check("regime")),
)
def plan_comparison(*regimes: Source | Study, **settings: Any) -> Study:
    """Returns the study that `compare` would run, checked and fit to run; settings: those of ``DEFAULTS``.

    Raises RequestError, DocumentError with every fault, NotYetError.
    """
    all_settings = DEFAULTS | settings
    return _resolve_study(regimes, all_settings.pop("against"), all_settings.pop("society"), all_settings)


@check_arguments("name_or_path")
def read_study(name_or_path: str | Path) -> Study:
    """Reads a study and every document it names, checked together and fit to run.

    Raises RequestError for an unknown name, DocumentError with every fault, NotYetError.
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
        raise RequestError("A study stands beside other regimes: it names its own. Give the study alone.")
    for name, value in _settings_given(baseline, society, settings).items():
        if value != DEFAULTS[name]:
            raise RequestError(f"{name} = {value!r} is given beside a study, which fixes it. Change it in the study.")
    study: Study = regimes[0]
    return study


def _hooked(study: Study, hooks: Sequence[Hook]) -> Study:
    """Return a study with hooks in every world."""
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


def _sample_count(ranges: bool, assumptions: int) -> int:
    """Gives the number of parameter samples, none without ranges."""
    from underheaven.run.uncertainty.parameter_samples import DEFAULT_SAMPLES

    if not ranges and assumptions != DEFAULT_SAMPLES:
        raise RequestError(
            f"assumptions = {assumptions:,}: ranges = False leaves all samples out. Leave one of the two out."
        )
    return assumptions if ranges else 0


def _settings_given(baseline: Source | None, society: Source | None, settings: dict[str, Any]) -> dict[str, Any]:
    """What was given beside a study; `run` has no other world to give."""
    named = {"society": society, **settings}
    return named if baseline is None else {"against": baseline, **named}
