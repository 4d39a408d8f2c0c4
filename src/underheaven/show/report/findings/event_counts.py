"""Sentences in the place of a number that depends on too few events."""

from __future__ import annotations

from math import floor, isfinite, log10

import numpy as np

from underheaven.measure.inference.counting_rules import FEW_EVENTS
from underheaven.measure.inference.interval import Interval
from underheaven.measure.reductions import person_sums
from underheaven.show.formatting import format_count
from underheaven.show.report.finding import Number
from underheaven.show.report.report_context import ReportContext

RULE_OF_THREE = 3
"""Events that may be expected where none was seen, at 95 %: the rule of three."""


def has_few_events(interval: Interval) -> bool:
    """Return whether a number counts events and rests on fewer of them than a finding needs."""
    return interval.events is not None and interval.events < FEW_EVENTS


def is_reportable(number: Number) -> bool:
    """Return whether a number may be said: it is one, and rests on enough events."""
    return isfinite(number.mean) and not has_few_events(number.interval)


def silenced_months(context: ReportContext, interval: Interval, other: str) -> int:
    """Return the months of public speech that fell silent: a share of those spoken in the baseline, all replicates.

    found: the share, which may be negative where speech rises.
    """
    spoken = person_sums(context.dataset, "months_speaking").sel(scenario=other)
    return abs(round(interval.mean * float(spoken.sum(dtype=np.int64)))) if isfinite(interval.mean) else 0


def too_few_events(context: ReportContext, what: str, events: int) -> str:
    """Return the sentence in the place of a finding: how many events there are, and how many persons it would take."""
    sizes = context.dataset.sizes
    return (
        f"{what}: too few events ({events}) to say. "
        f"{persons_needed_sentence(events, sizes['person'], sizes['replicate'])}"
    )


def persons_needed_sentence(events: int, persons: int, replicates: int) -> str:
    """Return how many persons it would take to have enough events, all else alike."""
    wanted = persons * FEW_EVENTS / (events or RULE_OF_THREE)
    step = 10 ** max(floor(log10(wanted)) - 1, 0)
    about = int(-(-wanted // step) * step)
    return (
        f"A finding needs {FEW_EVENTS}. {'About' if events else 'More than'} {about:,} persons over the same months in "
        f"{format_count(replicates, 'replicate')} would give that many on average; this run has {persons:,}."
    )
