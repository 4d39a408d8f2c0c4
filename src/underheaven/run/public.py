"""The calls of the public face: run, compare, go on with what was stopped, forecast. Heavy parts come late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.run.forecast import Forecast
    from underheaven.run.progress import Progress
    from underheaven.run.study import Source, Study

EngineName = Literal["auto", "plain", "cpu"]
DEFAULTS: dict[str, Any] = {
    "against": "none",
    "society": None, "persons": 200_000, "months": 120, "seed": 1, "replicates": 8, "start": None,
    "align": None,
    "panel": 0,
}  # fmt: skip


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
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError, StoppedError.
    """
    settings = {
        "persons": persons, "months": months, "seed": seed, "replicates": replicates, "start": start, "panel": panel,
        "align": align,
    }  # fmt: skip
    study = _study((regime,), None, society, settings)
    return _execute(study, threads, engine, progress, out, assumptions if ranges else 0, checkpoint_every, stop)


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
) -> xr.Dataset:
    """Runs the same people under each regime and under ``against``, and returns all worlds in one dataset.

    The arguments are those of `run`; against: the other world, last on the dimension ``world``. align: start observes
    each regime from its own first month, and months are then counted from 0001-01; calendar observes all in the same
    months. If None, start, or calendar where ``start`` is given; it matters where regimes start in different months.
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError.
    """
    settings = {
        "persons": persons, "months": months, "seed": seed, "replicates": replicates, "start": start, "panel": panel,
        "align": align,
    }  # fmt: skip
    study = _study(regimes, against, society, settings)
    return _execute(study, threads, engine, progress, out, assumptions if ranges else 0, checkpoint_every, stop)


def resume(
    out: str | Path,
    threads: int | None = None,
    engine: EngineName = "auto",
    progress: Progress | None = None,
    checkpoint_every: float = 60.0,
    stop: Callable[[], bool] | None = None,
) -> xr.Dataset:
    """Goes on with a run that was stopped or killed, and returns what it would have returned.

    out: the file that the run was to write. The other arguments are those of `run`.
    Raises RequestError where nothing was stopped, ResultError where what was kept cannot be used, StoppedError.
    """
    from underheaven.run.folder import never
    from underheaven.run.resume import resume as go_on

    return go_on(
        _path(out), engine=engine, threads=threads, progress=progress, every=checkpoint_every, stop=stop or never
    )


def reform_study(
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
    from underheaven.run.reform import reform_study as study

    settings = {"persons": persons, "months": months, "seed": seed, "replicates": replicates, "start": start}
    return study(regime, only, with_, society, **settings)


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

    study = regime if isinstance(regime, Study) else reform_study(regime, **settings)
    refuse_harsher(study)
    return _execute(study, threads, engine, progress, out, 0, checkpoint_every, stop)


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
    from underheaven.run.attribute import attribute as live
    from underheaven.run.attribute import plan_attribution

    return live(plan_attribution(regime, measures, **settings), engine, threads, progress)


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
    **trial: Any,
) -> Forecast:
    """Tries a comparison on this machine for some seconds and returns the time, memory and disk that it will take.

    The arguments are those of `compare`; against: None for a run of one regime. trial: ``look``, ``spent`` and
    ``seconds`` of `run.forecast.foretell`.
    Raises RequestError, DocumentError with every fault, NotYetError, EngineError.
    """
    from underheaven.run.forecast import foretell

    settings = {
        "persons": persons, "months": months, "seed": seed, "replicates": replicates, "start": start, "panel": panel,
        "align": align,
    }  # fmt: skip
    study = _study(regimes, against, society, settings)
    path = _path(out)
    return foretell(study, engine=engine, threads=threads, out=path, points=assumptions if ranges else 0, **trial)


def planned(*regimes: Source | Study, **settings: Any) -> Study:
    """Returns the study that `compare` would run, checked and fit to run; settings: those of ``DEFAULTS``.

    Raises RequestError, DocumentError with every fault, NotYetError.
    """
    asked = DEFAULTS | settings
    return _study(regimes, asked.pop("against"), asked.pop("society"), asked)


def read_study(name_or_path: str | Path) -> Study:
    """Reads a study and every document it names, checked together and fit to run.

    Raises RequestError for an unknown name, DocumentError with every fault, NotYetError.
    """
    from underheaven.run.study import read_study as read

    return read(name_or_path)


def _study(regimes: tuple[Any, ...], against: Source | None, society: Source | None, settings: dict[str, Any]) -> Study:
    from underheaven.errors import RequestError
    from underheaven.run.study import Study, plan_study

    if not any(isinstance(r, Study) for r in regimes):
        return plan_study(regimes, against, society, **settings)
    if len(regimes) > 1:
        raise RequestError("A study stands beside other regimes: it names its own. Give the study alone.")
    for name, value in _besides(against, society, settings).items():
        if value != DEFAULTS[name]:
            raise RequestError(f"{name} = {value!r} is given beside a study, which fixes it. Change it in the study.")
    study: Study = regimes[0]
    return study


def _execute(
    study: Study,
    threads: int | None,
    engine: str,
    progress: Progress | None,
    out: str | Path | None,
    points: int,
    every: float,
    stop: Callable[[], bool] | None,
) -> xr.Dataset:
    from underheaven.run.execute import execute
    from underheaven.run.folder import never

    path = _path(out)
    return execute(
        study, engine=engine, threads=threads, progress=progress, out=path, points=points, every=every,
        stop=stop or never,
    )  # fmt: skip


def _besides(against: Source | None, society: Source | None, settings: dict[str, Any]) -> dict[str, Any]:
    """What was given beside a study; `run` has no other world to give."""
    given = {"society": society, **settings}
    return given if against is None else {"against": against, **given}


@overload
def _path(out: None) -> None: ...
@overload
def _path(out: str | Path) -> Path: ...
def _path(out: str | Path | None) -> Path | None:
    from underheaven.errors import RequestError

    try:
        return None if out is None else Path(out)
    except TypeError:
        raise RequestError(f"out = {out!r}: it must be the path of a file. Write one, such as run.nc.") from None
