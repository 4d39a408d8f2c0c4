"""The sentence on how certain the order of regimes is."""

from __future__ import annotations

from math import isfinite

from underheaven.measure.inference.interval import t_interval
from underheaven.show.report.comparison.interval_chart import parameter_range_text
from underheaven.show.report.comparison.measure_marks import MeasureRow, samples_ahead
from underheaven.show.report.comparison.regime_names import join_names, short_name
from underheaven.show.report.report_context import ReportContext


def order_certainty_sentence(context: ReportContext, row: MeasureRow) -> str:
    """State whether the first ranks above the second beyond Monte Carlo error, in how many samples, and all ranges."""
    ranked = row.ranked_marks()
    spans = [
        f"{short_name(context, m.scenario)} {parameter_range_text(row, m.parameter_range)}"
        for m in ranked
        if m.parameter_range and m.parameter_range[0] != m.parameter_range[1]
    ]
    ranges = f" Parameter ranges: {'; '.join(spans)}." if spans else ""
    turning = [m for m in ranked if m.parameter_range and m.parameter_range[0] < 0 < m.parameter_range[1]]
    ranges += (
        f" The sign is uncertain under {join_names(context, turning)}: the range includes both." if turning else ""
    )
    beyond = [
        m for m in ranked if m.parameter_range and not m.parameter_range[0] <= m.interval.mean <= m.parameter_range[1]
    ]
    ranges += f" Outside its range lies the number of {join_names(context, beyond)}." if beyond else ""
    if len(ranked) < 2:
        return ranges.strip()
    first, second = ranked[:2]
    ahead_of = f"{short_name(context, first.scenario)} ranks above {short_name(context, second.scenario)}"
    if (first.values == second.values).all():
        both = f"{short_name(context, first.scenario)} and {short_name(context, second.scenario)}"
        return f"{both} have the same number in every replicate.{ranges}"
    apart, points, wording = (
        t_interval(first.values - second.values),
        samples_ahead(context, row, first.scenario, second.scenario),
        [],
    )
    if isfinite(apart.low):
        beyond_chance = f"{ahead_of} beyond Monte Carlo error."
        both = f"{short_name(context, first.scenario)} and {short_name(context, second.scenario)}"
        wording.append(beyond_chance if apart.low > 0 else f"Monte Carlo error cannot tell {both} apart.")
    if points is not None and points[1] > 0:
        how_often = f"in {points[0]} of {points[1]} parameter samples."
        wording.append(f"{'It does so' if wording and apart.low > 0 else ahead_of} {how_often}")
    return f"{' '.join(wording)}{ranges}".strip()
