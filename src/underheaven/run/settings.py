"""Keyword arguments of the public functions, each declared once: its type, default, meaning and check.

A class lists the keywords of a function, or some that functions share. `run.checks.arguments.check_arguments` makes
the signature, the docstring and the checks of a function from its class; type checkers and editors read the class
itself. Types that are expensive to import are quoted, because annotations are evaluated here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from underheaven import argument_checks
from underheaven.run.checks.argument_values import (
    ENGINE,
    PROGRESS,
    SAMPLES,
    SECONDS,
    THREADS,
    check_hook,
    check_month,
    check_setting,
    document_check,
)
from underheaven.run.checks.declared_settings import Setting
from underheaven.run.options import DEFAULT_SAMPLES, EngineName, RunOptions
from underheaven.run.progress import Progress

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook
    from underheaven.run.study import Source

DEFAULT_BASELINE = "none"
"""The baseline of a comparison."""
REFORM_DEFAULTS = {"persons": 100_000}
"""Defaults of reforms, where they differ from those of other studies."""
ATTRIBUTION_DEFAULTS = {"persons": 20_000, "months": 60, "replicates": 4}
"""The same of attributions."""


class ScenarioSettings(TypedDict, total=False):
    """The society, the months and the seed."""

    society: Annotated[
        "Source | None",
        Setting(
            None,
            "Name, path or document; if None, the first shipped society that has what the regimes require, china-2020 "
            "before any other.",
            argument_checks.optional(document_check("society")),
        ),
    ]
    months: Annotated[int, Setting(120, "Months observed after the burn-in.", check_setting)]
    seed: Annotated[int, Setting(1, "Seed of all random draws; 0 is a valid seed.", check_setting)]
    start: Annotated[
        str | None,
        Setting(
            None,
            "First month observed, such as ``2013-10``; if None, the regime's.",
            argument_checks.optional(check_month),
        ),
    ]


class SizeSettings(TypedDict, total=False):
    """How many persons and replicates."""

    persons: Annotated[int, Setting(200_000, "Synthetic persons per scenario, 4 or more.", check_setting)]
    replicates: Annotated[
        int,
        Setting(
            8,
            "Replicates with independent random draws; two or more give Monte Carlo intervals.",
            check_setting,
        ),
    ]


class AlignmentSettings(TypedDict, total=False):
    """The months of regimes that start in different months."""

    align: Annotated[
        Literal["start", "calendar"] | None,
        Setting(
            None,
            "``start`` observes each regime from its own first month and counts months from 0001-01; ``calendar`` "
            "observes all regimes in the same months. None means ``calendar`` if ``start`` is given, else ``start``. "
            "It matters only if regimes start in different months.",
            argument_checks.optional(argument_checks.one_of_words("start", "calendar")),
        ),
    ]


class PopulationSettings(ScenarioSettings, SizeSettings):
    """The settings of a study of one regime."""


class StudySettings(PopulationSettings, AlignmentSettings, total=False):
    """The settings of a study: all that fixes its result beside the regimes."""

    panel: Annotated[
        int,
        Setting(
            0,
            "Number of persons, the first ones, that are recorded month by month in variables named ``panel_*``.",
            check_setting,
        ),
    ]


class ThreadSettings(TypedDict, total=False):
    """Threads, and reports of progress."""

    threads: Annotated[int | None, Setting(RunOptions.threads, "Threads, 1 or more; None for all cores.", THREADS)]
    progress: Annotated[
        Progress | None,
        Setting(
            None,
            "Called every month with the person-months done and in total; an exception in it ends the run.",
            PROGRESS,
        ),
    ]


class EngineSettings(ThreadSettings, total=False):
    """The engine as well."""

    engine: Annotated[
        EngineName,
        Setting(
            RunOptions.engine,
            "``auto``, ``plain`` (interpreted, slow) or ``cpu`` (compiled); the results are identical.",
            ENGINE,
        ),
    ]


class ExecutionSettings(EngineSettings, total=False):
    """How a study is run, except for its output."""

    checkpoint_every: Annotated[
        float,
        Setting(
            RunOptions.checkpoint_every,
            "Seconds between checkpoints, 0 or more; only with ``out``.",
            SECONDS,
        ),
    ]
    stop: Annotated[
        Callable[[], bool] | None,
        Setting(
            None,
            "Called every month; if it returns True, the run stops and keeps its progress. Only with ``out``.",
            argument_checks.optional(argument_checks.callable_value),
        ),
    ]


class OutputSettings(TypedDict, total=False):
    """Where a result is written."""

    out: Annotated[
        str | Path | None,
        Setting(
            RunOptions.out,
            "NetCDF file that the result is also written to. Progress is kept in a folder beside it, and a stopped "
            "run of the same study is resumed.",
            argument_checks.optional(argument_checks.file_path),
        ),
    ]


class SampleCountSettings(TypedDict, total=False):
    """How many parameter samples."""

    samples: Annotated[
        int, Setting(DEFAULT_SAMPLES, "Number of parameter samples, 1 or more; needs ``ranges`` in a run.", SAMPLES)
    ]


class SampleSettings(SampleCountSettings, total=False):
    """Whether a run has parameter samples, and how many."""

    ranges: Annotated[
        bool,
        Setting(
            False,
            "Whether to simulate parameter samples as well. Their results are the attribute ``parameter_samples``; "
            "`sensitivity` gives them as rows.",
            argument_checks.true_or_false,
        ),
    ]


class HookSettings(TypedDict, total=False):
    """Mechanisms of the user's own."""

    hooks: Annotated[
        "Sequence[Hook]",
        Setting(
            (),
            "Mechanisms of your own (`underheaven.hook`), called in this order; the result and its digest name them.",
            argument_checks.list_of(check_hook),
        ),
    ]


class MeasureSettings(TypedDict, total=False):
    """Which measures."""

    measures: Annotated[
        Sequence[str], Setting((), "Names of measures; if empty, all that apply.", argument_checks.name_list)
    ]


class RunSettings(StudySettings, ExecutionSettings, OutputSettings, SampleSettings, HookSettings):
    """The keyword arguments of `run` and `compare`."""


class ResumeSettings(ExecutionSettings, HookSettings):
    """The keyword arguments of `resume`."""


class ReformStudySettings(PopulationSettings, total=False):
    """The keyword arguments of `plan_reforms`."""

    only: Annotated[Sequence[str], Setting((), "Names of shipped reforms; if empty, all.", argument_checks.name_list)]
    with_: Annotated[
        Sequence[str | Path],
        Setting((), "Further reforms, by name or path.", argument_checks.list_of(document_check("reform"))),
    ]


class ReformSettings(ReformStudySettings, ExecutionSettings, OutputSettings):
    """The keyword arguments of `reform`."""


class AttributionSettings(PopulationSettings, EngineSettings, MeasureSettings):
    """The keyword arguments of `attribute`."""


class SensitivitySettings(ScenarioSettings, AlignmentSettings, SampleCountSettings, MeasureSettings, ThreadSettings):
    """The keyword arguments that `sensitivity` shares with other functions."""
