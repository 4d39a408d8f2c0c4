"""The run folder, ``run.log`` beside ``run.nc``: it lets a run resume after it was killed at any moment.

It holds the study in full, the months of every scenario and replicate as append-only logs, the per-person sums of
finished runs, the rows measured in parameter samples, one checkpoint, and a lock. It is removed when the result is
written. No file in it is read unless its key matches the study: seed, settings, documents and compiled code.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import RequestError, ResultError, StoppedError
from underheaven.record.array_file import read_arrays, write_arrays
from underheaven.record.atomic_file import atomic_write
from underheaven.record.month_packing import UnpackedMonths, count_month_words, pack_month, unpack_months
from underheaven.record.monthlog import MonthWriter, repair_log, truncate_log
from underheaven.record.regular_files import open_for_append, read_regular_file
from underheaven.record.schema import RecordedRun
from underheaven.run.checkpoint.checkpointer import BURN_IN, CheckpointState, MeasuredRow
from underheaven.run.checkpoint.folder_files import (
    CHECKPOINT_FILE,
    LOCK_FILE,
    SAMPLE_ROWS_FILE,
    STUDY_FILE,
    begin_folder,
    own_files,
    run_folder_path,
    take_lock,
)
from underheaven.run.checkpoint.manifest import Manifest
from underheaven.run.options import DEFAULT_OPTIONS, RunOptions
from underheaven.run.simulate.replicate import Array, Tallies, fitted_scores, panel_of_month

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.scenario.built_scenario import BuiltScenario


@contextmanager
def open_run_folder(
    out: Path,
    manifest: Manifest,
    built_scenarios: Sequence[BuiltScenario],
    options: RunOptions = DEFAULT_OPTIONS,
) -> Iterator[RunFolder]:
    """Open and lock the folder of a run; it remains until `RunFolder.remove` is called.

    Args:
        out: The NetCDF file of the result.
        manifest: The study that the folder belongs to.
        built_scenarios: The study's scenarios, in order.
        options: Seconds between checkpoints, of which 0 writes one every month, and whether to stop.

    Yields:
        The checkpointer that reads and writes the folder.

    Raises:
        RequestError: The folder cannot be created or written, is in use, or holds a run of another study.
    """
    folder = run_folder_path(out)
    try:
        folder.mkdir(exist_ok=True)
        if folder.is_symlink():
            raise RequestError(
                f"{folder}: this is a symbolic link; runs do not follow links. Remove it, or choose another --out."
            )
        with open_for_append(folder / LOCK_FILE) as lock_file:
            take_lock(lock_file, folder)
            begin_folder(folder, manifest, out)
            checkpointer = RunFolder(out, manifest.key, built_scenarios, options)
            try:
                yield checkpointer
            finally:
                checkpointer.close()
    except OSError as error:
        raise RequestError(
            f"{folder}: the run cannot be kept there: {error.strerror or error}. What it held before is sound. Free "
            f"the disk or bring the folder back, then go on with `underheaven resume {out}`; or name another --out."
        ) from error


class RunFolder:
    """Checkpointer that keeps a run in its folder; see `run.checkpoint.checkpointer.Checkpointer`."""

    def __init__(self, out: Path, key: str, built_scenarios: Sequence[BuiltScenario], options: RunOptions) -> None:
        self._out, self._key, self._built_scenarios = out, key, built_scenarios
        self._checkpoint_every, self._stop = options.checkpoint_every, options.stop
        self._folder = run_folder_path(out)
        self._writer: tuple[tuple[int, int], MonthWriter] | None = None
        self._last = time.monotonic()

    def load_finished(self, scenario: int, replicate: int) -> RecordedRun | None:
        """Return the record of a finished scenario and replicate, or None if it is not finished."""
        sums = self._sums_path(scenario, replicate)
        if not os.path.lexists(sums):
            return None
        header, arrays = self._read(sums)
        stored = self._load_months(scenario, replicate, int(header["months"]))
        labels = self._built_scenarios[scenario].labels
        return RecordedRun(tallies=stored.tallies, sums=arrays, labels=labels, panel=stored.panel, fitted=stored.fitted)

    def load_checkpoint(self, replicate: int) -> CheckpointState | None:
        """Return the state of the replicate in the checkpoint; None without one, or if it is of another replicate."""
        path = self._folder / CHECKPOINT_FILE
        if not os.path.lexists(path):
            return None
        header, arrays = self._read(path)
        scenario, months = int(header["scenario"]), int(header["months"])
        if header["replicate"] != replicate or (
            scenario != BURN_IN and os.path.lexists(self._sums_path(scenario, replicate))
        ):
            return None  # that scenario is finished; a checkpoint of the burn-in serves every unfinished one
        return CheckpointState(
            scenario, months, arrays, None if scenario == BURN_IN else self._load_months(scenario, replicate, months)
        )

    def save_month(self, population: Population, scenario: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Append an observed month to its log; write a checkpoint when one is due or the run is asked to stop."""
        if scenario != BURN_IN:
            built = self._built_scenarios[scenario]
            words = pack_month(
                tallies, built.labels, panel_of_month(population) or None, fitted_scores(population, built) or None
            )
            self._month_writer(scenario, replicate, month).append(month, words)
        stop = self._stop()
        if stop or time.monotonic() - self._last >= self._checkpoint_every:
            self._checkpoint(population, scenario, replicate, month + 1)
        if stop:
            self._raise_stopped()

    def save_finished(self, scenario: int, replicate: int, run: RecordedRun) -> None:
        """Write the per-person sums beside the log, which marks this scenario and replicate as finished."""
        writer = self._month_writer(scenario, replicate, len(next(iter(run.tallies.values()))))
        writer.sync()
        self.close()
        header = self._header(scenario, replicate, len(next(iter(run.tallies.values()))))
        write_arrays(self._sums_path(scenario, replicate), header, run.sums)

    def load_sample_rows(self) -> list[MeasuredRow]:
        """Return the rows measured so far in base case and parameter samples, in order."""
        path = self._folder / SAMPLE_ROWS_FILE
        if not os.path.lexists(path):
            return []
        try:
            stored = json.loads(read_regular_file(path))
            if stored["key"] != self._key:
                raise self._wrong_study_error(path)
            named = [(str(scenario), str(name), str(kind)) for scenario, name, kind in stored["columns"]]
            return [[(named[k], float(value)) for k, value in row] for row in stored["rows"]]
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            raise ResultError(f"{path}: it is not what a run writes there. Remove it, then resume.") from error

    def save_sample_rows(self, measured_rows: list[MeasuredRow]) -> None:
        """Save all rows measured so far."""
        # A rejected sample has columns of its own, so each value is stored with the index of its column.
        column_index = {
            column: index
            for index, column in enumerate(dict.fromkeys(column for row in measured_rows for column, _ in row))
        }
        rows = [[(column_index[column], value) for column, value in row] for row in measured_rows]
        with atomic_write(self._folder / SAMPLE_ROWS_FILE) as file:
            file.write(json.dumps({"key": self._key, "columns": list(column_index), "rows": rows}).encode())

    def raise_if_stopped(self) -> None:
        """Raise StoppedError if the run was asked to stop."""
        if self._stop():
            self._raise_stopped()

    def close(self) -> None:
        """Close the open log."""
        if self._writer is not None:
            with suppress(OSError):  # a full disk was reported before
                self._writer[1].close()
            self._writer = None

    def remove(self) -> None:
        """Remove every file of the run, and the folder."""
        self.close()
        # The study file is removed last, so that files left by a kill are still known to belong to this run.
        for path in sorted(own_files(self._folder), key=lambda path: path.name == STUDY_FILE):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # a file of the user is in it: keep both
            self._folder.rmdir()

    def _month_writer(self, scenario: int, replicate: int, month: int) -> MonthWriter:
        """Return a writer on a log truncated to ``month`` months; a stopped run may have written more."""
        if self._writer is None or self._writer[0] != (scenario, replicate):
            self.close()
            path = self._log_path(scenario, replicate)
            truncate_log(path, month, self._key)
            built = self._built_scenarios[scenario]
            words = count_month_words(built.labels, built.panel, built.uses_score_fitting)
            self._writer = (scenario, replicate), MonthWriter(path, scenario, replicate, words, self._key)
        return self._writer[1]

    def _load_months(self, scenario: int, replicate: int, months: int) -> UnpackedMonths:
        path = self._log_path(scenario, replicate)
        log = repair_log(path, self._key)
        if log.n_months < months:
            raise ResultError(
                f"{path}: it holds {log.n_months} intact months, and {months} were written before the run was "
                f"stopped: it was changed. Remove {self._folder} and start the run again."
            )
        built = self._built_scenarios[scenario]
        return unpack_months(log.words[:months], built.labels, built.panel, built.uses_score_fitting)

    def _checkpoint(self, population: Population, scenario: int, replicate: int, months: int) -> None:
        if self._writer is not None:
            self._writer[1].sync()
        write_arrays(self._folder / CHECKPOINT_FILE, self._header(scenario, replicate, months), population.arrays())
        self._last = time.monotonic()

    def _header(self, scenario: int, replicate: int, months: int) -> dict[str, Any]:
        return {"key": self._key, "scenario": scenario, "replicate": replicate, "months": months}

    def _read(self, path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
        header, arrays = read_arrays(path)
        if header.get("key") != self._key:
            raise self._wrong_study_error(path)
        scenario, replicate, months = (header.get(name) for name in ("scenario", "replicate", "months"))
        numbers = [n for n in (scenario, replicate, months) if type(n) is int]
        if (
            len(numbers) < 3
            or scenario not in (BURN_IN, *range(len(self._built_scenarios)))
            or numbers[1] < 0
            or numbers[2] < 1
        ):
            raise ResultError(f"{path}: it does not record how far the run got. Remove it, then resume.")
        return header, arrays

    def _wrong_study_error(self, path: Path) -> ResultError:
        return ResultError(
            f"{path}: it belongs to a run with another seed, plan or document. Remove {self._folder} and run again."
        )

    def _raise_stopped(self) -> None:
        raise StoppedError(
            f"Stopped: what was done is kept in {self._folder}. Continue with: underheaven resume {self._out}"
        )

    def _log_path(self, scenario: int, replicate: int) -> Path:
        return self._folder / f"scenario-{scenario}-replicate-{replicate}"

    def _sums_path(self, scenario: int, replicate: int) -> Path:
        return self._folder / f"scenario-{scenario}-replicate-{replicate}.sums"
