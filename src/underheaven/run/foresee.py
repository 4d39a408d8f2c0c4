"""What can be said of a study before it is run: what it would be refused for, and what would run and mislead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from underheaven.errors import DocumentError, Fault
from underheaven.measure.calendar import months_from
from underheaven.measure.counts import both, of_blacklists
from underheaven.measure.events import ENOUGH, wrongful_entries, wrongful_filed
from underheaven.measure.exact import count_ends
from underheaven.run.pace import resized
from underheaven.run.study import FIRST_MONTH, Study, short_name
from underheaven.spec.change import amended, epochs
from underheaven.spec.cross import check_side_by_side
from underheaven.spec.cross_points import check_points
from underheaven.spec.document import Document
from underheaven.spec.found import Found, as_faults
from underheaven.spec.overridden import never_in_force, standing_until
from underheaven.spec.regime import Regime
from underheaven.spec.ships import ships

if TYPE_CHECKING:
    import xarray as xr

Level = Literal["error", "warning", "note"]
PILOT = 20_000
"""Persons of a pilot, at most."""
MOST_NOTES = 12
"""Values that stand until an amendment, told one by one."""


@dataclass(frozen=True)
class Said:
    """One thing that a check says. error: a run would refuse it; warning: it runs and misleads; note: good to know."""

    level: Level
    fault: Fault

    def row(self) -> dict[str, Any]:
        """Give it as a row: file, path, level, what, why, instead."""
        table = asdict(self.fault)
        return {"file": table["where"], "path": table["path"], "level": self.level, "what": table["what"].strip(),
                "why": table["why"], "instead": table["instead"]}  # fmt: skip

    def __str__(self) -> str:
        return f"{self.level.capitalize()}: {self.fault}"


def beside(regimes: Sequence[Document[Regime]]) -> list[Said]:
    """Tell what keeps regimes from standing in one study: lists of one name and two colours."""
    return [Said("error", fault) for fault in check_side_by_side(regimes)]


def until_amended(regime: Document[Regime]) -> list[Said]:
    """Tell, of a regime that did not ship, which values of the base an amendment replaces."""
    if ships(regime.text):
        return []
    notes = as_faults(regime.where, regime.raw, standing_until(regime.raw, regime.model.start))
    more = len(notes) - MOST_NOTES
    if more > 0:
        what, why = f" has {more} more values like these", "an amendment replaces each of them"
        notes = [*notes[:MOST_NOTES], Fault(regime.where, "", what, why, "`underheaven show` prints all")]
    return [Said("note", fault) for fault in notes]


def misleading(study: Study, regime: Document[Regime]) -> list[Said]:
    """Tell what runs and misleads, of one regime of a study: points against the act, and what is never in force."""
    found = check_points(regime.model, study.society.model)
    told = {(f.what, f.why) for f in found}
    for change, (_, version) in zip(amended(regime.raw), epochs(regime)[1:], strict=False):
        new = [f for f in check_points(version, study.society.model) if (f.what, f.why) not in told]
        found += [change.placed(f) for f in new]
        told |= {(f.what, f.why) for f in new}
    own = study.starts[study.names.index(short_name(regime))]
    months = months_from(own or FIRST_MONTH, study.plan.months)
    start = regime.model.start
    if start is not None and start > months[-1]:
        found.append(Found(("start",), f' = "{start}"', f"the last month observed is {months[-1]}: the regime is never "
                           "in force in this run", "Observe more months, or leave out --start"))  # fmt: skip
    else:
        found += never_in_force(regime.raw, months[0], months[-1])
    return [Said("warning", fault) for fault in as_faults(regime.where, regime.raw, found)]


def too_few(study: Study, persons: int = PILOT, engine: str = "auto") -> list[Said]:
    """Tell which regimes are to be expected to give fewer events than a finding needs, from a short pilot.

    persons: of the pilot, at most; 0 for none. The pilot is one replicate of the same months over fewer persons, or
    over as many as all replicates have together.
    """
    from underheaven.run.execute import execute

    plan = study.plan
    lived = min(persons, plan.persons * plan.replicates)
    if lived < LEAST or all(not recorded_by(regime) for regime in study.worlds):
        return []
    pilot = execute(resized(study, lived, plan.months), engine=engine)
    return [
        Said("warning", fault)
        for regime in study.worlds
        if recorded_by(regime)
        for fault in _few(pilot, regime, study, lived)
    ]


LEAST = 4
"""Persons that a study has at least."""


def recorded_by(regime: Document[Regime]) -> bool:
    """Tell whether a regime records anything, as it starts or as an amendment leaves it."""
    return any(version.recording.rules for _, version in epochs(regime))


def _few(pilot: xr.Dataset, regime: Document[Regime], study: Study, lived: int) -> Iterator[Fault]:
    plan = study.plan
    for words, count in _counted(pilot, regime):
        found = int(count.sel(world=short_name(regime)).sum())
        times = plan.persons * plan.replicates / lived
        if found * times >= ENOUGH:
            continue
        low, high = (_two_digits(end * times) for end in count_ends(found))
        why = (
            f"a pilot of {lived:,} persons had {found:,}; scaled to {plan.persons:,} persons in {plan.replicates} "
            f"replicates over {plan.months} months, that is {low} to {high} (95 % Monte Carlo interval), and "
            f"a finding needs {ENOUGH}"
        )
        needed = ceil(lived * ENOUGH / found / plan.replicates) if found else None
        instead = f"Run about {needed:,} persons" if needed else f"Run many more than {plan.persons:,} persons"
        yield Fault(regime.where, "", f" gives about {found * times:,.3g} {words} in this run", why,
                    f"{instead}, or read nothing into such a count")  # fmt: skip


def _counted(pilot: xr.Dataset, regime: Document[Regime]) -> list[tuple[str, xr.DataArray]]:
    """Give what a regime's findings rest on: entries on its blacklists, or its records where it has no list."""
    black = any(rule.colour == "black" for _, version in epochs(regime) for rule in version.standing.lists)
    if black:
        return [("entries on blacklists", both(of_blacklists(pilot["entries"]))),
                ("wrongful entries on blacklists", wrongful_entries(pilot))]  # fmt: skip
    return [("records", both(pilot["recorded"])), ("wrongful records", wrongful_filed(pilot))]


def refused(error: DocumentError) -> list[Said]:
    """Tell the faults of documents."""
    return [Said("error", fault) for fault in error.faults]


def _two_digits(number: float) -> str:
    """Return a number to two digits that count, written out."""
    return f"{float(f'{number:.2g}'):,g}"
