"""A society in plain words: its size, groups, conduct and economy."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.show.explain.homophily import homophily_sentences
from underheaven.show.explain.regime import TextPart
from underheaven.show.explain.steady_state import steady_state_sentences
from underheaven.show.formatting import format_number, format_percent
from underheaven.spec.document import Document
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.models.livelihood import Exchange
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import SIMULATED_CONTEXTS, ContextUse


def society_parts(document: Document[Society]) -> list[TextPart]:
    """Return the parts of a society as headings with sentences; empty ones are left out."""
    society = document.model
    contexts = [_context_sentence(name, context) for name, context in society.contexts.items()]
    parts: list[TextPart] = [
        ("Who lives there", [*_people_sentences(society), *homophily_sentences(document)]),
        ("What people do", [conduct_sentence(c) for c in society.conduct]),
        ("What they use", contexts),
        ("Habits", [f"{h.name}: {format_number(h.per_year)} {h.unit} a person a year." for h in society.habits]),
        ("How they live", list(_livelihood_sentences(society))),
        ("How they start", list(steady_state_sentences(document))),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _context_sentence(name: str, context: ContextUse) -> str:
    cost = f"costs {format_number(context.value)} months of income"
    if isinstance(context.use, str):
        return f"{name}: used by {SIMULATED_CONTEXTS[name]}; one that is denied {cost}."
    return f"{name}: used in {format_percent(context.use)} of months; a month without it {cost}."


def _people_sentences(society: Society) -> Iterator[str]:
    people = society.people
    yield f"{people.persons:,} persons in {len(people.regions)} {people.region_kind}{'s' * (len(people.regions) > 1)}."
    for attribute in people.attributes:
        yield f"{attribute.name}: {', '.join(attribute.categories)}."
    if people.ageing is not None:
        yield f"Persons grow older, from one {people.ageing.attribute} to the next; its shares stay as they are."
    if society.burn_in_months:
        yield f"{society.burn_in_months} months of burn-in come before any regime takes effect."


def conduct_sentence(conduct: Conduct) -> str:
    """Describe a kind of conduct and how often there is an opportunity for it."""
    if conduct.arises_from is not None:
        often = f"arises from a state ({conduct.arises_from})"
    elif conduct.threshold:
        often = "decided by a threshold"
    else:
        noun = "opportunity" if conduct.opportunities_per_year == 1 else "opportunities"
        often = f"{format_number(conduct.opportunities_per_year)} {noun} a year"
    kind = "prosocial" if conduct.prosocial else conduct.class_
    return f"{conduct.name} ({kind}, {conduct.context}): {often}; gravity {format_number(conduct.gravity)}."


def _livelihood_sentences(society: Society) -> Iterator[str]:
    jobs, credit, courts = society.livelihood.jobs, society.livelihood.credit, society.livelihood.courts
    yield f"{format_percent(jobs.participation)} of adults work or seek it."
    yield f"{format_percent(jobs.employed_at_start)} of the newcomers among them arrive with a job."
    yield (
        f"{format_percent(jobs.loss)} of workers lose their job a month; {format_percent(jobs.find)} of seekers find "
        "one."
    )
    yield f"A person without debt makes {format_number(credit.need_per_year)} requests for a loan a year."
    if society.livelihood.exchange.rate > 0:
        yield from _exchange_sentences(society.livelihood.exchange)
    yield (
        f"Of 100,000 persons who owe nothing, courts judge {format_number(100_000 * courts.error_per_year)} a year in "
        "error."
    )


def _exchange_sentences(game: Exchange) -> Iterator[str]:
    weights = (game.helps_all, game.discriminates, game.defects)
    all_, some, none = (format_percent(weight / sum(weights)) for weight in weights)
    yield (
        f"{format_percent(game.rate)} of persons are asked for help a month; helping costs {format_number(game.cost)} "
        f"and brings {format_number(game.benefit)} months of income."
    )
    yield (
        f"{all_} help everyone who asks; {some} refuse those whom they see on a blacklist, and see "
        f"{format_percent(game.visibility)} of statuses; {none} refuse everyone unless they fear a record more. "
        f"{format_percent(game.slip)} of intended help fails."
    )
    if game.refusal_conduct is not None:
        listed = "and so is refusing the listed" if game.refusing_is_recorded else "but refusing the listed is not"
        yield f"A refusal is conduct ({game.refusal_conduct}), {listed}."
