"""Checks of the arguments of public functions, by name: one table for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from underheaven import argument_checks
from underheaven.argument_checks import ArgumentCheck
from underheaven.engine.factory import MAX_THREADS
from underheaven.numpy_errstate import with_default_errstate

Arguments = ParamSpec("Arguments")
T = TypeVar("T")

MAX_SAMPLES = 100_000
MAX_PILOT_SECONDS = 600.0
"""Seconds."""
YEAR_SECONDS = 31_622_400.0
"""Seconds of the longest wait for a checkpoint."""


def check_setting(value: Any, name: str) -> int:
    """Check a whole-number setting of a study against the range in the schema."""
    from underheaven.run.study import setting_bounds

    return int(argument_checks.integer_between(*setting_bounds(name))(value, name))


def check_month(value: Any, name: str) -> str:
    """Check a month of the calendar."""
    import re

    found = argument_checks.as_python_scalar(value)
    if not isinstance(found, str) or re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", found, re.ASCII) is None:
        raise argument_checks.argument_error(
            name, value, "it must be a month between 1900-01 and 2099-12", "Write it as 2013-10"
        )
    return str(found)


def document_check(kind: str, study: bool = False) -> ArgumentCheck:
    """Return a check for a document of one kind, given by name, path or as read.

    Args:
        kind: regime, society, study or reform.
        study: Whether a study is accepted as well.
    """

    def check(value: Any, name: str) -> Any:
        from underheaven.run.study import Study
        from underheaven.spec.document import Document

        found = argument_checks.as_python_scalar(value)
        if isinstance(found, Document):
            if found.model.kind != kind:
                why = f"it is a {found.model.kind}, but a {kind} is required"
                raise argument_checks.argument_error(name, found.where, why, f"Give a {kind}")
            return found
        if isinstance(found, Study) and study:
            return found
        if isinstance(found, Study):
            why = f"a study was given where a {kind} is required"
            raise argument_checks.argument_error(name, found.plan.name, why, f"Give a {kind}")
        if isinstance(found, str | os.PathLike) and isinstance(os.fspath(found), str):
            return found
        why = f"it is not a {kind}"
        raise argument_checks.argument_error(
            name, value, why, "Give its name, its path, or the document as it was read"
        )

    return check


def hook(value: Any, name: str) -> Any:
    """Check a hook."""
    from underheaven.engine.hooks import Hook

    if not isinstance(value, Hook):
        raise argument_checks.argument_error(
            name, value, "it is not a hook", "Make one with @underheaven.hook(after=...)"
        )
    return value


def check_study_given(value: Any, name: str) -> Any:
    """Check that a value is a study."""
    from underheaven.run.study import Study

    if not isinstance(value, Study):
        raise argument_checks.argument_error(
            name, value, "it is not a study", "Give one, such as underheaven.read_study of its file"
        )
    return value


def check_person_choice(value: Any, name: str) -> int | str:
    """Check a person's index or a selection rule; the study checks its value later."""
    found = argument_checks.as_python_scalar(value)
    return found if isinstance(found, str) else int(argument_checks.integer_between(-(10**12), 10**12)(found, name))


THREADS = argument_checks.optional(argument_checks.integer_between(1, MAX_THREADS))
PROGRESS = argument_checks.optional(argument_checks.callable_value)
ENGINE = argument_checks.one_of_words("auto", "plain", "cpu")
SAMPLES = argument_checks.integer_between(1, MAX_SAMPLES)
SECONDS = argument_checks.number_between(0.0, YEAR_SECONDS, "seconds")

CHECKS: dict[str, ArgumentCheck] = {
    "regime": document_check("regime", study=True),
    "regimes": document_check("regime", study=True),
    "baseline": document_check("regime"),
    "society": argument_checks.optional(document_check("society")),
    "only": argument_checks.name_list,
    "with_": argument_checks.list_of(document_check("reform")),
    **dict.fromkeys(("persons", "months", "seed", "replicates", "panel"), check_setting),
    "start": argument_checks.optional(check_month),
    "align": argument_checks.optional(argument_checks.one_of_words("start", "calendar")),
    "threads": THREADS,
    "engine": ENGINE,
    "progress": PROGRESS,
    "out": argument_checks.optional(argument_checks.file_path),
    "checkpoint_every": SECONDS,
    "stop": argument_checks.optional(argument_checks.callable_value),
    "ranges": argument_checks.true_or_false,
    "samples": SAMPLES,
    "measures": argument_checks.name_list,
    "more": argument_checks.optional(argument_checks.callables_by_name),
    "look": argument_checks.callable_value,
    "spent": argument_checks.callable_value,
    "seconds": argument_checks.number_between(0.1, MAX_PILOT_SECONDS, "seconds"),
    "hooks": argument_checks.list_of(hook),
    "name_or_path": document_check("study"),
    "path": argument_checks.file_path,
    "dataset": argument_checks.result_dataset,
}
"""By argument name; an argument means the same in every function."""


def check_arguments(
    *names: str, **overrides: ArgumentCheck
) -> Callable[[Callable[Arguments, T]], Callable[Arguments, T]]:
    """Return a decorator that checks arguments by the table and sets NumPy's default error handling.

    Args:
        *names: Arguments, or keyword settings, to check.
        **overrides: Checks that replace those of the table.
    """
    checks = {name: CHECKS[name] for name in names} | overrides

    def of(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
        return argument_checks.check_arguments(**checks)(with_default_errstate(function))

    return of
