"""What the questions of shipped reforms are about."""

from __future__ import annotations

from collections.abc import Iterable

from underheaven.spec import read


def asked_of(labels: Iterable[str]) -> dict[str, list[str]]:
    """Return the measures that shipped reforms ask about, by reform; other labels are left out."""
    shipped = read.shipped("reform")
    return {label: list(read.read_reform(label).model.asks) for label in labels if label in shipped}
