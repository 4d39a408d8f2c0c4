"""What outlives a run that is stopped: the face that the loop over worlds and replicates sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from underheaven.measure.inference.sample_results import Column
from underheaven.record.month_packing import UnpackedMonths
from underheaven.record.schema import RecordedRun
from underheaven.run.simulate.replicate import Array, Tallies

if TYPE_CHECKING:
    from underheaven.engine.population import Population

MeasuredRow = list[tuple[Column, float]]
"""What one life measured, column by column."""

BURN_IN = -1
"""Stands for the world of months that all worlds share."""


@dataclass(frozen=True)
class CheckpointState:
    """The people of one replicate as a checkpoint holds them.

    world: its number, or BURN_IN. months: lived in that world, or of the burn-in. before: those months, None in the
    burn-in.
    """

    scenario: int
    months: int
    arrays: Mapping[str, Array]
    history: UnpackedMonths | None


class Checkpointer(Protocol):
    """Keeps what is done, and gives back what was kept."""

    def load_finished(self, scenario: int, replicate: int) -> RecordedRun | None:
        """Returns the record of a world and replicate that is done, or None."""

    def load_checkpoint(self, replicate: int) -> CheckpointState | None:
        """Returns how far the replicate under way had come, or None."""

    def save_month(self, population: Population, scenario: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Keeps a month, counted from 0 in its world or the burn-in; may raise StoppedError."""

    def save_finished(self, scenario: int, replicate: int, run: RecordedRun) -> None:
        """Keeps the whole record of a world and replicate."""

    def load_sample_rows(self) -> list[MeasuredRow]:
        """Returns what the lives at other values of assumed numbers measured so far, in order."""

    def save_sample_rows(self, measured_rows: list[MeasuredRow]) -> None:
        """Keeps what all of them measured so far."""

    def raise_if_stopped(self) -> None:
        """Raises StoppedError where somebody asked to stop."""


class NoCheckpoints:
    """Keeps nothing: a run without a result on disk."""

    def load_finished(self, scenario: int, replicate: int) -> RecordedRun | None:
        """Returns None."""
        return None

    def load_checkpoint(self, replicate: int) -> CheckpointState | None:
        """Returns None."""
        return None

    def save_month(self, population: Population, scenario: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Lets a month go by."""

    def save_finished(self, scenario: int, replicate: int, run: RecordedRun) -> None:
        """Lets it go."""

    def load_sample_rows(self) -> list[MeasuredRow]:
        """Returns none."""
        return []

    def save_sample_rows(self, measured_rows: list[MeasuredRow]) -> None:
        """Lets them go."""

    def raise_if_stopped(self) -> None:
        """Goes on."""
