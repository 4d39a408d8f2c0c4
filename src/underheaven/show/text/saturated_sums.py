"""Notes on per-person sums that reached the largest number of their type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.record.schema import PERSON_PREFIX
from underheaven.show.formatting import format_count

if TYPE_CHECKING:
    import xarray as xr

ACCUMULATING_SUMS = (
    "detriment",
    "months_listed",
    "months_wrongly_listed",
    "months_speaking",
    "months_unemployed",
    "months_under_judgment",
    "acts",
    "wrongful_records",
    "denials",
    "loans",
    "times_listed",
    "renewals",
)
"""Sums that grow over a run and stop at the largest number of their type."""


def saturation_sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Yield a sentence for each sum that reached the largest number of its type for some persons.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
    """
    for field in (field for field in PERSON_FIELDS if field.name in ACCUMULATING_SUMS):
        name = PERSON_PREFIX + field.name
        reached = int((dataset[name] >= field.high).sum()) if name in dataset else 0
        if reached:
            yield (
                f"{name} ({field.meaning}) has reached {field.high:,}, the largest value stored, for "
                f"{format_count(reached, 'person')}: true sums may be higher, and numbers derived from it are too low."
            )
