"""The choice of an engine: by name, or the fastest that this machine has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from underheaven.errors import RequestError
from underheaven.system_resources import usable_cores

if TYPE_CHECKING:  # what a first import of the package must not load
    from underheaven.array_types import I8s
    from underheaven.engine.hooks import Hook
    from underheaven.engine.protocol import Engine

MAX_THREADS = 1_024
ENGINE_NAMES = ("auto", "plain", "cpu")


def make_engine(
    name: str = "auto",
    threads: int | None = None,
    order: Sequence[int] | I8s | None = None,
    hooks: Sequence[Hook] = (),
) -> Engine:
    """Return an engine.

    Args:
        name: ``plain`` for the interpreted engine, ``cpu`` for the compiled one; ``auto`` is cpu, or plain where a hook
            cannot be compiled.
        threads: Number of threads, 1 to MAX_THREADS; None for one per core that this process may use.
        order: Towns in the order in which the compiled engine visits them, which cannot change a result.
        hooks: A researcher's own mechanisms, called in this order.

    Returns:
        The engine; results do not depend on which one it is, nor on threads or order.

    Raises:
        RequestError: the name is unknown, the number of threads is out of range, or ``cpu`` gets a hook that cannot be
            compiled.
    """
    if name not in ENGINE_NAMES:
        raise RequestError(f"engine {name!r} is unknown: the engines are {', '.join(ENGINE_NAMES)}. Write one of them.")
    if threads is not None and threads < 1:
        raise RequestError(f"threads = {threads} is too few: a run needs at least one. Write 1 or more.")
    if threads is not None and threads > MAX_THREADS:
        raise RequestError(f"threads = {threads:,}: a run has {MAX_THREADS:,} at most. Write so many, or fewer.")
    if name == "plain" or (name == "auto" and not_compiled(hooks)):
        from underheaven.engine.plain_engine import PlainEngine

        return PlainEngine(hooks)
    from underheaven.engine.cpu_engine import CpuEngine

    if not hooks:
        return CpuEngine(threads or usable_cores(), order)
    from underheaven.engine.hook_calls import machine_code

    compiled = [(one, code) for one in hooks if (code := machine_code(one)) is not None]
    if len(compiled) < len(hooks):
        raise RequestError(f"engine = cpu: {not_compiled(hooks)} Write plain or auto, or change the hook.")
    return CpuEngine(threads or usable_cores(), order, compiled)


def not_compiled(hooks: Sequence[Hook]) -> str:
    """Return a sentence about the hooks that numba cannot compile, empty where it can compile all."""
    if not hooks:
        return ""
    from underheaven.engine.hook_calls import without_code

    names = without_code(hooks)
    return f"hook {', '.join(names)}: numba cannot compile it, so that the interpreted engine runs it." if names else ""
