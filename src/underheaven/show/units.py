"""Values of documents with their units, with all the digits that they have."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from underheaven.show.words import counted
from underheaven.spec.parameters import parameters
from underheaven.spec.people import Law
from underheaven.spec.units import Part

UNITS = {
    "Standing.start": "points", "Standing.minimum": "points", "Standing.maximum": "points",
    "Standing.grades": "points", "ListRule.records_at_least": "records", "Officials.favour_points": "points",
    "Officials.quota_per_1000": "records a month a thousand persons", "FirstBelief.repaid": "loans",
    "FirstBelief.defaulted": "loans", "ContextUse.use": "share", "ContextUse.value": "months of income",
    "Habit.per_year": "times a year", "Conduct.gravity": "months of income", "Savings.at_start": "months of income",
    "Savings.saved": "months of income", "Savings.spent": "months of income", "Savings.most": "months of income",
    "Credit.fear_scale": "months of income", "Credit.gain": "share", "Credit.loss": "share",
    "Credit.pseudo_repaid": "loans", "Credit.pseudo_defaulted": "loans", "Society.burn_in_months": "months",
    "People.persons": "persons", "People.town_size": "persons", "Ties.largest_household": "persons",
    "Ties.acquaintances": "persons", "Study.persons": "persons", "Study.months": "months",
    "Study.replicates": "replicates",
}  # fmt: skip
"""Units of the numbers whose type has none of its own; where one is missing, the meaning of the key names it."""
SINGULAR = {"months": "month", "points": "point", "records": "record", "persons": "person", "loans": "loan"}


def unit_of(owner: type[Part], key: str) -> str:
    """Gives the unit of a key of a part, empty where it has none."""
    own = next((one.unit for one in parameters(owner).values() if one.key == key), "")
    return UNITS.get(f"{owner.__name__}.{key}", own)


def said(written: Any, unit: str) -> str:
    """Writes a value of a document with its unit, as 24 months, 5 % a month, left out."""
    if written is None:
        return "left out"
    if isinstance(written, bool):
        return "yes" if written else "no"
    if isinstance(written, int | float):
        return _number(written, unit)
    if isinstance(written, Law):
        return _law(written)
    if isinstance(written, Part):
        return in_short(written)
    if isinstance(written, Mapping):
        return ", ".join(f"{key} {said(item, unit)}" for key, item in written.items()) or "none"
    if isinstance(written, list):
        return ", ".join(said(item, unit) for item in written) or "none"
    return " ".join(str(written).split())


def in_short(part: Part) -> str:
    """Gives what a part states, key by key, without its name and what it leaves at its default."""
    lines = []
    for name, one in parameters(type(part)).items():
        value = getattr(part, name)
        if one.key != "name" and name in part.model_fields_set and value is not None:
            lines.append(f"{words(one.key)} {said(value, unit_of(type(part), one.key))}")
    return ", ".join(lines)


def words(key: str) -> str:
    """Gives a key as words."""
    return key.replace("_", " ")


def exact(value: float) -> str:
    """Writes a number with the digits that it has."""
    if not isfinite(value):
        return str(value)
    text = f"{value:,.10g}"
    return f"{value:.12f}".rstrip("0") if "e-" in text else text


def _number(value: float, unit: str) -> str:
    if unit in ("share", "chance a month"):
        return f"{exact(100 * value)} %{' a month' if unit == 'chance a month' else ''}"
    if unit in SINGULAR and isinstance(value, int):
        return counted(value, SINGULAR[unit])
    if unit == "months of income" and value == 1:
        return "1 month of income"
    return " ".join(part for part in (exact(value), {"factor": "times", "weight": ""}.get(unit, unit)) if part)


def _law(law: Law) -> str:
    given = {key: value for key, value in law.model_dump(exclude={"law"}).items() if value is not None}
    numbers = ", ".join(f"{key} {exact(value)}" for key, value in given.items())
    return f"{law.law} ({numbers})" if numbers else law.law
