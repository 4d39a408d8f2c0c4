"""Whether a document ships with this package, told by its text: a name of one that does is no cover."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from underheaven.spec.shipped import FOLDERS, companions, fetch, shipped
from underheaven.spec.toml import text_of


def ships(text: str) -> bool:
    """Return whether a document of this text ships."""
    return hashlib.sha256(text.encode()).hexdigest() in _digests()


@cache
def _digests() -> frozenset[str]:
    """Return the SHA-256 of the text of every document that ships."""
    every = [fetch(kind, name) for kind in FOLDERS for name in shipped(kind)]
    data = [(source.data, source.where) for source in every]
    data += [(files("underheaven").joinpath(*name.split("/")).read_bytes(), name) for name in companions()]
    return frozenset(hashlib.sha256(text_of(text, where).encode()).hexdigest() for text, where in data)
