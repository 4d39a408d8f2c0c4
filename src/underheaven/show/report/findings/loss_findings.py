"""Findings about losses: detriment, expected costs of a status, denials, and the benefits of others."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.families import burden, reach
from underheaven.measure.inference.estimate import estimate_level
from underheaven.measure.inference.interval import Interval
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reductions import safe_ratio
from underheaven.show.explain.status_cost import OR_NO_RECORD_PHRASE, OUTSIDE_PHRASE, PROPERTY_NOTE
from underheaven.show.formatting import format_number
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events, too_few_events
from underheaven.show.report.findings.finding_numbers import finding_share, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import ROUNDING_ERROR, capitalise, interval_phrase, real_count_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges

TIES_CAUSE = "none:ties"
CAUSES_WITHOUT_RECORD = (TIES_CAUSE, "none:official", "none:outside")
"""Causes other than one's own record: scores of ties, an official's decision, and staying out."""


def find_detriment(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what lost access is worth, where most of it is lost, and how much of it is far from its cause."""
    total = measure_level(context, scenario, "detriment")
    if not total.mean > 0:
        return
    by = burden.detriment_by_effect(context.dataset)
    effect = CONTEXTS[int(by.sel(scenario=scenario).mean("replicate").argmax("effect"))]
    parts = safe_ratio(by.sel(effect=effect), by.sum("effect"))
    part = Number(f"Part lost in {effect}", "share", context.replicate_interval(parts, scenario))
    text, worth = _loss_sentence(context, scenario, total)
    where, causes = _cross_context_loss(context, scenario)
    numbers = (worth, part, *causes) if isfinite(part.mean) else (worth, *causes)
    if isfinite(part.mean):
        others = "" if worth is total else ", including those of people never listed"
        text += f" {_largest_part(part.interval, effect, others)}"
    yield Finding("detriment", text + where, key_assumption_of(context, scenario, "detriment", effect=effect), numbers)


def _loss_sentence(context: ReportContext, scenario: str, total: Number) -> tuple[str, Number]:
    """State what the ever-listed lose; if that is unknown, what everybody loses."""
    if context.baseline_for(scenario) is not None and context.lists_anyone(scenario):
        listed_loss = measure_level(context, scenario, "detriment_of_listed")
        if isfinite(listed_loss.mean):
            worth = f"{format_number(listed_loss.mean)} months of their income {interval_phrase(listed_loss.interval)}"
            return f"In this model, those ever listed lose access worth {worth} over the run.", listed_loss
    worth = f"{format_number(total.mean)} months of income per person over the run {interval_phrase(total.interval)}"
    return f"Averaged over everybody, lost access is worth {worth} in this model.", total


def _largest_part(part: Interval, effect: str, whose_suffix: str) -> str:
    if part.mean > 1 - ROUNDING_ERROR:
        return f"All losses{whose_suffix}{',' * bool(whose_suffix)} are in {effect}."
    return f"Of all losses{whose_suffix}, the largest part, {share_phrase(part)}, is in {effect}."


def _cross_context_loss(context: ReportContext, scenario: str) -> tuple[str, tuple[Number, ...]]:
    """State the share of losses far from the record behind them, and the share without a record."""
    by = burden.detriment_matrix(context.dataset).sum("effect")
    parts = safe_ratio(by.sel(cause=list(CAUSES_WITHOUT_RECORD)).sum("cause"), by.sum("cause"))
    bare = Number("Part lost without a record behind it", "share", context.replicate_interval(parts, scenario))
    record = "record of one's own" if float(by.sel(scenario=scenario, cause=TIES_CAUSE).sum()) > 0 else "record"
    if bare.mean > 1 - ROUNDING_ERROR:
        return f" None of it follows from a {record}.", ()
    cross = measure_level(context, scenario, "cross_context_share")
    if not isfinite(cross.mean) or not (context.has_simulated_use(scenario) or bare.mean > ROUNDING_ERROR):
        return "", ()  # its parts are weighted by the documents' constants: see the finding ``constants``
    has_bare = bare.mean > ROUNDING_ERROR
    staying = " (staying out of the regime costs access too)" if context.tally_total("stayed_out", scenario) > 0 else ""
    behind = f"; {share_phrase(bare.interval)} has no {record} behind it{staying}" if has_bare else ""
    text = (
        f" {capitalise(_share_or_none(context, cross))} "
        f"{OUTSIDE_PHRASE}{OR_NO_RECORD_PHRASE if has_bare else ''}{behind}."
    )
    return text, (cross, bare) if has_bare else (cross,)


def find_status_costs(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield the expected cost of a month of each status, which follows from the documents and has no interval."""
    wording = context.status_cost_sentences(scenario)
    if wording:
        yield Finding("constants", " ".join([*wording, PROPERTY_NOTE]), None, ())


def _share_or_none(context: ReportContext, number: Number) -> str:
    return "none of it" if number.mean < ROUNDING_ERROR else finding_share(context, number)


def find_denials(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield the two kinds of attempts that are denied most often."""
    by = reach.denials_by_kind(context.dataset)
    kinds = [str(k) for k in by["denial"].values]
    every = {
        k: estimate_level(context.dataset, f"denials_by_kind:{k}", by.sel(denial=k, drop=True), scenario) for k in kinds
    }
    found = {k: one for k, one in every.items() if one.mean > 0}
    used = sorted((k for k in found if not has_few_events(found[k])), key=lambda k: -found[k].mean)[:2]
    if found and not used:
        most = max(found, key=lambda k: found[k].mean)
        yield Finding("denied", too_few_events(context, f"Denied: {most}", found[most].events or 0), None, ())
    if not used:
        return
    really = {k: real_count_phrase(context, scenario, f"denials_by_kind:{k}", found[k], "", True) for k in used}
    digits = {k: parameter_ranges.significant_digits(context.dataset, scenario, f"denials_by_kind:{k}") for k in used}
    wording = [
        f"{k} {format_number(found[k].mean, digits[k])} {interval_phrase(found[k], digits=digits[k])}{really[k]}"
        for k in used
    ]
    text = f"Over the run, the regime denies these attempts per 100,000 people: {'; '.join(wording)}."
    numbers = tuple(
        Number(f"Denied: {k}", "attempts per 100,000 persons", found[k], (scenario, f"denials_by_kind:{k}", LEVEL))
        for k in used
    )
    yield Finding("denied", text, key_assumption_of(context, scenario, "denied", habit=used[0]), numbers)


def find_rewards(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what benefits are worth, if there are any."""
    added = measure_level(context, scenario, "reward")
    if not added.mean > 0:
        return
    where = context.dataset["reward"].sel(scenario=scenario).sum(["month", "group", "replicate"])
    effect = CONTEXTS[int(where.argmax("effect"))]
    text = (
        f"Averaged over everybody, benefits are worth {format_number(added.mean)} months of income per person over the "
        f"run {interval_phrase(added.interval)}. They are not offset against the losses of others."
    )
    yield Finding("reward", text, key_assumption_of(context, scenario, "reward", effect=effect), (added,))
