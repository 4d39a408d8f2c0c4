"""A regime in plain words: what is recorded, who is listed, what it costs, how one gets out, who says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underheaven.show.officials import official_sentences, staying_out
from underheaven.show.words import amount, counted, flowing, percent, say
from underheaven.spec.document import Document
from underheaven.spec.recording import RECORDS, Rule
from underheaven.spec.regime import Regime
from underheaven.spec.sensing import Channel
from underheaven.spec.standing import ListRule

Part = tuple[str, list[str]]
"""A heading and its sentences."""


def regime_parts(document: Document[Regime]) -> list[Part]:
    """Gives the parts of a regime as headings with sentences, in the order of the stages; empty ones are left out."""
    regime = document.model
    parts: list[Part] = [
        ("When and for whom", list(_scope(regime))),
        ("What is seen", [channel_sentence(c) for c in regime.sensing.channels]),
        ("What is recorded", [*map(rule_sentence, regime.recording.rules), *_store(regime)]),
        ("Points and grades", list(_grades(regime))),
        ("Lists", [list_sentence(rule) for rule in regime.standing.lists]),
        ("What officials do", list(official_sentences(regime))),
        ("What others bring", list(_ties(regime))),
        ("What it closes", list(_effects(regime))),
        ("Ways out", list(_repair(regime))),
        ("Amendments", [f"From {a.from_}: {flowing(a.describes)}" for a in regime.amendments]),
        (
            "Published counts",
            [
                f"{p.quantity}, {p.as_of}: {amount(p.value, p.unit)}{'' if p.unit == 'share' else f' {p.unit}'}"
                for p in regime.published
            ],
        ),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _scope(regime: Regime) -> Iterator[str]:
    yield f"In effect from {regime.start}." if regime.start else "In effect from the first month of the run."
    for attribute, categories in regime.applies_to.items():
        yield f"Applies to {attribute}: {', '.join(categories)}."
    if regime.rollout.regions is not None:
        yield f"Reaches {', '.join(regime.rollout.regions) or 'no region'}."
    if regime.rollout.full_after_months:
        yield f"Reaches all towns there after {regime.rollout.full_after_months} months."
    if regime.consent.required:
        yield f"People are asked once in a life: {percent(regime.consent.share)} agree{_agreeing(regime)}."
        yield staying_out(regime)
    if regime.opacity:
        yield f"People weigh rumour by {percent(regime.opacity)} against knowledge of what a record costs."
    if regime.awareness < 1:
        by = f", more or fewer by {' and '.join(regime.awareness_factors)}" if regime.awareness_factors else ""
        yield f"Of persons without a record, {percent(regime.awareness)} know of it{by}; others fear and hope nothing."


def _store(regime: Regime) -> Iterator[str]:
    if regime.recording.capacity != RECORDS:
        yield f"At most {regime.recording.capacity} records of one person are kept here at once."


def _agreeing(regime: Regime) -> str:
    """Says what the share hangs on."""
    hangs = [*regime.consent.factors, *(["conviction"] if regime.consent.conviction else [])]
    return f", differing by {' and '.join(hangs)}" if hangs else ""


def _ties(regime: Regime) -> Iterator[str]:
    association, weight = regime.association, regime.standing.association
    if weight:
        yield f"{percent(weight)} of the mean distance of ties' scores from the start is added to a person's own."
    if association.household_guilt:
        yield (
            f"With a chance of {percent(association.household_guilt)} an adverse record of one person with a term is "
            "filed the next month on each other adult member of the household."
        )
    if association.contagion_conduct is not None:
        yield (
            f"{association.contagion_conduct}: also filed on persons by the share of their "
            f"{association.contagion_look} on a blacklist, with strength {say(association.contagion)} a month, and on "
            f"{percent(association.contagion_background)} a month of those who know nobody listed."
        )


def channel_sentence(channel: Channel) -> str:
    """Says what a channel sees, how much of it, and how often it is wrong."""
    said = [f"records {percent(channel.sensitivity)} of what it covers"]
    if channel.coverage < 1:
        said.append(f"covers {percent(channel.coverage)}")
    if channel.false_records_per_year:
        said.append(
            f"{say(100_000 * channel.false_records_per_year)} false records a year among 100,000 persons, a kind"
        )
    if channel.mistaken_identity:
        said.append(f"{percent(channel.mistaken_identity)} of records land on somebody else")
    if channel.regions is not None:
        said.append(f"only in {', '.join(channel.regions)}")
    return f"{channel.name} ({', '.join(channel.conduct)}): {'; '.join(said)}."


def rule_sentence(rule: Rule) -> str:
    """Says what a rule files, for how long, and for how many points."""
    life = (
        "until performed"
        if rule.months == "until performed"
        else f"for {'about ' if rule.geometric else ''}{rule.months} months"
    )
    said = [f"{rule.conduct}: filed {life}"]
    if rule.grace_months:
        said.append(f"after {counted(rule.grace_months, 'month')} of notice, unless the debt is settled meanwhile")
    if rule.points:
        said.append(f"{rule.points:+d} points")
    if not rule.refile:
        said.append("not filed again while it stands")
    if rule.gap:
        said.append("can be bought off, or staged where it is a good one")
    if rule.removed_by_performance:
        said.append("gone once the debt is settled")
    if rule.early_removal_after_months is not None and rule.early_removal:
        said.append(
            f"after {rule.early_removal_after_months} months, {percent(rule.early_removal)} a month leave early"
        )
    return f"{'; '.join(said)}."


def _grades(regime: Regime) -> Iterator[str]:
    standing = regime.standing
    if any(rule.points for rule in regime.recording.rules) or standing.grades:
        yield f"Everybody starts with {standing.start:,} points."
    if standing.grades:
        yield f"Grades: {', '.join(f'{name} from {low:,}' for name, low in standing.grades.items())}."
    fusion = regime.fusion
    if fusion is not None:
        again = f"Every {fusion.every_months} months" if fusion.refit else f"Once, after {fusion.every_months} months,"
        yield (
            f"{again} points are fitted to the regime's own records: {say(fusion.points_per_unit)} points for a chance "
            f"of an adverse record a month of 1, from {fusion.least:,} to {fusion.most:,}."
        )


def list_sentence(rule: ListRule) -> str:
    """Says who is on a list."""
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
        ways.append("who was asked and has not agreed")
    return f"{rule.name} ({rule.colour}list): {'; '.join(ways)}."


def _effects(regime: Regime) -> Iterator[str]:
    treatment = regime.treatment
    for effect in treatment.effects:
        yield f"{effect.of}: {percent(effect.strength)} of {effect.context} closed."
    for denial in treatment.denials:
        yield f"{denial.of}: {percent(denial.share)} of attempts at {denial.habit} denied."
    for reward in treatment.rewards:
        yield f"{reward.of}: {percent(reward.strength)} added in {reward.context}."
    if treatment.lenders_see:
        yield f"Lenders see the {' and the '.join(treatment.lenders_see)}."
    for belief in treatment.lenders_believe:
        yield (
            f"Lenders start as if they had seen {say(belief.repaid)} loans repaid and {say(belief.defaulted)} fallen "
            f"behind of persons who are {belief.of}."
        )


def _repair(regime: Regime) -> Iterator[str]:
    appeal, correction = regime.repair.appeal, regime.repair.correction
    if appeal is not None:
        yield (
            f"Of wrongful records {percent(appeal.filed_wrongful)} a month are contested and "
            f"{percent(appeal.granted_wrongful)} of those removed; of rightful ones {percent(appeal.filed_rightful)} "
            f"and {percent(appeal.granted_rightful)}; a hearing takes about {counted(appeal.months, 'month')}."
        )
    if correction:
        yield f"{percent(correction)} of wrongful records a month are corrected without appeal."
    elif appeal is None and regime.recording.rules:
        yield "No appeal and no correction: a record goes when its term ends."


def sources(document: Document[Any]) -> list[str]:
    """Gives the sources of a document's numbers, each once in the order of the document."""
    return list(dict.fromkeys(s for s in document.sources.values() if not s.lower().startswith("assumed")))
