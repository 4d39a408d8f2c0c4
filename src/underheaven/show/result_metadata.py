"""Metadata of a result: its documents, their assumptions, and its provenance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class DocumentNote:
    """Metadata of one document; published: rows of quantity, measure, value, unit, as_of.

    unpriced: contexts that the regime closes and to which the society gives no value.
    """

    label: str
    kind: str
    name: str
    describes: str
    stylised: bool
    numbers: int
    assumed: int
    unsourced: int
    published: tuple[dict[str, Any], ...]
    unpriced: tuple[str, ...] = ()

    @property
    def assumed_share(self) -> float:
        """Share of the document's numbers that are assumed; 0 for a document without numbers."""
        return self.assumed / self.numbers if self.numbers else 0.0


def document_notes(dataset: xr.Dataset) -> tuple[DocumentNote, ...]:
    """Return the metadata of the documents: the scenarios in order, then the society."""
    notes = json.loads(str(dataset.attrs.get("about", "[]")))
    rows = ("published", "unpriced")
    return tuple(DocumentNote(**{**n, **{key: tuple(n.get(key, ())) for key in rows}}) for n in notes)


def scenarios_of(dataset: xr.Dataset) -> tuple[str, ...]:
    """Return the names of the scenarios, in order."""
    return tuple(str(name) for name in dataset["scenario"].values)


def baseline_of(dataset: xr.Dataset) -> str | None:
    """Return the name of the scenario that the others are compared with, or None."""
    return str(dataset.attrs.get("baseline", "")) or None


def real_person_count(dataset: xr.Dataset) -> float:
    """Return the number of real persons that the synthetic ones represent."""
    return float(dataset.attrs.get("scale", 1.0)) * dataset.sizes["person"]


def represents_real_place(dataset: xr.Dataset) -> bool:
    """Return whether counts may be scaled to real persons: the society states a counted population."""
    return bool(dataset.attrs.get("population_stated", 0))
