"""Findings about the institution: consent, officials, gaming and what people know."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from underheaven.show.formatting import format_number
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events, is_reportable, too_few_events
from underheaven.show.report.findings.finding_numbers import finding_share, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import interval_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.spec.amendments.merging import regime_versions


def find_consent(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many agree to be recorded, and what staying out costs."""
    joined, cost = (
        measure_level(context, scenario, "joined_share"),
        measure_level(context, scenario, "cost_of_staying_out"),
    )
    if not isfinite(joined.mean):
        return
    text = f"Of those who were asked, {share_phrase(joined.interval)} have agreed. Nobody else is recorded at the end."
    numbers = (joined, cost) if isfinite(cost.mean) else (joined,)
    if cost.mean > 0:
        text += (
            f" Staying out costs {format_number(cost.mean)} months of income per person over the run "
            f"{interval_phrase(cost.interval)}."
        )
    elif isfinite(cost.mean):
        text += " Those who stay out lose no access that they had before."
    yield Finding("consent", text, key_assumption_of(context, scenario, "consent"), numbers)


def find_favour_and_quotas(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield what favour, quotas and attention to past records do to the records."""
    names = ("best_grade_by_favour", "suppressed_records", "quota_records", "quota_undeserved", "discovered_share")
    best, suppressed, quota_records, undeserved, found = (measure_level(context, scenario, name) for name in names)
    wording, numbers = list[str](), list[Number]()
    if is_reportable(best):
        numbers.append(best)
        wording.append(f"Of those in the best grade, {finding_share(context, best)} are there by favour alone.")
    few = [n for n in (suppressed, quota_records) if n.mean > 0 and has_few_events(n.interval)]
    wording += [too_few_events(context, n.title, n.interval.events or 0) for n in few]
    if suppressed.mean > 0 and suppressed not in few:
        numbers.append(suppressed)
        wording.append(
            f"Per 100,000 people, {format_number(suppressed.mean)} adverse records of favoured persons are suppressed "
            f"{interval_phrase(suppressed.interval)}."
        )
    favour = isfinite(best.mean) or suppressed.mean > 0 or _favours_anybody(context, scenario)
    if quota_records.mean > 0 and quota_records not in few:
        numbers += [quota_records, undeserved]
        wording.append(
            f"Per 100,000 people, {format_number(quota_records.mean)} records are filed to meet a quota "
            f"{interval_phrase(quota_records.interval)}; of these, {share_phrase(undeserved.interval)} name a person "
            "who did not do what the record says."
        )
    if is_reportable(found):
        numbers.append(found)
        wording.append(
            f"Of the acts recorded, {share_phrase(found.interval)} were found because officials look where they found "
            "acts before."
        )
    if wording:
        text = " ".join(wording if favour else ["Officials favour nobody.", *wording])
        yield Finding("officials", text, key_assumption_of(context, scenario, "officials"), tuple(numbers))


def _favours_anybody(context: ReportContext, scenario: str) -> bool:
    """Return whether officials favour anybody in any version of the regime; True if its document cannot be read."""
    regime = context.regimes.get(scenario)
    return regime is None or any(version.officials.favour_share > 0 for _, version in regime_versions(regime))


def find_gaming(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield records that are avoided for money and good acts that are faked."""
    off, staged = measure_level(context, scenario, "bribed_records"), measure_level(context, scenario, "faked_acts")
    wording, numbers = list[str](), list[Number]()
    if off.mean > 0 and (is_reportable(off) or not is_reportable(staged)):
        numbers.append(off)
        wording.append(f"{format_number(off.mean)} records are avoided for money {interval_phrase(off.interval)}")
    if staged.mean > 0 and (is_reportable(staged) or not is_reportable(off)):
        numbers.append(staged)
        wording.append(
            f"{format_number(staged.mean)} good acts are faked and credited {interval_phrase(staged.interval)}"
        )
    if wording:
        text = f"Per 100,000 people, {' and '.join(wording)}. The record changes, the conduct does not."
        yield Finding("gamed", text, key_assumption_of(context, scenario, "gamed"), tuple(numbers))


def find_beliefs(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield the believed cost of a record, relative to its true cost."""
    believed, true = (
        measure_level(context, scenario, "believed_record_weight"),
        measure_level(context, scenario, "true_record_weight"),
    )
    times = measure_level(context, scenario, "believed_to_true_weight")
    if not isfinite(true.mean):
        return
    if isfinite(times.mean):
        number = times
        text = (
            f"People believe that a record costs {format_number(times.mean)} times what it does cost "
            f"{interval_phrase(times.interval)}."
        )
    elif believed.mean > 0:
        number = believed
        text = (
            f"People believe that one more record costs {format_number(believed.mean)} months of income "
            f"{interval_phrase(believed.interval)}; it costs nothing."
        )
    else:
        return
    yield Finding("known", text, key_assumption_of(context, scenario, "known"), (number,))
