"""The documents of a result, read back from the texts that it keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import UnderheavenError
from underheaven.record.provenance import DocumentText, documents_of
from underheaven.spec.document import Document
from underheaven.spec.read import DERIVED, SOCIETY, read_source
from underheaven.spec.regime import Regime
from underheaven.spec.shipped import Source
from underheaven.spec.society import Society

if TYPE_CHECKING:
    import xarray as xr


def read_back(dataset: xr.Dataset) -> tuple[dict[str, Document[Regime]], Document[Society] | None]:
    """Return the regimes of a result by world and its society; one that this version cannot read is left out."""
    texts, worlds = documents_of(dataset.attrs), {str(world) for world in dataset["world"].values}
    if not texts:
        return {}, None
    read = {Path(text.where).stem: _read(DERIVED, text) for text in texts[:-1]}
    regimes = {world: regime for world, regime in read.items() if regime is not None and world in worlds}
    return regimes, _read(SOCIETY, texts[-1])


def _read(how: Any, text: DocumentText) -> Document[Any] | None:
    try:
        return read_source(how, Source(text.where, text.text.encode(), shipped=False))
    except UnderheavenError:
        return None
