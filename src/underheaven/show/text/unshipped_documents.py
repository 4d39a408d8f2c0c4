"""Whether the documents of a result ship with this package, judged by their texts and not by their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.record.provenance import MARK_ATTR, read_documents
from underheaven.spec.io.document_origins import describe_origins
from underheaven.spec.io.shipped_digests import is_shipped

if TYPE_CHECKING:
    import xarray as xr


def unshipped_names(dataset: xr.Dataset) -> list[str]:
    """Return the names of documents behind a result that did not ship, judged by text and not by name.

    A regime that a shipped reform changed is among them.
    """
    return [Path(document.where).stem for document in read_documents(dataset.attrs) if not is_shipped(document.text)]


def unshipped_sentence(dataset: xr.Dataset) -> str:
    """Return a sentence on the documents of a result that do not ship, or that a shipped reform changed.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.

    Returns:
        The sentence; empty where all ship, or where the result stores no documents.
    """
    documents = read_documents(dataset.attrs)
    if not documents:
        return str(dataset.attrs.get(MARK_ATTR, ""))
    return describe_origins([(document.where, document.text) for document in documents])
