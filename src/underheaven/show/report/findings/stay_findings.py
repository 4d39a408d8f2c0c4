"""Findings about stays on blacklists: how long they last and how they end, for all and for wrongful listings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.closed_cohort import MIN_PERSONS, persons_by_label
from underheaven.measure.families.record_errors import CORRECTING_REMOVALS
from underheaven.measure.families.stay_cohorts import amendment_periods, longest_period
from underheaven.measure.families.stays import exit_shares, still_on_24_by_category
from underheaven.measure.groups import category_members
from underheaven.measure.inference.counted_events import FEW_EVENTS, events_of_measure
from underheaven.measure.inference.interval import NO_VARIATION, Interval, t_interval
from underheaven.measure.inference.multiple_comparisons import significant_differences
from underheaven.measure.inference.rare_event_intervals import interval_if_enough
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reductions import WRONGFUL_ORIGINS
from underheaven.show.formatting import format_count, format_number, zero_width_reason
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import has_few_events, is_reportable, too_few_events
from underheaven.show.report.findings.finding_numbers import finding_share, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.phrases import capitalise, interval_phrase, share_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text.measure_titles import title_and_unit
from underheaven.spec.amendments.merging import regime_versions

if TYPE_CHECKING:
    import xarray as xr

STILL_LISTED_MEASURE = "still_on_24_in"
HORIZON_MONTHS = 24
EXIT_PHRASES = {
    "expired": "because the term of the record ended",
    "performed": "because the debt was settled",
    "corrected": "by correction",
    "appealed": "on appeal",
    "early": "by early removal",
    "renewed": "by death or moving away",
    "withdrawn": "by not agreeing to the regime",
    "other": "in another way",
}
MAX_EXITS_NAMED = 3
"""Maximum number of ways out that a sentence names."""


def entry_period_phrase(context: ReportContext, scenario: str) -> str:
    """State when the stays began: in the longest period without an amendment."""
    law = longest_period(context.dataset, scenario)
    if len(amendment_periods(context.dataset, scenario)) == 1:
        return "during the run"
    first, last = context.month_phrases(scenario, law.first - 1, law.last - 1)
    return f"between {first} and {last}, under one version of the rules,"


def find_exits(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how long a first stay lasts, how it ends, which groups stay longest, and how many return."""
    median, still_listed = (
        measure_level(context, scenario, "stay_median"),
        measure_level(context, scenario, "still_on_24"),
    )
    leave, relisted = (
        measure_level(context, scenario, "exit_hazard"),
        measure_level(context, scenario, "relisted_share"),
    )
    wording, numbers = _median_stay(
        context, median, still_listed, f"Of those put on a blacklist {entry_period_phrase(context, scenario)}"
    )
    if wording:
        term = ", as it is the term of the record" if _is_record_term(context, scenario, median) else ""
        wording = wording.replace(f"({NO_VARIATION})", f"({NO_VARIATION}{term})")
        ways, named = _exit_shares(context, scenario)
        longest, ends = _longest_staying(context, scenario, still_listed_by_category(context, scenario))
        wording, numbers = wording + ways + longest, [*numbers, *named]
        numbers += [_category_number(scenario, category, found) for category, found in ends]
    elif isfinite(leave.mean):
        wording = "Too few stays on blacklists could be followed long enough to estimate how long one lasts."
    if is_reportable(leave):
        wording += f" Each month, {share_phrase(leave.interval)} of those listed leave the list."
        numbers.append(leave)
    if relisted.mean > 0 and is_reportable(relisted):
        wording += (
            f" Of adults present throughout the run who were ever listed, {finding_share(context, relisted)} came off "
            "and were listed again."
        )
        numbers.append(relisted)
    if wording:
        yield Finding("out", wording.strip(), key_assumption_of(context, scenario, "out"), tuple(numbers))


def _is_record_term(context: ReportContext, scenario: str, median: Number) -> bool:
    """Return whether a median without variation is a term that the regime's document states."""
    regime = context.regimes.get(scenario)
    if regime is None or zero_width_reason(median.interval) != NO_VARIATION:
        return False
    return any(rule.months == median.mean for _, version in regime_versions(regime) for rule in version.recording.rules)


