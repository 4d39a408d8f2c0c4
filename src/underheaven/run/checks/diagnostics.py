"""Diagnostics of a study before it is run: why it would be refused, and what would run but mislead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from underheaven.errors import DocumentError, Fault
from underheaven.measure.calendar import months_from
from underheaven.measure.inference.exact_intervals import poisson_interval
from underheaven.measure.inference.sample_size import MIN_EVENTS, count_wrongful_entries, count_wrongful_records
from underheaven.measure.reductions import select_blacklists, sum_by_replicate
from underheaven.run.options import EngineName, RunOptions
from underheaven.run.study import FIRST_MONTH, Study, resize_study, short_name
from underheaven.spec.amendments.merging import apply_amendments, regime_versions
from underheaven.spec.amendments.overridden_values import find_never_in_force, find_values_until
from underheaven.spec.checks.compatibility import check_list_colours
from underheaven.spec.checks.point_signs import check_point_signs
from underheaven.spec.document import Document
from underheaven.spec.io.shipped_digests import is_shipped
from underheaven.spec.models.regime import Regime
from underheaven.spec.problems import Problem, faults_from_problems

if TYPE_CHECKING:
    import xarray as xr

Level = Literal["error", "warning", "note"]
EVENT_PILOT_PERSONS = 20_000
"""Persons of a pilot, at most."""
MAX_NOTES = 12
"""Most amended values that are listed one by one."""


@dataclass(frozen=True)
class Diagnostic:
    """One finding of a check. error: a run would be refused; warning: it runs but misleads; note: for information."""

    level: Level
    fault: Fault

    def row(self) -> dict[str, Any]:
        """Return a row: file, path, level, what, why, instead."""
        table = asdict(self.fault)
        return {
            "file": table["where"],
            "path": table["path"],
            "level": self.level,
            "what": table["what"].strip(),
            "why": table["why"],
            "instead": table["instead"],
        }

    def __str__(self) -> str:
        return f"{self.level.capitalize()}: {self.fault}"


def find_conflicts(regimes: Sequence[Document[Regime]]) -> list[Diagnostic]:
    """Return why regimes cannot be in one study: lists of the same name but different colours."""
    return [Diagnostic("error", fault) for fault in check_list_colours(regimes)]


def find_amended_values(regime: Document[Regime]) -> list[Diagnostic]:
    """Return a note for each base value that an amendment replaces; none for a shipped regime."""
    if is_shipped(regime.text):
        return []
    notes = faults_from_problems(regime.where, regime.raw, find_values_until(regime.raw, regime.model.start))
    more = len(notes) - MAX_NOTES
    if more > 0:
        what, why = f" has {more} more values like these", "an amendment replaces each of them"
        notes = [*notes[:MAX_NOTES], Fault(regime.where, "", what, why, "`underheaven show` prints all")]
    return [Diagnostic("note", fault) for fault in notes]


def find_misleading(study: Study, regime: Document[Regime]) -> list[Diagnostic]:
    """Return what misleads in one regime of a study: points with the wrong sign, and parts that are never in force."""
    faults_found = check_point_signs(regime.model, study.society.model)
    known_faults = {(f.what, f.why) for f in faults_found}
    for change, (_, version) in zip(apply_amendments(regime.raw), regime_versions(regime)[1:], strict=False):
        new = [f for f in check_point_signs(version, study.society.model) if (f.what, f.why) not in known_faults]
        faults_found += [change.relocate(f) for f in new]
        known_faults |= {(f.what, f.why) for f in new}
    own = study.starts[study.names.index(short_name(regime))]
    months = months_from(own or FIRST_MONTH, study.plan.months)
    start = regime.model.start
    if start is not None and start > months[-1]:
        faults_found.append(
            Problem(
                ("start",),
                f' = "{start}"',
                f"the last month observed is {months[-1]}: the regime is never in force in this run",
                "Observe more months, or leave out --start",
            )
        )
    else:
        faults_found += find_never_in_force(regime.raw, months[0], months[-1])
    return [Diagnostic("warning", fault) for fault in faults_from_problems(regime.where, regime.raw, faults_found)]


def find_rare_events(study: Study, persons: int = EVENT_PILOT_PERSONS, engine: EngineName = "auto") -> list[Diagnostic]:
    """Return which regimes are expected to give fewer events than a finding needs, from a pilot run.

    The pilot run is one replicate of the same months.

    Args:
        study: The study.
        persons: Persons of the pilot run, at most, and at most those of all replicates together; 0 for none.
        engine: ``auto``, ``plain`` or ``cpu``.
    """
    from underheaven.run.execute import execute_study

    plan = study.plan
    pilot_persons = min(persons, plan.persons * plan.replicates)
    if pilot_persons < MIN_PERSONS or all(not records_anything(regime) for regime in study.scenarios):
        return []
    pilot = execute_study(resize_study(study, pilot_persons, plan.months), RunOptions(engine=engine))
    return [
        Diagnostic("warning", fault)
        for regime in study.scenarios
        if records_anything(regime)
        for fault in _rare_event_faults(pilot, regime, study, pilot_persons)
    ]


MIN_PERSONS = 4
"""Fewest persons of a study."""


def records_anything(regime: Document[Regime]) -> bool:
    """Return whether a regime, or any of its amended versions, records anything."""
    return any(version.recording.rules for _, version in regime_versions(regime))


def _rare_event_faults(
    pilot: xr.Dataset, regime: Document[Regime], study: Study, pilot_persons: int
) -> Iterator[Fault]:
    plan = study.plan
    for description, count in _count_events(pilot, regime):
        n_found = int(count.sel(scenario=short_name(regime)).sum())
        scale = plan.persons * plan.replicates / pilot_persons
        if n_found * scale >= MIN_EVENTS:
            continue
        low, high = (_two_digits(end * scale) for end in poisson_interval(n_found))
        why = (
            f"a pilot of {pilot_persons:,} persons had {n_found:,}; scaled to {plan.persons:,} persons in "
            f"{plan.replicates} replicates over {plan.months} months, that is {low} to {high} "
            f"(95 % Monte Carlo interval), and a finding needs {MIN_EVENTS}"
        )
        needed = ceil(pilot_persons * MIN_EVENTS / n_found / plan.replicates) if n_found else None
        instead = f"Run about {needed:,} persons" if needed else f"Run many more than {plan.persons:,} persons"
        yield Fault(
            regime.where,
            "",
            f" gives about {n_found * scale:,.3g} {description} in this run",
            why,
            f"{instead}, or read nothing into such a count",
        )


def _count_events(pilot: xr.Dataset, regime: Document[Regime]) -> list[tuple[str, xr.DataArray]]:
    """Return the events behind a regime's findings: entries on its blacklists, or records if it has no list."""
    black = any(rule.colour == "black" for _, version in regime_versions(regime) for rule in version.standing.lists)
    if black:
        return [
            ("entries on blacklists", sum_by_replicate(select_blacklists(pilot["entries"]))),
            ("wrongful entries on blacklists", count_wrongful_entries(pilot)),
        ]
    return [("records", sum_by_replicate(pilot["recorded"])), ("wrongful records", count_wrongful_records(pilot))]


def faults_as_errors(error: DocumentError) -> list[Diagnostic]:
    """Return the faults of documents as errors."""
    return [Diagnostic("error", fault) for fault in error.faults]


def _two_digits(number: float) -> str:
    """Return a number to two significant digits, written out."""
    return f"{float(f'{number:.2g}'):,g}"
