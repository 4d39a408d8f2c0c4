"""Sums of persons that reached the largest number that is kept of one: they are said, and not passed off as counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from underheaven.fields import PERSONAL
from underheaven.record.schema import PERSON
from underheaven.show.words import counted

if TYPE_CHECKING:
    import xarray as xr

COUNTED_ON = (
    "detriment", "months_listed", "months_wrongly_listed", "months_speaking", "months_unemployed", "months_owing",
    "acts", "wrongful_records", "denials", "loans", "times_listed", "renewals",
)  # fmt: skip
"""Sums that grow over a run, and stop at the largest number of their type."""


def sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Say of each sum how many persons reached the largest number kept of one."""
    for field in (field for field in PERSONAL if field.name in COUNTED_ON):
        name = PERSON + field.name
        reached = int((dataset[name] >= field.high).sum()) if name in dataset else 0
        if reached:
            yield (
                f"{name} ({field.meaning}) has reached {field.high:,}, the largest value stored, for "
                f"{counted(reached, 'person')}: true sums may be higher, and numbers derived from it are too low."
            )
