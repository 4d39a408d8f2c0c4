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
from underheaven.spec.checks.society import check_society_parts
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.verify.effort import current_effort

if TYPE_CHECKING:
    import xarray as xr


CASE_SOCIETY = replace(SOCIETY, check_model=check_society_parts)
"""How societies of this package are read: a market of good borrowers alone is a point of a closed form."""


def load_regime(template: str, label: str = "", **values: object) -> Document[Regime]:
    """Reads a regime of this package, its named parameters filled; ``label`` tells two of one template apart.

    A parameter may leave a list that nobody can come onto: that is a value of a closed form like any other.
    """
    return read_document(DERIVED_REGIME, _fill_template(template, label, values))


def load_society(template: str, **values: object) -> Document[Society]:
    """Reads a society of this package, its named parameters filled."""
    return read_document(CASE_SOCIETY, _fill_template(template, "", values))


def make_study(
    regimes: list[Document[Regime]], society: Document[Society], persons: int, months: int, **plan: Any
) -> Study:
    """Makes a study of one or two worlds, the second the one compared against; plan: further keys of a study."""
    baseline = regimes[1] if len(regimes) > 1 else None
    effort = current_effort()
    plan = {"persons": persons, "months": months, "seed": effort.seed, "replicates": effort.replicates} | plan
    return plan_study(regimes[:1], baseline, society, **plan)


def simulate(
    regimes: list[Document[Regime]], society: Document[Society], persons: int, months: int, **settings: Any
) -> xr.Dataset:
    """Runs one world, or compares two, the second the one compared against, and gives the dataset.

    settings: further arguments of `underheaven.run`.
    """
    effort = current_effort()
    numbers = {
        "persons": persons,
        "months": months,
        "seed": effort.seed,
        "replicates": effort.replicates,
        "engine": effort.engine,
        "progress": effort.report,
        **settings,
    }
    runs = numbers["replicates"] * len(regimes)
    effort.simulated.person_months += persons * months * runs
    effort.simulated.months += months * runs
    if len(regimes) == 1:
        return public.run(regimes[0], society, **numbers)
    return public.compare(regimes[0], against=regimes[1], society=society, **numbers)


def persons_for(months: int, times: float = 1.0) -> int:
    """Gives how many persons a case of so many months can have; times: of the person-months of a replicate."""
    return current_effort().persons_for(months, times)


def toml_number(value: float) -> str:
    """Writes a number as TOML reads it back, to the last bit."""
    return repr(float(value))


def _fill_template(template: str, label: str, values: dict[str, object]) -> DocumentFile:
    """Gives a document's bytes; a name that the template lacks or that nobody fills is a fault of this package."""
    text = _read_template(template)
    named = set(text.get_identifiers())
    if named != set(values):
        raise ValueError(f"{template}: its parameters are {sorted(named)}, and {sorted(values)} are given")
    filled = text.substitute({k: toml_number(v) if isinstance(v, float) else str(v) for k, v in values.items()})
    return DocumentFile(f"verify/{label or template}.toml", filled.encode(), shipped=False)


@lru_cache
def _read_template(template: str) -> Template:
    return Template((files("underheaven.verify") / "documents" / f"{template}.toml").read_text(encoding="utf-8"))
