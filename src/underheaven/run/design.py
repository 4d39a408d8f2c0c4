"""Samples of all assumed numbers of a study: by index, the same for the same study.

Blocks of samples are Latin hypercubes: in each block every number takes every stratum of its distribution once. That
stratifies one number at a time, and fills no space of several. A further block goes on where the last one ended, so a
longer design begins with a shorter one.
Source: McKay, Beckman & Conover 1979.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from underheaven.errors import DocumentError, Fault
from underheaven.measure.kept import Number
from underheaven.run.study import Study, short_name
from underheaven.spec.cross import check_together
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.spec.spans import drawn
from underheaven.spec.units import Part
from underheaven.spec.vary import ways, whole_numbers, with_values

M = TypeVar("M", bound=Part)

BLOCK = 32
"""Points of one Latin hypercube."""
HALVES = 8
"""Times that numbers are moved half the way to where they stand, before they are put there."""


Made = tuple[tuple[Document[Regime], ...], Document[Society]]
"""Documents of the worlds, and of the society."""


@dataclass(frozen=True)
class Point:
    """A point of the design, with the documents of its worlds.

    values: as many as the design has numbers. moved: how many of them had to be moved toward where they stand.
    """

    worlds: tuple[Document[Regime], ...]
    society: Document[Society]
    values: tuple[float, ...]
    moved: int


class Design:
    """All assumed numbers of a study that have a range, and the points at which they are tried."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._ways = {short_name(d): ways(d) for d in (study.society, *study.worlds)}
        self._places = self._alike()
        self._last: dict[str, tuple[Mapping[str, float], Any]] = {}  # one fault is mended in one document at a time
        self.numbers = tuple(self._places)

    def point(self, index: int) -> Point | None:
        """Returns the point of an index from 0, or None where the documents cannot be had even near where they stand.

        Numbers at which documents contradict themselves or each other are moved toward where they stand.
        """
        seed = self._study.plan.seed
        return self.at([value_of(n, quantile(seed, n, index)) for n in self.numbers])

    def end(self, number: int, high: bool) -> Point | None:
        """Returns the stated documents with one number at an end of its range, or None where they do not allow it."""
        values = [n.stated for n in self.numbers]
        values[number] = self.numbers[number].high if high else self.numbers[number].low
        found = self.at(values)
        return found if found is not None and not found.moved else None

    def at(self, values: Sequence[float]) -> Point | None:
        """Returns the point at these values, one for each number, moved where need be."""
        mine, moved = list(values), set[int]()
        for step in range(HALVES + 2):
            made = self._made(mine)
            if not isinstance(made, list):
                worlds, society = made
                return Point(worlds, society, tuple(mine), len(moved))
            for place in self._at_fault(made, mine):
                number = self.numbers[place]
                half = number.stated + (mine[place] - number.stated) / 2
                mine[place] = number.stated if step == HALVES else float(round(half)) if number.whole else half
                moved.add(place)
        return None

    def _alike(self) -> dict[Number, tuple[str, ...]]:
        """Returns the numbers, each with the documents that state it.

        What two regimes assume at one path in the same words, with the same value and range, is one assumption.
        """
        first, places = dict[tuple[object, ...], Number](), dict[Number, tuple[str, ...]]()
        for document in (*self._study.worlds, self._study.society):
            for number in self._of(document):
                kind = document.model.__class__.__name__
                said = (kind, document.sources[number.path], replace(number, document=""))
                mine = first.setdefault(said, number)
                places[mine] = (*places.get(mine, ()), number.document)
        return places

    def _of(self, document: Document[Part]) -> list[Number]:
        name, whole = short_name(document), whole_numbers(document, self._ways[short_name(document)])
        return [
            Number(
                name,
                a.path,
                float(a.low),
                float(a.high),
                float(a.value),
                a.path in whole,
                a.scale,
                a.off_centre,
                isinstance(document.model, Regime),
            )
            for a in document.assumed
            if a.low < a.high
        ]

    def _made(self, values: Sequence[float]) -> Made | list[Fault]:
        """Returns the documents at these values, or their faults."""
        of: dict[str, dict[str, float]] = {name: {} for name in self._ways}
        for number, value in zip(self.numbers, values, strict=True):
            for document in self._places[number] if value != number.stated else ():
                of[document][number.path] = value
        faults = list[Fault]()
        worlds = tuple(self._varied(world, of, faults) for world in self._study.worlds)
        society = self._varied(self._study.society, of, faults)
        if not faults:
            faults += [fault for world in worlds for fault in check_together(world, society)]
        return faults or (worlds, society)

    def _varied(self, document: Document[M], of: Mapping[str, Mapping[str, float]], faults: list[Fault]) -> Document[M]:
        """Returns a document at its values, or as it stands after its faults were added to the list."""
        name, (values, found) = short_name(document), self._last.get(short_name(document), ({}, document))
        if of[name] != values:
            found = self._at_values(document, of[name])
            self._last[name] = of[name], found
        if isinstance(found, Document):
            return found
        faults += found
        return document

    def _at_values(self, document: Document[M], values: Mapping[str, float]) -> Document[M] | list[Fault]:
        try:
            return with_values(document, values, self._ways[short_name(document)]) if values else document
        except DocumentError as error:
            return list(error.faults)

    def _at_fault(self, faults: Sequence[Fault], values: Sequence[float]) -> list[int]:
        """Returns the places of the numbers to be moved: those beside a fault; all of the document; else all."""
        beside = {(_stem(f.where), f.path.rpartition(".")[0]) for f in faults}
        away = [place for place, number in enumerate(self.numbers) if values[place] != number.stated]
        documents = {place: self._places[self.numbers[place]] for place in away}
        parts = {place: self.numbers[place].path.rpartition(".")[0] for place in away}
        for near in (
            [p for p in away if any((document, parts[p]) in beside for document in documents[p])],
            [p for p in away if any(document in documents[p] for document, _ in beside)],
        ):
            if near:
                return near
        return away


def value_of(number: Number, quantile: float) -> float:
    """Return the value of a number at a quantile of its distribution, between 0 and 1."""
    value = drawn(number.stated, number.low, number.high, quantile, number.scale)
    return float(round(value)) if number.whole else value


def quantile(seed: int, number: Number, index: int) -> float:
    """Return the quantile of a number in a sample: its stratum of the block and a draw inside it."""
    block, within = divmod(index, BLOCK)
    strata = _strata(seed, number.document, number.path, block)
    return (strata[within] + _uniform(seed, number.document, number.path, block, within, "inside")) / BLOCK


@lru_cache(maxsize=4096)
def _strata(seed: int, document: str, path: str, block: int) -> tuple[int, ...]:
    """Returns an order of the strata of a block that depends on nothing but its address."""
    order = sorted(range(BLOCK), key=lambda within: (_uniform(seed, document, path, block, within, "order"), within))
    return tuple(order)


def _uniform(*address: object) -> float:
    """Returns a number from 0 to below 1 that depends on nothing but its address."""
    text = "\x1f".join(map(str, address)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:6]) / 2**48


def _stem(where: str) -> str:
    return where.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or where
