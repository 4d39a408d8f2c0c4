"""What the command line asks of verification: the list of cases, and their verdicts one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from underheaven.errors import RequestError
from underheaven.run.progress import Progress, silent
from underheaven.spec.found import choose
from underheaven.verify import power, sized
from underheaven.verify.case import Case, Checked, Values, settled
from underheaven.verify.effort import PLAIN, USUAL, Effort, Lived, current, making
from underheaven.verify.registry import CASES

Road = Callable[[str, Values], float | None]
"""A second way to what a case expects: its name and parameters to a figure, or None where there is none."""
STEPS = 1000
"""Into which the work of one case is cut when it tells how far it is."""


@dataclass(frozen=True)
class Listed:
    """One case that can be asked for, or will be: its parameters with their values, its source, what it shows.

    needs: what it waits for, or empty. ranges: what each parameter may be, in words.
    """

    case: str
    parameters: Mapping[str, Any]
    source: str
    shows: str
    needs: str
    ranges: Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """One run of one case; point: a further one of a thorough run."""

    case: Case
    settings: Mapping[str, object]
    point: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A case that was not asked for by name and is not run; why: in a few words."""

    case: str
    why: str


def list_cases() -> list[Listed]:
    """Gives every case in the order of the table; one that cannot be run yet says what it needs before its source."""
    return [
        Listed(c.name, c.parameters, _when(c) + c.source, c.shows, c.needs, {p.name: p.range_words for p in c.given})
        for c in CASES
    ]


def _when(case: Case) -> str:
    """Say when a case runs, where it is not always."""
    if case.needs:
        return f"not yet: needs {case.needs}; "
    return "runs by name only; " if case.identity else "runs with --thorough or by name; " if case.thorough else ""


def jobs(
    names: Sequence[str], settings: Mapping[str, object], effort: Effort, thorough: bool = False
) -> tuple[list[Job], list[LeftOut]]:
    """Gives what is to be run, and what is left out: of the cases named, or of every one that can be run.

    settings: other values of parameters by name, which belong to the one case named. thorough: at its own further
    points as well, unless values are set.
    Raises RequestError for an unknown name, parameter or value, or a case that the engine asked for cannot run.
    """
    chosen = _named(names) if names else usual_cases(thorough)
    left: list[LeftOut] = []
    if effort.engine == PLAIN:
        left = [LeftOut(c.name, f"left to the compiled engine: {c.compiled}") for c in chosen if c.compiled]
        if names and left:
            raise RequestError(f"{left[0].case} is {left[0].why}. Leave out --engine plain or the case.")
    wanted = [Job(c, settings) for c in chosen if c.name not in {one.case for one in left}]
    if thorough and not settings:
        wanted = [job for one in wanted for job in (one, *(Job(one.case, point, True) for point in one.case.points))]
    for job in wanted:
        job.case.values(job.settings)
    return wanted, left


def usual_cases(thorough: bool = False) -> list[Case]:
    """Return the cases that run where none is named; thorough: those that only a thorough run has as well."""
    return [c for c in CASES if c.check is not None and not c.identity and (thorough or not c.thorough)]


def no_road(case: str, values: Values) -> None:
    """Gives no second figure."""


def run_jobs(
    wanted: Sequence[Job], effort: Effort, progress: Progress = silent, road: Road = no_road
) -> Iterator[Checked]:
    """Runs each job and yields its verdict, with the figure of a second road.

    progress: hears of steps done and in all, STEPS for every job.
    """
    total = STEPS * len(wanted)
    for number, job in enumerate(wanted):
        progress(STEPS * number, total)
        with making(effort_of(job, effort, _part(progress, number, total))):
            checked = checked_of(job)
        progress(STEPS * (number + 1), total)
        yield replace(checked, road=road(job.case.name, checked.values))


def effort_of(job: Job, effort: Effort, report: Progress) -> Effort:
    """Return the effort of one job: at its further points a thorough run aims no higher than the usual one."""
    aim = USUAL.aim if job.point and effort.aim is not None else effort.aim
    return replace(effort, aim=aim, report=report, lived=Lived())


def checked_of(job: Job) -> Checked:
    """Run one job at the current effort and return its verdict."""
    case, values = job.case, job.case.values(job.settings)
    found = sized.figure(case, values)
    name = f"{case.name}, {settled(job.settings)}" if job.point else case.name
    detects = sized.detected(case, values, found)
    if detects is not None and values == dict(case.parameters):
        detects = power.counted(case.name, current()) or detects
    return Checked(
        name, found.expected, found.found, found.tolerance, found.verdict, case.source, case.shows, values, job.point,
        found.wide, detects=detects,
    )  # fmt: skip


def run_cases(
    names: Sequence[str], settings: Mapping[str, object], report: Callable[[Checked], None] = lambda checked: None
) -> Iterator[Checked]:
    """Runs the cases named, or every one that can be run, and yields each with its verdict, at the current effort.

    Raises RequestError for an unknown name, parameter or value, NotYetError for a case that cannot be run yet.
    """
    for checked in run_jobs(jobs(names, settings, current())[0], current()):
        report(checked)
        yield checked


def run_case(name: str, **settings: object) -> Checked:
    """Runs one case at the given parameters."""
    return next(run_cases([name], settings))


def _named(names: Sequence[str]) -> list[Case]:
    known = {case.name: case for case in CASES}
    for name in names:
        if name not in known:
            raise RequestError(
                f"There is no case {name}. {choose(name, known)}. `underheaven verify --list` shows all."
            )
    return [known[name] for name in dict.fromkeys(names)]


def _part(progress: Progress, number: int, total: int) -> Progress:
    """Gives what hears of one run of a case, of which there may be several, and never goes back."""
    furthest = 0

    def report(done: int, whole: int) -> None:
        nonlocal furthest
        reached = min(STEPS * done // max(whole, 1), STEPS - 1)  # the last step is for the verdict
        if reached > furthest:
            furthest = reached
            progress(STEPS * number + furthest, total)

    return report
