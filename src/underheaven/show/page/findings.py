"""The findings of a world: sentences with intervals that can be read aloud, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from underheaven.measure.values import DIFFERENCE
from underheaven.show import ranges
from underheaven.show.page import on_lists, on_lives, on_means
from underheaven.show.page.finding import Finding, Number
from underheaven.show.page.rests import measured_rest
from underheaven.show.page.scene import Scene

MOST = 12
MAKERS: tuple[Callable[[Scene, str], Iterator[Finding]], ...] = (
    on_lists.listed, on_lists.groups, on_lists.wrongly, on_lists.until_off, on_lists.split, on_lives.detriment,
    on_lives.denied, on_lives.reward, on_lives.after_listing, on_lives.performed, on_lives.conduct,
    on_means.asked, on_means.officials, on_means.gamed, on_means.known,
)  # fmt: skip
GIVES_WAY = ("reward", "denied")
"""What is left out first where more than ``MOST`` have something to say."""


def findings(scene: Scene, world: str) -> list[Finding]:
    """Gives the findings of a world, those with nothing to say left out."""
    found = [finding for make in MAKERS for finding in make(scene, world)]
    for name in GIVES_WAY:
        if len(found) > MOST:
            found = [finding for finding in found if finding.name != name]
    return [doubted(scene, finding) for finding in found]


def doubted(scene: Scene, finding: Finding) -> Finding:
    """Gives a finding with what its numbers rest on where that was run, and with a sentence for each sign that turns.

    What it rests on is measured for the first of its numbers that was; without such runs it is named from a table.
    """
    every = ranges.over_assumptions(scene.dataset)
    known = [number for number in finding.numbers if number.column in every]
    measured = next((measured_rest(scene, n.column, n.unit, n.found) for n in known if n.column is not None), None)
    turned = [
        ranges.turned(every[number.column], f"{number.title}")
        for number in known
        if number.column is not None and number.column[2] == DIFFERENCE
    ]
    text = " ".join([finding.text, *filter(None, turned)])
    return replace(finding, text=text, rest=measured or finding.rest)


def finding_rows(scene: Scene) -> list[dict[str, Any]]:
    """Gives a row for every finding of every world, with its numbers and its assumption as plain values."""
    return [
        {
            "world": world,
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
    return {"title": number.title, "unit": number.unit} | {k: v if isfinite(v) else None for k, v in found.items()}
