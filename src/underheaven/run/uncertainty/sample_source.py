"""Where lives come from: those known beforehand, and samples of parameters, which may be replaced by the next."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from underheaven.measure.inference.sample_results import Column
from underheaven.run.uncertainty.design import Design, ParameterSample
from underheaven.run.uncertainty.variants import Variant

MAX_TRIES_PER_SAMPLE = 4
"""Times as many samples as are asked for are tried at most, where facts of the society rule some out."""
RULED_OUT = "ruled out"
"""What stands in the place of a measure in the row of a sample that is ruled out, beside the fact that did so."""

Row = dict[Column, float]


def variant_at(sample: ParameterSample, must_fit_facts: bool = False) -> Variant:
    """Return the life of a point; held: whether facts of the society rule it out."""
    return Variant(sample.scenarios, sample.society, 0, must_fit_facts)


class VariantSource(Protocol):
    """What gives the lives to be lived, in order, and is told how each of them ended, in the same order."""

    @property
    def may_have_more(self) -> bool:
        """Whether it may give more once those that it gave have ended."""

    def next_variant(self) -> Variant | None:
        """Return the next life, or None where none is wanted now."""

    def report_end(self, broken: Sequence[str]) -> None:
        """Take note of how the first life ended that has not been told; broken: facts that ruled it out."""


class FixedVariants:
    """Lives that are known beforehand, none of which is ruled out."""

    may_have_more = False

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._variants = iter(variants)

    def next_variant(self) -> Variant | None:
        """Return the next life, or None after the last."""
        return next(self._variants, None)

    def report_end(self, broken: Sequence[str]) -> None:
        """Go on."""


class SampledVariants:
    """Samples of a design in the order of their index: those that are kept, and how many were replaced.

    A sample that cannot be drawn, or that facts of the society rule out, is replaced by the next index, up to
    `MOST_TRIED` times as many as are wanted. No life is given that would not be wanted if all others were kept.

    found: samples kept. left_out: how many could not be drawn. ruled_out: how many contradict facts. contradicted: how
    many contradict each fact.
    """

    def __init__(self, design: Design, wanted: int) -> None:
        self.samples = list[ParameterSample]()
        self.left_out, self.ruled_out, self.contradicted = 0, 0, Counter[str]()
        self._design, self._wanted, self._next = design, wanted, 0
        self._under_way = deque[ParameterSample]()

    @property
    def may_have_more(self) -> bool:
        """Whether samples under way may be ruled out and replaced."""
        return bool(self._under_way) and self._next < MAX_TRIES_PER_SAMPLE * self._wanted

    def next_variant(self) -> Variant | None:
        """Return the life of the next sample, or None while those under way may be enough."""
        while (
            len(self.samples) + len(self._under_way) < self._wanted and self._next < MAX_TRIES_PER_SAMPLE * self._wanted
        ):
            sample = self._design.sample(self._next)
            self._next += 1
            if sample is not None:
                self._under_way.append(sample)
                return variant_at(sample, must_fit_facts=True)
            self.left_out += 1
        return None

    def report_end(self, broken: Sequence[str]) -> None:
        """Keep the sample, or count it as ruled out by these facts."""
        sample = self._under_way.popleft()
        if broken:
            self.ruled_out += 1
            self.contradicted.update(broken)
        else:
            self.samples.append(sample)


def ruled_out_row(broken: Sequence[str]) -> Row:
    """Return the row of a sample that is ruled out by these facts."""
    return {("", name, RULED_OUT): 1.0 for name in broken}


def facts_broken(row: Row) -> list[str]:
    """Return the facts that ruled a sample out, by its row; none where it was measured."""
    return [name for _, name, kind in row if kind == RULED_OUT]
