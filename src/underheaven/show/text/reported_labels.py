"""The labels of a breakdown: groups or regions, those with few persons marked or withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure.closed_cohort import MIN_PERSONS, persons_by_label
from underheaven.show import result_metadata

if TYPE_CHECKING:
    import xarray as xr

FEW_PERSONS_MARK = " *"
FEW_ADULTS_PHRASE = f"fewer than {MIN_PERSONS:,} adults present over the whole run, per scenario and replicate"
FEW_PERSONS_NOTE = f"* {FEW_ADULTS_PHRASE}: a single additional case would be visible."
WITHHELD_REGIONS_NOTE = f"Regions of a real place with {FEW_ADULTS_PHRASE} are left out."


@dataclass(frozen=True)
class ReportedLabel:
    """One group or region.

    by: its dimension, ``group`` or ``region``. position: along that dimension. has_few_persons: whether any scenario
    and replicate has fewer than ``MIN_PERSONS`` of its adults over the whole run.
    """

    by: str
    position: int
    name: str
    has_few_persons: bool

    @property
    def marked_name(self) -> str:
        """The name, with a mark where it has few persons."""
        return self.name + FEW_PERSONS_MARK * self.has_few_persons

    def select(self, array: xr.DataArray) -> xr.DataArray:
        """Return the part of an array that belongs to this label."""
        return array.isel({self.by: self.position}, drop=True)


def reported_labels(dataset: xr.Dataset, by: str) -> list[ReportedLabel]:
    """Return the labels in order; regions of a real place with few persons are withheld.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        by: ``group`` or ``region``.
    """
    labels, withheld = _every_label(dataset, by), _are_real_regions(dataset, by)
    return [label for label in labels if not (label.has_few_persons and withheld)]


def few_persons_notes(dataset: xr.Dataset, by: str) -> list[str]:
    """Return the sentence on labels with few persons: that they are marked, or withheld; empty without any."""
    if not any(label.has_few_persons for label in _every_label(dataset, by)):
        return []
    return [WITHHELD_REGIONS_NOTE if _are_real_regions(dataset, by) else FEW_PERSONS_NOTE]


def _every_label(dataset: xr.Dataset, by: str) -> list[ReportedLabel]:
    few = persons_by_label(dataset, by).min(["scenario", "replicate"]).values < MIN_PERSONS
    return [ReportedLabel(by, n, str(name), bool(few[n])) for n, name in enumerate(dataset[by].values)]


def _are_real_regions(dataset: xr.Dataset, by: str) -> bool:
    return by == "region" and result_metadata.represents_real_place(dataset)
