"""From the keyword arguments of a public function to the study that they ask for, and the options of its run."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from underheaven.errors import RequestError
from underheaven.run.hooks import refuse_namesakes
from underheaven.run.options import DEFAULT_SAMPLES, RunOptions, never_stop
from underheaven.run.progress import ignore_progress
from underheaven.run.settings import DEFAULT_BASELINE, ExecutionSettings, RunSettings, SampleSettings, StudySettings
from underheaven.run.study import Source, Study, plan_study

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook

T = TypeVar("T")


def pick_settings(settings: Mapping[str, object], declared: type[T]) -> T:
    """Return those keyword arguments that a TypedDict of `run.settings` declares.

    Args:
        settings: Keyword arguments, checked.
        declared: The TypedDict.
    """
    names = inspect.get_annotations(declared)
    return cast(T, {name: value for name, value in settings.items() if name in names})


def resolve_study(regimes: Sequence[Source | Study], baseline: Source | None, settings: Mapping[str, object]) -> Study:
    """Return the study that was given, or the study of the regimes and settings given.

    Args:
        regimes: Names, paths or documents; or one study.
        baseline: The baseline; None for no comparison.
        settings: Keyword arguments, checked; those that no study has are left out.

    Raises:
        RequestError: A setting is out of range, or given beside a study, which fixes it.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    asked = pick_settings(settings, StudySettings)
    if study := single_study(regimes):
        refuse_beside_study(baseline, asked)
        return study
    return plan_study([regime for regime in regimes if not isinstance(regime, Study)], baseline, **asked)


def single_study(regimes: Sequence[Source | Study]) -> Study | None:
    """Return the study among what was named, or None.

    Raises:
        RequestError: Something else is named with it.
    """
    studies = [regime for regime in regimes if isinstance(regime, Study)]
    if studies and len(regimes) > 1:
        raise RequestError("A study was given together with other regimes, but it names its own. Give the study alone.")
    return studies[0] if studies else None


def refuse_beside_study(baseline: Source | None, settings: Mapping[str, object]) -> None:
    """Raise RequestError for a baseline or a setting that is given beside a study; None counts as not given."""
    given = {"baseline": None if baseline == DEFAULT_BASELINE else baseline, **settings}
    for name, value in given.items():
        if value is not None:
            raise RequestError(f"{name} = {value!r} is given beside a study, which fixes it. Change it in the study.")


def plan_run(
    regimes: Sequence[Source | Study], baseline: Source | None, settings: RunSettings
) -> tuple[Study, RunOptions]:
    """Return the study that keyword arguments ask for, and the options of its run.

    Args:
        regimes: Names, paths or documents; or one study.
        baseline: The baseline; None for no comparison.
        settings: Keyword arguments, checked.

    Raises:
        RequestError: A setting is out of range, or has no effect.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    study = add_hooks(resolve_study(regimes, baseline, settings), settings.get("hooks", ()))
    return study, make_run_options(settings, settings.get("out"), count_samples(settings))


def add_hooks(study: Study, hooks: Sequence[Hook]) -> Study:
    """Return a study with these hooks in every scenario.

    Raises:
        RequestError: Two hooks share a name.
    """
    refuse_namesakes(hooks)
    return replace(study, hooks=tuple(hooks)) if hooks else study


def make_run_options(settings: ExecutionSettings, out: str | Path | None, samples: int = 0) -> RunOptions:
    """Return the options that keyword arguments ask for.

    Args:
        settings: Keyword arguments, checked.
        out: NetCDF file to be written, or None.
        samples: Parameter samples, 0 or more.

    Raises:
        RequestError: A setting has no effect without ``out``.
    """
    stop = settings.get("stop")
    checkpoint_every = settings.get("checkpoint_every", RunOptions.checkpoint_every)
    if out is None and stop is not None:
        raise RequestError(
            "stop is given without out: a stopped run keeps its progress beside out. Give out, or leave stop out."
        )
    if out is None and checkpoint_every != RunOptions.checkpoint_every:
        raise RequestError(
            f"checkpoint_every = {checkpoint_every:g}: without out there are no checkpoints. Give out, or no seconds."
        )
    return RunOptions(
        engine=settings.get("engine", RunOptions.engine),
        threads=settings.get("threads", RunOptions.threads),
        progress=settings.get("progress") or ignore_progress,
        out=None if out is None else Path(out),
        samples=samples,
        checkpoint_every=checkpoint_every,
        stop=stop or never_stop,
    )


def count_samples(settings: SampleSettings) -> int:
    """Return the number of parameter samples that keyword arguments ask for, 0 without ranges.

    Raises:
        RequestError: A number of samples is given without ranges.
    """
    samples = settings.get("samples", DEFAULT_SAMPLES)
    if settings.get("ranges", False):
        return samples
    if samples != DEFAULT_SAMPLES:
        raise RequestError(f"samples = {samples:,}: ranges = False leaves all samples out. Leave one of the two out.")
    return 0
