"""What a result says of itself: its documents, their assumptions, and how it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class DocumentNote:
    """What a result keeps of one document; published: rows of quantity, measure, value, unit, as_of.

    unpriced: the contexts that a regime closes and that the society gives no worth.
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
    """Reads what the result says of its documents: the worlds in order, then the society."""
    notes = json.loads(str(dataset.attrs.get("about", "[]")))
    rows = ("published", "unpriced")
    return tuple(DocumentNote(**{**n, **{key: tuple(n.get(key, ())) for key in rows}}) for n in notes)


def scenarios_of(dataset: xr.Dataset) -> tuple[str, ...]:
    """The names of the worlds, in order."""
    return tuple(str(name) for name in dataset["world"].values)


def baseline_of(dataset: xr.Dataset) -> str | None:
    """The name of the world that the others are compared against, or None."""
    return str(dataset.attrs.get("against", "")) or None


def real_person_count(dataset: xr.Dataset) -> float:
    """How many real persons the synthetic ones stand for."""
    return float(dataset.attrs.get("scale", 1.0)) * dataset.sizes["person"]


def represents_real_place(dataset: xr.Dataset) -> bool:
    """Tells whether counts may be said of real persons: the society's document states a counted population."""
    return bool(dataset.attrs.get("population_stated", 0))
