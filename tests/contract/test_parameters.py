"""Every parameter of the schema moves something that is counted, or stands below with the reason why it does not.

Each number, switch and word of the rich documents is changed alone, and the life that follows is compared with the
unchanged one month by month. A parameter that is added to the schema fails here until it is tried.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.schema_lookup import allowed_words, number_limits

from . import worlds
from .worlds import REMOVED, Refused, alter, build, cpu

SMALL, LARGE = (320, 14), (2000, 40)
"""Persons and months: most parameters show themselves at once, a few need many people."""

INERT = {
    "People.persons": "scales what is reported and changes nobody's life",
    "Conduct.gravity": "stands beside detriment in measures of proportion and enters no decision",
    "Habit.context": "says in which context a habit belongs; denials name the habit itself",
}
"""Parameters that change no life; at most five."""

EXCEPT = {
    "standing.grades.D": "the last grade holds everybody below the one before it",
    "people.attributes.1.of": "people grow older one by one: the attribute that is age is a person's",
    "conduct.7.class": "what is decided by a threshold is speech: no other word may stand here",
}
"""Places where a parameter that works elsewhere has nothing to act on."""

TEXT = {
    *(
        f"{owner}.{field}"
        for owner in ("Regime", "Society")
        for field in ("schema_", "kind", "name", "describes", "stylised", "sources")
    ),
    "Society.facts",
    "CalibrationFact.quantity",
    "CalibrationFact.low",
    "CalibrationFact.high",
    "Regime.published",
    "PublishedCount.quantity",
    "PublishedCount.measure",
    "PublishedCount.value",
    "PublishedCount.unit",
    "PublishedCount.as_of",
    "Amendment.describes",
    "People.region_kind",
    "Region.name",
    "Attribute.name",
    "Channel.name",
    "Habit.name",
    "Habit.unit",
    "ListRule.name",
    "Conduct.name",
}
"""Names, sentences, what is printed beside results, and what rules out samples of parameters."""

STRUCTURE: dict[str, dict[str, Any]] = {
    "Regime.start": {"start": "2001-02"},
    "Regime.applies_to": {"applies_to.age": ["old"]},
    "Regime.amendments": {"amendments": []},
    "Amendment.from_": {"amendments.0.from": "2001-04"},
    "Amendment.change": {"amendments.0.change.recording.rules.0.points": -12},
    "Rollout.regions": {"rollout.regions": ["hill"]},
    "Channel.conduct": {"sensing.channels.police.conduct": ["shouting", "dumping", "cheating", "writing"]},
    "Channel.regions": {"sensing.channels.cameras.regions": ["hill", "dale"]},
    "Sensing.attention_mode": {"sensing.attention_mode": "even", "sensing.visits_per_month": REMOVED},
    "Officials.quota_conduct": {"officials.quota_conduct": "dumping"},
    "Rule.conduct": {
        "recording.rules.shouting": REMOVED,
        "sensing.channels.police.conduct": ["dumping", "cheating"],
        "sensing.channels.cameras.conduct": ["speaking"],
        "amendments": [],
        "standing.lists.repeaters.records_of": ["dumping", "speaking"],
        "officials.quota_conduct": "dumping",
    },
    "ListRule.colour": {"standing.lists.defaulters.colour": "red"},
    "ListRule.conduct": {"standing.lists.defaulters.conduct": ["owing unwillingly", "arrears"]},
    "ListRule.records_of": {"standing.lists.repeaters.records_of": ["shouting", "speaking"]},
    "ListRule.grade_at_most": {"standing.lists.untrustworthy.grade_at_most": "C"},
    "ListRule.grade_at_least": {"standing.lists.models.grade_at_least": "B"},
    "Effect.of": {"treatment.effects.D.consumption.of": "C"},
    "Reward.of": {"treatment.rewards.B.public service.of": "C"},
    "Denial.of": {"treatment.denials.defaulters.flights.of": "models"},
    "Denial.habit": {"treatment.denials.untrustworthy.trains.habit": "flights"},
    "Treatment.lenders_see": {"treatment.lenders_see": ["blacklist"], "treatment.lenders_believe": []},
    "FirstBelief.of": {"treatment.lenders_believe.0.of": "on both lists, grade B"},
    "Repair.appeal": {"repair.appeal": REMOVED},
    "ListRule.outsiders": {"standing.lists.strangers": REMOVED, "treatment.effects.strangers.housing": REMOVED},
    "Consent.required": {
        "consent": REMOVED,
        "standing.lists.strangers": REMOVED,
        "amendments": [],
        "treatment.effects.strangers.housing": REMOVED,
    },
    "Association.contagion_conduct": {"association.contagion_conduct": "shouting"},
    "Exchange.refusal_conduct": {"livelihood.exchange.refusal_conduct": REMOVED},
    "Recording.capacity": {"recording.capacity": 32},
    "Regime.score_fitting": {"score_fitting": REMOVED},
    "Conduct.arises_from": {
        "conduct.arrears.arises_from": "owes, unable",
        "conduct.owing unably.arises_from": "in arrears",
    },
    "People.minors": {"people.minors.age": ["child", "young"]},
    "People.ageing": {"people.ageing": REMOVED},
    "Ageing.attribute": {"people.ageing": {"attribute": "sex", "from_years": {"women": 0, "men": 1}}},
    "Attribute.report_as": {"people.attributes.age.report_as": "not reported"},
    "TraitDistribution.law": {"people.traits.grievance": {"law": "ladder"}},
    "Livelihood.start": {
        "livelihood.start": "as newcomers",
        "livelihood.courts.backlog": "stationary",
        "livelihood.courts.backlog_unwilling": "stationary",
    },
    "Ties.alike_share": {"ties.alike_share": 0.8, "ties.alike_by": "income"},
    "Ties.alike_by": {"ties.alike_share": 0.8, "ties.alike_by": "conviction"},
    "TraitDistribution.raised": {"people.traits.grievance": {"law": "ladder", "raised": 1}},
}
"""What is no number, switch or word: one change of each."""


@dataclass(frozen=True)
class Leaf:
    """One number, switch or word: where it stands, which field of which part it is, and its value."""

    path: tuple[str | int, ...]
    parameter: str
    value: Any

    @property
    def at(self) -> str:
        return ".".join(map(str, self.path))


def leaves(model: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Walk what a document writes; what it leaves out stands at its default and is tried where it is written."""
    for name in type(model).model_fields:
        if name in model.model_fields_set:
            alias = type(model).model_fields[name].alias or name
            yield from _inside(getattr(model, name), (*path, alias), f"{type(model).__name__}.{name}")


