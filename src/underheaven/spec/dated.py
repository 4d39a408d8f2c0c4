"""A regime as it stands in one month: every amendment until then merged in, with the sources of what it says."""

from __future__ import annotations

import re
from dataclasses import replace

from underheaven.errors import RequestError
from underheaven.spec.change import amended
from underheaven.spec.document import Document
from underheaven.spec.numbers import numbers
from underheaven.spec.paths import namer, show
from underheaven.spec.regime import Regime

MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


def as_of(document: Document[Regime], month: str) -> Document[Regime]:
    """Return a regime as it stands in a month, without amendments.

    Raises RequestError where the month is none, or lies before the regime starts.
    """
    start = document.model.start
    if MONTH.fullmatch(month) is None:
        raise RequestError(f"{document.where}@{month}: {show(month)} is not a valid month. Write it as 2013-10.")
    if start is not None and month < start:
        raise RequestError(f"{document.where}@{month}: it takes effect in {start}. Name that month or a later one.")
    whole = {key: value for key, value in document.raw.items() if key != "amendments"}
    name, name_now = namer(document.raw), namer(whole)
    came = {name_now(steps): name(steps) for steps, _ in numbers(whole)}
    for change in amended(document.raw):
        if str(change.month) > month:
            break
        earlier, whole = came, change.whole
        came, name_now = {}, namer(whole)
        for steps, _ in numbers(whole):
            path, said = name_now(steps), change.said(steps)
            came[path] = earlier.get(path, path) if said is None else name(said)
    assumed = {a.path: a for a in document.assumed}
    return replace(
        document,
        model=Regime.model_validate(whole),
        where=f"{document.where}@{month}",
        raw=whole,
        sources={path: document.sources[was] for path, was in came.items() if was in document.sources},
        n_numbers=len(came),
        assumed=tuple(replace(assumed[was], path=path) for path, was in came.items() if was in assumed),
        unsourced=tuple(path for path, was in came.items() if was in document.unsourced),
    )
