"""Findings about proportionality and fairness: gravity, and burdens at equal conduct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.closed_cohort import MIN_PERSONS, PERSON_MEASURES, persons_by_label
from underheaven.measure.families.fairness import equal_conduct_gap_by_category
from underheaven.measure.families.proportionality import gravity_multiple
from underheaven.measure.groups import category_members
from underheaven.measure.inference.counted_events import FEW_EVENTS
from underheaven.measure.inference.counting_rules import count_persons_with
from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.multiple_comparisons import significant_differences
from underheaven.measure.inference.sample_size import count_detriment_bearers
from underheaven.measure.measure_values import EQUAL_CONDUCT_SOURCES, LEVEL
from underheaven.measure.scenario_views import select_scenario
from underheaven.show.formatting import format_number
from underheaven.show.report.data_table import typographic_minus
from underheaven.show.report.finding import Finding, Number
from underheaven.show.report.findings.event_counts import too_few_events
from underheaven.show.report.findings.finding_numbers import finding_share, measure_level
from underheaven.show.report.findings.key_assumption import key_assumption_of
from underheaven.show.report.kind_costs import costliest_rows, kind_cost_rows
from underheaven.show.report.phrases import ONE_REPLICATE, ROUNDING_ERROR, difference_phrase, interval_phrase
from underheaven.show.report.report_context import ReportContext
from underheaven.show.text.measure_titles import title_and_unit

if TYPE_CHECKING:
    import xarray as xr

DETRIMENT, LISTED, WRONGLY = EQUAL_CONDUCT_SOURCES
WEAK_CORRELATION = 0.3
"""A rank correlation closer to zero than this is called hardly any."""


def find_gravity(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield whether graver conduct costs more, and the share of losses without a true act or out of proportion."""
    names = ("ordinal_proportionality", "excess_share", "unjustified_share")
    tau, excess, unjustified = (measure_level(context, scenario, name) for name in names)
    if not isfinite(tau.mean) and not isfinite(excess.mean):
        return
    borne = int(count_detriment_bearers(context.dataset).sel(scenario=scenario).sum())
    if borne < FEW_EVENTS:
        yield Finding("gravity", too_few_events(context, "Persons who bear any loss", borne), None, ())
        return
    wording, numbers = list[str](), list[Number]()
    if isfinite(tau.mean):
        numbers.append(tau)
        wording.append(
            f"{_gravity_sentence(tau.interval)} The rank correlation of how grave a kind of conduct is and what one "
            f"record of it costs is {typographic_minus(format_number(tau.mean))} "
            f"{interval_phrase(tau.interval, least=-1.0, most=1.0)}; 1 means that graver conduct always costs more."
        )
    else:
        wording += _cost_sentences(context, scenario)
    if isfinite(excess.mean):
        numbers += [excess, unjustified]
        wording.append(
            f"Of all losses, {finding_share(context, excess)} exceeds "
            f"{format_number(gravity_multiple(context.dataset))} times the gravity of what was recorded, and "
            f"{finding_share(context, unjustified)} has no true act behind it."
        )
    yield Finding("gravity", " ".join(wording), key_assumption_of(context, scenario, "gravity"), tuple(numbers))


def _cost_sentences(context: ReportContext, scenario: str) -> list[str]:
    """State what a record of each kind costs, the gravest first, if kinds are too few for a correlation."""
    found = costliest_rows(kind_cost_rows(context, scenario))
    if len(found) < 2:
        return []
    each = "; ".join(
        f"{row['kind']} {format_number(row['found'].mean)} {interval_phrase(row['found'])}, gravity "
        f"{format_number(row['gravity'])}"
        for row in found
    )
    return [
        f"What one record costs, in months of income, the gravest kind first: {each}. No parameter range is computed "
        "for these costs."
    ]


def _gravity_sentence(interval: Interval) -> str:
    """State whether cost follows gravity, beyond Monte Carlo error."""
    if isfinite(interval.low) and max(abs(interval.low), abs(interval.high)) < WEAK_CORRELATION:
        return "What a record costs hardly follows the gravity of what was done."
    if not isfinite(interval.low) or interval.low < 0 < interval.high:
        return (
            "The relation between what a record costs and the gravity of what was done is not distinguishable from "
            "Monte Carlo error."
        )
    if interval.mean < 0:
        return "What a record costs runs against the gravity of what was done."
    return (
        "What a record costs follows the gravity of what was "
        f"done{'' if interval.mean > 2 * WEAK_CORRELATION else ' loosely'}."
    )


