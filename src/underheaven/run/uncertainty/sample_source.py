"""Sources of variants to simulate: fixed ones, and parameter samples, which may be rejected and replaced."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from underheaven.measure.inference.sample_results import Column
from underheaven.run.uncertainty.design import Design, ParameterSample
from underheaven.run.uncertainty.variants import Variant

MAX_TRIES_PER_SAMPLE = 4
"""Most samples tried, as a multiple of the samples requested, if facts of the society rule some out."""
RULED_OUT = "ruled out"
"""In the row of a rejected sample: replaces the measure, next to the fact that ruled it out."""

Row = dict[Column, float]


def variant_at(sample: ParameterSample, must_fit_facts: bool = False) -> Variant:
    """Return the variant of a sample. must_fit_facts: whether facts of the society can rule it out."""
    return Variant(sample.scenarios, sample.society, 0, must_fit_facts)


class VariantSource(Protocol):
    """Gives variants in order, and is informed in the same order how each of them ended."""

    @property
    def may_have_more(self) -> bool:
        """Whether more variants may follow once those given have ended."""

    def next_variant(self) -> Variant | None:
        """Return the next variant, or None if none is needed now."""

    def report_end(self, broken: Sequence[str]) -> None:
        """Register the end of the earliest variant still open. broken: facts that ruled it out."""


class FixedVariants:
    """Variants known in advance, none of which is rejected."""

    may_have_more = False

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._variants = iter(variants)

    def next_variant(self) -> Variant | None:
        """Return the next variant, or None after the last."""
        return next(self._variants, None)

    def report_end(self, broken: Sequence[str]) -> None:
        """Do nothing."""


class SampledVariants:
    """Samples of a design in index order: those accepted, and counts of those replaced.

    A sample that cannot be drawn, or that facts of the society rule out, is replaced by the next index. At most
    `MAX_TRIES_PER_SAMPLE` times the samples wanted are tried. No more variants are given than would be needed if all
    open ones were accepted.

    Attributes:
        samples: Samples accepted.
        left_out: Number that could not be drawn.
        ruled_out: Number that contradict facts.
        contradicted: Number that contradict each fact.
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
        """Return the variant of the next sample, or None while the open ones may suffice."""
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
        """Accept the sample, or count it as ruled out by these facts."""
        sample = self._under_way.popleft()
        if broken:
            self.ruled_out += 1
            self.contradicted.update(broken)
        else:
            self.samples.append(sample)


def ruled_out_row(broken: Sequence[str]) -> Row:
    """Return the row of a sample ruled out by these facts."""
    return {("", name, RULED_OUT): 1.0 for name in broken}


def facts_broken(row: Row) -> list[str]:
    """Return the facts that ruled a sample out, from its row; empty if it was measured."""
    return [name for _, name, kind in row if kind == RULED_OUT]
