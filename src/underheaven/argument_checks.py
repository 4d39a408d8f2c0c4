"""Arguments of public functions: each is checked by its name before anything is done, and refused in a sentence.

A check takes a value and the name of its argument and gives the value as the program uses it: NumPy's numbers, words
and truths become Python's where they are exact, and nothing else is guessed at.
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
"""Letters of a value that a sentence repeats."""
EXACT_KINDS = "biufU"
"""Kinds of NumPy's scalars that Python has as well: truths, whole numbers, numbers and words."""


def argument_error(name: str, value: Any, why: str, instead: str) -> RequestError:
    """Give the error that says what is wrong with an argument."""
    return RequestError(f"{name} = {short_repr(value)}: {why}. {instead}.")


def short_repr(value: Any) -> str:
    """Write a value on one line, cut where it is long; what cannot be written is named by its type."""
    try:
        text = f"{value:,}" if type(value) is int and abs(value) < 10**18 else repr(value)
    except Exception:  # an object of the caller may do anything when it is written
        text = f"something of the type {type(value).__name__}"
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN_LETTERS else f"{line[:MAX_SHOWN_LETTERS]}..."


def as_python_scalar(value: Any) -> Any:
    """Give a scalar of NumPy, or an array without dimensions, as Python's own; anything else as it is."""
    if getattr(value, "shape", None) == () and getattr(getattr(value, "dtype", None), "kind", "") in EXACT_KINDS:
        return value.item()
    return value


def integer_between(low: int, high: int) -> ArgumentCheck:
    """Check a whole number in a range; a float that is one counts, a truth does not."""

    def check(value: Any, name: str) -> int:
        number = _whole(as_python_scalar(value))
        if number is None or not low <= number <= high:
            why = f"it must be a whole number from {low:,} to {high:,}"
            raise argument_error(name, value, why, "Write one in that range")
        return number

    return check


def number_between(low: float, high: float, unit: str) -> ArgumentCheck:
    """Check a number in a range; unit: what it counts."""

    def check(value: Any, name: str) -> float:
        number = as_python_scalar(value)
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not low <= number <= high:  # which no NaN is
            why = f"it must be a number of {unit} from {low:,} to {high:,}"
            raise argument_error(name, value, why, "Write one in that range")
        return float(number)

    return check


def true_or_false(value: Any, name: str) -> bool:
    """Check a truth; 1 and 0 are none."""
    found = as_python_scalar(value)
    if not isinstance(found, bool):
        raise argument_error(name, value, "it must be True or False", "Write one of them")
    return found


def one_of_words(*words: str) -> ArgumentCheck:
    """Check a word of a list."""

    def check(value: Any, name: str) -> str:
        found = as_python_scalar(value)
        if not isinstance(found, str) or found not in words:
            raise argument_error(name, value, f"it must be one of {', '.join(words)}", "Use one of these")
        return str(found)

    return check


def nonempty_text(value: Any, name: str) -> str:
    """Check a text that is not empty."""
    found = as_python_scalar(value)
    if not isinstance(found, str) or not found:
        raise argument_error(name, value, "it must be a non-empty string", "Write a name in quotes")
    return str(found)


def file_path(value: Any, name: str) -> Path:
    """Check the path of a file or folder that is to be made or read; whether it can be is seen later."""
    found = as_python_scalar(value)
    text = os.fspath(found) if isinstance(found, str | os.PathLike) else None
    if not isinstance(text, str):
        raise argument_error(name, value, "it must be the path of a file", "Write one, such as run.nc")
    if "\0" in text or not Path(text).name or Path(text).name == "..":
        raise argument_error(name, text, "no file can have that name", "Write one, such as run.nc")
    return Path(text)


def document_source(value: Any, name: str) -> str | os.PathLike[str]:
    """Check the name or the path of a document; whether there is one is seen where it is read."""
    found = as_python_scalar(value)
    if not isinstance(found, str | os.PathLike) or not isinstance(os.fspath(found), str):
        raise argument_error(name, value, "it is neither a name nor a path", "Write one, such as none or mine.toml")
    return found


def name_list(value: Any, name: str) -> tuple[str, ...]:
    """Check a list of names, each given once."""
    found: tuple[str, ...] = list_of(nonempty_text)(value, name)
    return found


def list_of(each: ArgumentCheck) -> ArgumentCheck:
    """Check a list, of which each item passes a check and stands once; a text alone is no list."""

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
    """Check something that can be called."""
    if not callable(value):
        raise argument_error(name, value, "it must be callable", "Give a function, or leave it out")
    return value


def callables_by_name(value: Any, name: str) -> Mapping[str, Any]:
    """Check functions by name."""
    if not isinstance(value, Mapping) or not all(isinstance(k, str) and k and callable(f) for k, f in value.items()):
        raise argument_error(
            name, value, "it must give a function for each name", 'Write one, such as {"mine": function}'
        )
    return value


def result_dataset(value: Any, name: str) -> Any:
    """Check a dataset of xarray with attributes; whether it is a whole result is seen by what reads it."""
    if not all(hasattr(value, part) for part in ("data_vars", "sizes", "attrs", "isel")):
        raise argument_error(
            name,
            value,
            "it must be the dataset of a result",
            "Give what a run returned, or underheaven.open_result of its file",
        )
    return value


def datasets_by_name(value: Any, name: str) -> Mapping[str, Any]:
    """Check datasets by name."""
    if not isinstance(value, Mapping):
        raise argument_error(name, value, "it must give a dataset for each name", "Write one, such as {name: dataset}")
    return {key: result_dataset(item, f"{name}[{key!r}]") for key, item in value.items()}


def instance_of(kind: type) -> ArgumentCheck:
    """Check something of one of this program's own types."""

    def check(value: Any, name: str) -> Any:
        if not isinstance(value, kind):
            raise argument_error(
                name, value, f"it is not of the type {kind.__name__}", "Give what the program returned"
            )
        return value

    return check


def optional(check: ArgumentCheck) -> ArgumentCheck:
    """Check a value that may be None."""
    return lambda value, name: None if value is None else check(value, name)


def unchecked(value: Any, name: str) -> Any:
    """Let a value pass: what takes it checks it, before anything is done, and says the same in a sentence."""
    return value


def check_arguments(**checks: ArgumentCheck) -> Callable[[Callable[Arguments, T]], Callable[Arguments, T]]:
    """Make a function check its arguments by name; TypeError at once where a parameter has no check.

    A parameter that takes several values is checked one by one. Where a function takes further settings by name, their
    checks stand beside the others, and a name without one is refused.
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
    """Give the check of a setting, or say that there is none of the name."""
    if name not in known:
        raise RequestError(f"{name}: unknown setting. Known settings are: {', '.join(sorted(known))}.")
    return checks[name]


def _whole(value: Any) -> int | None:
    """Give a whole number as Python's, None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() else None
    try:
        return None if getattr(value, "shape", ()) != () else operator.index(value)
    except TypeError:
        return None
