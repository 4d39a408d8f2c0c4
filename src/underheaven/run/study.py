"""A study with its documents: what it names is read, checked against each other, and refused where it cannot run."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotated_types import Ge, Le
from pydantic import ValidationError

from underheaven.errors import DocumentError, Fault, NotYetError, RequestError, SettingsError
from underheaven.measure.calendar import COUNTED, months_from
from underheaven.spec import read
from underheaven.spec.cross import check_side_by_side, check_together
from underheaven.spec.document import Document
from underheaven.spec.found import listed
from underheaven.spec.origins import mark
from underheaven.spec.paths import quoted
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.spec.study import Study as Plan
from underheaven.spec.units import Part

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook

Source = str | Path | Document[Any]
USUAL_SOCIETY = str(Plan.model_fields["society"].default)
"""Lived over where none is named, if it has all that is asked for."""
FIRST_MONTH = "2000-01"
"""Label of the first month where neither the study nor a regime names one."""
NUMBERS = ("persons", "months", "seed", "replicates", "panel")
M = TypeVar("M", bound=Part)


@dataclass(frozen=True)
class Study:
    """A plan and the documents it names, fit to run.

    regimes: at least one, in the order named. against: the other world of a comparison, or None. hooks: a scholar's own
    mechanisms, in every world.
    """

    plan: Plan
    regimes: tuple[Document[Regime], ...]
    against: Document[Regime] | None
    society: Document[Society]
    hooks: tuple[Hook, ...] = ()

    @property
    def worlds(self) -> tuple[Document[Regime], ...]:
        """The regimes, then the world they are compared against."""
        return self.regimes if self.against is None else (*self.regimes, self.against)

    @property
    def names(self) -> tuple[str, ...]:
        """The worlds' short names: the files' names without folder and ending."""
        return tuple(short_name(d) for d in self.worlds)

    @property
    def start(self) -> str | None:
        """The first month observed in the calendar: the plan's, else the earliest start of a regime, else None."""
        starts = [d.model.start for d in self.worlds if d.model.start is not None]
        return self.plan.start or min(starts, default=None)

    @property
    def mark(self) -> str:
        """What is to be said of documents that did not ship, or that a shipped reform changed; empty for others."""
        return mark([(document.where, document.text) for document in (*self.worlds, self.society)])

    @property
    def aligned(self) -> bool:
        """Whether each regime is observed from its own first month, which makes a difference where these differ."""
        differ = len({d.model.start for d in self.worlds} - {None}) > 1
        return differ and self.plan.start is None and self.plan.align != "calendar"

    @property
    def starts(self) -> tuple[str | None, ...]:
        """The calendar month in which the observation of each world begins; a regime without one has the study's."""
        return tuple((d.model.start if self.aligned else None) or self.start for d in self.worlds)

    @property
    def months(self) -> list[str]:
        """The labels of the months observed: counted from 0001-01 where the worlds have different calendars."""
        return months_from(COUNTED if self.aligned else self.start or FIRST_MONTH, self.plan.months)


def short_name(document: Document[Any]) -> str:
    """The name a world goes by in results: its file's, without folder and ending."""
    return Path(document.where).stem


def read_study(name_or_path: str | Path) -> Study:
    """Reads a study and every document that it names; paths in it are seen from its own folder.

    Raises DocumentError with the faults of every document that has some, RequestError for a name that is unknown.
    """
    document = read.read_study(str(name_or_path))
    plan = document.model
    folder = Path(name_or_path).parent

    faults: list[Fault] = []

    def named(key: str, name: str, kind: Callable[[str], Document[M]]) -> Document[M] | None:
        try:
            return kind(_from_folder(folder, name))
        except RequestError as error:
            raise RequestError(f"{document.where}, {key} = {quoted(name)}: {error}") from None
        except DocumentError as error:
            faults.extend(fault for fault in error.faults if fault not in faults)
            return None

    regimes = [named(f"regimes[{n}]", name, read.read_regime) for n, name in enumerate(plan.regimes)]
    against = None if plan.against is None else named("against", plan.against, read.read_regime)
    society = named("society", plan.society, read.read_society)
    if faults or society is None:
        raise DocumentError(faults)
    return assemble_study(plan, [one for one in regimes if one is not None], against, society)


def plan_study(regimes: Sequence[Source], against: Source | None, society: Source | None, **settings: Any) -> Study:
    """Makes a study of documents, given by name, path or as read, and settings of `spec.study.Study`.

    society: if None, the first that ships and has all that the worlds ask for.
    Raises RequestError where a setting is out of its range, DocumentError with faults, NotYetError.
    """
    if not regimes:
        raise RequestError("No regime is named. Name at least one: `underheaven list` shows those that ship.")
    labels: dict[str, Any] = {
        "regimes": [_label(r) for r in regimes],
        "against": None if against is None else _label(against),
        "society": USUAL_SOCIETY if society is None else _label(society),
    }
    plan, worlds = _plan(labels | settings), [_regime(r) for r in regimes]
    other = None if against is None else _regime(against)
    if society is None:
        society = first_society([*worlds, *([] if other is None else [other])])
        plan = plan.model_copy(update={"society": society})
    return assemble_study(plan, worlds, other, society)


