"""Read a document: its bytes, its table, its sources, its model, and every fault in it at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from underheaven.errors import DocumentError, Fault
from underheaven.given import checked, file
from underheaven.spec.change import amended, check_dates
from underheaven.spec.characters import obeyed
from underheaven.spec.cross import check_study
from underheaven.spec.cross_reform import check_reform
from underheaven.spec.cross_regime import check_regime
from underheaven.spec.cross_society import check_society
from underheaven.spec.cross_whole import check_whole
from underheaven.spec.document import Assumed, Document
from underheaven.spec.faults import translate
from underheaven.spec.found import Found, as_faults
from underheaven.spec.mend import mended
from underheaven.spec.numbers import Sourced, numbers, sources, unwrap
from underheaven.spec.paths import Steps, named, namer, show, value_at
from underheaven.spec.reform import Reform
from underheaven.spec.regime import Regime
from underheaven.spec.shape import schema_of
from underheaven.spec.shipped import Kind, Source, fetch, shipped
from underheaven.spec.society import Society
from underheaven.spec.study import Study
from underheaven.spec.toml import parse, text_of
from underheaven.spec.units import Part

__all__ = ["read_reform", "read_regime", "read_society", "read_study", "shipped"]

M = TypeVar("M", bound=Part)


@dataclass(frozen=True)
class Reading(Generic[M]):
    """How one kind of document is read: its model, its own checks, and those of the whole of it as it is written.

    whole: takes the plain table and what else was found.
    """

    kind: Kind
    model: type[M]
    cross: Callable[[M], list[Found]]
    whole: Callable[[Mapping[str, Any], Sequence[Found]], list[Found]] = lambda raw, known: []


DERIVED = Reading("regime", Regime, check_regime)
"""A regime that was made from another, or that a result keeps: it may have a list emptied on purpose."""
REGIME = replace(DERIVED, whole=check_whole)
SOCIETY = Reading("society", Society, check_society)
STUDY: Reading[Study] = Reading("study", Study, check_study)
REFORM: Reading[Reform] = Reading("reform", Reform, check_reform)
READINGS = (REGIME, SOCIETY, STUDY, REFORM)


@checked(name_or_path=file)
def read_regime(name_or_path: str | os.PathLike[str]) -> Document[Regime]:
    """Read a regime by shipped name or by path.

    Raises RequestError where there is none, DocumentError with every fault where it cannot be used.
    """
    return read_source(REGIME, fetch("regime", name_or_path))


@checked(name_or_path=file)
def read_society(name_or_path: str | os.PathLike[str]) -> Document[Society]:
    """Read a society by shipped name or by path.

    Raises RequestError where there is none, DocumentError with every fault where it cannot be used.
    """
    return read_source(SOCIETY, fetch("society", name_or_path))


@checked(name_or_path=file)
def read_study(name_or_path: str | os.PathLike[str]) -> Document[Study]:
    """Read a study by shipped name or by path; its numbers are choices and need no source.

    Raises RequestError where there is none, DocumentError with every fault where it cannot be used.
    """
    return read_source(STUDY, fetch("study", name_or_path))


@checked(name_or_path=file)
def read_reform(name_or_path: str | os.PathLike[str]) -> Document[Reform]:
    """Read a reform by shipped name or by path.

    Raises RequestError where there is none, DocumentError with every fault where it cannot be used.
    """
    return read_source(REFORM, fetch("reform", name_or_path))


def read_source(how: Reading[M], source: Source) -> Document[M]:
    """Read a document from its bytes; raises DocumentError with every fault in it.

    What was read lately is not read again; a caller's own changes to the plain table reach nobody else.
    """
    known = _read(cast("Reading[Any]", how), source)
    return replace(known, sources=dict(known.sources), raw=deepcopy(known.raw))


@lru_cache(maxsize=32)
def _read(how: Reading[Any], source: Source) -> Document[Any]:
    text = text_of(source.data, source.where)
    raw = parse(text, source.where)
    _refuse_kind(how.kind, raw, source.where)
    plain, inline, found = (raw, {}, []) if how.model is Study else unwrap(raw)
    model, more = _checked(how, plain, found)
    found += more + obeyed(raw)
    given: dict[Steps, Sourced] = {}
    without: tuple[Steps, ...] = ()
    if how.model is not Study:
        given, without, more = sources(plain, inline, how.model)
        found += more + [_unsourced(plain, steps) for steps in (without if source.shipped else ())]
    found += how.whole(plain, found) if model is not None else []
    if found or model is None:
        raise DocumentError(as_faults(source.where, plain, found))
    name = namer(plain)
    return Document(
        model=model,
        where=source.where,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sources={name(steps): entry.source for steps, entry in given.items()},
        n_numbers=sum(1 for _ in numbers(plain)),
        assumed=_assumed(plain, given),
        unsourced=tuple(name(steps) for steps in without),
        shipped=source.shipped,
        raw=plain,
    )


def revised(document: Document[M], raw: Mapping[str, Any]) -> Document[M]:
    """Return the document with another plain table behind it, checked as if it had been read.

    Its text, digest and sources stay those of the original. Raises DocumentError with every fault.
    """
    how = cast("Reading[M]", next(r for r in READINGS if r.model is type(document.model)))
    model, found = _checked(how, raw, [])
    if found or model is None:
        raise DocumentError(as_faults(document.where, raw, found))
    return replace(document, model=model, raw=raw)


def _refuse_kind(kind: Kind, raw: Mapping[str, Any], where: str) -> None:
    """Refuse a document of another kind at once: its other faults would say nothing."""
    keys: dict[Kind, set[str]] = {reading.kind: set(schema_of(reading.model)["properties"]) for reading in READINGS}
    written = raw.get("kind")
    said = written if isinstance(written, str) else None
    likeness = {name: len(known & set(raw)) for name, known in keys.items()}
    likely = max(likeness, key=lambda name: likeness[name])
    unsaid_but_likely = written is None and likeness[likely] > likeness[kind] + 1
    if (said in keys and said != kind) or unsaid_but_likely:
        there = said if said in keys else likely
        what = f" = {show(said)}" if said in keys else f" is missing, and this looks like a {there}"
        raise DocumentError([Fault(where, "kind", what, f"a {kind} is required here",
                                   f"Give a {kind}, or give this where a {there} is required")])  # fmt: skip


def _checked(how: Reading[M], plain: Mapping[str, Any], known: list[Found]) -> tuple[M | None, list[Found]]:
    """Return the model of a plain table and its faults, amendments included."""
    model, found = _examine(how, plain)
    if how.model is Regime:
        found = [*found, *_amendments(plain, [*known, *found])]
    return model, found


def _examine(how: Reading[M], plain: Mapping[str, Any]) -> tuple[M | None, list[Found]]:
    """Validate a plain table; where it fails, cross checks still run on a guess at what was meant."""
    try:
        model = how.model.model_validate(plain)
        return model, how.cross(model)
    except ValidationError as error:
        found = translate(error, plain, how.model)
    guess = mended(plain, found)
    if guess is None:
        return None, found
    try:
        more = how.cross(how.model.model_validate(guess))
    except ValidationError:
        return None, found
    return None, found + [f for f in more if not _rests_on_guess(f, found)]


def _rests_on_guess(one: Found, guessed: list[Found]) -> bool:
    """Tell whether something found lies below a faulty place, or beside a number or blind word that was guessed."""
    below = {f.steps for f in guessed}
    beside = {f.steps[:-1] for f in guessed if f.mend and (f.mend.blind or isinstance(f.mend.to, int | float))}
    return one.steps[:-1] in beside or any(one.steps[:n] in below for n in range(1, len(one.steps) + 1))


def _amendments(plain: Mapping[str, Any], known: list[Found]) -> list[Found]:
    """Check the regime as each amendment leaves it; what an earlier state shows already is not said again."""
    found = check_dates(plain)
    said = {(named(plain, f.steps), f.what) for f in known}
    for change in amended(plain):
        found += change.found
        _, faults = _examine(REGIME, change.whole)
        fresh = [f for f in faults if change.key(f) not in said]
        found += [change.placed(f) for f in fresh]
        said |= {change.key(f) for f in fresh}
    return found


def _unsourced(plain: Mapping[str, Any], steps: Steps) -> Found:
    value = show(value_at(plain, steps))
    return Found(steps, f" = {value}", "every number of a shipped document has a source",
                 f'Write {{ value = {value}, source = "..." }}, or name its path in [sources]')  # fmt: skip


def _assumed(plain: Mapping[str, Any], given: Mapping[Steps, Sourced]) -> tuple[Assumed, ...]:
    """Return the numbers that rest on an assumption, in reading order."""
    guesses, name = [], namer(plain)
    for steps, number in numbers(plain):
        entry = given.get(steps)
        if entry is not None and entry.reason is not None and entry.low is not None and entry.high is not None:
            scale = entry.scale or "linear"
            guesses.append(Assumed(name(steps), number, entry.low, entry.high, entry.reason, scale, entry.off_centre))
    return tuple(guesses)
