"""What the command line asks of verification: the list of cases, and their verdicts one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from underheaven.errors import RequestError
from underheaven.run.progress import Progress, ignore_progress
from underheaven.spec.problems import suggest_name
from underheaven.verify import counted_faults, sample_size
from underheaven.verify.case_types import Case, CaseResult, Values, format_settings
from underheaven.verify.effort import PLAIN, USUAL_EFFORT, Effort, SimulatedMonths, current_effort, using_effort
from underheaven.verify.registry import CASES

CrossCheck = Callable[[str, Values], float | None]
"""An independent derivation of what a case expects: its name and parameters to a number, or None without one."""
STEPS_PER_CASE = 1000
"""Steps of progress that one case has."""


@dataclass(frozen=True)
class ListedCase:
    """One case that can be asked for, now or later.

    Attributes:
        case: its name.
        parameters: their default values by name.
        source: of the expected number, after when the case runs where that is not always.
        shows: what the figure is, in a few words.
        needs: what is missing before it can be run, or empty.
        ranges: the permitted values of each parameter, in words.
    """

    case: str
    parameters: Mapping[str, Any]
    source: str
    shows: str
    needs: str
    ranges: Mapping[str, str]


@dataclass(frozen=True)
class CaseJob:
    """One run of one case; point: whether it is a further point of a thorough run."""

    case: Case
    settings: Mapping[str, object]
    point: bool = False


@dataclass(frozen=True)
class SkippedCase:
    """A case that was not asked for by name and is not run; reason: in a few words."""

    case: str
    reason: str


def list_cases() -> list[ListedCase]:
    """Return every case in the order of the table.

    Returns:
        one row a case; a case that cannot be run yet says what it needs before its source.
    """
    return [
        ListedCase(
            c.name,
            c.default_values,
            _when_run(c) + c.source,
            c.shows,
            c.needs,
            {p.name: p.range_text for p in c.parameter_specs},
        )
        for c in CASES
    ]


def _when_run(case: Case) -> str:
    """Return when a case runs, where it does not always; else nothing."""
    if case.needs:
        return f"not yet: needs {case.needs}; "
    return (
        "runs by name only; " if case.is_identity else "runs with --thorough or by name; " if case.thorough_only else ""
    )


def plan_jobs(
    names: Sequence[str], settings: Mapping[str, object], effort: Effort, thorough: bool = False
) -> tuple[list[CaseJob], list[SkippedCase]]:
    """Return the runs to make and the cases left out.

    Args:
        names: cases asked for; none means every case that can be run.
        settings: values of parameters by name, which belong to the one case named.
        effort: engine, seed and size of the runs.
        thorough: whether each case also runs at its further points, unless values are set.

    Raises:
        RequestError: a name, parameter or value is unknown, or the engine asked for cannot run a case that is named.
    """
    chosen = _cases_named(names) if names else default_cases(thorough)
    left: list[SkippedCase] = []
    if effort.engine == PLAIN:
        left = [
            SkippedCase(c.name, f"left to the compiled engine: {c.compiled_only_reason}")
            for c in chosen
            if c.compiled_only_reason
        ]
        if names and left:
            raise RequestError(f"{left[0].case} is {left[0].reason}. Leave out --engine plain or the case.")
    wanted = [CaseJob(c, settings) for c in chosen if c.name not in {one.case for one in left}]
    if thorough and not settings:
        wanted = [
            job for one in wanted for job in (one, *(CaseJob(one.case, point, True) for point in one.case.points))
        ]
    for job in wanted:
        job.case.resolve_values(job.settings)
    return wanted, left


def default_cases(thorough: bool = False) -> list[Case]:
    """Return the cases that run where none is named.

    Args:
        thorough: whether those that only a thorough run has are among them.
    """
    return [c for c in CASES if c.check is not None and not c.is_identity and (thorough or not c.thorough_only)]


def no_cross_check(case: str, values: Values) -> None:
    """Return None: there is no independent derivation."""


def run_jobs(
    wanted: Sequence[CaseJob],
    effort: Effort,
    progress: Progress = ignore_progress,
    cross_check: CrossCheck = no_cross_check,
) -> Iterator[CaseResult]:
    """Run each job and yield its verdict, with the number of an independent derivation.

    Args:
        wanted: the jobs, in order.
        effort: engine, seed and size.
        progress: called with the steps done and the steps in all, STEPS_PER_CASE for each job.
        cross_check: the independent derivation.

    Returns:
        an iterator over one result a job.

    Raises:
        NotYetError: a case cannot be run yet.
        RequestError: the values of a case allow no figure, or none in a run that ends.
    """
    total = STEPS_PER_CASE * len(wanted)
    for number, job in enumerate(wanted):
        progress(STEPS_PER_CASE * number, total)
        with using_effort(effort_for_job(job, effort, _partial_progress(progress, number, total))):
            checked = run_job(job)
        progress(STEPS_PER_CASE * (number + 1), total)
        yield replace(checked, cross_check=cross_check(job.case.name, checked.values))


def effort_for_job(job: CaseJob, effort: Effort, report: Progress) -> Effort:
    """Return the effort of one job: at its further points a thorough run aims no higher than the usual one."""
    aim = USUAL_EFFORT.target_fault if job.point and effort.target_fault is not None else effort.target_fault
    return replace(effort, target_fault=aim, report=report, simulated=SimulatedMonths())


def run_job(job: CaseJob) -> CaseResult:
    """Run one job at the current effort and return its verdict."""
    case, values = job.case, job.case.resolve_values(job.settings)
    found = sample_size.run_check(case, values)
    name = f"{case.name}, {format_settings(job.settings)}" if job.point else case.name
    detects = sample_size.smallest_detectable_fault(case, values, found)
    if detects is not None and values == dict(case.default_values):
        detects = counted_faults.counted_fault(case.name, current_effort()) or detects
    return CaseResult(
        name,
        found.expected,
        found.found,
        found.tolerance,
        found.verdict,
        case.source,
        case.shows,
        values,
        job.point,
        found.wide,
        detectable_fault=detects,
    )


def run_cases(
    names: Sequence[str], settings: Mapping[str, object], on_result: Callable[[CaseResult], None] = lambda checked: None
) -> Iterator[CaseResult]:
    """Run cases at the current effort and yield each with its verdict.

    Args:
        names: cases asked for; none means every case that can be run.
        settings: values of parameters by name, which belong to the one case named.
        on_result: called with each result.

    Raises:
        RequestError: a name, parameter or value is unknown.
        NotYetError: a case cannot be run yet.
    """
    for checked in run_jobs(plan_jobs(names, settings, current_effort())[0], current_effort()):
        on_result(checked)
        yield checked


def run_case(name: str, **settings: object) -> CaseResult:
    """Run one case at the given parameters and return its result."""
    return next(run_cases([name], settings))


def _cases_named(names: Sequence[str]) -> list[Case]:
    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise RequestError(
                f"There is no case {name}. {suggest_name(name, known)}. `underheaven verify --list` shows all."
            )
    return [known[name] for name in dict.fromkeys(names)]


def _partial_progress(progress: Progress, number: int, total: int) -> Progress:
    """Return a callback for the runs of one case, of which there may be several; its steps never decrease."""
    furthest = 0

    def report(done: int, whole: int) -> None:
        nonlocal furthest
        reached = min(STEPS_PER_CASE * done // max(whole, 1), STEPS_PER_CASE - 1)  # the last step is for the verdict
        if reached > furthest:
            furthest = reached
            progress(STEPS_PER_CASE * number + furthest, total)

    return report
