"""The checks of what the public calls of a run take, by name of the argument: one table for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from underheaven import given
from underheaven.arithmetic import usual
from underheaven.engine.choose import MOST_THREADS
from underheaven.given import Check

Arguments = ParamSpec("Arguments")
T = TypeVar("T")

MOST_SAMPLES = 100_000
LONGEST_TRIAL = 600.0
"""Seconds."""
A_YEAR = 31_622_400.0
"""Seconds of the longest wait for a checkpoint."""


def of_plan(value: Any, name: str) -> int:
    """Check a number of a study, in the range that the schema gives."""
    from underheaven.run.study import bounds

    return int(given.whole(*bounds(name))(value, name))


def month(value: Any, name: str) -> str:
    """Check a month of the calendar."""
    import re

    found = given.python(value)
    if not isinstance(found, str) or re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", found, re.ASCII) is None:
        raise given.refused(name, value, "it must be a month between 1900-01 and 2099-12", "Write it as 2013-10")
    return str(found)


def source(kind: str, study: bool = False) -> Check:
    """Check a document by name, by path or as read, of one kind; study: whether a whole study does as well."""

    def check(value: Any, name: str) -> Any:
        from underheaven.run.study import Study
        from underheaven.spec.document import Document

        found = given.python(value)
        if isinstance(found, Document):
            if found.model.kind != kind:
                why = f"it is a {found.model.kind}, but a {kind} is required"
                raise given.refused(name, found.where, why, f"Give a {kind}")
            return found
        if isinstance(found, Study) and study:
            return found
        if isinstance(found, Study):
            why = f"a study was given where a {kind} is required"
            raise given.refused(name, found.plan.name, why, f"Give a {kind}")
        if isinstance(found, str | os.PathLike) and isinstance(os.fspath(found), str):
            return found
        why = f"it is not a {kind}"
        raise given.refused(name, value, why, "Give its name, its path, or the document as it was read")

    return check


def hook(value: Any, name: str) -> Any:
    """Check a scholar's own mechanism."""
    from underheaven.engine.hooks import Hook

    if not isinstance(value, Hook):
        raise given.refused(name, value, "it is not a hook", "Make one with @underheaven.hook(after=...)")
    return value


def whole_study(value: Any, name: str) -> Any:
    """Check a study as it was read or planned."""
    from underheaven.run.study import Study

    if not isinstance(value, Study):
        raise given.refused(name, value, "it is not a study", "Give one, such as underheaven.read_study of its file")
    return value


def whom(value: Any, name: str) -> int | str:
    """Check a place or a way to choose one, which the study and its lives then answer."""
    found = given.python(value)
    return found if isinstance(found, str) else int(given.whole(-(10**12), 10**12)(found, name))


THREADS = given.optional(given.whole(1, MOST_THREADS))
PROGRESS = given.optional(given.call)
ENGINE = given.one_of("auto", "plain", "cpu")
SAMPLES = given.whole(1, MOST_SAMPLES)
SECONDS = given.real(0.0, A_YEAR, "seconds")

CHECKS: dict[str, Check] = {
    "regime": source("regime", study=True), "regimes": source("regime", study=True), "against": source("regime"),
    "society": given.optional(source("society")), "only": given.names, "with_": given.listed(source("reform")),
    **dict.fromkeys(("persons", "months", "seed", "replicates", "panel"), of_plan),
    "start": given.optional(month), "align": given.optional(given.one_of("start", "calendar")),
    "threads": THREADS, "engine": ENGINE, "progress": PROGRESS,
    "out": given.optional(given.path), "checkpoint_every": SECONDS, "stop": given.optional(given.call),
    "ranges": given.truth, "assumptions": SAMPLES, "points": SAMPLES, "measures": given.names,
    "more": given.optional(given.calls),
    "look": given.call, "spent": given.call, "seconds": given.real(0.1, LONGEST_TRIAL, "seconds"),
    "hooks": given.listed(hook),
    "name_or_path": source("study"), "path": given.path, "dataset": given.dataset,
}  # fmt: skip
"""By name: an argument means the same in every call."""


def asked(*names: str, **instead: Check) -> Callable[[Callable[Arguments, T]], Callable[Arguments, T]]:
    """Make a public call check its arguments by the table, and count as this program does.

    names: of the arguments, or of the settings that it takes beside. instead: other checks than those of the table.
    """
    checks = {name: CHECKS[name] for name in names} | instead

    def of(function: Callable[Arguments, T]) -> Callable[Arguments, T]:
        return given.checked(**checks)(usual(function))

    return of
