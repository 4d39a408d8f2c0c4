"""Whether a result is about documents that ship with this package, told by their texts and not by their names."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from underheaven.record.provenance import documents_of
from underheaven.spec.shipped import FOLDERS, companions, fetch, shipped
from underheaven.spec.toml import text_of

if TYPE_CHECKING:
    import xarray as xr


@cache
def _digests() -> frozenset[str]:
    """Gives the SHA-256 of the text of every document that ships."""
    every = [fetch(kind, name) for kind in FOLDERS for name in shipped(kind)]
    data = [(source.data, source.where) for source in every]
    data += [(files("underheaven").joinpath(*name.split("/")).read_bytes(), name) for name in companions()]
    return frozenset(hashlib.sha256(text_of(text, where).encode()).hexdigest() for text, where in data)


def unshipped(dataset: xr.Dataset) -> list[str]:
    """Gives the names of the documents behind a result that did not ship; a name of one that did is no cover."""
    return [
        Path(document.where).stem
        for document in documents_of(dataset.attrs)
        if hashlib.sha256(document.text.encode()).hexdigest() not in _digests()
    ]


def sentence(dataset: xr.Dataset) -> str:
    """Says that a result is about documents that did not ship, and which; nothing where all did."""
    names = unshipped(dataset)
    if not names:
        return ""
    return (
        f"This is about documents that did not ship with Underheaven ({', '.join(names)}). Nobody here has read them, "
        "and no count in it stands for a real population."
    )
