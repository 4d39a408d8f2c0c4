"""Whether a document is shipped, decided by its text and not by its name."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from underheaven.spec.io.document_files import SHIPPED_FOLDERS, companion_paths, fetch_document, shipped_names
from underheaven.spec.io.toml_parser import decode_text


def is_shipped(text: str) -> bool:
    """Return whether a shipped document has exactly this text."""
    return hashlib.sha256(text.encode()).hexdigest() in _shipped_digests()


@cache
def _shipped_digests() -> frozenset[str]:
    """Return the SHA-256 of the text of every shipped document."""
    files_shipped = [fetch_document(kind, name) for kind in SHIPPED_FOLDERS for name in shipped_names(kind)]
    data = [(source.data, source.where) for source in files_shipped]
    data += [(files("underheaven").joinpath(*name.split("/")).read_bytes(), name) for name in companion_paths()]
    return frozenset(hashlib.sha256(decode_text(text, where).encode()).hexdigest() for text, where in data)