def _inside(value: Any, path: tuple[str | int, ...], parameter: str) -> Iterator[Leaf]:
    if isinstance(value, BaseModel):
        yield from leaves(value, path)
    elif isinstance(value, Mapping | list):
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _inside(item, (*path, key), parameter)
    else:
        yield Leaf(path, parameter, value)


def parameters(model: type[BaseModel]) -> set[str]:
    """Name every field of a kind of document and of its parts."""
    found = set()
    for name, info in model.model_fields.items():
        found.add(f"{model.__name__}.{name}")
        for part in _parts(info.annotation):
            found |= parameters(part)
    return found


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _parts(inner)


KINDS = {"regime": (Regime, worlds.rich_regime), "society": (Society, worlds.rich_society)}
KNOWN = {*INERT, *TEXT, *STRUCTURE}


def tried() -> list[Any]:
    return [
        pytest.param(kind, leaf, id=leaf.at)
        for kind, (_, document) in KINDS.items()
        for leaf in leaves(document().model)
        if leaf.parameter not in KNOWN and leaf.path[0] != "amendments" and leaf.at not in EXCEPT
        if not isinstance(leaf.value, str) or allowed_words(KINDS[kind][0], leaf.path)
    ]


def other_values(kind: str, leaf: Leaf) -> list[Any]:
    """Return values to try in place of a leaf's, those inside its range first."""
    value = leaf.value
    if isinstance(value, bool):
        return [not value]
    low, high = number_limits(KINDS[kind][0], leaf.path)
    if isinstance(value, str):
        others = [word for word in allowed_words(KINDS[kind][0], leaf.path) if word != value]
        return others + ([min(int(low) + 5, (low + high) / 2)] if np.isfinite(low) else [])
    if isinstance(value, int):
        return [v for v in (value + 1, value - 1, 2 * value, value + 5, value - 5) if low <= v <= high]
    return [v for v in (1.3 * value, 0.7 * value, 0.4, 1.0, 0.05) if low <= v <= high and v != value]


