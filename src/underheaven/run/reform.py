"""A regime and its reforms as one study: the same people under each of them, under the regime, and under none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import DocumentError, Fault, RequestError
from underheaven.measure.events import ENOUGH, WANTED, WORDS, events
from underheaven.measure.reforms import RANKED
from underheaven.run.study import Study, first_society, plan_study
from underheaven.spec import read
from underheaven.spec.asks import asked_of
from underheaven.spec.document import Document
from underheaven.spec.found import choose
from underheaven.spec.paths import show
from underheaven.spec.reform import Reform
from underheaven.spec.reformed import hardened, harsher_in_time, reformed
from underheaven.spec.regime import Regime
from underheaven.spec.rewrite import states
from underheaven.spec.society import Society

if TYPE_CHECKING:
    import xarray as xr

MONTHS = 60
"""Most months that the reforms beside a result are lived for."""
FEWEST = 3_000
"""Fewest persons that they are lived over, if the result has as many."""
MOST_REGIMES = 3
"""Regimes of one study that have small batteries."""

FAR_END = "none"
NOTHING = "has nothing to act on"
Source = str | Path | Document[Any]


def reform_study(
    regime: Source,
    only: Sequence[str] = (),
    further: Sequence[str | Path] = (),
    society: Source | None = None,
    **settings: Any,
) -> Study:
    """Makes the study of a regime under the reforms that ship, and under others, beside itself and beside no regime.

    only: names of reforms; if none, all that ship. further: reforms by name or path, all of them lived; ``only`` may
    name one of them to leave out those that ship. society: the first that has all that the regime asks for, if None.
    settings: those of `spec.study.Study`.
    Shipped reforms that cannot be had in the regime are left out, and the study says so; a further one is refused then.
    Raises RequestError, DocumentError with faults.
    """
    document = regime_of(regime)
    people = society_of(society, document)
    plan_study([document], None, people, **settings)  # says in sentences what is wrong before anything is tried
    own = {Path(name).stem for name in further}
    shipped = [name for name in only if name not in own]
    worlds, left_out = _battery(document, people.model, shipped) if shipped or not only else ([], {})
    for name in further:
        found = read.read_reform(name)
        _refuse_asks(found)
        changed = reformed(found, document, people.model)
        if changed is None:
            raise RequestError(f"--with {name}: this reform {NOTHING} in {document.where}. Leave it out.")
        worlds.append(changed)
    if not worlds:
        raise RequestError(f"{document.where}: no reform has anything to act on in it. Name another regime.")
    label = Path(document.where).stem
    says = {"name": f"Reforms of {label}"[:60], "describes": _says(label, worlds, left_out)}
    far = [] if label == FAR_END else [read.read_regime(FAR_END)]
    return plan_study([*worlds, *far], document, people, **says, **settings)


def refuse_harsher(study: Study) -> None:
    """Raises DocumentError where a regime that a study holds as a reform of its other world is harsher than that one.

    What orders reforms by what they bring about asks this first, of a study or of a result that was made otherwise.
    """
    if study.against is None:
        return
    before, faults = states(study.against), []
    for world in study.regimes:
        if Path(world.where).stem != FAR_END:
            where = f"{Path(world.where).stem} as a reform of {Path(study.against.where).stem}"
            places = harsher_in_time(study.against, before, world, study.society.model)
            faults += [hardened(where, place) for place in places]
    if faults:
        raise DocumentError(faults)


@dataclass(frozen=True)
class Battery:
    """The reforms of one regime of a result, over as many persons as their questions need.

    rarest: the measure that sets the size, or none. short: those whose question no size of the result answers.
    """

    study: Study
    rarest: str | None
    short: tuple[str, ...]

    @property
    def person_months(self) -> int:
        """Counts what is lived."""
        return lived(self.study)


def batteries(study: Study, result: xr.Dataset) -> dict[str, Battery]:
    """Returns for each regime of a study, by name, its shipped reforms over as many of the same people as they need.

    result: what the study came to. Persons are as many as it takes for ``WANTED`` events of every measure that the
    reforms ask about, by the rate of the result's own run, and at most as many as the result has; a measure of which
    that makes fewer than ``ENOUGH`` sets no size. A regime in which no reform has anything to act on is left out, and
    so are all where there are more than ``MOST_REGIMES``.
    """
    found: dict[str, Battery] = {}
    for world, whole in at_most(study).items():
        persons, rarest, short = _size(result, world, whole)
        sized = replace(whole, plan=whole.plan.model_copy(update={"persons": persons}))
        found[world] = Battery(sized, rarest, short)
    return found


def at_most(study: Study) -> dict[str, Study]:
    """Returns for each regime of a study, by name, its shipped reforms over as many persons as the study has.

    That is the most that `batteries` makes of any result of it, and the same regimes are left out.
    """
    plan = study.plan
    same: dict[str, Any] = {
        "months": min(plan.months, MONTHS), "replicates": plan.replicates, "seed": plan.seed, "persons": plan.persons,
    }  # fmt: skip
    found: dict[str, Study] = {}
    for regime, start in zip(study.regimes, study.starts, strict=False) if len(study.regimes) <= MOST_REGIMES else ():
        with suppress(RequestError, DocumentError):  # it says that no reform can be had in it
            found[Path(regime.where).stem] = reform_study(regime, society=study.society, start=start, **same)
    return found


def lived(study: Study) -> int:
    """Counts the person-months of a study: the burn-in once a replicate, and every world."""
    plan = study.plan
    months = study.society.model.burn_in_months + plan.months * len(study.worlds)
    return plan.replicates * plan.persons * months


def asked(study: Study) -> list[str]:
    """Returns the measures that reforms are compared by, and those that the questions of its reforms are about."""
    own = [name for names in asked_of(study.names).values() for name in names]
    return list(dict.fromkeys([*RANKED, *own]))


def _size(result: xr.Dataset, world: str, study: Study) -> tuple[int, str | None, tuple[str, ...]]:
    """Returns persons a replicate, the measure that asks for most of them, and those that ask for too many."""
    plan = study.plan
    share = plan.months / result.sizes["month"]
    most, wanted, short = plan.persons, dict[str, int](), []
    for name in asked(study):
        found = events(result, name, world, FAR_END) * share
        if found < ENOUGH:
            short.append(name)
        else:
            wanted[name] = min(most, ceil(most * WANTED / found))
    rarest = max(wanted, key=lambda name: wanted[name], default=None)
    persons = min(most, max(FEWEST, wanted[rarest] if rarest else 0))
    return persons, rarest, tuple(short)


def regime_of(regime: Source) -> Document[Regime]:
    """Reads a regime by name or path, or gives it back as it was read."""
    return regime if isinstance(regime, Document) else read.read_regime(regime)


def society_of(society: Source | None, regime: Document[Regime]) -> Document[Society]:
    """Reads a society; if None, the first that ships and has all that the regime asks for, or one to say what lacks."""
    if isinstance(society, Document):
        return society
    return read.read_society(first_society([regime]) if society is None else society)


def check_asks(reform: Document[Reform]) -> list[Fault]:
    """Returns a fault for each measure that a reform asks about and whose events nobody counts."""
    return [
        Fault(reform.where, f"asks[{n}]", f" = {show(name)}", "this is no measure whose events can be counted",
              choose(name, list(WORDS)))
        for n, name in enumerate(reform.model.asks)
        if name not in WORDS
    ]  # fmt: skip


def _refuse_asks(reform: Document[Reform]) -> None:
    """Raises DocumentError where a reform asks about what nobody counts."""
    faults = check_asks(reform)
    if faults:
        raise DocumentError(faults)


def _battery(
    regime: Document[Regime], society: Society, only: Sequence[str]
) -> tuple[list[Document[Regime]], dict[str, str]]:
    """Returns the regime under each shipped reform, and why each of the others is left out."""
    shipped = read.shipped("reform")
    for name in only:
        if name not in shipped:
            raise RequestError(f"--only {name}: no reform of that name ships. {choose(name, shipped)}.")
    worlds, left_out, before = [], {}, states(regime)
    for name in only or shipped:
        found = read.read_reform(name)
        try:
            changed = reformed(found, regime, society, before)
        except DocumentError as error:
            left_out[name] = f"cannot be had in this regime: {error.faults[0]}"
            continue
        if changed is None:
            left_out[name] = NOTHING
        else:
            worlds.append(changed)
    return worlds, left_out


def _says(label: str, worlds: Sequence[Document[Regime]], left_out: dict[str, str]) -> str:
    """Says what the study holds; reforms that are left out stand in it, so that a result on disk names them."""
    lived = ", ".join(Path(world.where).stem for world in worlds)
    said = f"What each of these reforms, given and not searched for, changes in the model of {label}: {lived}."
    if left_out:
        said += " Left out: " + "; ".join(f"{name}, which {why.rstrip('.')}" for name, why in left_out.items()) + "."
    return said[:4000]
