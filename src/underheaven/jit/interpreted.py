"""Uncompiled copies of modules whose functions are compiled."""

from __future__ import annotations

import builtins
import importlib.util
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

_SOURCES = Path(__file__).parents[1]
_interpreting = False


def is_left_as_written() -> bool:
    """Tell whether functions stay uncompiled: in an interpreted copy, or with ``NUMBA_DISABLE_JIT``."""
    if _interpreting or getattr(_here, "copying", False):
        return True
    from numba.core import config

    return bool(cast(Any, config).DISABLE_JIT)


_PREFIXES = ("underheaven.draws", "underheaven.kernel.")
_interpreted: dict[str, ModuleType] = {}
_copying = threading.RLock()
_here = threading.local()


def interpreted_copy(module: str) -> ModuleType:
    """Return a copy of a module whose compiled functions are plain Python.

    Copies import one another. They are not in ``sys.modules``, so an import in another thread still compiles.

    Args:
        module: path below ``underheaven``, such as ``kernel.conduct``.

    Returns:
        The copy, made once per process.
    """
    with _copying:
        return _copy(f"underheaven.{module}")


def _copy(name: str) -> ModuleType:
    """Return the copy of a module and create it at first use; the caller holds the lock."""
    if name in _interpreted:
        return _interpreted[name]
    file = _SOURCES.joinpath(*name.split(".")[1:]).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}")
    module = importlib.util.module_from_spec(spec)
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
    before, _here.copying = getattr(_here, "copying", False), True
    try:
        spec.loader.exec_module(module)
    finally:
        _here.copying = before
    _interpreted[name] = module
    return module


def _import(name: str, outer: Any = None, inner: Any = None, wanted: Any = (), level: int = 0) -> Any:
    """Import for an interpreted copy: copies of compiled modules, and every other module as usual."""
    inside = [item for item in wanted or () if f"{name}.{item}".startswith(_PREFIXES)]
    if level == 0 and wanted and name.startswith(_PREFIXES):
        return interpreted_copy(name.partition(".")[2])
    found = builtins.__import__(name, outer, inner, wanted, level)
    if level == 0 and inside:
        others = {item: getattr(found, item) for item in wanted if item not in inside}
        return SimpleNamespace(
            **others, **{item: interpreted_copy(f"{name}.{item}".partition(".")[2]) for item in inside}
        )
    return found
