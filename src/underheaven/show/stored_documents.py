"""The documents of a result, read from the texts stored in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import UnderheavenError
from underheaven.record.provenance import DocumentText, read_documents
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

if TYPE_CHECKING:
    import xarray as xr


def read_stored_documents(dataset: xr.Dataset) -> tuple[dict[str, Document[Regime]], Document[Society] | None]:
    """Return the regimes of a result by scenario and its society; one that this version cannot read is left out."""
    texts, scenarios = read_documents(dataset.attrs), {str(scenario) for scenario in dataset["scenario"].values}
    if not texts:
        return {}, None
    read = {Path(text.where).stem: _read_document(DERIVED_REGIME, text) for text in texts[:-1]}
    regimes = {scenario: regime for scenario, regime in read.items() if regime is not None and scenario in scenarios}
    return regimes, _read_document(SOCIETY, texts[-1])


def _read_document(reader: Any, text: DocumentText) -> Document[Any] | None:
    try:
        return read_document(reader, DocumentFile(text.where, text.text.encode(), shipped=False))
    except UnderheavenError:
        return None
