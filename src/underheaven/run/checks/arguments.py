"""The decorator of public functions: it checks arguments, and shows declared settings in signature and docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

from underheaven import argument_checks
from underheaven.argument_checks import ArgumentCheck
from underheaven.numpy_errstate import with_default_errstate
from underheaven.run.checks.declared_settings import expand_docstring, expand_signature, read_settings

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


def check_arguments(
    settings: type | None = None, defaults: Mapping[str, object] | None = None, /, **checks: ArgumentCheck
) -> Callable[[Callable[Arguments, T]], Callable[Arguments, T]]:
    """Return a decorator that checks arguments and sets NumPy's default error handling.

    Args:
        settings: TypedDict of `run.settings` that declares the keyword arguments of a function that takes
            ``**settings``; the decorated function shows them in its signature and docstring.
        defaults: Defaults of the function by name, where they differ from those declared; the function applies them.
        **checks: The check of each other parameter.
    """
    declared = {} if settings is None else read_settings(settings, defaults or {})
    all_checks = {**checks, **{name: setting.setting.check for name, setting in declared.items()}}

    def of(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
        checking = argument_checks.check_arguments(**all_checks)(with_default_errstate(function))
        if declared:
            checking.__dict__["__signature__"] = expand_signature(function, declared)
            checking.__doc__ = checking.__doc__ and expand_docstring(checking.__doc__, declared)
        return checking

    return of
