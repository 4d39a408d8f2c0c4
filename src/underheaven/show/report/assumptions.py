"""Every assumed number of a result's documents, with its value, range, reason and meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from underheaven.show.explain.regime import list_sources
from underheaven.show.report.data_table import typographic_minus
from underheaven.spec.document import Document
from underheaven.spec.io.toml_paths import match_paths
from underheaven.spec.schema_lookup import SYMBOL_PREFIX, describe_meaning


@dataclass(frozen=True)
class Assumption:
    """An assumed number: its path, meaning (with unit), value, range and reason.

    scale: on which it is sampled. position: of the value on that scale, 0 at the lower end of the range and 1 at the
    upper.
    """

    path: str
    what: str
    value: float
    low: float
    high: float
    reason: str
    scale: str
    position: float


@dataclass(frozen=True)
class DocumentSection:
    """A document's section of the table: label, file, kind, whether it is stylised, and its numbers."""

    label: str
    where: str
    kind: str
    name: str
    describes: str
    stylised: bool
    numbers: int
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]
    digest: str


def document_sections(documents: Iterable[Document[Any]]) -> list[DocumentSection]:
    """Return the section of each document, in order; those without numbers too.

    Args:
        documents: Of a result, as ``ReportContext.documents`` lists them.
    """
    return [_document_section(document) for document in documents]


def document_assumptions(document: Document[Any]) -> tuple[Assumption, ...]:
    """Return the assumed numbers of a document.

    Args:
        document: A regime or a society.
    """
    return _read_assumptions(document.digest, _HashableDocument(document))


def format_range(assumption: Assumption) -> str:
    """Format the range of an assumed number to three digits, its scale, and where on it the stated value lies.

    The document, named above the table, has every digit.
    """
    ends = (
        f"{format_stated_value(float(f'{assumption.low:.3g}'))} to "
        f"{format_stated_value(float(f'{assumption.high:.3g}'))}"
    )
    if assumption.low == assumption.high:
        return ends
    return f"{ends} ({assumption.scale}, stated at {assumption.position:.2f})"


def format_stated_value(value: float) -> str:
    """Format a number of a document with no more digits than it states."""
    return (
        typographic_minus(f"{value:,.10g}")
        if abs(value) >= 1e-4 or value == 0
        else typographic_minus(f"{value:.6f}".rstrip("0"))
    )


def _document_section(document: Document[Any]) -> DocumentSection:
    model = document.model
    return DocumentSection(
        Path(document.where).stem,
        document.where,
        str(model.kind),
        str(model.name),
        str(model.describes),
        bool(model.stylised),
        document.n_numbers,
        document_assumptions(document),
        tuple(list_sources(document)),
        document.digest,
    )


@dataclass(frozen=True, eq=False)
class _HashableDocument:
    """Pass a document to the cache, which compares its digest."""

    document: Document[Any]

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _HashableDocument)


@lru_cache(maxsize=64)
def _read_assumptions(digest: str, keyed: _HashableDocument) -> tuple[Assumption, ...]:
    document = keyed.document
    return tuple(
        Assumption(
            a.path,
            _path_meaning(document, a.path),
            a.value,
            a.low,
            a.high,
            f"{a.reason}; {a.off_centre}" if a.off_centre else a.reason,
            a.scale,
            a.position,
        )
        for a in document.assumed
    )


def _path_meaning(document: Document[Any], path: str) -> str:
    ways = match_paths(document.raw, path)
    return SYMBOL_PREFIX.sub("", describe_meaning(type(document.model), min(ways, key=str))) if ways else ""
