"""The logs of a run under way: a folder beside the result, one append-only file a world and replicate."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.record.monthlog import MonthWriter
from underheaven.record.words import n_words, pack
from underheaven.run.ensemble import Keep
from underheaven.run.one import Tallies

if TYPE_CHECKING:
    from underheaven.world.build import BuiltWorld


def folder_of(out: Path) -> Path:
    """The folder of logs that belongs to a result: ``run.log`` beside ``run.nc``."""
    return out.with_suffix(".log")


@contextmanager
def logs(out: Path, builts: Sequence[BuiltWorld]) -> Iterator[Keep]:
    """Gives a keeper of months that appends each to its log.

    Logs that an earlier, killed run left under this name are replaced. They go when the block ends well or is
    interrupted by an error or Ctrl-C; only a kill leaves them.
    Raises RequestError where the folder cannot be made.
    """
    folder = folder_of(out)
    remove(out)
    try:
        folder.mkdir()
    except OSError as error:
        raise RequestError(
            f"{folder}: the log of the run cannot be kept there: {error.strerror}. Name another."
        ) from error
    with ExitStack() as stack:
        stack.callback(remove, out)
        writers: dict[tuple[int, int], MonthWriter] = {}

        def keep(world: int, replicate: int, month: int, tallies: Tallies) -> None:
            labels = builts[world].labels
            if (world, replicate) not in writers:
                path = folder / f"world-{world}-replicate-{replicate}"
                writers[world, replicate] = stack.enter_context(MonthWriter(path, world, replicate, n_words(labels)))
            writers[world, replicate].append(month, pack(tallies, labels))

        yield keep


def remove(out: Path) -> None:
    """Removes the logs that belong to a result, if there are any."""
    folder = folder_of(out)
    if folder.is_dir():
        shutil.rmtree(folder)
