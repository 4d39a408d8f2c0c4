"""Findings about consequences: losses and denials, work and credit, debts paid, conduct and speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import numpy as np

from underheaven.fields.codes import CONTEXTS
from underheaven.measure.families import burden, reach
from underheaven.measure.inference.estimate import estimate_level
from underheaven.measure.inference.interval import Interval
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reductions import person_sums, safe_ratio
from underheaven.show.explain.status_cost import OR_NO_RECORD_PHRASE, OUTSIDE_PHRASE, PROPERTY_NOTE
from underheaven.show.formatting import format_number
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.findings.event_counts import has_few_events, silenced_months, too_few_events
from underheaven.show.report.findings.finding import Finding, Number, finding_share, measure_difference, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import (
    ROUNDING_ERROR,
    TINY_SHARE,
    capitalise,
    difference_phrase,
    interval_phrase,
    is_nonzero,
    real_count_phrase,
    share_phrase,
    shift_sentence,
    to_points,
)
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import parameter_ranges

TIES_CAUSE = "none:ties"
CAUSES_WITHOUT_RECORD = (TIES_CAUSE, "none:official", "none:outside")
"""Causes that are no record of one's own: scores of ties, what an official decides, and staying out."""
REPAYMENT_CAVEAT = (
    "Any such effect is put in by an assumption: the society's document states how strongly the price of a listing "
    "presses a debtor to pay."
)
SELECTION_CAVEAT = (
    "Any such difference is partly selection, put in by the rules: a regime that bars loans to past defaulters selects "
    "its borrowers."
)


