"""From a name or a path to a document of any kind."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from underheaven.errors import DocumentError, NotYetError, RequestError
from underheaven.run.study import Study, read_study
from underheaven.spec.amendments.regime_at_month import regime_at_month
from underheaven.spec.document import Document
from underheaven.spec.io import document_reader
from underheaven.spec.io.document_files import DocumentFile, DocumentKind, fetch_document, shipped_names
from underheaven.spec.io.toml_parser import decode_text, parse_toml

READERS = {
    "regime": document_reader.read_regime,
    "society": document_reader.read_society,
    "study": document_reader.read_study,
    "reform": document_reader.read_reform,
}
KINDS: tuple[DocumentKind, ...] = ("regime", "society", "study", "reform")
KIND_MARKERS = {"study": "regimes", "society": "people", "reform": "operations"}
"""A part that only documents of this kind have; any other document is read as a regime."""


def document_kind(name_or_path: str) -> DocumentKind:
    """Return the kind of a document: the one it states, else the one that its parts suggest.

    Args:
        name_or_path: Name of a shipped document, or path. A path that cannot be read counts as a regime.
    """
    try:
        return _document_kind(name_or_path, fetch_document(None, name_or_path))
    except RequestError:
        return "regime"  # its reader reports what is wrong with the path


def _document_kind(name: str, source: DocumentFile) -> DocumentKind:
    for kind in KINDS:
        if source.shipped and name in shipped_names(kind):
            return kind
    try:
        table = parse_toml(decode_text(source.data, source.where), source.where)
    except DocumentError:
        return "regime"  # its reader reports what is wrong with the file
    said = table.get("kind")
    for kind in KINDS:
        if said == kind or (said is None and KIND_MARKERS.get(kind, "") in table):
            return kind
    return "regime"


def read_any_document(name_or_path: str) -> Document[Any]:
    """Return a regime, society, study or reform.

    Args:
        name_or_path: Name of a shipped document, or path.

    Raises:
        RequestError: There is no such document.
        DocumentError: It has faults; all are listed.
    """
    return READERS[_document_kind(name_or_path, fetch_document(None, name_or_path))](name_or_path)


def read_as_of_month(name_or_path: str) -> Document[Any]:
    """Return a document, or a regime as in force in a month.

    Args:
        name_or_path: Name of a shipped document, or path; with a month, as in ``NAME@2016-09``.

    Raises:
        RequestError: There is no such document, or the month is not valid for it.
        DocumentError: It has faults; all are listed.
    """
    name, at, month = name_or_path.rpartition("@")
    if not at or Path(name_or_path).exists():
        return read_any_document(name_or_path)
    document = read_any_document(name)
    if document.model.kind != "regime":
        raise RequestError(
            f"{name_or_path}: {name} is a {document.model.kind}, and only a regime has a state in a month. "
            "Leave the month out."
        )
    return regime_at_month(document, month)


def read_catalogue() -> list[tuple[str, Document[Any]]]:
    """Return the name and document of everything that ships, by kind, then name.

    Raises:
        DocumentError: A document has faults.
    """
    return [(name, READERS[kind](name)) for kind in KINDS for name in shipped_names(kind)]


def read_if_study(name_or_path: str) -> Study | None:
    """Return a study with its documents, or None if the name or path is of another kind of document.

    Args:
        name_or_path: Name of a shipped document, or path.

    Raises:
        RequestError: A name is unknown.
        DocumentError: A document has faults; all are listed.
        NotYetError: This version does not support a setting of the study.
    """
    return read_study(name_or_path) if document_kind(name_or_path) == "study" else None


def read_and_check(name_or_path: str) -> Document[Any]:
    """Return a document; for a study, also check the documents it names.

    Args:
        name_or_path: Name of a shipped document, or path.

    Raises:
        DocumentError: A document has faults; all are listed.
        RequestError: A name is unknown.
    """
    document = read_any_document(name_or_path)
    if document.model.kind == "study":
        with suppress(NotYetError):
            read_study(name_or_path)
    return document