def find_equal_conduct(context: ReportContext, scenario: str) -> Iterator[Finding]:
    """Yield which category of persons loses most and which is wrongly listed longest, at equal conduct."""
    wording, numbers = list[str](), list[Number]()
    for name in (DETRIMENT, WRONGLY):
        found = equal_conduct_gaps(context, scenario, name)
        if found:
            sentence, number = _largest_gap(context, scenario, name, found)
            wording.append(
                sentence.replace(f"Compared with {MATCHED_PHRASE}", "Compared in the same way") if wording else sentence
            )
            numbers += [number] if number else []
    if wording:
        key_assumption = key_assumption_of(context, scenario, "equal conduct") if numbers else None
        yield Finding("equal conduct", " ".join(wording), key_assumption, tuple(numbers))


GAP_PHRASES = {
    DETRIMENT: ("loses access worth", " of income", "loses more access"),
    WRONGLY: ("is wrongly listed for", "", "is wrongly listed for longer"),
}
"""Phrases about a person of the most affected group: before the number and after its months; and for no group."""
MATCHED_PHRASE = "others in the same band of acts who likewise did, or did not, ever owe a judgment"


def _largest_gap(
    context: ReportContext, scenario: str, name: str, gaps: Mapping[str, Interval]
) -> tuple[str, Number | None]:
    """State which group exceeds the others most, beyond Monte Carlo error, or that none does."""
    does, of, none_does = GAP_PHRASES[name]
    reads = PERSON_MEASURES[EQUAL_CONDUCT_SOURCES[name]].sum_name
    events = int(count_persons_with(select_scenario(context.dataset, scenario), reads).sum())
    if events < FEW_EVENTS:
        return too_few_events(context, title_and_unit(f"{name}:all")[0].split(",")[0], events), None
    if context.dataset.sizes["replicate"] < 2:
        return f"One replicate cannot show whether any group {none_does} at equal conduct {ONE_REPLICATE}.", None
    beyond = {c: one for c, one in significant_differences(gaps).items() if one.mean > 0}
    compared = f"{len(gaps)} groups compared, with Holm's correction, which widens the interval"
    if not beyond:
        return (
            f"Compared with {MATCHED_PHRASE}, no group {none_does} beyond Monte Carlo error ({len(gaps)} groups "
            "compared, with Holm's correction).",
            None,
        )
    worst = max(beyond, key=lambda c: beyond[c].mean)
    more_of = re.sub(r"months?", rf"\g<0>{of}", difference_phrase(beyond[worst], "month", "more", "fewer"), count=1)
    text = f"Compared with {MATCHED_PHRASE}, a person in the group {worst} {does} {more_of}; {compared}."
    return text, _category_number(scenario, name, worst, beyond[worst])


def equal_conduct_gaps(context: ReportContext, scenario: str, name: str) -> dict[str, Interval]:
    """Return the difference at equal conduct for each category with enough persons; empty if all are zero.

    name: in ``EQUAL_CONDUCT_SOURCES``.
    """
    return _large_categories(
        context, scenario, equal_conduct_gap_by_category(context.dataset, EQUAL_CONDUCT_SOURCES[name])
    )


def _category_number(scenario: str, name: str, category: str, interval: Interval) -> Number:
    title, unit = title_and_unit(f"{name}:{category}")
    return Number(title, unit, interval, (scenario, f"{name}:{category}", LEVEL))


def _large_categories(context: ReportContext, scenario: str, arrays: Mapping[str, xr.DataArray]) -> dict[str, Interval]:
    """Return the categories with enough persons and a number in every replicate; empty if all are zero."""
    persons = persons_by_label(context.dataset, "group").sel(scenario=scenario)
    found = {
        category: context.replicate_interval(arrays[category], scenario)
        for category, member_groups in category_members(context.dataset).items()
        if float(persons.isel(group=member_groups).sum("group").min()) >= MIN_PERSONS
    }
    known = {category: one for category, one in found.items() if isfinite(one.mean)}
    return known if any(abs(one.mean) > ROUNDING_ERROR for one in known.values()) else {}
