"""The folder of a run under way, ``run.log`` beside ``run.nc``: what a kill at any moment leaves to go on from.

It holds the study in full, the months of every world and replicate as append-only logs, the per-person sums of those
that are done, what the lives at other values of assumed numbers measured, one checkpoint, and a lock. It goes when
the result is in place. Nothing in it is read unless its key is that of the study: seed, numbers, documents and
compiled code.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import RequestError, ResultError, StoppedError
from underheaven.record.arrays import read_arrays, write_arrays
from underheaven.record.monthlog import MonthWriter, cut_log, mend_log
from underheaven.record.plain import append_plain, read_plain
from underheaven.record.schema import WorldRun
from underheaven.record.whole import partial_of, whole_file
from underheaven.record.words import Months, n_words, pack, unpack
from underheaven.run.keep import BURN_IN, Measured, Reached
from underheaven.run.manifest import Manifest, read_manifest, write_manifest
from underheaven.run.one import Array, Tallies, fitted_of, panel_of

if TYPE_CHECKING:
    from underheaven.engine.population import Population
    from underheaven.world.build import BuiltWorld

LOCK, STUDY, CHECKPOINT, ROWS = "lock", "study.json", "checkpoint", "assumptions.json"
EVERY = 60.0
"""Seconds between checkpoints."""


def folder_of(out: Path) -> Path:
    """The folder of a run that belongs to a result: ``run.log`` beside ``run.nc``.

    It is ``run.nc.log`` where a file of the user has the first name, as in ``--out run.nc > run.log``, and stays so for
    a stopped run when that file is gone.
    """
    usual, other = out.with_suffix(".log"), out.with_name(f"{out.name}.log")
    return other if other.is_dir() or usual.is_file() else usual


def never() -> bool:
    """Asks nobody to stop."""
    return False


@contextmanager
def run_folder(
    out: Path, manifest: Manifest, builts: Sequence[BuiltWorld], every: float = EVERY, stop: Callable[[], bool] = never
) -> Iterator[RunFolder]:
    """Gives the folder of a run, which nobody else writes to meanwhile; it stays until ``clear`` is called.

    every: seconds between checkpoints, 0 for one a month. stop: asked every month.
    Raises RequestError where it cannot be made or written, is in use, or holds another study's run.
    """
    folder = folder_of(out)
    try:
        folder.mkdir(exist_ok=True)
        if folder.is_symlink():
            raise RequestError(
                f"{folder}: this is a symbolic link; runs do not follow links. Remove it, or choose another --out."
            )
        with append_plain(folder / LOCK) as lock:
            _take(lock, folder)
            _begin(folder, manifest, out)
            keeper = RunFolder(out, manifest.key, builts, every, stop)
            try:
                yield keeper
            finally:
                keeper.close()
    except OSError as error:
        raise RequestError(
            f"{folder}: the run cannot be kept there: {error.strerror or error}. What it held before is sound. Free "
            f"the disk or bring the folder back, then go on with `underheaven resume {out}`; or name another --out."
        ) from error


class RunFolder:
    """Keeps a run in its folder; see `run.keep.Keeper`."""

    def __init__(
        self, out: Path, key: str, builts: Sequence[BuiltWorld], every: float, stop: Callable[[], bool]
    ) -> None:
        self._out, self._key, self._builts, self._every, self._stop = out, key, builts, every, stop
        self._folder = folder_of(out)
        self._writer: tuple[tuple[int, int], MonthWriter] | None = None
        self._last = time.monotonic()

    def finished(self, world: int, replicate: int) -> WorldRun | None:
        """Returns the record of a world and replicate whose sums are kept, or None."""
        sums = self._sums(world, replicate)
        if not os.path.lexists(sums):
            return None
        header, arrays = self._read(sums)
        kept = self._kept(world, replicate, int(header["months"]))
        labels = self._builts[world].labels
        return WorldRun(tallies=kept.tallies, sums=arrays, labels=labels, panel=kept.panel, fitted=kept.fitted)

    def reached(self, replicate: int) -> Reached | None:
        """Returns how far the replicate of the checkpoint had come; None without one, or for another replicate."""
        path = self._folder / CHECKPOINT
        if not os.path.lexists(path):
            return None
        header, arrays = self._read(path)
        world, months = int(header["world"]), int(header["months"])
        if header["replicate"] != replicate or (world != BURN_IN and os.path.lexists(self._sums(world, replicate))):
            return None  # its world is done; people of the burn-in serve every world that is not
        return Reached(world, months, arrays, None if world == BURN_IN else self._kept(world, replicate, months))

    def month(self, people: Population, world: int, replicate: int, month: int, tallies: Tallies) -> None:
        """Appends an observed month to its log, and writes a checkpoint when one is due or the run is to stop."""
        if world != BURN_IN:
            built = self._builts[world]
            words = pack(tallies, built.labels, panel_of(people) or None, fitted_of(people, built) or None)
            self._log(world, replicate, month).append(month, words)
        stop = self._stop()
        if stop or time.monotonic() - self._last >= self._every:
            self._checkpoint(people, world, replicate, month + 1)
        if stop:
            self._say_stopped()

    def done(self, world: int, replicate: int, run: WorldRun) -> None:
        """Writes the per-person sums beside the log, which says that this world and replicate are done."""
        writer = self._log(world, replicate, len(next(iter(run.tallies.values()))))
        writer.sync()
        self.close()
        header = self._header(world, replicate, len(next(iter(run.tallies.values()))))
        write_arrays(self._sums(world, replicate), header, run.sums)

    def rows(self) -> list[Measured]:
        """Returns what the lives at other values of assumed numbers measured so far, in order."""
        path = self._folder / ROWS
        if not os.path.lexists(path):
            return []
        try:
            kept = json.loads(read_plain(path))
            if kept["key"] != self._key:
                raise self._foreign(path)
            named = [(str(world), str(name), str(of)) for world, name, of in kept["columns"]]
            return [[(named[k], float(value)) for k, value in row] for row in kept["rows"]]
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            raise ResultError(f"{path}: it is not what a run writes there. Remove it, then resume.") from error

    def row(self, done: list[Measured]) -> None:
        """Writes what all of them measured so far."""
        # A life that was ruled out has columns of its own, so each value says which column it is of.
        place = {column: k for k, column in enumerate(dict.fromkeys(column for row in done for column, _ in row))}
        rows = [[(place[column], value) for column, value in row] for row in done]
        with whole_file(self._folder / ROWS) as file:
            file.write(json.dumps({"key": self._key, "columns": list(place), "rows": rows}).encode())

    def pause(self) -> None:
        """Raises StoppedError where somebody asked to stop."""
        if self._stop():
            self._say_stopped()

    def close(self) -> None:
        """Closes the log that is open."""
        if self._writer is not None:
            with suppress(OSError):  # a full disk has been said already
                self._writer[1].close()
            self._writer = None

    def clear(self) -> None:
        """Removes everything that the run kept, and the folder."""
        self.close()
        # The study goes last: what a kill leaves behind is then still known as this run's.
        for path in sorted(_ours(self._folder), key=lambda path: path.name == STUDY):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody put a file of their own there: it stays
            self._folder.rmdir()

    def _log(self, world: int, replicate: int, month: int) -> MonthWriter:
        """Returns the writer of a log cut back to ``month`` months, as a stopped run may have written more."""
        if self._writer is None or self._writer[0] != (world, replicate):
            self.close()
            path = self._log_path(world, replicate)
            cut_log(path, month, self._key)
            built = self._builts[world]
            words = n_words(built.labels, built.panel, built.fits)
            self._writer = (world, replicate), MonthWriter(path, world, replicate, words, self._key)
        return self._writer[1]

    def _kept(self, world: int, replicate: int, months: int) -> Months:
        path = self._log_path(world, replicate)
        log = mend_log(path, self._key)
        if log.n_months < months:
            raise ResultError(
                f"{path}: it holds {log.n_months} intact months, and {months} were written before the run was "
                f"stopped: it was changed. Remove {self._folder} and start the run again."
            )
        built = self._builts[world]
        return unpack(log.words[:months], built.labels, built.panel, built.fits)

    def _checkpoint(self, people: Population, world: int, replicate: int, months: int) -> None:
        if self._writer is not None:
            self._writer[1].sync()
        write_arrays(self._folder / CHECKPOINT, self._header(world, replicate, months), people.arrays())
        self._last = time.monotonic()

    def _header(self, world: int, replicate: int, months: int) -> dict[str, Any]:
        return {"key": self._key, "world": world, "replicate": replicate, "months": months}

    def _read(self, path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
        header, arrays = read_arrays(path)
        if header.get("key") != self._key:
            raise self._foreign(path)
        world, replicate, months = (header.get(name) for name in ("world", "replicate", "months"))
        numbers = [n for n in (world, replicate, months) if type(n) is int]
        if len(numbers) < 3 or world not in (BURN_IN, *range(len(self._builts))) or numbers[1] < 0 or numbers[2] < 1:
            raise ResultError(f"{path}: it does not record how far the run got. Remove it, then resume.")
        return header, arrays

    def _foreign(self, path: Path) -> ResultError:
        return ResultError(
            f"{path}: it belongs to a run with another seed, plan or document. Remove {self._folder} and run again."
        )

    def _say_stopped(self) -> None:
        raise StoppedError(
            f"Stopped: what was done is kept in {self._folder}. Continue with: underheaven resume {self._out}"
        )

    def _log_path(self, world: int, replicate: int) -> Path:
        return self._folder / f"world-{world}-replicate-{replicate}"

    def _sums(self, world: int, replicate: int) -> Path:
        return self._folder / f"world-{world}-replicate-{replicate}.sums"


def logs_of(folder: Path) -> list[Path]:
    """Lists the logs of months in a folder, in order of their names."""
    return sorted(path for path in folder.glob("world-*-replicate-*") if "." not in path.name)


def _take(lock: Any, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RequestError(
            f"{folder}: another run is writing there now. Wait until it is done, or name another --out."
        ) from None


def _begin(folder: Path, manifest: Manifest, out: Path) -> None:
    """Writes the study into a new folder; makes sure that an old one is of the same study."""
    if not (folder / STUDY).is_file():
        strangers = [p.name for p in folder.iterdir() if p.name not in (LOCK, partial_of(folder / STUDY).name)]
        if strangers:
            raise RequestError(
                f"{folder}: it contains {strangers[0]}, which no run created; the run needs this folder for its log. "
                "Choose another --out."
            )
        write_manifest(folder / STUDY, manifest)
    elif read_manifest(folder / STUDY).key != manifest.key:
        raise RequestError(
            f"{folder}: a stopped run of another study, seed or version is kept there. Go on with it "
            f"(`underheaven resume {out}`), remove the folder, or name another --out."
        )


def _ours(folder: Path) -> list[Path]:
    fixed = [folder / name for name in (STUDY, CHECKPOINT, ROWS)]
    ours = [*folder.glob("world-*-replicate-*"), *fixed, *map(partial_of, fixed), folder / LOCK]
    return [Path(os.fspath(path)) for path in ours]
