"""Checks of the arguments of public functions, made before anything runs; each refusal is a sentence.

A check takes a value and the name of the argument and returns the value in the form that the program uses. NumPy
scalars become Python's where that is exact; nothing else is converted. Checks raise RequestError.
"""

from __future__ import annotations

import inspect
import math
import operator
import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from underheaven.errors import RequestError

ArgumentCheck = Callable[[Any, str], Any]
Arguments = ParamSpec("Arguments")
T = TypeVar("T")

MAX_SHOWN_LETTERS = 60
"""Characters of a value that a message quotes."""
EXACT_KINDS = "biufU"
"""Kinds of NumPy scalars with an exact Python counterpart: bool, integers, floats and strings."""


def argument_error(name: str, value: Any, why: str, instead: str) -> RequestError:
    """Return the error for an argument that cannot be used.

    Args:
        name: name of the argument.
        value: the value given.
        why: reason that it cannot be used, without a full stop.
        instead: what to write, without a full stop.
    """
    return RequestError(f"{name} = {short_repr(value)}: {why}. {instead}.")


def short_repr(value: Any) -> str:
    """Return ``repr(value)`` on one line, cut at 60 characters; a value whose repr fails is named by its type."""
    try:
        text = f"{value:,}" if type(value) is int and abs(value) < 10**18 else repr(value)
    except Exception:  # the repr of a caller's object may do anything
        text = f"something of the type {type(value).__name__}"
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN_LETTERS else f"{line[:MAX_SHOWN_LETTERS]}..."


def as_python_scalar(value: Any) -> Any:
    """Return a NumPy scalar, or an array without dimensions, as a Python scalar; any other value as it is."""
    if getattr(value, "shape", None) == () and getattr(getattr(value, "dtype", None), "kind", "") in EXACT_KINDS:
        return value.item()
    return value


def integer_between(low: int, high: int) -> ArgumentCheck:
    """Return a check for an integer from ``low`` to ``high``; 5.0 is accepted, True is not."""

    def check(value: Any, name: str) -> int:
        number = _whole(as_python_scalar(value))
        if number is None or not low <= number <= high:
            why = f"it must be a whole number from {low:,} to {high:,}"
            raise argument_error(name, value, why, "Write one in that range")
        return number

    return check


def number_between(low: float, high: float, unit: str) -> ArgumentCheck:
    """Return a check for a number from ``low`` to ``high``; the message names the unit."""

    def check(value: Any, name: str) -> float:
        number = as_python_scalar(value)
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not low <= number <= high:  # which no NaN is
            why = f"it must be a number of {unit} from {low:,} to {high:,}"
            raise argument_error(name, value, why, "Write one in that range")
        return float(number)

    return check


def true_or_false(value: Any, name: str) -> bool:
    """Check a bool; 1 and 0 are refused."""
    found = as_python_scalar(value)
    if not isinstance(found, bool):
        raise argument_error(name, value, "it must be True or False", "Write one of them")
    return found


def one_of_words(*words: str) -> ArgumentCheck:
    """Return a check for one of ``words``."""

    def check(value: Any, name: str) -> str:
        found = as_python_scalar(value)
        if not isinstance(found, str) or found not in words:
            raise argument_error(name, value, f"it must be one of {', '.join(words)}", "Use one of these")
        return str(found)

    return check


def nonempty_text(value: Any, name: str) -> str:
    """Check a non-empty string."""
    found = as_python_scalar(value)
    if not isinstance(found, str) or not found:
        raise argument_error(name, value, "it must be a non-empty string", "Write a name in quotes")
    return str(found)


def file_path(value: Any, name: str) -> Path:
    """Check the form of a path; the code that opens it checks whether it exists."""
    found = as_python_scalar(value)
    text = os.fspath(found) if isinstance(found, str | os.PathLike) else None
    if not isinstance(text, str):
        raise argument_error(name, value, "it must be the path of a file", "Write one, such as run.nc")
    if "\0" in text or not Path(text).name or Path(text).name == "..":
        raise argument_error(name, text, "no file can have that name", "Write one, such as run.nc")
    return Path(text)


def document_source(value: Any, name: str) -> str | os.PathLike[str]:
    """Check the form of a document's name or path; the document reader checks whether it exists."""
    found = as_python_scalar(value)
    if not isinstance(found, str | os.PathLike) or not isinstance(os.fspath(found), str):
        raise argument_error(name, value, "it is neither a name nor a path", "Write one, such as none or mine.toml")
    return found


def name_list(value: Any, name: str) -> tuple[str, ...]:
    """Check a list of distinct names."""
    found: tuple[str, ...] = list_of(nonempty_text)(value, name)
    return found


