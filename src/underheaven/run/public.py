"""The public functions: run, compare, resume, reform, attribute. Heavy modules are imported when needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from underheaven import argument_checks
from underheaven.run.checks.argument_values import document_check
from underheaven.run.checks.arguments import check_arguments
from underheaven.run.settings import (
    ATTRIBUTION_DEFAULTS,
    DEFAULT_BASELINE,
    REFORM_DEFAULTS,
    AttributionSettings,
    ExecutionSettings,
    PopulationSettings,
    ReformSettings,
    ReformStudySettings,
    ResumeSettings,
    RunSettings,
    StudySettings,
)

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.run.options import RunOptions
    from underheaven.run.study import Source, Study

check_regime = document_check("regime")
check_regime_or_study = document_check("regime", study=True)


@check_arguments(RunSettings, regime=check_regime_or_study)
def run(regime: Source | Study, **settings: Unpack[RunSettings]) -> xr.Dataset:
    """Simulate one regime over a society.

    Args:
        regime: Name of a shipped document, path, document, or a study, which then fixes all other settings of the
            study.
        **settings: See `run.settings.RunSettings`.

    Returns:
        Tallies by scenario, replicate and month, sums by person, and the study in the attributes.

    Raises:
        RequestError: A setting is out of range, or the run does not fit this machine.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.execute import execute_study
    from underheaven.run.study_request import plan_run as plan

    return execute_study(*plan((regime,), None, settings))


@check_arguments(RunSettings, regimes=check_regime_or_study, baseline=check_regime)
def compare(
    *regimes: Source | Study, baseline: Source = DEFAULT_BASELINE, **settings: Unpack[RunSettings]
) -> xr.Dataset:
    """Simulate the same people under each regime and under a baseline.

    Args:
        *regimes: Names, paths or documents, 1 to 16; or one study.
        baseline: The baseline, last on the dimension ``scenario``.
        **settings: See `run.settings.RunSettings`.

    Returns:
        All scenarios in one dataset; see `run`.

    Raises:
        RequestError: A setting is out of range, or the run does not fit this machine.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.execute import execute_study
    from underheaven.run.study_request import plan_run as plan

    return execute_study(*plan(regimes, baseline, settings))


@check_arguments(ResumeSettings, out=argument_checks.file_path)
def resume(out: str | Path, **settings: Unpack[ResumeSettings]) -> xr.Dataset:
    """Continue a run that was stopped or killed; the result is the same as without the stop.

    The hooks given must be those of the stopped run.

    Args:
        out: The file that the run was to write.
        **settings: See `run.settings.ResumeSettings`.

    Returns:
        The dataset of the run.

    Raises:
        RequestError: There is no stopped run of this name.
        ResultError: The files of the stopped run cannot be used.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.checkpoint.resume import resume_run
    from underheaven.run.study_request import make_run_options

    return resume_run(Path(out), make_run_options(settings, out), settings.get("hooks", ()))


@check_arguments(ReformStudySettings, REFORM_DEFAULTS, regime=check_regime)
def plan_reforms(regime: Source, **settings: Unpack[ReformStudySettings]) -> Study:
    """Return the study that `reform` runs: a regime under each of its reforms, unchanged, and no regime.

    Args:
        regime: Name, path or document.
        **settings: See `run.settings.ReformStudySettings`.

    Raises:
        RequestError: A setting is out of range or a reform is unknown.
        DocumentError: A document has faults; all are listed.
    """
    from underheaven.run.reform import plan_reforms as plan
    from underheaven.run.study_request import pick_settings

    population = pick_settings(settings, PopulationSettings)
    society = population.pop("society", None)
    only, further = settings.get("only", ()), settings.get("with_", ())
    return plan(regime, only, further, society, **{**REFORM_DEFAULTS, **population})


@check_arguments(ReformSettings, REFORM_DEFAULTS, regime=check_regime_or_study)
def reform(regime: Source | Study, **settings: Unpack[ReformSettings]) -> xr.Dataset:
    """Simulate a regime under each of its reforms, unchanged, and without it, over the same people.

    Reforms are given, not searched for. A reform that makes the regime harsher in any respect is refused.

    Args:
        regime: Name, path or document, or a study of `plan_reforms`, which fixes all other settings of the study.
        **settings: See `run.settings.ReformSettings`.

    Returns:
        One scenario for each reform, then ``none``, then the unchanged regime. `measure.reform_effects` computes what
        each reform changes.

    Raises:
        RequestError: A setting is out of range or a reform is unknown.
        DocumentError: A document has faults, or a reform is harsher; all faults are listed.
        EngineError: The engine is unavailable or failed.
        StoppedError: ``stop`` returned True.
    """
    from underheaven.run.execute import execute_study
    from underheaven.run.reform import refuse_harsher
    from underheaven.run.study import Study
    from underheaven.run.study_request import make_run_options, pick_settings, refuse_beside_study

    asked = pick_settings(settings, ReformStudySettings)
    if isinstance(regime, Study):
        refuse_beside_study(None, asked)
    study = regime if isinstance(regime, Study) else plan_reforms(regime, **asked)
    refuse_harsher(study)
    return execute_study(study, make_run_options(settings, settings.get("out")))


@check_arguments(AttributionSettings, ATTRIBUTION_DEFAULTS, regime=check_regime)
def attribute(regime: Source, **settings: Unpack[AttributionSettings]) -> xr.Dataset:
    """Attribute a regime's effects to its mechanisms, inside the model.

    If no measures are named, they are those by which reforms are ordered.

    Args:
        regime: Name, path or document.
        **settings: See `run.settings.AttributionSettings`.

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
    from underheaven.run.attribute import plan_attribution, run_attribution
    from underheaven.run.study_request import make_run_options, pick_settings

    plan = plan_attribution(regime, settings.get("measures", ()), **pick_settings(settings, PopulationSettings))
    return run_attribution(plan, make_run_options(pick_settings(settings, ExecutionSettings), None))


@check_arguments(StudySettings, regimes=check_regime_or_study, baseline=argument_checks.optional(check_regime))
def plan_comparison(
    *regimes: Source | Study, baseline: Source | None = DEFAULT_BASELINE, **settings: Unpack[StudySettings]
) -> Study:
    """Return the study that `compare` would run, checked and ready to run.

    Args:
        *regimes: Names, paths or documents; or one study.
        baseline: The baseline; None for a run of one regime.
        **settings: See `run.settings.StudySettings`.

    Raises:
        RequestError: A setting is out of range.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    from underheaven.run.study_request import resolve_study

    return resolve_study(regimes, baseline, settings)


@check_arguments(RunSettings, regimes=check_regime_or_study, baseline=argument_checks.optional(check_regime))
def plan_run(
    *regimes: Source | Study, baseline: Source | None = DEFAULT_BASELINE, **settings: Unpack[RunSettings]
) -> tuple[Study, RunOptions]:
    """Return the study that `compare` would run, and the options of its run, without running it.

    Args:
        *regimes: Names, paths or documents; or one study.
        baseline: The baseline; None for a run of one regime.
        **settings: See `run.settings.RunSettings`.

    Raises:
        RequestError: A setting is out of range or has no effect, or the output file cannot be written.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting.
    """
    from underheaven.run.execute import check_output_path
    from underheaven.run.study_request import plan_run as plan

    study, options = plan(regimes, baseline, settings)
    if options.out is not None:
        check_output_path(options.out)
    return study, options


@check_arguments(name_or_path=document_check("study"))
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
