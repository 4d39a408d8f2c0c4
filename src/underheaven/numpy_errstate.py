"""NumPy's default error handling, whatever the calling program has set."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


def with_default_errstate(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
    """Return ``function`` wrapped so that it runs under NumPy's default error handling.

    A caller may have set another, such as ``numpy.seterr(all="raise")``. It is restored when the function returns.
    NumPy keeps the setting per thread, so other threads are not affected.

    Args:
        function: any function.

    Returns:
        A function with the same signature.
    """

    @wraps(function)
    def counting(*args: Arguments.args, **kwargs: Arguments.kwargs) -> T:
        import numpy

        with numpy.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
            return function(*args, **kwargs)

    return counting
