"""Run the documents of a case through the public calls, as any user does.

No case has a loop over months of its own, except `docking`, whose purpose is a second implementation.
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
    """Read a regime of this package, with its named parameters filled.

    A parameter may leave a list that nobody can enter: that is a value of a closed form like any other.

    Args:
        template: name of the document.
        label: name of the scenario, where two come from one template.
        values: its parameters.
    """
    return read_document(DERIVED_REGIME, _fill_template(template, label, values))


def load_society(template: str, **values: object) -> Document[Society]:
    """Read a society of this package, with its named parameters filled."""
    return read_document(CASE_SOCIETY, _fill_template(template, "", values))


def make_study(
    regimes: list[Document[Regime]], society: Document[Society], persons: int, months: int, **plan: Any
) -> Study:
    """Return a study of one or two scenarios, the second of which is the baseline.

    Args:
        regimes: one or two.
        society: of both.
        persons: of each replicate.
        months: observed.
        plan: further keys of a study.
    """
    baseline = regimes[1] if len(regimes) > 1 else None
    effort = current_effort()
    plan = {"persons": persons, "months": months, "seed": effort.seed, "replicates": effort.replicates} | plan
    return plan_study(regimes[:1], baseline, society, **plan)


def simulate(
    regimes: list[Document[Regime]], society: Document[Society], persons: int, months: int, **settings: Any
) -> xr.Dataset:
    """Run one scenario, or compare two of which the second is the baseline, and return the dataset.

    Args:
        regimes: one or two.
        society: of both.
        persons: of each replicate.
        months: observed.
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
        return public.run(regimes[0], society=society, **numbers)
    return public.compare(regimes[0], baseline=regimes[1], society=society, **numbers)


def persons_for(months: int, times: float = 1.0) -> int:
    """Return how many persons a case of some months can have; times: factor on the person-months of a replicate."""
    return current_effort().persons_for(months, times)


def toml_number(value: float) -> str:
    """Return a number as TOML that reads back to the last bit."""
    return repr(float(value))


def _fill_template(template: str, label: str, values: dict[str, object]) -> DocumentFile:
    """Return the bytes of a document; a missing or an unknown name is an error of this package."""
    text = _read_template(template)
    named = set(text.get_identifiers())
    if named != set(values):
        raise ValueError(f"{template}: its parameters are {sorted(named)}, and {sorted(values)} are given")
    filled = text.substitute({k: toml_number(v) if isinstance(v, float) else str(v) for k, v in values.items()})
    return DocumentFile(f"verify/{label or template}.toml", filled.encode(), shipped=False)


@lru_cache
def _read_template(template: str) -> Template:
    return Template((files("underheaven.verify") / "documents" / f"{template}.toml").read_text(encoding="utf-8"))