def first_society(worlds: Sequence[Document[Regime]]) -> str:
    """Returns the first society that ships and has all that the worlds ask for, the usual one if none has.

    First comes the usual one, then one that a regime has its name from.
    """
    labels = [short_name(world) for world in worlds]
    named = {name: any(label.startswith(name) for label in labels) for name in read.shipped("society")}
    for name in sorted(named, key=lambda name: (name != USUAL_SOCIETY, not named[name], name)):
        society = read.read_society(name)
        if not any(check_together(world, society) for world in worlds):
            return name
    return USUAL_SOCIETY


def _plan(settings: dict[str, Any]) -> Plan:
    for name in NUMBERS:
        if name in settings and not isinstance(settings[name], bool):
            try:  # NumPy's whole numbers count as whole numbers
                settings[name] = operator.index(settings[name])
            except TypeError:
                continue
    try:
        return Plan.model_validate(settings)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(e) for e in error.errors())) from None


def _sentence(error: Any) -> str:
    name = str(error["loc"][0]) if error["loc"] else "the study"
    given = f"{error['input']:,}" if isinstance(error["input"], int) else repr(error["input"])
    if name in NUMBERS:
        low, high = bounds(name)
        return f"{name} = {given}: it must be a whole number from {low:,} to {high:,}. Write one in that range."
    if name == "start":
        return f"start = {given}: it must be a month between 1900-01 and 2099-12. Write it as 2013-10."
    if name == "align":
        return (
            f"align = {given}: it says whether regimes are observed each from its own first month. Write start or "
            "calendar."
        )
    if name == "regimes":
        return f"regimes: {len(error['input'])} are named: one run holds 1 to 16. Name fewer."
    return f"{name} = {given}: {error['msg']}. Write a value that the study schema allows: `underheaven schema study`."


def bounds(name: str) -> tuple[int, int]:
    """Returns the least and the greatest value of a number of a study."""
    metadata = Plan.model_fields[name].metadata
    low = next(m.ge for m in metadata if isinstance(m, Ge))
    high = next(m.le for m in metadata if isinstance(m, Le))
    return int(str(low)), int(str(high))


def assemble_study(plan: Plan, regimes: Sequence[Source], against: Source | None, society: Source) -> Study:
    """Reads what is not yet read and checks all of it together.

    Raises RequestError, DocumentError with faults, NotYetError.
    """
    study = Study(
        plan,
        tuple(_regime(r) for r in regimes),
        None if against is None else _regime(against),
        society if isinstance(society, Document) else read.read_society(str(society)),
    )
    _refuse_namesakes(study)
    if plan.align == "start" and plan.start is not None:
        raise RequestError(
            f"start = {plan.start} and align = start: the one observes every regime from the same month, the other "
            "each from its own. Leave one of them out."
        )
    if len(plan.exempt) > 1:
        raise NotYetError(f"exempt = {plan.exempt}: one place at a time can be exempt in this version. Name one.")
    if plan.panel > plan.persons:
        raise RequestError(
            f"panel = {plan.panel:,}: a panel has at most {plan.persons:,} members, since each scenario has "
            f"{plan.persons:,} synthetic persons. Write {plan.persons:,} or less."
        )
    faults: list[Fault] = []
    for document in study.worlds:
        faults += [f for f in check_together(document, study.society) if f not in faults]
    if faults:
        raise DocumentError(_with_hint(faults, study))
    faults = check_side_by_side(study.worlds)
    if faults:
        raise DocumentError(faults)
    return study


FAULTS_TOLD = 3
"""Faults of a society that are told one by one where another one that ships has none."""


def _with_hint(faults: list[Fault], study: Study) -> list[Fault]:
    """Returns the first faults, the last of which names the societies that ship and have all that is asked for.

    All faults where no such society ships.
    """
    fit = [
        name
        for name in read.shipped("society")
        if not any(check_together(document, read.read_society(name)) for document in study.worlds)
    ]
    if not fit:
        return faults
    told, more = faults[:FAULTS_TOLD], len(faults) - FAULTS_TOLD
    rest = f"{more:,} more like these are left out here. " if more > 0 else ""
    hint = f"{told[-1].instead}. {rest}Shipped societies that have all that is required: {listed(fit)}"
    return [*told[:-1], replace(told[-1], instead=hint)]


def _regime(source: Source) -> Document[Regime]:
    return source if isinstance(source, Document) else read.read_regime(str(source))


def _label(source: Source) -> str:
    return source.where if isinstance(source, Document) else str(source)


def _from_folder(folder: Path, name: str) -> str:
    beside = folder / name
    return str(beside) if name.endswith(".toml") and beside.is_file() else name


def _refuse_namesakes(study: Study) -> None:
    names, own = study.names, [short_name(regime) for regime in study.regimes]
    for name in own:
        if own.count(name) == 1 and names.count(name) > 1:
            raise RequestError(
                f"{name} is also the baseline, which is none unless --against names another: each scenario needs a "
                "name of its own. Name another regime, or another baseline with --against."
            )
        if names.count(name) > 1:
            raise RequestError(
                f"{name} is named {names.count(name)} times: each scenario needs a name of its own. "
                "Name it once, or give the other document another file name."
            )
