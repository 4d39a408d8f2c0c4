"""Parameter samples of all assumed numbers of a study, addressed by index and reproducible.

Blocks of samples are Latin hypercubes: in each block every parameter takes every stratum of its distribution once.
This stratifies each parameter alone, not combinations of several. Blocks are independent, so a longer design begins
with a shorter one.
Source: McKay, Beckman & Conover 1979.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from underheaven.errors import DocumentError, Fault
from underheaven.measure.inference.sample_results import AssumedParameter
from underheaven.run.study import Study, short_name
from underheaven.spec.assumptions.changed_values import assumed_paths, integer_paths, with_values
from underheaven.spec.assumptions.sampling_scales import sample_quantile
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.document import Document
from underheaven.spec.io.renamed_keys import path_in_version_1
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.units import DocumentPart

M = TypeVar("M", bound=DocumentPart)

BLOCK_SAMPLES = 32
"""Samples in one Latin hypercube."""
MAX_HALVINGS = 8
"""Times that values are moved halfway to the base case before they are set to it."""


SampleDocuments = tuple[tuple[Document[Regime], ...], Document[Society]]
"""Documents of the scenarios, and of the society."""


@dataclass(frozen=True)
class ParameterSample:
    """A parameter sample, with the documents of its scenarios.

    values: one for each parameter of the design. moved: how many were pulled toward the base case to satisfy
    constraints.
    """

    scenarios: tuple[Document[Regime], ...]
    society: Document[Society]
    values: tuple[float, ...]
    moved: int


class Design:
    """All assumed numbers of a study that have a range, and their samples."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._ways = {short_name(d): assumed_paths(d) for d in (study.society, *study.scenarios)}
        self._documents_of = self._merge_shared()
        self._last_varied: dict[
            str, tuple[Mapping[str, float], Any]
        ] = {}  # constraints are repaired in one document at a time
        self.numbers = tuple(self._documents_of)

    def sample(self, index: int) -> ParameterSample | None:
        """Return the sample of an index from 0, or None if its documents are invalid even near the base case.

        Values that make documents invalid or contradictory are pulled toward the base case.
        """
        seed = self._study.plan.seed
        return self.sample_at([value_of(n, quantile(seed, n, index)) for n in self.numbers])

    def range_end(self, number: int, high: bool) -> ParameterSample | None:
        """Return the base case with one parameter at an end of its range, or None if the documents do not allow it."""
        values = [n.stated for n in self.numbers]
        values[number] = self.numbers[number].high if high else self.numbers[number].low
        varied = self.sample_at(values)
        return varied if varied is not None and not varied.moved else None

    def sample_at(self, values: Sequence[float]) -> ParameterSample | None:
        """Return the sample with these values, one for each parameter, adjusted if necessary."""
        current, moved = list(values), set[int]()
        for step in range(MAX_HALVINGS + 2):
            documents = self._documents_at(current)
            if not isinstance(documents, list):
                scenarios, society = documents
                return ParameterSample(scenarios, society, tuple(current), len(moved))
            for position in self._numbers_at_fault(documents, current):
                number = self.numbers[position]
                half = number.stated + (current[position] - number.stated) / 2
                current[position] = (
                    number.stated if step == MAX_HALVINGS else float(round(half)) if number.whole else half
                )
                moved.add(position)
        return None

    def _merge_shared(self) -> dict[AssumedParameter, tuple[str, ...]]:
        """Return the parameters, each with the documents that state it.

        If two regimes state the same value, range and source at the same path, it is one parameter.
        """
        first, places = dict[tuple[object, ...], AssumedParameter](), dict[AssumedParameter, tuple[str, ...]]()
        for document in (*self._study.scenarios, self._study.society):
            for number in self._assumed_numbers(document):
                kind = document.model.__class__.__name__
                said = (kind, document.sources[number.path], replace(number, document=""))
                current = first.setdefault(said, number)
                places[current] = (*places.get(current, ()), number.document)
        return places

    def _assumed_numbers(self, document: Document[DocumentPart]) -> list[AssumedParameter]:
        name, whole = short_name(document), integer_paths(document, self._ways[short_name(document)])
        return [
            AssumedParameter(
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

    def _documents_at(self, values: Sequence[float]) -> SampleDocuments | list[Fault]:
        """Return the documents with these values, or their faults."""
        of: dict[str, dict[str, float]] = {name: {} for name in self._ways}
        for number, value in zip(self.numbers, values, strict=True):
            for document in self._documents_of[number] if value != number.stated else ():
                of[document][number.path] = value
        faults = list[Fault]()
        scenarios = tuple(self._varied_document(scenario, of, faults) for scenario in self._study.scenarios)
        society = self._varied_document(self._study.society, of, faults)
        if not faults:
            faults += [fault for scenario in scenarios for fault in check_together(scenario, society)]
        return faults or (scenarios, society)

    def _varied_document(
        self, document: Document[M], of: Mapping[str, Mapping[str, float]], faults: list[Fault]
    ) -> Document[M]:
        """Return a document with its values, or unchanged after its faults were added to the list."""
        name, (values, varied) = short_name(document), self._last_varied.get(short_name(document), ({}, document))
        if of[name] != values:
            varied = self._at_values(document, of[name])
            self._last_varied[name] = of[name], varied
        if isinstance(varied, Document):
            return varied
        faults += varied
        return document

    def _at_values(self, document: Document[M], values: Mapping[str, float]) -> Document[M] | list[Fault]:
        try:
            return with_values(document, values, self._ways[short_name(document)]) if values else document
        except DocumentError as error:
            return list(error.faults)

    def _numbers_at_fault(self, faults: Sequence[Fault], values: Sequence[float]) -> list[int]:
        """Return the indices of parameters to adjust: those next to a fault, else the document's, else all."""
        beside = {(_file_stem(f.where), f.path.rpartition(".")[0]) for f in faults}
        displaced = [position for position, number in enumerate(self.numbers) if values[position] != number.stated]
        documents = {position: self._documents_of[self.numbers[position]] for position in displaced}
        parts = {position: self.numbers[position].path.rpartition(".")[0] for position in displaced}
        for candidates in (
            [p for p in displaced if any((document, parts[p]) in beside for document in documents[p])],
            [p for p in displaced if any(document in documents[p] for document, _ in beside)],
        ):
            if candidates:
                return candidates
        return displaced


def value_of(number: AssumedParameter, quantile: float) -> float:
    """Return the value of a parameter at a quantile of its distribution, from 0 to 1."""
    value = sample_quantile(number.stated, number.low, number.high, quantile, number.scale)
    return float(round(value)) if number.whole else value


def quantile(seed: int, number: AssumedParameter, index: int) -> float:
    """Return the quantile of a parameter in a sample: its stratum in the block and a draw within it."""
    block, within = divmod(index, BLOCK_SAMPLES)
    path = path_in_version_1(number.path)
    strata = _block_strata(seed, number.document, path, block)
    return (strata[within] + _address_uniform(seed, number.document, path, block, within, "inside")) / BLOCK_SAMPLES


@lru_cache(maxsize=4096)
def _block_strata(seed: int, document: str, path: str, block: int) -> tuple[int, ...]:
    """Return an order of the strata of a block that depends only on its address."""
    order = sorted(
        range(BLOCK_SAMPLES),
        key=lambda within: (_address_uniform(seed, document, path, block, within, "order"), within),
    )
    return tuple(order)


def _address_uniform(*address: object) -> float:
    """Return a number from 0 to below 1 that depends only on its address."""
    text = "\x1f".join(map(str, address)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:6]) / 2**48


def _file_stem(where: str) -> str:
    return where.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or where
