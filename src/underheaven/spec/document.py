"""A document after reading: its model, its file, and the sources of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from underheaven.spec.assumptions.sampling_scales import CENTRAL_POSITIONS, Scale, position_in_range
from underheaven.spec.models.units import DocumentPart

Model = TypeVar("Model", bound=DocumentPart, covariant=True)


@dataclass(frozen=True)
class AssumedValue:
    """A number without a published source, with its range and the reason for it.

    Attributes:
        path: such as ``conduct.red light.benefit``.
        value: stated value (base case).
        low: lower end of the range, in the unit of the number.
        high: upper end of the range.
        reason: why this value was chosen.
        scale: scale on which it is sampled between the ends.
        off_centre: why it is not near the middle of its range; may be empty.
    """

    path: str
    value: float
    low: float
    high: float
    reason: str
    scale: Scale = "linear"
    off_centre: str = ""

    @property
    def position(self) -> float:
        """Position of the value in its range on its scale, from 0 to 1."""
        return position_in_range(self.value, self.low, self.high, self.scale)

    @property
    def centred(self) -> bool:
        """Whether the value is in the middle half of its range on its scale."""
        return CENTRAL_POSITIONS[0] - 1e-9 <= self.position <= CENTRAL_POSITIONS[1] + 1e-9

    @property
    def quantile(self) -> float:
        """Share of the parameter samples below the value: 0.5, unless it is an end of its range."""
        return 0.5 if self.low < self.value < self.high else self.position


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A valid regime, society, study or reform.

    Attributes:
        model: the validated model.
        where: the file, as the user names it.
        text: the text of the file.
        digest: SHA-256 of the text, in hexadecimal.
        sources: a sentence for each sourced number, by path.
        n_numbers: how many numbers the document states.
        assumed: the assumed numbers, in reading order.
        unsourced: paths of the numbers without a source.
        shipped: whether the document is part of the package.
        raw: the plain table behind the model.
    """

    model: Model
    where: str
    text: str
    digest: str
    sources: Mapping[str, str]
    n_numbers: int
    assumed: tuple[AssumedValue, ...]
    unsourced: tuple[str, ...]
    shipped: bool
    raw: Mapping[str, Any]

    @property
    def n_assumed(self) -> int:
        """Number of assumed values."""
        return len(self.assumed)
