"""What one record of each kind of conduct costs: rows for the figure and for the finding on gravity."""

from __future__ import annotations

from math import isfinite
from typing import Any

from underheaven.measure.families.proportionality import costs_by_kind
from underheaven.show.report.report_context import ReportContext

MAX_KINDS = 10
"""The maximum number of kinds drawn; the data table has all."""


def kind_cost_rows(context: ReportContext, scenario: str) -> list[dict[str, Any]]:
    """Return rows kind, gravity and found (an Interval), in months of income per record, the gravest first.

    Only harmful kinds with records in every replicate are included.
    """
    costs = costs_by_kind(context.dataset).sel(scenario=scenario)
    found = [
        {
            "kind": str(kind),
            "gravity": float(costs["gravity"].sel(kind=kind)),
            "found": context.replicate_interval(costs.sel(kind=kind).expand_dims(scenario=[scenario]), scenario),
        }
        for kind in costs["kind"].values
        if bool(costs.sel(kind=kind).notnull().all()) and isfinite(costs["gravity"].sel(kind=kind))
    ]
    return sorted(found, key=lambda row: (-row["gravity"], row["kind"]))


def costliest_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the kinds whose records cost most, in the same order; all if they are few."""
    costliest = sorted(rows, key=lambda row: -row["found"].mean)[:MAX_KINDS]
    return [row for row in rows if row in costliest]
