"""From a name or a path to a document, whichever kind it is of."""

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
"""A part that only documents of this kind have; everything else is read as a regime."""


def document_kind(name_or_path: str) -> DocumentKind:
    """Tells what kind of document a name or path is of: what it says itself, else what it looks like."""
    try:
        return _document_kind(name_or_path, fetch_document(None, name_or_path))
    except RequestError:
        return "regime"  # whose reader says in a sentence what is wrong with the path


def _document_kind(name: str, source: DocumentFile) -> DocumentKind:
    for kind in KINDS:
        if source.shipped and name in shipped_names(kind):
            return kind
    try:
        table = parse_toml(decode_text(source.data, source.where), source.where)
    except DocumentError:
        return "regime"  # whose reader says in a sentence what is wrong with the file
    said = table.get("kind")
    for kind in KINDS:
        if said == kind or (said is None and KIND_MARKERS.get(kind, "") in table):
            return kind
    return "regime"


def read_any_document(name_or_path: str) -> Document[Any]:
    """Reads a regime, society, study or reform.

    Raises RequestError where there is none, DocumentError with every fault.
    """
    return READERS[_document_kind(name_or_path, fetch_document(None, name_or_path))](name_or_path)


def read_as_of_month(name_or_path: str) -> Document[Any]:
    """Reads a document, or with a month behind it, as in NAME@2016-09, a regime as it stands then.

    Raises RequestError where there is none or the month cannot be, DocumentError with every fault.
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
    """Reads every document that ships, by kind and name.

    Raises DocumentError where one has faults.
    """
    return [(name, READERS[kind](name)) for kind in KINDS for name in shipped_names(kind)]


def read_if_study(name_or_path: str) -> Study | None:
    """Reads a study with its documents where the name or path is of one, else gives None.

    Raises RequestError, DocumentError with every fault, NotYetError.
    """
    return read_study(name_or_path) if document_kind(name_or_path) == "study" else None


def read_and_check(name_or_path: str) -> Document[Any]:
    """Reads a document, and for a study also all that it names, and gives the document.

    Raises DocumentError with every fault, RequestError where a name is unknown.
    """
    document = read_any_document(name_or_path)
    if document.model.kind == "study":
        with suppress(NotYetError):
            read_study(name_or_path)
    return document