@cache
def lived(size: tuple[int, int]) -> list[dict[str, Any]]:
    return list(months(worlds.rich_regime(), worlds.rich_society(), size))


def months(regime: Any, society: Any, size: tuple[int, int]) -> Iterator[dict[str, Any]]:
    built = build(regime, society, size[0], start="2001-01")
    population = cpu().populate(built, 0)
    for month in range(built.burn_in_months + size[1]):
        tallies = cpu().advance(population, built, month)
        if month >= built.burn_in_months:
            yield tallies


def moves(kind: str, changes: dict[str, Any]) -> bool:
    """Tell whether a change of a rich document changes any tally in any observed month."""
    document = alter(KINDS[kind][1](), changes)
    pair = {"regime": worlds.rich_regime(), "society": worlds.rich_society()} | {kind: document}
    return any(
        row[name].shape != before[name].shape or not np.array_equal(row[name], before[name])
        for size in (SMALL, LARGE)
        for row, before in zip(months(pair["regime"], pair["society"], size), lived(size), strict=True)
        for name in row
    )


def moves_somehow(kind: str, leaf: Leaf) -> bool:
    for value in other_values(kind, leaf):
        try:
            if moves(kind, {leaf.at: value}):
                return True
        except Refused:
            continue
    return False


@pytest.mark.parametrize(("kind", "leaf"), tried())
def test_a_number_switch_or_word_moves_a_tally(kind, leaf):
    assert moves_somehow(kind, leaf)


@pytest.mark.parametrize("parameter", STRUCTURE)
def test_structure_moves_a_tally(parameter):
    kind = next(kind for kind, (model, _) in KINDS.items() if parameter in parameters(model))
    assert moves(kind, STRUCTURE[parameter])


@pytest.mark.parametrize("parameter", INERT)
def test_what_is_said_to_be_inert_is(parameter):
    assert len(INERT) <= 5
    kind, leaf = next(
        (kind, leaf)
        for kind, (_, document) in KINDS.items()
        for leaf in leaves(document().model)
        if leaf.parameter == parameter
    )
    assert not moves_somehow(kind, leaf)


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_the_schema_is_tried_or_accounted_for(kind):
    model, document = KINDS[kind]
    reached = {leaf.parameter for leaf in leaves(document().model)}
    wholes = {p for p in parameters(model) if holds(p) and p not in KNOWN}
    assert parameters(model) - reached - wholes - KNOWN == set()


def test_every_exception_stands_in_a_document():
    places = {leaf.at for _, document in KINDS.values() for leaf in leaves(document().model)}
    assert set(EXCEPT) <= places


@pytest.mark.parametrize("at", EXCEPT)
def test_what_is_excepted_moves_nothing(at):
    """An exception that has come to act is no exception any more."""
    kind, leaf = next((k, leaf) for k, (_, d) in KINDS.items() for leaf in leaves(d().model) if leaf.at == at)
    assert not moves_somehow(kind, leaf)


def holds(parameter: str) -> bool:
    """Tell whether a parameter is a part with parameters of its own."""
    owner, name = parameter.split(".")
    part = next(m for kind in KINDS for m in every_part(KINDS[kind][0]) if m.__name__ == owner)
    return any(_parts(part.model_fields[name].annotation))


def every_part(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for info in model.model_fields.values():
        for part in _parts(info.annotation):
            yield from every_part(part)
