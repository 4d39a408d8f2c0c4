"""What outlives a run that is stopped: the face that the loop over worlds and replicates sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from underheaven.measure.kept import Column
from underheaven.record.schema import WorldRun
from underheaven.record.words import Months
from underheaven.run.one import Array, Tallies

if TYPE_CHECKING:
    from underheaven.engine.population import Population

Measured = list[tuple[Column, float]]
"""What one life measured, column by column."""

BURN_IN = -1
"""Stands for the world of months that all worlds share."""


@dataclass(frozen=True)
class Reached:
    """The people of one replicate as a checkpoint holds them.

    world: its number, or BURN_IN. months: lived in that world, or of the burn-in. before: those months, None in the
    burn-in.
    """

    world: int
    months: int
    arrays: Mapping[str, Array]
    before: Months | None


class Keeper(Protocol):
    """Keeps what is done, and gives back what was kept."""

    def finished(self, world: int, replicate: int) -> WorldRun | None:
        """Returns the record of a world and replicate that is done, or None."""

    def reached(self, replicate: int) -> Reached | None:
        """Returns how far the replicate under way had come, or None."""

    def month(self, people: Population, world: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Keeps a month, counted from 0 in its world or the burn-in; may raise StoppedError."""

    def done(self, world: int, replicate: int, run: WorldRun) -> None:
        """Keeps the whole record of a world and replicate."""

    def rows(self) -> list[Measured]:
        """Returns what the lives at other values of assumed numbers measured so far, in order."""

    def row(self, done: list[Measured]) -> None:
        """Keeps what all of them measured so far."""

    def pause(self) -> None:
        """Raises StoppedError where somebody asked to stop."""


class Nothing:
    """Keeps nothing: a run without a result on disk."""

    def finished(self, world: int, replicate: int) -> WorldRun | None:
        """Returns None."""
        return None

    def reached(self, replicate: int) -> Reached | None:
        """Returns None."""
        return None

    def month(self, people: Population, world: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Lets a month go by."""

    def done(self, world: int, replicate: int, run: WorldRun) -> None:
        """Lets it go."""

    def rows(self) -> list[Measured]:
        """Returns none."""
        return []

    def row(self, done: list[Measured]) -> None:
        """Lets them go."""

    def pause(self) -> None:
        """Goes on."""
