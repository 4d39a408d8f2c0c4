"""Whether a result is about documents that ship with this package, told by their texts and not by their names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.record.provenance import documents_of
from underheaven.spec.ships import ships

if TYPE_CHECKING:
    import xarray as xr


def unshipped(dataset: xr.Dataset) -> list[str]:
    """Gives the names of the documents behind a result that did not ship; a name of one that did is no cover."""
    return [Path(document.where).stem for document in documents_of(dataset.attrs) if not ships(document.text)]


def sentence(dataset: xr.Dataset) -> str:
    """Says that a result is about documents that did not ship, and which; nothing where all did."""
    names = unshipped(dataset)
    if not names:
        return ""
    return (
        f"This is about documents that did not ship with Underheaven ({', '.join(names)}). Nobody here has read them, "
        "and no count in it stands for a real population."
    )
