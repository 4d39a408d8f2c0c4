"""Findings about listing: how many persons, of which groups, how many wrongly, and how many could pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from underheaven.measure.calendar import regime_has_begun
from underheaven.measure.families.record_errors import ERROR_KINDS, wrongful_by_error
from underheaven.measure.inference.counted_events import FEW_EVENTS
from underheaven.measure.inference.interval import t_interval
from underheaven.measure.inference.multiple_comparisons import significant_differences
from underheaven.measure.inference.rare_event_intervals import share_interval
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.reductions import select_blacklists
from underheaven.show.formatting import format_amount, format_count, format_month, format_number, format_range
from underheaven.show.report.finding import Finding, KeyAssumption, Number
from underheaven.show.report.findings.event_counts import is_reportable, too_few_events
from underheaven.show.report.findings.finding_numbers import finding_share, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.group_rates import group_rate_rows
from underheaven.show.report.phrases import capitalise, interval_phrase, people_phrase, real_count_phrase, share_phrase
from underheaven.show.report.record_labels import ERROR_LABELS
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text import measure_titles, parameter_ranges, table_lines

NOT_BEGUN = "The regime has not begun in the months shown, so nobody is recorded or listed."


def find_listed(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many are listed at the end and ever; records if nobody is listed."""
    if not context.lists_anyone(scenario):
        yield _recorded_finding(context, scenario)
        return
    now, ever = measure_level(context, scenario, "listed_now"), measure_level(context, scenario, "ever_listed")
    digits = parameter_ranges.significant_digits(context.dataset, scenario, "ever_listed")
    text = (
        f"In this model, in {context.last_month_phrase(scenario)}, {_listed_now_phrase(context, scenario, now)}. Over "
        f"the {len(context.months)} months, {people_phrase(ever.interval, True, digits)} have been on one at some point"
        f"{real_count_phrase(context, scenario, 'ever_listed', ever.interval, size_known=True)}."
        f"{_published_ratio(context, scenario)}"
    )
    yield Finding("listed", text, _record_assumption(context, scenario), (now, ever))


def _published_ratio(context: ReportContext, scenario: str) -> str:
    """State the ratio of the base case to the last published number of entries; empty without one."""
    rows = next((rows for name, rows in table_lines.published_comparisons(context.dataset) if name == scenario), [])
    entries = [
        row for row in rows if row.measure == table_lines.PUBLISHED_SERIES["entries"] and row.simulated is not None
    ]
    last = max(entries, key=lambda row: row.as_of, default=None)
    if last is None or last.simulated is None:
        return ""
    found, published = last.simulated, last.published
    times = replace(found, mean=found.mean / published, low=found.low / published, high=found.high / published)
    return (
        f" In {format_month(last.as_of)}, the last month with a published number of entries, the base case has "
        f"{format_number(times.mean, 2)} times that number {interval_phrase(times, digits=2)}; no parameter range is "
        "computed for it."
    )


def _listed_now_phrase(context: ReportContext, scenario: str, now: Number) -> str:
    """State how many are on the blacklists of a scenario, and name these, since a lost licence is one as well."""
    listed = select_blacklists(context.dataset["listed"].sel(scenario=scenario)).sum(["month", "group", "replicate"])
    used = [str(name) for name in listed["list"].values[listed.values > 0]]
    many = people_phrase(
        now.interval, digits=parameter_ranges.significant_digits(context.dataset, scenario, "listed_now")
    )
    return (
        f"{many} are on a blacklist ({', '.join(used)})"
        f"{real_count_phrase(context, scenario, 'listed_now', now.interval)}"
    )


def _recorded_finding(context: ReportContext, scenario: str) -> Finding:
    filed = measure_level(context, scenario, "records_filed")
    if not regime_has_begun(context.dataset, scenario):
        return Finding("listed", NOT_BEGUN, None, (filed,))
    if filed.mean == 0:
        return Finding("listed", "Nothing is recorded, and nobody is on a list.", None, (filed,))
    text = (
        f"Nobody is put on a blacklist. Over the {len(context.months)} months, {format_number(filed.mean)} records are "
        f"filed per 100,000 people {interval_phrase(filed.interval)}."
    )
    return Finding("listed", text, _record_assumption(context, scenario), (filed,))