def find_detriment(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what lost access is worth, where most of it is lost, and how much of it far from its cause."""
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
    """Say what the ever-listed lose; where that is unknown, what everybody loses."""
    if context.baseline_for(scenario) is not None and context.lists_anyone(scenario):
        listed_loss = measure_level(context, scenario, "detriment_of_listed")
        if isfinite(listed_loss.mean):
            worth = f"{format_number(listed_loss.mean)} months of their income {interval_phrase(listed_loss.interval)}"
            return f"In this model, those ever listed lose access worth {worth} over the run.", listed_loss
    worth = f"{format_number(total.mean)} months of income a person over the run {interval_phrase(total.interval)}"
    return f"Averaged over everybody, lost access is worth {worth} in this model.", total


def _largest_part(part: Interval, effect: str, whose: str) -> str:
    if part.mean > 1 - ROUNDING_ERROR:
        return f"All losses{whose}{',' * bool(whose)} are in {effect}."
    return f"Of all losses{whose}, the largest part, {share_phrase(part)}, is in {effect}."


def _cross_context_loss(context: ReportContext, scenario: str) -> tuple[str, tuple[Number, ...]]:
    """Say how much of all that is lost falls far from the record behind it, and how much has none behind it."""
    by = burden.detriment_matrix(context.dataset).sum("effect")
    parts = safe_ratio(by.sel(cause=list(CAUSES_WITHOUT_RECORD)).sum("cause"), by.sum("cause"))
    bare = Number("Part lost without a record behind it", "share", context.replicate_interval(parts, scenario))
    record = "record of one's own" if float(by.sel(scenario=scenario, cause=TIES_CAUSE).sum()) > 0 else "record"
    if bare.mean > 1 - ROUNDING_ERROR:
        return f" None of it follows from a {record}.", ()
    cross = measure_level(context, scenario, "cross_context_share")
    if not isfinite(cross.mean) or not (context.has_simulated_use(scenario) or bare.mean > ROUNDING_ERROR):
        return "", ()  # its parts are weighted by the documents' constants: see ``constants``
    has_bare = bare.mean > ROUNDING_ERROR
    staying = " (staying out of the regime costs access too)" if context.tally_total("stayed_out", scenario) > 0 else ""
    behind = f"; {share_phrase(bare.interval)} has no {record} behind it{staying}" if has_bare else ""
    text = (
        f" {capitalise(_share_or_none(context, cross))} "
        f"{OUTSIDE_PHRASE}{OR_NO_RECORD_PHRASE if has_bare else ''}{behind}."
    )
    return text, (cross, bare) if has_bare else (cross,)


def find_status_costs(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what a month of each standing is expected to cost by the documents' constants: no result, no interval."""
    wording = context.status_cost_sentences(scenario)
    if wording:
        yield Finding("constants", " ".join([*wording, PROPERTY_NOTE]), None, ())


def _share_or_none(context: ReportContext, number: Number) -> str:
    return "none of it" if number.mean < ROUNDING_ERROR else finding_share(context, number)


def find_denials(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield the two kinds of attempts that are denied most."""
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
        Number(f"Denied: {k}", "attempts per 100,000", found[k], (scenario, f"denials_by_kind:{k}", LEVEL))
        for k in used
    )
    yield Finding("denied", text, key_assumption_of(context, scenario, "denied", habit=used[0]), numbers)


def find_rewards(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what benefits are worth, where there are any."""
    added = measure_level(context, scenario, "reward")
    if not added.mean > 0:
        return
    where = context.dataset["reward"].sel(scenario=scenario).sum(["month", "group", "replicate"])
    effect = CONTEXTS[int(where.argmax("effect"))]
    text = (
        f"Averaged over everybody, benefits are worth {format_number(added.mean)} months of income a person over the "
        f"run {interval_phrase(added.interval)}. They are not offset against the losses of others."
    )
    yield Finding("reward", text, key_assumption_of(context, scenario, "reward", effect=effect), (added,))


def find_after_listing(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield work, debts and loans of the ever-listed, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    if not context.lists_anyone(scenario):
        return
    work, owing, loans = (
        measure_level(context, scenario, f"{name}_of_listed") for name in ("unemployed", "under_judgment", "loans")
    )
    if not isfinite(work.mean):
        return
    parts = (
        (work, "are without work for", "month"),
        (owing, "owe a judgment for", "month"),
        (loans, "receive", "loan"),
    )
    changed = [
        (n, f"{verb} {difference_phrase(n.interval, unit, 'more', 'fewer')}")
        for n, verb, unit in parts
        if is_nonzero(n.interval)
    ]
    if not changed:
        return
    *first, last = (wording for _, wording in changed)
    wording = f"{', '.join(first)}, and {last}" if first else last
    text = f"Compared with the same people {context.baseline_phrase(scenario)}, those ever listed {wording}."
    yield Finding(
        "after listing",
        text,
        key_assumption_of(context, scenario, "after listing"),
        tuple(number for number, _ in changed),
    )


def find_refused_loans(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many loans a regime without listings refuses; the finding on trust has those made."""
    if context.baseline_for(scenario) is None or context.lists_anyone(scenario):
        return
    law = measure_level(context, scenario, "refused_by_regime")
    if law.mean > 0:
        text = (
            f"Per 100,000 people, the regime refuses {format_number(law.mean)} loans over the run "
            f"{interval_phrase(law.interval)}."
        )
        yield Finding("refused", text, key_assumption_of(context, scenario, "refused"), (law,))


def find_lending_changes(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield changes of lending, repayment and help, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    loans_made, loans_repaid, default_share, help_granted_share = (
        measure_difference(context, scenario, name)
        for name in ("loans_made", "loans_repaid", "default_share", "help_granted_share")
    )
    wording, numbers = list[str](), list[Number]()
    if is_nonzero(loans_made.interval) or is_nonzero(loans_repaid.interval):
        numbers += [loans_made, loans_repaid]
        wording.append(
            f"Compared with the same people {context.baseline_phrase(scenario)}, 100,000 people take "
            f"{_difference_to_digits(context, loans_made, 'loan')}, and repay "
            f"{_difference_to_digits(context, loans_repaid, 'loan')}."
        )
    for number, of in (
        (default_share, "The share of ended loans that fell behind"),
        (help_granted_share, "The share of requests for help that are granted"),
    ):
        if is_nonzero(number.interval) and not has_few_events(number.interval):
            numbers.append(number)
            put_in = f" {SELECTION_CAVEAT}" if number is default_share else ""
            wording.append(f"{shift_sentence(of, to_points(number.interval), 'point')}{put_in}")
    if wording and isfinite(help_granted_share.mean) and not is_nonzero(help_granted_share.interval):
        wording.append("Help that people grant each other does not change.")
    if wording:
        yield Finding("trust", " ".join(wording), key_assumption_of(context, scenario, "trust"), tuple(numbers))


def find_performed_debts(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many old debts are paid, relative to the baseline."""
    if context.baseline_for(scenario) is None:
        return
    paid, step = (
        measure_level(context, scenario, "judgments_performed"),
        measure_difference(context, scenario, "judgments_performed"),
    )
    if not paid.mean > 0 or abs(step.mean) < ROUNDING_ERROR:
        return
    text = (
        f"Per 100,000 people, {format_number(paid.mean)} judgments are performed over the run "
        f"{interval_phrase(paid.interval)}: {_difference_to_digits(context, step, 'judgment')} than "
        f"{context.baseline_phrase(scenario)}. {REPAYMENT_CAVEAT}"
    )
    yield Finding("performed", text, key_assumption_of(context, scenario, "performed"), (paid, step))


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


def _difference_to_digits(context: ReportContext, number: Number, unit: str) -> str:
    """Say a difference to as many digits as its parameter range leaves of it."""
    digits = 3 if number.column is None else parameter_ranges.significant_digits(context.dataset, *number.column)
    return difference_phrase(number.interval, unit, "more", "fewer", digits)


def _with_events(number: Number, events: int) -> Number:
    """Return a number with the events that it rests on."""
    return replace(number, interval=replace(number.interval, events=events))


def _deterrence_sentence(found: Interval, without: str) -> str:
    """Say which share of the acts of the baseline is not done, by the name and the sign of the measure."""
    hardly = "Conduct hardly changes: the" if abs(found.mean) < TINY_SHARE else "The"
    wording = (
        f"{hardly} regime deters {typographic_minus(f'{format_number(100 * found.mean)} %')} of the acts done {without}"
    )
    if not isfinite(found.low):
        return f"{wording} {interval_phrase(found)}."
    chance = ", which may be chance" if found.low < 0 < found.high else ""
    below = "; below 0, more acts are done" if found.mean < 0 else ""
    return f"{wording}{chance} {interval_phrase(to_points(found), least=None)}{below}."
