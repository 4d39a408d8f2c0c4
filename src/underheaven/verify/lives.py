"""Runs a case's documents through the public calls, as any user does.

No case has a loop over months of its own, except `docking`, whose purpose is a second one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from underheaven.run import public
from underheaven.run.study import Study, plan_study
from underheaven.spec.cross_society import check_parts
from underheaven.spec.document import Document
from underheaven.spec.read import DERIVED, SOCIETY, read_source
from underheaven.spec.regime import Regime
from underheaven.spec.shipped import Source
from underheaven.spec.society import Society
from underheaven.verify.effort import current

if TYPE_CHECKING:
    import xarray as xr


OWN_SOCIETY = replace(SOCIETY, cross=check_parts)
"""How societies of this package are read: a market of good borrowers alone is a point of a closed form."""


def regime(template: str, label: str = "", **values: object) -> Document[Regime]:
    """Reads a regime of this package, its named parameters filled; ``label`` tells two of one template apart.

    A parameter may leave a list that nobody can come onto: that is a value of a closed form like any other.
    """
    return read_source(DERIVED, _filled(template, label, values))


def society(template: str, **values: object) -> Document[Society]:
    """Reads a society of this package, its named parameters filled."""
    return read_source(OWN_SOCIETY, _filled(template, "", values))


def study(worlds: list[Document[Regime]], people: Document[Society], persons: int, months: int, **plan: Any) -> Study:
    """Makes a study of one or two worlds, the second the one compared against; plan: further keys of a study."""
    against = worlds[1] if len(worlds) > 1 else None
    effort = current()
    plan = {"persons": persons, "months": months, "seed": effort.seed, "replicates": effort.replicates} | plan
    return plan_study(worlds[:1], against, people, **plan)


def live(
    worlds: list[Document[Regime]], people: Document[Society], persons: int, months: int, **settings: Any
) -> xr.Dataset:
    """Runs one world, or compares two, the second the one compared against, and gives the dataset.

    settings: further arguments of `underheaven.run`.
    """
    effort = current()
    numbers = {
        "persons": persons, "months": months, "seed": effort.seed, "replicates": effort.replicates,
        "engine": effort.engine, "progress": effort.report, **settings,
    }  # fmt: skip
    runs = numbers["replicates"] * len(worlds)
    effort.lived.person_months += persons * months * runs
    effort.lived.months += months * runs
    if len(worlds) == 1:
        return public.run(worlds[0], people, **numbers)
    return public.compare(worlds[0], against=worlds[1], society=people, **numbers)


def persons_for(months: int, times: float = 1.0) -> int:
    """Gives how many persons a case of so many months can have; times: of the person-months of a replicate."""
    return current().persons_for(months, times)


def number(value: float) -> str:
    """Writes a number as TOML reads it back, to the last bit."""
    return repr(float(value))


def _filled(template: str, label: str, values: dict[str, object]) -> Source:
    """Gives a document's bytes; a name that the template lacks or that nobody fills is a fault of this package."""
    text = _text(template)
    named = set(text.get_identifiers())
    if named != set(values):
        raise ValueError(f"{template}: its parameters are {sorted(named)}, and {sorted(values)} are given")
    filled = text.substitute({k: number(v) if isinstance(v, float) else str(v) for k, v in values.items()})
    return Source(f"verify/{label or template}.toml", filled.encode(), shipped=False)


@lru_cache
def _text(template: str) -> Template:
    return Template((files("underheaven.verify") / "documents" / f"{template}.toml").read_text(encoding="utf-8"))
