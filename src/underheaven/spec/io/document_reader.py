"""Read documents: parse, resolve sources, validate, and report all faults at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from underheaven.argument_checks import check_arguments, document_source
from underheaven.errors import DocumentError, Fault
from underheaven.spec.amendments.merging import apply_amendments, check_amendment_dates
from underheaven.spec.assumptions.number_sources import NumberSource
from underheaven.spec.assumptions.sourced_numbers import iter_numbers, resolve_sources, unwrap_sourced
from underheaven.spec.checks.across_amendments import check_across_amendments
from underheaven.spec.checks.compatibility import check_study_parts
from underheaven.spec.checks.control_characters import find_control_characters
from underheaven.spec.checks.guessed_document import apply_guesses
from underheaven.spec.checks.reform import check_reform
from underheaven.spec.checks.regime import check_regime
from underheaven.spec.checks.society import check_society
from underheaven.spec.checks.validation_errors import translate_errors
from underheaven.spec.document import AssumedValue, Document
from underheaven.spec.io.document_files import DocumentFile, DocumentKind, fetch_document, shipped_names
from underheaven.spec.io.toml_parser import decode_text, parse_toml
from underheaven.spec.io.toml_paths import PathSteps, format_named_path, named_path_formatter, show_value, value_at
from underheaven.spec.models.reform import Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.study import Study
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.problems import Problem, faults_from_problems
from underheaven.spec.schema_lookup import schema_of

__all__ = ["read_reform", "read_regime", "read_society", "read_study", "shipped_names"]

Model = TypeVar("Model", bound=DocumentPart)


@dataclass(frozen=True)
class DocumentReader(Generic[Model]):
    """How one kind of document is read.

    Attributes:
        kind: the kind of document.
        model: its model.
        check_model: checks of the validated model.
        check_document: checks of the plain table as written, given all other problems.
    """

    kind: DocumentKind
    model: type[Model]
    check_model: Callable[[Model], list[Problem]]
    check_document: Callable[[Mapping[str, Any], Sequence[Problem]], list[Problem]] = lambda raw, known: []


DERIVED_REGIME = DocumentReader("regime", Regime, check_regime)
"""A regime derived from another, or stored in a result: it may have an empty list on purpose."""
WRITTEN_REGIME = replace(DERIVED_REGIME, check_document=check_across_amendments)
SOCIETY = DocumentReader("society", Society, check_society)
STUDY: DocumentReader[Study] = DocumentReader("study", Study, check_study_parts)
REFORM: DocumentReader[Reform] = DocumentReader("reform", Reform, check_reform)
DOCUMENT_READERS = (WRITTEN_REGIME, SOCIETY, STUDY, REFORM)


@check_arguments(name_or_path=document_source)
def read_regime(name_or_path: str | os.PathLike[str]) -> Document[Regime]:
    """Read a regime.

    Args:
        name_or_path: shipped name or path of a TOML file.

    Raises:
        RequestError: there is no such document.
        DocumentError: the document has faults; all of them are listed.
    """
    return read_document(WRITTEN_REGIME, fetch_document("regime", name_or_path))


@check_arguments(name_or_path=document_source)
def read_society(name_or_path: str | os.PathLike[str]) -> Document[Society]:
    """Read a society.

    Args:
        name_or_path: shipped name or path of a TOML file.

    Raises:
        RequestError: there is no such document.
        DocumentError: the document has faults; all of them are listed.
    """
    return read_document(SOCIETY, fetch_document("society", name_or_path))


@check_arguments(name_or_path=document_source)
def read_study(name_or_path: str | os.PathLike[str]) -> Document[Study]:
    """Read a study; its numbers are choices and need no source.

    Args:
        name_or_path: shipped name or path of a TOML file.

    Raises:
        RequestError: there is no such document.
        DocumentError: the document has faults; all of them are listed.
    """
    return read_document(STUDY, fetch_document("study", name_or_path))


@check_arguments(name_or_path=document_source)
def read_reform(name_or_path: str | os.PathLike[str]) -> Document[Reform]:
    """Read a reform.

    Args:
        name_or_path: shipped name or path of a TOML file.

    Raises:
        RequestError: there is no such document.
        DocumentError: the document has faults; all of them are listed.
    """
    return read_document(REFORM, fetch_document("reform", name_or_path))


def read_document(reader: DocumentReader[Model], source: DocumentFile) -> Document[Model]:
    """Read a document from its bytes.

    Recent documents are cached. The plain table and the sources are copies, so callers may change them.

    Args:
        reader: how this kind of document is read.
        source: the bytes of the document.

    Raises:
        DocumentError: the document has faults; all of them are listed.
    """
    cached = _read_cached(cast("DocumentReader[Any]", reader), source)
    return replace(cached, sources=dict(cached.sources), raw=deepcopy(cached.raw))


@lru_cache(maxsize=32)
def _read_cached(reader: DocumentReader[Any], source: DocumentFile) -> Document[Any]:
    text = decode_text(source.data, source.where)
    raw = parse_toml(text, source.where)
    _refuse_other_kind(reader.kind, raw, source.where)
    _refuse_older_schema(raw, source.where)
    plain, inline, problems = (raw, {}, []) if reader.model is Study else unwrap_sourced(raw)
    model, more = _check_table(reader, plain, problems)
    problems += more + find_control_characters(raw)
    resolved: dict[PathSteps, NumberSource] = {}
    unsourced: tuple[PathSteps, ...] = ()
    if reader.model is not Study:
        resolved, unsourced, more = resolve_sources(plain, inline, reader.model)
        problems += more + [_unsourced_problem(plain, steps) for steps in (unsourced if source.shipped else ())]
    problems += reader.check_document(plain, problems) if model is not None else []
    if problems or model is None:
        raise DocumentError(faults_from_problems(source.where, plain, problems))
    name = named_path_formatter(plain)
    return Document(
        model=model,
        where=source.where,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sources={name(steps): entry.source for steps, entry in resolved.items()},
        n_numbers=sum(1 for _ in iter_numbers(plain)),
        assumed=_assumed_numbers(plain, resolved),
        unsourced=tuple(name(steps) for steps in unsourced),
        shipped=source.shipped,
        raw=plain,
    )


def revise_document(document: Document[Model], raw: Mapping[str, Any]) -> Document[Model]:
    """Return the document with another plain table, checked as if it had been read.

    Args:
        document: the original; its text, digest and sources are kept.
        raw: the new plain table.

    Raises:
        DocumentError: the new table has faults; all of them are listed.
    """
    reader = cast("DocumentReader[Model]", next(r for r in DOCUMENT_READERS if r.model is type(document.model)))
    model, problems = _check_table(reader, raw, [])
    if problems or model is None:
        raise DocumentError(faults_from_problems(document.where, raw, problems))
    return replace(document, model=model, raw=raw)


def _refuse_other_kind(kind: DocumentKind, raw: Mapping[str, Any], where: str) -> None:
    """Refuse a document of another kind at once: its other faults would be meaningless."""
    keys: dict[DocumentKind, set[str]] = {
        reader.kind: set(schema_of(reader.model)["properties"]) for reader in DOCUMENT_READERS
    }
    written = raw.get("kind")
    stated = written if isinstance(written, str) else None
    likeness = {name: len(known & set(raw)) for name, known in keys.items()}
    likely = max(likeness, key=lambda name: likeness[name])
    unsaid_but_likely = written is None and likeness[likely] > likeness[kind] + 1
    if (stated in keys and stated != kind) or unsaid_but_likely:
        there = stated if stated in keys else likely
        what = f" = {show_value(stated)}" if stated in keys else f" is missing, and this looks like a {there}"
        raise DocumentError(
            [
                Fault(
                    where,
                    "kind",
                    what,
                    f"a {kind} is required here",
                    f"Give a {kind}, or give this where a {there} is required",
                )
            ]
        )


def _refuse_older_schema(raw: Mapping[str, Any], where: str) -> None:
    """Refuse a document of schema version 1 at once: each of its renamed keys would be a fault of its own."""
    if raw.get("schema") == 1 and not isinstance(raw["schema"], bool):
        raise DocumentError(
            [
                Fault(
                    where,
                    "schema",
                    " = 1",
                    "version 2 has other names for some keys",
                    f"Write `underheaven convert {where} --out NEW.toml` and use the new file",
                )
            ]
        )


def _check_table(
    reader: DocumentReader[Model], plain: Mapping[str, Any], known: list[Problem]
) -> tuple[Model | None, list[Problem]]:
    """Return the model of a plain table and its faults, including those of amendments."""
    model, problems = _validate_table(reader, plain)
    if reader.model is Regime:
        problems = [*problems, *_check_amendments(plain, [*known, *problems])]
    return model, problems


def _validate_table(reader: DocumentReader[Model], plain: Mapping[str, Any]) -> tuple[Model | None, list[Problem]]:
    """Validate a plain table; where this fails, further checks use a guess at what was meant."""
    try:
        model = reader.model.model_validate(plain)
        return model, reader.check_model(model)
    except ValidationError as error:
        problems = translate_errors(error, plain, reader.model)
    guess = apply_guesses(plain, problems)
    if guess is None:
        return None, problems
    try:
        more = reader.check_model(reader.model.model_validate(guess))
    except ValidationError:
        return None, problems
    return None, problems + [f for f in more if not _depends_on_guess(f, problems)]


def _depends_on_guess(problem: Problem, guessed: list[Problem]) -> bool:
    """Return whether a problem lies below a faulty place, or beside a guessed number or an unmatched word."""
    faulty = {f.steps for f in guessed}
    guessed_beside = {
        f.steps[:-1] for f in guessed if f.guess and (f.guess.is_blind or isinstance(f.guess.value, int | float))
    }
    return problem.steps[:-1] in guessed_beside or any(
        problem.steps[:n] in faulty for n in range(1, len(problem.steps) + 1)
    )


def _check_amendments(plain: Mapping[str, Any], known: list[Problem]) -> list[Problem]:
    """Check the regime after each amendment; problems of an earlier version are not repeated."""
    problems = check_amendment_dates(plain)
    known_problems = {(format_named_path(plain, f.steps), f.what) for f in known}
    for change in apply_amendments(plain):
        problems += change.problems
        _, faults = _validate_table(WRITTEN_REGIME, change.regime_table)
        fresh = [f for f in faults if change.identity_of(f) not in known_problems]
        problems += [change.relocate(f) for f in fresh]
        known_problems |= {change.identity_of(f) for f in fresh}
    return problems


def _unsourced_problem(plain: Mapping[str, Any], steps: PathSteps) -> Problem:
    value = show_value(value_at(plain, steps))
    return Problem(
        steps,
        f" = {value}",
        "every number of a shipped document has a source",
        f'Write {{ value = {value}, source = "..." }}, or name its path in [sources]',
    )


def _assumed_numbers(plain: Mapping[str, Any], given: Mapping[PathSteps, NumberSource]) -> tuple[AssumedValue, ...]:
    """Return the assumed numbers, in reading order."""
    assumed, name = [], named_path_formatter(plain)
    for steps, number in iter_numbers(plain):
        entry = given.get(steps)
        if entry is not None and entry.reason is not None and entry.low is not None and entry.high is not None:
            scale = entry.scale or "linear"
            assumed.append(
                AssumedValue(name(steps), number, entry.low, entry.high, entry.reason, scale, entry.off_centre)
            )
    return tuple(assumed)
