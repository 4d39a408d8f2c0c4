"""Titles and units of measures, including those of a group or a category."""

from __future__ import annotations

from collections.abc import Mapping

from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.text.table_sections import FAMILIES

PER_GROUP_UNIT = "per 100,000 of the mean size of the group"
CATEGORY_MEASURES = {
    "ever_listed_in": ("First entries on a blacklist", PER_GROUP_UNIT),
    "records_filed_in": ("Records filed", PER_GROUP_UNIT),
    "acts_in": ("Acts done", PER_GROUP_UNIT),
    "work_found_in": ("Of those who seek work in a month, found it", "share"),
    "best_grade_in": ("Of those with a grade, in the best", "share"),
    "equal_conduct_detriment_in": ("Detriment at equal conduct, more than others", "months of income per person"),
    "equal_conduct_listed_in": ("Months listed at equal conduct, more than others", "months per person"),
    "equal_conduct_wrongly_listed_in": (
        "Months wrongly listed at equal conduct, more than others",
        "months per person",
    ),
    "still_on_24_in": ("Still on a blacklist 24 months after entry", "share"),
}
"""Title and unit of the measures of a category of persons."""
DEBTOR_PHRASES = {"unable": "unable to pay", "unwilling": "unwilling to pay", "in error": "owing nothing"}


def measure_titles() -> Mapping[str, tuple[str, str]]:
    """Return title and unit of every measure by name, those with a label by the name before it."""
    found = {name: (m.title, m.unit) for name, m in MEASURES.items()}
    found |= {name: (m.title, m.unit) for name, m in PAIRED.items()}
    return found | {name: (family.title.removeprefix("... "), family.unit) for name, family in FAMILIES.items()}


def title_and_unit(name: str) -> tuple[str, str]:
    """Return title and unit of a measure that may carry a label."""
    base, _, label = name.partition(":")
    if base in CATEGORY_MEASURES:
        title, unit = CATEGORY_MEASURES[base]
        return f"{title}, {label}", unit
    if base == "filed_share_of_debt":
        return f"Of the records of debts filed, {DEBTOR_PHRASES[label]}", "share"
    title, unit = measure_titles().get(base, (base, "as measured"))
    return title.format(label), unit
