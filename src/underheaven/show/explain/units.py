"""Values of documents with their units, at full precision."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from underheaven.show.formatting import format_count
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters

UNITS = {
    "Standing.start": "points",
    "Standing.minimum": "points",
    "Standing.maximum": "points",
    "Standing.grades": "points",
    "ListRule.records_at_least": "records",
    "Officials.favour_points": "points",
    "Officials.quota_per_1000": "records a month a thousand persons",
    "FirstBelief.repaid": "loans",
    "FirstBelief.defaulted": "loans",
    "ContextUse.use": "share",
    "ContextUse.value": "months of income",
    "Habit.per_year": "times a year",
    "Conduct.gravity": "months of income",
    "Savings.at_start": "months of income",
    "Savings.saved": "months of income",
    "Savings.spent": "months of income",
    "Savings.maximum": "months of income",
    "Credit.fear_scale": "months of income",
    "Credit.gain": "share",
    "Credit.loss": "share",
    "Credit.pseudo_repaid": "loans",
    "Credit.pseudo_defaulted": "loans",
    "Society.burn_in_months": "months",
    "People.persons": "persons",
    "People.town_size": "persons",
    "Ties.largest_household": "persons",
    "Ties.acquaintances": "persons",
    "Study.persons": "persons",
    "Study.months": "months",
    "Study.replicates": "replicates",
}
"""Units of numbers whose type has none; if one is missing, the meaning of the key names it."""
SINGULAR = {"months": "month", "points": "point", "records": "record", "persons": "person", "loans": "loan"}


def unit_of(owner: type[DocumentPart], key: str) -> str:
    """Return the unit of a key of a part, empty where it has none."""
    own = next((one.unit for one in model_parameters(owner).values() if one.key == key), "")
    return UNITS.get(f"{owner.__name__}.{key}", own)


def format_value(value: Any, unit: str) -> str:
    """Format a value of a document with its unit, as 24 months, 5 % a month, left out."""
    if value is None:
        return "left out"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _format_quantity(value, unit)
    if isinstance(value, TraitDistribution):
        return _format_law(value)
    if isinstance(value, DocumentPart):
        return summarise_part(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {format_value(item, unit)}" for key, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(format_value(item, unit) for item in value) or "none"
    return " ".join(str(value).split())


def summarise_part(part: DocumentPart) -> str:
    """Return the keys and values of a part, without its name and its defaults."""
    lines = []
    for name, one in model_parameters(type(part)).items():
        value = getattr(part, name)
        if one.key != "name" and name in part.model_fields_set and value is not None:
            lines.append(f"{key_words(one.key)} {format_value(value, unit_of(type(part), one.key))}")
    return ", ".join(lines)


def key_words(key: str) -> str:
    """Return a key as words."""
    return key.replace("_", " ")


def format_exact(value: float) -> str:
    """Format a number with all of its digits."""
    if not isfinite(value):
        return str(value)
    text = f"{value:,.10g}"
    return f"{value:.12f}".rstrip("0") if "e-" in text else text


def _format_quantity(value: float, unit: str) -> str:
    if unit in ("share", "chance a month"):
        return f"{format_exact(100 * value)} %{' a month' if unit == 'chance a month' else ''}"
    if unit in SINGULAR and isinstance(value, int):
        return format_count(value, SINGULAR[unit])
    if unit == "months of income" and value == 1:
        return "1 month of income"
    return " ".join(part for part in (format_exact(value), {"factor": "times", "weight": ""}.get(unit, unit)) if part)


def _format_law(distribution: TraitDistribution) -> str:
    given = {key: value for key, value in distribution.model_dump(exclude={"law"}).items() if value is not None}
    numbers = ", ".join(f"{key} {format_exact(value)}" for key, value in given.items())
    return f"{distribution.law} ({numbers})" if numbers else distribution.law
