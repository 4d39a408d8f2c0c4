"""A finding of the comparison page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ComparisonFinding:
    """A finding of the comparison page; order_certainty: a sentence on how certain the order is."""

    name: str
    text: str
    order_certainty: str
