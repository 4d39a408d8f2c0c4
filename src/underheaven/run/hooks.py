"""Hooks of a run: read from a file, named in the result, and checked when a run is resumed."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import RequestError, ResultError
from underheaven.record.provenance import HookText, hooks_of
from underheaven.text_escaping import flatten_text

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook


def read_hook(where: str) -> Hook:
    """Return a hook from a Python file, which is executed as on import.

    Args:
        where: ``FILE.py:function``.

    Raises:
        RequestError: There is no such hook in the file.
    """
    from underheaven.engine.hooks import Hook

    file, _, name = where.rpartition(":")
    if not file or not name:
        raise RequestError(f"--hook {where}: it names no function of a file. Write FILE.py:function.")
    path = Path(file)
    if not path.is_file():
        raise RequestError(f"--hook {where}: there is no file {file}. Name one that is there.")
    spec = importlib.util.spec_from_file_location(f"hook_of_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise RequestError(f"--hook {where}: {file} is no file of Python. Give it a name that ends in .py.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except RequestError:
        raise
    except Exception as error:
        raise RequestError(
            f"--hook {where}: {file} cannot be run: {type(error).__name__}: {flatten_text(error)}."
        ) from error
    found = getattr(module, name, None)
    if isinstance(found, Hook):
        return found
    why = "is not marked as a hook" if callable(found) else "is not in it"
    raise RequestError(
        f"--hook {where}: {name} {why}. Write the function in {file} and, above it, @underheaven.hook(after=...)."
    )


def texts_of(hooks: Sequence[Hook]) -> list[HookText]:
    """Return what a result records of hooks: name, stage, digest and source."""
    return [HookText(one.name, one.after, one.digest, one.source) for one in hooks]


def refuse_namesakes(hooks: Sequence[Hook]) -> None:
    """Raise RequestError if two hooks share a name, which identifies a hook's draws and its entry in the result."""
    names = [one.name for one in hooks]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f"hook {name}: {names.count(name)} hooks have this name. Give each a name of its own.")


def hold_against(attrs: Mapping[Any, Any], hooks: Sequence[Hook], where: str) -> None:
    """Raise ResultError if hooks differ from those of a stopped run.

    Args:
        attrs: Attributes of the stopped run.
        hooks: The hooks given to resume it.
        where: Name of the run folder, for the error.
    """
    kept, given = ([(one.name, one.after, one.digest) for one in its] for its in (hooks_of(attrs), texts_of(hooks)))
    if kept != given:
        raise ResultError(
            f"{where}: the stopped run has {_said(kept)}, and {_said(given)} given. Give the same with --hook, as they "
            "were, or run the study anew under another name."
        )


def _said(hooks: Sequence[tuple[str, str, str]]) -> str:
    named = ", ".join(f"{name} after {after} ({digest[:12]})" for name, after, digest in hooks)
    return f"the hook{'s' * (len(hooks) > 1)} {named}" if hooks else "no hook"


def refuse_hooks(attrs: Mapping[Any, Any], where: str) -> None:
    """Raise ResultError if a result was made with hooks: a result holds their text, which is never executed."""
    if hooks_of(attrs):
        names = ", ".join(one.name for one in hooks_of(attrs))
        raise ResultError(
            f"{where}: it was made with a hook of its author ({names}). A result names hooks and never runs them. Run "
            "the study again, with --hook."
        )
