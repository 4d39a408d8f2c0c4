"""The numbers of a finding, computed from the measures."""

from __future__ import annotations

from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.measure_values import DIFFERENCE, LEVEL
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.formatting import format_amount
from underheaven.show.report.finding import Number
from underheaven.show.report.phrases import share_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges


def measure_level(context: ReportContext, scenario: str, name: str) -> Number:
    """Return a measure of one scenario as the number of a finding.

    Args:
        context: From ``build_report_context``.
        scenario: Its name.
        name: Of the measure; a paired one needs a baseline.
    """
    other = context.baseline_for(scenario)
    if name in PAIRED and other is not None:
        paired = PAIRED[name]
        values = paired.function(context.dataset, other)
        found = estimate_level(context.dataset, name, values, scenario).clip(*paired.range)
        return Number(paired.title, paired.unit, found, (scenario, name, DIFFERENCE))
    measure = MEASURES[name]
    found = estimate_level(context.dataset, name, measure.function(context.dataset), scenario).clip(*measure.range)
    return Number(measure.title, measure.unit, found, (scenario, name, LEVEL))


def measure_difference(context: ReportContext, scenario: str, name: str) -> Number:
    """Return a measure's paired difference from the baseline as the number of a finding.

    Args:
        context: From ``build_report_context``, with a baseline.
        scenario: Its name.
        name: Of the measure.
    """
    measure = MEASURES[name]
    values = measure.function(context.dataset).transpose("scenario", "replicate")
    difference = estimate_difference(
        context.dataset, name, values, scenario, str(context.baseline_for(scenario)), measure.range
    )
    return Number(f"{measure.title}, difference", measure.unit, difference, (scenario, name, DIFFERENCE))


def finding_share(context: ReportContext, number: Number) -> str:
    """Return a share in words; rounded and without an interval if its parameter range leaves it open.

    Args:
        context: From ``build_report_context``.
        number: A share.
    """
    if number.column is not None and parameter_ranges.range_is_open(context.dataset, *number.column):
        return f"about {format_amount(number.mean, 'share', 2)}"
    return share_phrase(number.interval)
