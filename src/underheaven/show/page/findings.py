"""The findings of a world: sentences with intervals that can be read aloud, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from underheaven.measure.kept import Column
from underheaven.measure.registry import MEASURES
from underheaven.measure.sensitivity import Sensitivity
from underheaven.measure.values import DIFFERENCE, EQUAL_CONDUCT
from underheaven.show import ranges
from underheaven.show.page.few import is_few, too_few
from underheaven.show.page.finding import Finding, Number
from underheaven.show.page.questions import QUESTIONS, Question
from underheaven.show.page.rests import measured_rest
from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import minus
from underheaven.show.words import listing


def findings(scene: Scene, world: str) -> list[Finding]:
    """Gives the findings of a world by question, those with nothing to say left out; they are made once a scene."""
    if world not in scene.said:
        scene.said[world] = [doubted(scene, one) for question in QUESTIONS for one in _answers(scene, world, question)]
    return list(scene.said[world])


def unanswered(scene: Scene, world: str) -> list[Question]:
    """Gives the questions that a world has no answer to."""
    answered = {finding.question for finding in findings(scene, world)}
    return [question for question in QUESTIONS if question.asks not in answered]


def _answers(scene: Scene, world: str, question: Question) -> list[Finding]:
    found = [enough(scene, finding) for make in question.makers for finding in make(scene, world)]
    return [replace(one, question=question.asks, more=n >= question.shown) for n, one in enumerate(found)]


def enough(scene: Scene, finding: Finding) -> Finding:
    """Gives a finding, or in its place that the number which rests on fewest events rests on too few."""
    few = [number for number in finding.numbers if is_few(number.found)]
    if not few:
        return finding
    rarest = min(few, key=lambda number: number.found.events or 0)
    return replace(finding, text=too_few(scene, rarest.title, rarest.found.events or 0), rest=None, numbers=())


def doubted(scene: Scene, finding: Finding) -> Finding:
    """Gives a finding with what its numbers rest on where that was run, and with a sentence for each sign that turns.

    What it rests on is measured for the first number said that was, by its name where several are said; without such
    runs it is named from a table.
    """
    every = ranges.over_assumptions(scene.dataset)
    known = [number for number in finding.numbers if number.column in every]
    several = len(finding.numbers) > 1
    measured = next(
        (measured_rest(scene, n.column, n.unit, n.found, several * n.title) for n in known if n.column is not None),
        None,
    )
    first = next((n for n in known if n.column is not None), None)
    further = [_range_of(every[n.column], n) for n in known if n is not first and n.column is not None]
    if measured is not None and any(further):
        said = f"{measured.text} Parameter ranges of the other numbers: {'; '.join(filter(None, further))}."
        measured = replace(measured, text=said)
    signed = [(n.title, every[n.column]) for n in known if n.column is not None and _signed(n.column)]
    text = " ".join(
        [finding.text, *_outside(every, known), *ranges.signs([(f'"{title}"', row) for title, row in signed])]
    )
    return replace(finding, text=text, rest=measured or finding.rest)


def _outside(every: Mapping[Column, Sensitivity], known: Sequence[Number]) -> list[str]:
    """Says in the finding itself which of its numbers lie outside their parameter ranges; no more where none does."""
    found = [
        f'"{n.title}" ({_minus(n.mean, n.unit)}, at the size of the samples {_minus(row.usual, n.unit)}, range '
        f"{minus(ranges.ends(row.low, row.high, n.unit))})"
        for n in known
        if n.column is not None and ranges.is_outside(row := every[n.column], n.mean)
    ]
    if not found:
        return []
    one = len(found) == 1
    return [
        f"In the base case, {listing(found)} {'lies' if one else 'lie'} outside {'its' if one else 'their'} parameter "
        "range: other values of the assumptions hardly ever give so extreme a number."
    ]


def _minus(value: float, unit: str) -> str:
    return minus(ranges.amount(value, unit, 2))


def _range_of(row: Sensitivity, number: Number) -> str:
    """Says the parameter range of a number by its name, or that most samples leave it undefined."""
    if not row.defined_in_most:
        return f'"{number.title}" none (only {row.points} of {row.of} samples define it)'
    span = minus(ranges.ends(row.low, row.high, number.unit))
    if number.column is not None and number.column[2] == DIFFERENCE:
        span = span.replace(" %", " points")
    return f'"{number.title}" {span}'


def _signed(column: Column) -> bool:
    """Tells whether the sign of a number says something: of a difference, a gap or a correlation."""
    name = column[1].partition(":")[0]
    return column[2] == DIFFERENCE or name in EQUAL_CONDUCT or (name in MEASURES and MEASURES[name].range[0] < 0)


def finding_rows(scene: Scene) -> list[dict[str, Any]]:
    """Gives a row for every finding of every world, with its numbers and its assumption as plain values."""
    return [
        {
            "world": world,
            "question": finding.question,
            "finding": finding.name,
            "text": finding.text,
            "numbers": [_plain(number) for number in finding.numbers],
            "rests_on": finding.rest.text if finding.rest else None,
            "path": finding.rest.assumption.path if finding.rest and finding.rest.assumption else None,
        }
        for world in scene.shown
        for finding in findings(scene, world)
    ]


def _plain(number: Number) -> dict[str, Any]:
    found = {key: getattr(number.found, key) for key in ("mean", "low", "high")}
    plain = {k: v if isfinite(v) else None for k, v in found.items()}
    return {"title": number.title, "unit": number.unit, **plain, "events": number.found.events}
