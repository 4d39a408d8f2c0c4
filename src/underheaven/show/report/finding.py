"""A finding of the audit page: its sentences, its numbers, and the assumption on which it depends most."""

from __future__ import annotations

from dataclasses import dataclass

from underheaven.measure.inference.interval import Interval
from underheaven.measure.inference.sample_results import Column
from underheaven.show.report.assumptions import Assumption


@dataclass(frozen=True)
class Number:
    """One number of a finding, for machines: its meaning, unit, interval, and column of the parameter samples."""

    title: str
    unit: str
    interval: Interval
    column: Column | None = None

    @property
    def mean(self) -> float:
        """The mean over replicates."""
        return self.interval.mean


@dataclass(frozen=True)
class KeyAssumption:
    """The assumption that a finding names: a sentence about it, and the number itself if there is one."""

    text: str
    assumption: Assumption | None


@dataclass(frozen=True)
class Finding:
    """A few sentences with their numbers.

    key_assumption: None if the documents assume nothing relevant. numbers: exactly those in the text; a measured
    key assumption is about the first. question: the one of ``questions`` that it answers. is_folded: whether it follows
    the answer in a folded list.
    """

    name: str
    text: str
    key_assumption: KeyAssumption | None
    numbers: tuple[Number, ...]
    question: str = ""
    is_folded: bool = False
