"""Arithmetic as this program was written for it, whatever the program that calls has set for its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
T = TypeVar("T")


def with_default_errstate(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
    """Make a function count with NumPy's usual answers to overflow, underflow and division by zero.

    A caller may have set others, such as ``numpy.seterr(all="raise")``, which stand again when the function returns.
    NumPy keeps them by thread, so that nobody else sees the difference.
    """

    @wraps(function)
    def counting(*args: Arguments.args, **kwargs: Arguments.kwargs) -> T:
        import numpy

        with numpy.errstate(divide="warn", over="warn", under="ignore", invalid="warn"):
            return function(*args, **kwargs)

    return counting
