"""What a finding is, and how its numbers are had from the measures."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import Column
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.report.findings.key_assumption import KeyAssumption
from underheaven.show.report.phrases import share_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges


@dataclass(frozen=True)
class Number:
    """One number of a finding, for machines: what it is, its unit, its interval, and the column it stands in."""

    title: str
    unit: str
    interval: Interval
    column: Column | None = None

    @property
    def mean(self) -> float:
        """The mean over replicates."""
        return self.interval.mean


@dataclass(frozen=True)
class Finding:
    """A few sentences; rest: the assumption they name, None where the documents assume nothing of the kind.

    numbers: those that the sentences say and no others, as they are said; what is measured is said of the first.
    question: the one of ``questions`` that it answers. more: whether it comes after the answer, and is folded.
    """

    name: str
    text: str
    key_assumption: KeyAssumption | None
    numbers: tuple[Number, ...]
    question: str = ""
    is_folded: bool = False


def measure_level(context: ReportContext, scenario: str, name: str) -> Number:
    """Gives a measure of one world; a paired measure is one beside the other world, which must be there."""
    other = context.baseline_for(scenario)
    if name in PAIRED and other is not None:
        paired = PAIRED[name]
        values = paired.function(context.dataset, other)
        found = estimate_level(context.dataset, name, values, scenario).clip(*paired.range)
        return Number(paired.title, paired.unit, found, (scenario, name, DIFFERENCE))
    measure = MEASURES[name]
    found = estimate_level(context.dataset, name, measure.function(context.dataset), scenario).clip(*measure.range)
    return Number(measure.title, measure.unit, found, (scenario, name, LEVEL))


def finding_share(context: ReportContext, number: Number) -> str:
    """Says a share: roughly and without an interval where its parameter range leaves it open, as the table does."""
    if number.column is not None and parameter_ranges.range_is_open(context.dataset, *number.column):
        return f"about {parameter_ranges.format_amount(number.mean, 'share', 2)}"
    return share_phrase(number.interval)


def measure_difference(context: ReportContext, scenario: str, name: str) -> Number:
    """Gives a measure's paired difference from the other world, which must be there."""
    measure = MEASURES[name]
    values = measure.function(context.dataset).transpose("world", "replicate")
    apart = estimate_difference(
        context.dataset, name, values, scenario, str(context.baseline_for(scenario)), measure.range
    )
    return Number(f"{measure.title}, difference", measure.unit, apart, (scenario, name, DIFFERENCE))
