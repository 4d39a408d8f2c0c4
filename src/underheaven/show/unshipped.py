"""Whether a result is about documents that ship with this package, told by their texts and not by their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.record.provenance import MARK, documents_of
from underheaven.spec.origins import mark
from underheaven.spec.ships import ships

if TYPE_CHECKING:
    import xarray as xr


def unshipped(dataset: xr.Dataset) -> list[str]:
    """Gives the names of the documents behind a result that did not ship; a name of one that did is no cover.

    A regime that a shipped reform changed is among them.
    """
    return [Path(document.where).stem for document in documents_of(dataset.attrs) if not ships(document.text)]


def sentence(dataset: xr.Dataset) -> str:
    """Says which documents of a result did not ship, and which a shipped reform changed; nothing where all shipped.

    A result that does not hold its documents is believed.
    """
    documents = documents_of(dataset.attrs)
    if not documents:
        return str(dataset.attrs.get(MARK, ""))
    return mark([(document.where, document.text) for document in documents])
