"""A regime in plain words: what is recorded, who is listed, what it costs, how a record ends, and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underheaven.show.explain.officials import nonconsent_sentence, official_sentences
from underheaven.show.formatting import format_amount, format_count, format_number, format_percent, unwrap_lines
from underheaven.spec.document import Document
from underheaven.spec.models.recording import DEFAULT_CAPACITY, Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.sensing import Channel
from underheaven.spec.models.standing import ListRule

TextPart = tuple[str, list[str]]
"""A heading and its sentences."""


def regime_parts(document: Document[Regime]) -> list[TextPart]:
    """Return the parts of a regime as headings with sentences, in the order of the stages; empty ones are left out."""
    regime = document.model
    parts: list[TextPart] = [
        ("When and for whom", list(_scope_sentences(regime))),
        ("What is seen", [channel_sentence(c) for c in regime.sensing.channels]),
        ("What is recorded", [*map(rule_sentence, regime.recording.rules), *_capacity_sentences(regime)]),
        ("Points and grades", list(_grade_sentences(regime))),
        ("Lists", [list_sentence(rule) for rule in regime.standing.lists]),
        ("What officials do", list(official_sentences(regime))),
        ("What others bring", list(_tie_sentences(regime))),
        ("What it closes", list(_treatment_sentences(regime))),
        ("Ways out", list(_repair_sentences(regime))),
        ("Amendments", [f"From {a.from_}: {unwrap_lines(a.describes)}" for a in regime.amendments]),
        (
            "Published counts",
            [
                f"{p.quantity}, {p.as_of}: {format_amount(p.value, p.unit)}{'' if p.unit == 'share' else f' {p.unit}'}"
                for p in regime.published
            ],
        ),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _scope_sentences(regime: Regime) -> Iterator[str]:
    yield f"In effect from {regime.start}." if regime.start else "In effect from the first month of the run."
    for attribute, categories in regime.applies_to.items():
        yield f"Applies to {attribute}: {', '.join(categories)}."
    if regime.rollout.regions is not None:
        yield f"Reaches {', '.join(regime.rollout.regions) or 'no region'}."
    if regime.rollout.full_after_months:
        yield f"Reaches all towns there after {regime.rollout.full_after_months} months."
    if regime.consent.required:
        yield (f"Each person is asked once: {format_percent(regime.consent.share)} agree{_consent_factors(regime)}.")
        yield nonconsent_sentence(regime)
    if regime.opacity:
        yield f"People weigh rumour by {format_percent(regime.opacity)} against knowledge of what a record costs."
    if regime.awareness < 1:
        by = f", more or fewer by {' and '.join(regime.awareness_factors)}" if regime.awareness_factors else ""
        yield (
            f"Of persons without a record, {format_percent(regime.awareness)} know of it{by}; the others neither "
            "fear it nor hope for anything from it."
        )


def _capacity_sentences(regime: Regime) -> Iterator[str]:
    if regime.recording.capacity != DEFAULT_CAPACITY:
        yield f"At most {regime.recording.capacity} records of one person are kept at a time."


def _consent_factors(regime: Regime) -> str:
    """State on which attributes the share who agree depends."""
    factors = [*regime.consent.factors, *(["conviction"] if regime.consent.conviction else [])]
    return f", differing by {' and '.join(factors)}" if factors else ""


def _tie_sentences(regime: Regime) -> Iterator[str]:
    association, weight = regime.association, regime.standing.association
    if weight:
        yield (
            f"{format_percent(weight)} of the mean distance of ties' scores from the start is added to a person's own."
        )
    if association.household_liability:
        yield (
            f"An adverse record with a term is also filed in the next month, with a chance of "
            f"{format_percent(association.household_liability)}, on each other adult of the person's household."
        )
    if association.contagion_conduct is not None:
        yield (
            f"{association.contagion_conduct}: also filed on persons by the share of their "
            f"{association.contagion_reference_group} on a blacklist, with strength "
            f"{format_number(association.contagion)} a "
            f"month, and on {format_percent(association.contagion_background)} a month of those who know nobody listed."
        )


def channel_sentence(channel: Channel) -> str:
    """Describe a channel: what it covers, how much of it it detects, and how often it errs."""
    wording = [f"records {format_percent(channel.detection_rate)} of what it covers"]
    if channel.coverage < 1:
        wording.append(f"covers {format_percent(channel.coverage)}")
    if channel.false_records_per_year:
        wording.append(
            f"{format_number(100_000 * channel.false_records_per_year)} false records a year per 100,000 persons, for "
            "each kind"
        )
    if channel.mistaken_identity:
        wording.append(f"{format_percent(channel.mistaken_identity)} of records are filed on another person")
    if channel.regions is not None:
        wording.append(f"only in {', '.join(channel.regions)}")
    return f"{channel.name} ({', '.join(channel.conduct)}): {'; '.join(wording)}."


def rule_sentence(rule: Rule) -> str:
    """Describe a rule: what it files, for how long, and for how many points."""
    duration = (
        "until performed"
        if rule.months == "until performed"
        else f"for {'about ' if rule.geometric else ''}{rule.months} months"
    )
    wording = [f"{rule.conduct}: filed {duration}"]
    if rule.grace_months:
        wording.append(
            f"after {format_count(rule.grace_months, 'month')} of notice, unless the debt is settled meanwhile"
        )
    if rule.points:
        wording.append(f"{rule.points:+d} points")
    if not rule.refile:
        wording.append("not filed again while it is live")
    if rule.evadable:
        wording.append("can be avoided for money, or faked if it is a good act")
    if rule.removed_by_performance:
        wording.append("removed once the debt is settled")
    if rule.early_removal_after_months is not None and rule.early_removal:
        wording.append(
            f"after {rule.early_removal_after_months} months, {format_percent(rule.early_removal)} a month are removed "
            "early"
        )
    return f"{'; '.join(wording)}."


def _grade_sentences(regime: Regime) -> Iterator[str]:
    standing = regime.standing
    if any(rule.points for rule in regime.recording.rules) or standing.grades:
        yield f"Everybody starts with {standing.start:,} points."
    if standing.grades:
        yield f"Grades: {', '.join(f'{name} from {low:,}' for name, low in standing.grades.items())}."
    fitting = regime.score_fitting
    if fitting is not None:
        schedule = (
            f"Every {fitting.every_months} months" if fitting.refit else f"Once, after {fitting.every_months} months,"
        )
        yield (
            f"{schedule} points are fitted to the regime's own records: "
            f"{format_number(fitting.points_per_unit)} points "
            f"per unit of the monthly chance of an adverse record, from {fitting.minimum:,} to {fitting.maximum:,}."
        )


def list_sentence(rule: ListRule) -> str:
    """State which persons are on a list."""
    ways = []
    if rule.conduct:
        ways.append(f"one record of {' or '.join(rule.conduct)}")
    if rule.records_at_least is not None:
        ways.append(f"{rule.records_at_least} records of {', '.join(rule.records_of) or 'any kind'}")
    if rule.grade_at_most is not None:
        ways.append(f"grade {rule.grade_at_most} or below")
    if rule.grade_at_least is not None:
        ways.append(f"grade {rule.grade_at_least} or above")
    if rule.outsiders:
        ways.append("persons who were asked and have not agreed")
    return f"{rule.name} ({rule.colour}list): {'; '.join(ways)}."


def _treatment_sentences(regime: Regime) -> Iterator[str]:
    treatment = regime.treatment
    for effect in treatment.effects:
        yield f"{effect.of}: {format_percent(effect.strength)} of {effect.context} closed."
    for denial in treatment.denials:
        yield f"{denial.of}: {format_percent(denial.share)} of attempts at {denial.habit} denied."
    for reward in treatment.rewards:
        yield f"{reward.of}: {format_percent(reward.strength)} added in {reward.context}."
    if treatment.lenders_see:
        yield f"Lenders see the {' and the '.join(treatment.lenders_see)}."
    for belief in treatment.lenders_believe:
        yield (
            f"For persons who are {belief.of}, lenders start as if they had seen {format_number(belief.repaid)} loans "
            f"repaid and {format_number(belief.defaulted)} fall behind."
        )


def _repair_sentences(regime: Regime) -> Iterator[str]:
    appeal, correction = regime.repair.appeal, regime.repair.correction
    if appeal is not None:
        yield (
            f"Of wrongful records {format_percent(appeal.filed_wrongful)} a month are contested and "
            f"{format_percent(appeal.granted_wrongful)} of those removed; of rightful ones "
            f"{format_percent(appeal.filed_rightful)} and {format_percent(appeal.granted_rightful)}; a hearing takes "
            f"about {format_count(appeal.months, 'month')}."
        )
    if correction:
        yield f"{format_percent(correction)} of wrongful records a month are corrected without appeal."
    elif appeal is None and regime.recording.rules:
        yield "No appeal and no correction: a record ends with its term."


def list_sources(document: Document[Any]) -> list[str]:
    """Return the sources of a document's numbers, each once in the order of the document."""
    return list(dict.fromkeys(s for s in document.sources.values() if not s.lower().startswith("assumed")))
