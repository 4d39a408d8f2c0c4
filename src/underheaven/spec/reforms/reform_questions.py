"""Questions of shipped reforms."""

from __future__ import annotations

from collections.abc import Iterable

from underheaven.spec.io import document_reader


def measures_asked(labels: Iterable[str]) -> dict[str, list[str]]:
    """Return the measures that shipped reforms ask about.

    Args:
        labels: names of reforms; names that are not shipped are left out.

    Returns:
        Names of measures by reform.
    """
    shipped_reforms = document_reader.shipped_names("reform")
    return {label: list(document_reader.read_reform(label).model.asks) for label in labels if label in shipped_reforms}
