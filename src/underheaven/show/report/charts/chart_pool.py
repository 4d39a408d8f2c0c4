"""A pool of processes that draw the charts of a page, because the converter holds the interpreter lock."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from select import select
from types import TracebackType

from underheaven.show.report.charts.svg import convert_to_svg, draw_svg
from underheaven.show.report.charts.theme import ChartSize, ChartSpec
from underheaven.system_resources import isolated_python_command, usable_cores

MAX_PROCESSES = 2
"""Maximum number of processes that draw at the same time."""
TIMEOUT_SECONDS = 60.0
"""Seconds after which a silent process is abandoned, and its chart drawn in this one."""


class ChartPool:
    """Draw charts while the rest of a page is made; in this process if no other can be started."""

    def __enter__(self) -> ChartPool:
        self._pool = ThreadPoolExecutor(min(MAX_PROCESSES, usable_cores()))
        self._all: list[subprocess.Popen[str]] = []
        self._idle = SimpleQueue[subprocess.Popen[str]]()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self._stop_all()
        self._pool.shutdown(cancel_futures=True)
        self._stop_all()

    def draw_chart(
        self, spec: Callable[[ChartSize], ChartSpec], outer: int, name: str, title: str, alt: str
    ) -> Callable[[], str]:
        """Begin to draw a chart as `svg.draw_svg` does, and return a callable that waits for it."""
        return self._pool.submit(draw_svg, spec, outer, name, title, alt, self._convert).result

    def _convert(self, spec: ChartSpec) -> str:
        with suppress(OSError, ValueError):  # a process that ended or never started gives no readable answer
            process = self._idle_process()
            answer = _request_chart(process, spec)
            self._idle.put(process)
            return answer
        return convert_to_svg(spec)

    def _idle_process(self) -> subprocess.Popen[str]:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._start_process()

    def _start_process(self) -> subprocess.Popen[str]:
        """Start a process that ignores the keyboard's interrupt and ends with its input."""
        process = subprocess.Popen(
            isolated_python_command(f"from {__name__} import main; main()"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._all.append(process)
        return process

    def _stop_all(self) -> None:
        for process in self._all:
            process.kill()
            process.communicate()
        self._all = []


def _request_chart(process: subprocess.Popen[str], spec: ChartSpec) -> str:
    """Send a chart as a line of JSON and return the answer. Raises OSError or ValueError."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(spec) + "\n")
    process.stdin.flush()
    if not select([process.stdout], [], [], TIMEOUT_SECONDS)[0]:
        process.kill()
        raise OSError("a chart was not drawn in time")
    return str(json.loads(process.stdout.readline()))


def main() -> None:
    """Draw the charts that arrive as lines of JSON, until the input ends."""
    for line in sys.stdin:
        print(json.dumps(convert_to_svg(json.loads(line))), flush=True)
