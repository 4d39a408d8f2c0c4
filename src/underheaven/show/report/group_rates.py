"""Persons listed by group: rows for the figure and for the finding on groups."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from underheaven.measure.groups import group_categories, sum_over_category
from underheaven.measure.inference.counted_events import Events
from underheaven.measure.inference.event_intervals import interval_of_events
from underheaven.measure.reductions import PER_100K, safe_ratio
from underheaven.show.report.report_context import ReportContext


def group_rate_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows attribute, category, found, values, events: persons ever listed per 100,000 of the category.

    For a regime that lists nobody: records filed per 100,000. Attributes with one category are left out.
    """
    dataset = context.dataset.sel(scenario=scenario)
    listed = context.lists_anyone(scenario)
    counted = dataset["first_listed"].sum("month") if listed else dataset["filed"].sum(["month", "origin"])
    persons = dataset["persons"].mean("month")
    found: list[dict[str, Any]] = []
    for position, its in enumerate(group_categories(context.dataset)):
        for name in its if len(its) > 1 else ():
            part, whole = (sum_over_category(array, position, name) for array in (counted, persons))
            values = (PER_100K * safe_ratio(part, whole)).values
            events = Events("count", whole.values.astype(np.float64), PER_100K, round(float(part.sum())))
            found.append(
                {
                    "attribute": attribute_name(context, position),
                    "category": name,
                    "values": values,
                    "found": interval_of_events(values, events),
                    "events": events.n_events,
                }
            )
    return [r for r in found if isfinite(r["found"].mean)]


def attribute_name(context: ReportContext, position: int) -> str:
    """Return the name of an attribute by its place in the group labels."""
    attributes = context.society.model.people.attributes if context.society else []
    reported = [a.name for a in attributes if a.report_as != "not reported"]
    return reported[position] if position < len(reported) else f"attribute {position + 1}"
