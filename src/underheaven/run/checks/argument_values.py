"""Checks of the values of arguments: settings of a study, documents, hooks, numbers of threads and samples."""

from __future__ import annotations

import os
from typing import Any

from underheaven import argument_checks
from underheaven.argument_checks import ArgumentCheck
from underheaven.engine.factory import MAX_THREADS

MAX_SAMPLES = 100_000
YEAR_SECONDS = 31_622_400.0
"""Seconds of the longest wait for a checkpoint."""


def check_setting(value: Any, name: str) -> int:
    """Check a whole-number setting of a study against the range in the schema."""
    from underheaven.run.checks.plan_settings import setting_bounds

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


def check_hook(value: Any, name: str) -> Any:
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