def list_of(each: ArgumentCheck) -> ArgumentCheck:
    """Return a check for a list of distinct items that each pass ``each``; a string is not a list."""

    def check(value: Any, name: str) -> tuple[Any, ...]:
        try:
            items = None if isinstance(value, str | bytes | Mapping) else tuple(value)
        except TypeError:
            items = None
        if items is None:
            raise argument_error(name, value, "it must be a list of names", 'Write a list, such as ["detriment"]')
        found = tuple(each(item, name) for item in items)
        for item in found:
            if found.count(item) > 1:
                raise argument_error(name, item, "it appears more than once in the list", "Name it once")
        return found

    return check


def callable_value(value: Any, name: str) -> Any:
    """Check a callable."""
    if not callable(value):
        raise argument_error(name, value, "it must be callable", "Give a function, or leave it out")
    return value


def callables_by_name(value: Any, name: str) -> Mapping[str, Any]:
    """Check a mapping of names to functions."""
    if not isinstance(value, Mapping) or not all(isinstance(k, str) and k and callable(f) for k, f in value.items()):
        raise argument_error(
            name, value, "it must give a function for each name", 'Write one, such as {"mine": function}'
        )
    return value


def result_dataset(value: Any, name: str) -> Any:
    """Check an xarray dataset; the code that reads it checks whether it is a complete result."""
    if not all(hasattr(value, part) for part in ("data_vars", "sizes", "attrs", "isel")):
        raise argument_error(
            name,
            value,
            "it must be the dataset of a result",
            "Give what a run returned, or underheaven.open_result of its file",
        )
    return value


def datasets_by_name(value: Any, name: str) -> Mapping[str, Any]:
    """Check a mapping of names to datasets."""
    if not isinstance(value, Mapping):
        raise argument_error(name, value, "it must give a dataset for each name", "Write one, such as {name: dataset}")
    return {key: result_dataset(item, f"{name}[{key!r}]") for key, item in value.items()}


def instance_of(kind: type) -> ArgumentCheck:
    """Return a check for an instance of ``kind``."""

    def check(value: Any, name: str) -> Any:
        if not isinstance(value, kind):
            raise argument_error(
                name, value, f"it is not of the type {kind.__name__}", "Give what the program returned"
            )
        return value

    return check


def optional(check: ArgumentCheck) -> ArgumentCheck:
    """Return a check that accepts None as well."""
    return lambda value, name: None if value is None else check(value, name)


def unchecked(value: Any, name: str) -> Any:
    """Return the value unchecked; the function itself checks it before anything runs."""
    return value


def check_arguments(**checks: ArgumentCheck) -> Callable[[Callable[Arguments, T]], Callable[Arguments, T]]:
    """Return a decorator that checks a function's arguments by name.

    The values of ``*args`` are checked one by one. If the function takes ``**settings``, ``checks`` also holds
    their checks, and a setting without a check is refused.

    Args:
        checks: the check of each parameter.

    Returns:
        The decorator. The decorated function has the attribute ``checks``.

    Raises:
        TypeError: when decorating, if a parameter has no check or a check has no parameter.
    """

    def of(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
        signature = inspect.signature(function)
        kinds = {name: parameter.kind for name, parameter in signature.parameters.items()}
        further = [name for name, kind in kinds.items() if kind is inspect.Parameter.VAR_KEYWORD]
        without = set(kinds) - set(further) - set(checks)
        unknown = set(checks) - set(kinds)
        if without or (unknown and not further):
            raise TypeError(f"{function.__qualname__}: no check or no parameter: {sorted(without | unknown)}")

        @wraps(function)
        def checking(*args: Arguments.args, **kwargs: Arguments.kwargs) -> T:
            bound = signature.bind(*args, **kwargs)
            for name, value in bound.arguments.items():
                if kinds[name] is inspect.Parameter.VAR_POSITIONAL:
                    bound.arguments[name] = tuple(checks[name](item, name) for item in value)
                elif kinds[name] is inspect.Parameter.VAR_KEYWORD:
                    bound.arguments[name] = {key: _of(checks, unknown, key)(item, key) for key, item in value.items()}
                else:
                    bound.arguments[name] = checks[name](value, name)
            return function(*bound.args, **bound.kwargs)

        checking.checks = dict(checks)  # type: ignore[attr-defined]
        return checking

    return of


def _of(checks: Mapping[str, ArgumentCheck], known: set[str], name: str) -> ArgumentCheck:
    """Return the check of a setting; raise RequestError for an unknown name."""
    if name not in known:
        raise RequestError(f"{name}: unknown setting. Known settings are: {', '.join(sorted(known))}.")
    return checks[name]


def _whole(value: Any) -> int | None:
    """Return an integer as a Python int, or None for any other value."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() else None
    try:
        return None if getattr(value, "shape", ()) != () else operator.index(value)
    except TypeError:
        return None
