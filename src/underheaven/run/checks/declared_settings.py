"""Keyword arguments declared in a TypedDict: read, and shown in the signature and the docstring of a function."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ForwardRef, get_args

from underheaven.argument_checks import ArgumentCheck

DOC_WIDTH = 120
"""Widest line of a docstring."""


@dataclass(frozen=True)
class Setting:
    """What a TypedDict says of a keyword argument beside its type, in `typing.Annotated`.

    Attributes:
        default: Value if the keyword is left out.
        meaning: What it means, with its unit and range, as a sentence.
        check: Check of a value.
    """

    default: object
    meaning: str
    check: ArgumentCheck


@dataclass(frozen=True)
class DeclaredSetting:
    """A keyword argument of one function. annotation: its type, or the name of a type that is not imported yet."""

    annotation: object
    setting: Setting
    default: object


def read_settings(declared: type, defaults: Mapping[str, object]) -> dict[str, DeclaredSetting]:
    """Return the keyword arguments that a TypedDict declares, by name.

    Args:
        declared: TypedDict whose types are each ``Annotated`` with a `Setting`.
        defaults: Defaults by name, where they differ from those declared.
    """
    found = {}
    for name, annotated in inspect.get_annotations(declared).items():
        kind, setting = get_args(annotated)
        annotation = kind.__forward_arg__ if isinstance(kind, ForwardRef) else kind
        found[name] = DeclaredSetting(annotation, setting, defaults.get(name, setting.default))
    return found


def expand_signature(function: Callable[..., Any], settings: Mapping[str, DeclaredSetting]) -> inspect.Signature:
    """Return the signature of a function with each setting in place of ``**settings``."""
    signature = inspect.signature(function)
    own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    listed = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=declared.default, annotation=declared.annotation
        )
        for name, declared in settings.items()
    ]
    return signature.replace(parameters=[*own, *listed])


def expand_docstring(docstring: str, settings: Mapping[str, DeclaredSetting]) -> str:
    """Return a docstring with a line for each setting in place of the line on ``**settings``."""
    lines = []
    for line in docstring.splitlines():
        text = line.lstrip()
        if not text.startswith("**settings:"):
            lines.append(line)
            continue
        indent = line[: len(line) - len(text)]
        for name, declared in settings.items():
            entry = f"{name}: {declared.setting.meaning} Default: {declared.default!r}."
            lines += textwrap.wrap(
                entry, DOC_WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False
            )
    return "\n".join(lines)