def find_wrongful_stays(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how long a wrongful listing lasts, and how many are corrected."""
    median, still_listed = (
        measure_level(context, scenario, "wrongful_stay_median"),
        measure_level(context, scenario, "wrongful_still_on_24"),
    )
    corrected, corrected_share = (
        measure_level(context, scenario, "corrected_within_24"),
        measure_level(context, scenario, "corrected_share"),
    )
    wording, numbers = _median_stay(
        context, median, still_listed, f"Of those wrongly put on a blacklist {entry_period_phrase(context, scenario)}"
    )
    if not wording and median.interval.events and has_few_events(median.interval):
        wording = too_few_events(context, median.title, median.interval.events)
    if is_reportable(corrected):
        wording += (
            f" Within {HORIZON_MONTHS} months {finding_share(context, corrected)} of them are corrected, or "
            "removed on appeal."
        )
        numbers.append(corrected)
    if is_reportable(corrected_share):
        numbers.append(corrected_share)
        wording += (
            f" Of the wrongful records that ended, {finding_share(context, corrected_share)} were corrected, or "
            f"removed on appeal{_other_exits(context, scenario)}."
        )
    if wording:
        key_assumption = key_assumption_of(context, scenario, "until off") if numbers else None
        yield Finding("until off", wording.strip(), key_assumption, tuple(numbers))


def _other_exits(context: ReportContext, scenario: str) -> str:
    """State how most uncorrected wrongful records ended; empty if there are too few, or no majority."""
    gone = (
        context.dataset["removals"]
        .sel(scenario=scenario, origin=list(WRONGFUL_ORIGINS))
        .sum(["month", "origin", "replicate"])
    )
    ways = [way for way in map(str, gone["removal"].values) if way in EXIT_PHRASES and way not in CORRECTING_REMOVALS]
    by = {way: int(gone.sel(removal=way)) for way in ways}
    whole, most = sum(by.values()), max(by, key=lambda way: by[way])
    if whole < FEW_EVENTS or 2 * by[most] <= whole:
        return ""
    return f"; most of the others ended {EXIT_PHRASES[most]}"


def still_listed_by_category(context: ReportContext, scenario: str) -> dict[str, Interval]:
    """Return the share still on a blacklist 24 months after entry, for each category with enough persons."""
    return _large_categories(context, scenario, still_on_24_by_category(context.dataset))


def _median_stay(
    context: ReportContext, median: Number, still_listed: Number, subject: str
) -> tuple[str, list[Number]]:
    """State after how many months half have left, and how many are still listed after 24; empty if neither is known."""
    half = f"{subject} half have left within {format_number(median.mean)} months {interval_phrase(median.interval)}"
    if not is_reportable(still_listed):
        return (f"{half}.", [median]) if is_reportable(median) else ("", [])
    n_left = round(still_listed.mean * (still_listed.interval.events or 0))
    if n_left < FEW_EVENTS:  # the share depends on these few, however many stays there are
        too_few = f"too few (about {n_left}) are still on one {HORIZON_MONTHS} months after entry to state a share"
        return (f"{half}; {too_few}.", [median]) if is_reportable(median) else (f"{capitalise(too_few)}.", [])
    lasting = f"{finding_share(context, still_listed)} are still on one {HORIZON_MONTHS} months after entry"
    if not is_reportable(median):
        return f"{subject} {lasting}.", [still_listed]
    return f"{half}; {lasting}.", [median, still_listed]


def _exit_shares(context: ReportContext, scenario: str) -> tuple[str, list[Number]]:
    """State the most frequent ways out within 24 months of entry."""
    shares = exit_shares(context.dataset, HORIZON_MONTHS)
    stays = events_of_measure(context.dataset, "still_on_24", shares.isel(stay_end=0), scenario)
    of = shares.sel(scenario=scenario)
    found = {
        way: interval_if_enough(of.sel(stay_end=way).values, stays.n_events if stays else 0) for way in EXIT_PHRASES
    }
    most = sorted((w for w in EXIT_PHRASES if found[w].mean > 0), key=lambda w: -found[w].mean)[:MAX_EXITS_NAMED]
    if not most:
        return "", []
    wording = "; ".join(f"{share_phrase(found[way])} {EXIT_PHRASES[way]}" for way in most)
    numbers = [
        Number(f"Off within {HORIZON_MONTHS} months of entry, {EXIT_PHRASES[way]}", "share", found[way]) for way in most
    ]
    return f" Ways out by then: {wording}.", numbers


def _longest_staying(
    context: ReportContext, scenario: str, intervals: Mapping[str, Interval]
) -> tuple[str, list[tuple[str, Interval]]]:
    """State in which categories the most and the fewest are still listed, of all pairs that differ significantly."""
    values = {
        category: one.sel(scenario=scenario).values
        for category, one in still_on_24_by_category(context.dataset).items()
    }
    pairs = [(a, b) for a in intervals for b in intervals if intervals[a].mean > intervals[b].mean]
    beyond = significant_differences({(a, b): t_interval(values[a] - values[b]) for a, b in pairs})
    if not beyond:
        return "", []
    first, last = max(beyond, key=lambda pair: beyond[pair].mean)
    wording = (
        f" Of adults present throughout the run, the share still on after {HORIZON_MONTHS} months is largest in the "
        f"group {first}, {share_phrase(intervals[first])}, and smallest in the group {last}, "
        f"{share_phrase(intervals[last])}"
    )
    compared = f"{format_count(len(pairs), 'pair')} compared, with Holm's correction"
    return f"{wording} ({compared}).", [(first, intervals[first]), (last, intervals[last])]


def _category_number(scenario: str, category: str, interval: Interval) -> Number:
    title, unit = title_and_unit(f"{STILL_LISTED_MEASURE}:{category}")
    return Number(title, unit, interval, (scenario, f"{STILL_LISTED_MEASURE}:{category}", LEVEL))


def _large_categories(context: ReportContext, scenario: str, arrays: Mapping[str, xr.DataArray]) -> dict[str, Interval]:
    """Return the categories with enough persons and a number in every replicate."""
    persons = persons_by_label(context.dataset, "group").sel(scenario=scenario)
    listed = context.dataset["first_listed"].sel(scenario=scenario).sum(["month", "replicate"])
    found = {
        category: context.replicate_interval(arrays[category], scenario)
        for category, member_groups in category_members(context.dataset).items()
        if float(persons.isel(group=member_groups).sum("group").min()) >= MIN_PERSONS
        and float(listed.isel(group=member_groups).sum("group")) >= FEW_EVENTS
    }
    return {category: one for category, one in found.items() if isfinite(one.mean)}
