"""Rows of docs/names-of-before.md, from the tables that `underheaven convert` reads."""

from __future__ import annotations

from underheaven.cli import RENAMED_OPTIONS
from underheaven.record.renamed_names import NEW_ATTRS, NEW_DIMS, NEW_MEASURES, NEW_VARIABLES
from underheaven.spec.io.renamed_keys import RENAMED_KEYS


def renamed_rows() -> list[tuple[str, str, str]]:
    """Return every renamed name: what it is a name of, the name before, the name today."""
    keys = [
        (f"key of `{table}`" if table else "key of a document", old, new) for (table, old), new in RENAMED_KEYS.items()
    ]
    tables = (
        ("option", RENAMED_OPTIONS),
        ("dimension", NEW_DIMS),
        ("variable", NEW_VARIABLES),
        ("attribute", NEW_ATTRS),
        ("measure", NEW_MEASURES),
    )
    return keys + [(what, old, new) for what, names in tables for old, new in sorted(names.items())]
