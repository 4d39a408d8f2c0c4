"""Interpreters that have loaded all but the package, and let a child of their own live each job: loading takes time."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).with_name("inside.py")


class Nursery:
    """One such interpreter; it lives one job at a time."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", str(INSIDE)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def live(self, job: Mapping[str, Any], patience: float) -> int | None:
        """Gives the exit status of a child that lives the job; None where it is not done in so many seconds."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], patience)
        if not ready:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            return None
        return int(self._process.stdout.readline())

    @property
    def stands(self) -> bool:
        """Tells whether it can live another job."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it; it has no job."""
        self._process.communicate()


_idle: list[Nursery] = []


@contextmanager
def borrowed() -> Iterator[Nursery]:
    """Gives a nursery that nobody else uses meanwhile: an idle one, or a new one."""
    nursery = _idle.pop() if _idle else Nursery()
    yield nursery
    if nursery.stands:
        _idle.append(nursery)
    else:
        nursery.close()


@atexit.register
def close_all() -> None:
    """End all idle nurseries."""
    while _idle:
        _idle.pop().close()
