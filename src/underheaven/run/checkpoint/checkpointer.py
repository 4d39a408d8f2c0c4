"""Interface that the loop over scenarios and replicates uses to save progress and to resume."""

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
"""What one run of a parameter sample measured, by column."""

BURN_IN = -1
"""In place of a scenario's index: the burn-in that all scenarios share."""


@dataclass(frozen=True)
class CheckpointState:
    """The population of one replicate, as a checkpoint holds it.

    Attributes:
        scenario: Index of the scenario, or BURN_IN.
        months: Months completed in that scenario, or in the burn-in.
        arrays: State of the population, by name.
        history: The observed months completed so far; None in the burn-in.
    """

    scenario: int
    months: int
    arrays: Mapping[str, Array]
    history: UnpackedMonths | None


class Checkpointer(Protocol):
    """Saves progress, and returns what a stopped run saved."""

    def load_finished(self, scenario: int, replicate: int) -> RecordedRun | None:
        """Return the record of a finished scenario and replicate, or None."""

    def load_checkpoint(self, replicate: int) -> CheckpointState | None:
        """Return the checkpoint of an unfinished replicate, or None."""

    def save_month(self, population: Population, scenario: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Save a month, counted from 0 in its scenario or in the burn-in; may raise StoppedError."""

    def save_finished(self, scenario: int, replicate: int, run: RecordedRun) -> None:
        """Save the whole record of a scenario and replicate."""

    def load_sample_rows(self) -> list[MeasuredRow]:
        """Return the rows measured so far in base case and parameter samples, in order."""

    def save_sample_rows(self, measured_rows: list[MeasuredRow]) -> None:
        """Save all rows measured so far."""

    def raise_if_stopped(self) -> None:
        """Raise StoppedError if the run was asked to stop."""


class NoCheckpoints:
    """Saves nothing: a run without a result on disk."""

    def load_finished(self, scenario: int, replicate: int) -> RecordedRun | None:
        """Return None."""
        return None

    def load_checkpoint(self, replicate: int) -> CheckpointState | None:
        """Return None."""
        return None

    def save_month(self, population: Population, scenario: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Do nothing."""

    def save_finished(self, scenario: int, replicate: int, run: RecordedRun) -> None:
        """Do nothing."""

    def load_sample_rows(self) -> list[MeasuredRow]:
        """Return no rows."""
        return []

    def save_sample_rows(self, measured_rows: list[MeasuredRow]) -> None:
        """Do nothing."""

    def raise_if_stopped(self) -> None:
        """Do nothing."""
