"""Sentences instead of a number that depends on too few events."""

from __future__ import annotations

from math import floor, isfinite, log10

import numpy as np

from underheaven.measure.inference.counted_events import FEW_EVENTS
from underheaven.measure.inference.interval import Interval
from underheaven.measure.reductions import person_sums
from underheaven.show.formatting import format_count
from underheaven.show.report.finding import Number
from underheaven.show.report.report_context import ReportContext

RULE_OF_THREE = 3
"""The rule of three: the 95 % upper bound of the expected number of events if none was observed."""


def has_few_events(interval: Interval) -> bool:
    """Return whether a number depends on counted events, and on fewer than a finding needs."""
    return interval.events is not None and interval.events < FEW_EVENTS


def is_reportable(number: Number) -> bool:
    """Return whether a number may be reported: it is defined and has enough events."""
    return isfinite(number.mean) and not has_few_events(number.interval)


def silenced_months(context: ReportContext, interval: Interval, other: str) -> int:
    """Return the months of public speech that fell silent, over all replicates.

    interval: the share of the baseline's months of speech; negative where speech rises. other: the baseline.
    """
    spoken = person_sums(context.dataset, "months_speaking").sel(scenario=other)
    return abs(round(interval.mean * float(spoken.sum(dtype=np.int64)))) if isfinite(interval.mean) else 0


def too_few_events(context: ReportContext, subject: str, events: int) -> str:
    """Return the sentence instead of a finding: how many events there are, and how many persons would be needed."""
    sizes = context.dataset.sizes
    return (
        f"{subject}: too few events ({events}) to say. "
        f"{persons_needed_sentence(events, sizes['person'], sizes['replicate'])}"
    )


def persons_needed_sentence(events: int, persons: int, replicates: int) -> str:
    """Return the sentence on how many persons would give enough events, all else equal."""
    wanted = persons * FEW_EVENTS / (events or RULE_OF_THREE)
    step = 10 ** max(floor(log10(wanted)) - 1, 0)
    about = int(-(-wanted // step) * step)
    return (
        f"A finding needs {FEW_EVENTS}. {'About' if events else 'More than'} {about:,} persons over the same months in "
        f"{format_count(replicates, 'replicate')} would give that many on average; this run has {persons:,}."
    )