def _record_assumption(context: ReportContext, scenario: str) -> KeyAssumption | None:
    """Return the assumption behind the kind of record that lists most people, or is filed most often."""
    return key_assumption_of(
        context, scenario, "listed", channel=context.main_channel(scenario, context.most_recorded_kind(scenario))
    )


def find_group_gap(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield the two categories of one attribute with the largest ratio, of those that differ significantly."""
    every = group_rate_rows(context, scenario)
    if not any(row["found"].mean > 0 for row in every):
        return
    enough = {(row["attribute"], row["category"]): row for row in every if row["events"] >= FEW_EVENTS}
    pairs = [
        (a, b) for a in enough for b in enough if a[0] == b[0] and enough[a]["found"].mean > enough[b]["found"].mean
    ]
    seconds = _second_largest_events(every)
    if not pairs and seconds < FEW_EVENTS:
        yield Finding("groups", too_few_events(context, "Comparison of two groups", seconds), None, ())
        return
    beyond = significant_differences({(a, b): t_interval(enough[a]["values"] - enough[b]["values"]) for a, b in pairs})
    if not beyond:
        yield Finding("groups", _no_gap_sentence(context, len(pairs)), None, ())
        return
    ends = max(beyond, key=lambda pair: enough[pair[0]]["found"].mean / enough[pair[1]]["found"].mean)
    yield _group_gap_finding(context, scenario, enough[ends[0]], enough[ends[1]], len(enough) < len(every))


def _second_largest_events(rows: Sequence[dict[str, Any]]) -> int:
    """Return the events of the second largest category, the maximum over attributes: a comparison needs two."""
    events_by_attribute: dict[str, list[int]] = {}
    for row in rows:
        events_by_attribute.setdefault(row["attribute"], []).append(row["events"])
    return max((sorted(events)[-2] for events in events_by_attribute.values() if len(events) > 1), default=0)


def _no_gap_sentence(context: ReportContext, pairs: int) -> str:
    if context.dataset.sizes["replicate"] < 2:
        return "One replicate cannot show whether groups differ beyond Monte Carlo error (no interval)."
    compared = f"{format_count(pairs, 'pair')} compared, with Holm's correction"
    return f"No two groups of one attribute differ beyond Monte Carlo error ({compared})."


def _group_gap_finding(
    context: ReportContext, scenario: str, first: dict[str, Any], last: dict[str, Any], some_left_out: bool
) -> Finding:
    """State how two categories of one attribute differ."""
    lists, most, least = context.lists_anyone(scenario), first["found"], last["found"]
    without = f"; groups with fewer than {FEW_EVENTS} events are left out" if some_left_out else ""
    widest = (
        "Of all pairs of groups of one attribute that differ beyond Monte Carlo error, after Holm's correction, this "
        f"one has the largest ratio; which pair comes first may be due to chance{without}."
    )
    what = "first entries on a blacklist" if lists else "records"
    text = (
        f"Over the {len(context.months)} months, there are {format_number(most.mean)} {what} {interval_phrase(most)} "
        f"per 100,000 persons in the group {first['category']} (its mean size over the run); in the group "
        f"{last['category']}, {format_number(least.mean)} {interval_phrase(least)}. {widest}"
    )
    measure = "ever_listed_in" if lists else "records_filed_in"
    numbers = tuple(
        Number(*measure_titles.title_and_unit(f"{measure}:{label}"), found, (scenario, f"{measure}:{label}", LEVEL))
        for label, found in ((first["category"], most), (last["category"], least))
    )
    kind, name = context.most_recorded_kind(scenario), first["attribute"]
    why = "groups by debt" if context.arises_from_state(kind) else "groups by conduct"
    channel = context.main_channel(scenario, kind)
    key_assumption = key_assumption_of(
        context, scenario, why, category=first["category"], attribute=name, kind=kind, channel=channel
    )
    return Finding("groups", text, key_assumption, numbers)


def find_wrongly_listed(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many are ever wrongly listed; wrongful records if nobody is listed."""
    lists = context.lists_anyone(scenario)
    ever = measure_level(context, scenario, "ever_wrongly_listed" if lists else "wrongful_records")
    share = measure_level(context, scenario, "wrongly_listed_share" if lists else "false_discovery_share")
    if not ever.mean > 0:
        if context.tally_total("recorded", scenario) > 0:
            yield Finding("wrongly", too_few_events(context, ever.title, 0), None, ())
        return
    if lists:
        text = _ever_wrongly_sentence(context, scenario, ever)
        has_share = is_reportable(share)
        text += (
            f" Of those listed at the end, {finding_share(context, share)} are{_range_suffix(context, share)}."
            if has_share
            else ""
        )
        numbers = (ever, share) if has_share else (ever,)
    else:
        text = (
            f"Per 100,000 people, {format_number(ever.mean)} records are wrongful {interval_phrase(ever.interval)}: "
            f"{finding_share(context, share)} of all that are filed{_range_suffix(context, share)}."
        )
        numbers = (ever, share)
    wording, errors = _error_shares(context, scenario)
    yield Finding("wrongly", text + wording, key_assumption_of(context, scenario, "wrongly"), (*numbers, *errors))


def _ever_wrongly_sentence(context: ReportContext, scenario: str, ever: Number) -> str:
    """State how many are ever wrongly listed; the parameter range comes first if it is wide."""
    what, column = (
        "on a blacklist at some point without a true record behind the entry",
        (scenario, "ever_wrongly_listed"),
    )
    many = people_phrase(ever.interval, digits=parameter_ranges.significant_digits(context.dataset, *column))
    span = parameter_ranges.parameter_range(context.dataset, *column)
    if span is None or not (
        parameter_ranges.range_is_wide(context.dataset, *column) or span[1] >= parameter_ranges.WIDE_FACTOR * ever.mean
    ):
        return f"{capitalise(many)} are {what}."
    median = format_number(parameter_ranges.sample_median(context.dataset, *column), 2)
    return (
        f"It remains open how many people are {what}: the parameter range is "
        f"{format_range(*span, '')} of every 100,000 people, with a median of {median}. In the base "
        f"case it is {many}."
    )


def _error_shares(context: ReportContext, scenario: str) -> tuple[str, tuple[Number, ...]]:
    """State the three errors that cause most wrongful records."""
    by = wrongful_by_error(context.dataset).sel(scenario=scenario)
    if float(by.sum()) < FEW_EVENTS:
        return "", ()
    whole = by.sum("error").values
    found = {error: share_interval(by.sel(error=error).values, whole) for error in ERROR_KINDS}
    used = sorted((e for e in ERROR_KINDS if found[e].mean > 0), key=lambda e: -found[e].mean)[:3]
    wording = "; ".join(f"{ERROR_LABELS[e]} {share_phrase(found[e])}" for e in used)
    numbers = tuple(Number(f"Of wrongful records filed, {ERROR_LABELS[e]}", "share", found[e]) for e in used)
    return f" Of wrongful records filed, by error: {wording}.", numbers


def _range_suffix(context: ReportContext, number: Number) -> str:
    """State the parameter range of a share; empty without one."""
    span = None if number.column is None else parameter_ranges.parameter_range(context.dataset, *number.column)
    if span is None or number.column is None:
        return ""
    median = format_amount(parameter_ranges.sample_median(context.dataset, *number.column), "share", 2)
    return f"; parameter range {format_range(*span, 'share')}, median {median}"


def find_debt_split(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield how many of those listed were unable to pay, with the parameter range if there is one."""
    unable = measure_level(context, scenario, "listed_unable")
    if not unable.mean > 0:
        return
    span = parameter_ranges.parameter_range(context.dataset, scenario, "listed_unable")
    if span is None:
        text = (
            f"In the base case, {share_phrase(unable.interval)} of those listed for a debt at the end are unable to "
            "pay. Other assumptions can move this share much further; no parameter range was computed."
        )
    else:
        low, high = (format_number(100 * end, 2) for end in span)
        middle = parameter_ranges.sample_median(context.dataset, scenario, "listed_unable")
        text = (
            "The documents leave open how many of those listed for a debt are unable to pay: the parameter range is "
            f"{low} to {high} %, with a median of {format_amount(middle, 'share', 2)}. In the base "
            f"case it is {finding_share(context, unable)}."
        )
    yield Finding("split", text, key_assumption_of(context, scenario, "split"), (unable,))
