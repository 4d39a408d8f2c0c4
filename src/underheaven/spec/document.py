"""A document once read: what it says, where it stands, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from underheaven.spec.assumptions.sampling_scales import CENTRAL_POSITIONS, Scale, position_in_range
from underheaven.spec.models.units import DocumentPart

Model = TypeVar("Model", bound=DocumentPart, covariant=True)


@dataclass(frozen=True)
class AssumedValue:
    """A number that nobody published, the span it may lie in, and why this one was taken.

    path: as ``conduct.red light.temptation``. low, high: in the number's own unit. scale: on which it is sampled
    between them. off_centre: why it does not lie near the middle of its range, or empty.
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
        """Where the value lies in its range on its scale, from 0 to 1."""
        return position_in_range(self.value, self.low, self.high, self.scale)

    @property
    def centred(self) -> bool:
        """Whether the value lies in the middle half of its range on its scale."""
        return CENTRAL_POSITIONS[0] - 1e-9 <= self.position <= CENTRAL_POSITIONS[1] + 1e-9

    @property
    def quantile(self) -> float:
        """The share of the parameter samples that lie below the value: half, unless it is an end of its range."""
        return 0.5 if self.low < self.value < self.high else self.position


@dataclass(frozen=True)
class Document(Generic[Model]):
    """A regime, a society or a study, valid in itself.

    where: the file as a person names it. text, digest: its text and the SHA-256 of that. sources: a sentence for
    each number by path. unsourced: paths of numbers without one. assumed: the numbers that rest on a guess.
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
        """How many numbers of the document are assumed."""
        return len(self.assumed)
