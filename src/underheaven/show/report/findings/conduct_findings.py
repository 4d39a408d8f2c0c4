"""Findings about conduct: acts, legitimacy and public speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import numpy as np

from underheaven.measure.inference.interval import Interval
from underheaven.measure.reductions import person_sums
from underheaven.show.formatting import format_number
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events, silenced_months, too_few_events
from underheaven.show.report.findings.finding_numbers import measure_difference, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import (
    TINY_SHARE,
    interval_phrase,
    is_nonzero,
    share_phrase,
    shift_sentence,
    to_points,
)
from underheaven.show.report.report_context import ReportContext


def find_conduct_changes(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield changes of acts and legitimacy, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    acts, legitimacy = (
        measure_level(context, scenario, "deterrence"),
        measure_difference(context, scenario, "legitimacy"),
    )
    done = person_sums(context.dataset, "acts").sel(scenario=context.baseline_for(scenario))
    acts = _with_events(acts, int(done.sum(dtype=np.int64)))
    wording, numbers = list[str](), list[Number]()
    if is_nonzero(acts.interval) and has_few_events(acts.interval):
        wording.append(too_few_events(context, acts.title, acts.interval.events or 0))
    elif is_nonzero(acts.interval):
        numbers.append(acts)
        wording.append(_deterrence_sentence(acts.interval, context.baseline_phrase(scenario)))
    if is_nonzero(legitimacy.interval):
        numbers.append(legitimacy)
        wording.append(
            shift_sentence("At the end, felt legitimacy (0 to 100)", to_points(legitimacy.interval), "point")
        )
    if wording:
        yield Finding("conduct", " ".join(wording), key_assumption_of(context, scenario, "conduct"), tuple(numbers))


def find_chilled_speech(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how much public speech is silenced, relative to the baseline."""
    other = context.baseline_for(scenario)
    if other is None:
        return
    chilled = measure_level(context, scenario, "chilled_speech")
    if chilled.mean > 0:
        chilled = _with_events(chilled, silenced_months(context, chilled.interval, other))
        without = context.baseline_phrase(scenario)
        text = (
            f"Of the months of public speech {without}, {share_phrase(chilled.interval)} are silent under the regime."
        )
        yield Finding("speech", text, key_assumption_of(context, scenario, "speech"), (chilled,))


def _with_events(number: Number, events: int) -> Number:
    """Return a number with the count of events behind it."""
    return replace(number, interval=replace(number.interval, events=events))


def _deterrence_sentence(interval: Interval, baseline_phrase: str) -> str:
    """State the share of the baseline's acts that is deterred, with the sign of the measure."""
    hardly = "Conduct hardly changes: the" if abs(interval.mean) < TINY_SHARE else "The"
    share = typographic_minus(f"{format_number(100 * interval.mean)} %")
    wording = f"{hardly} regime deters {share} of the acts done {baseline_phrase}"
    if not isfinite(interval.low):
        return f"{wording} {interval_phrase(interval)}."
    chance = ", which may be chance" if interval.low < 0 < interval.high else ""
    below = "; below 0, more acts are done" if interval.mean < 0 else ""
    return f"{wording}{chance} {interval_phrase(to_points(interval), least=None)}{below}."
