"""Stage 2 in documents: channels that record conduct, and how often they are wrong."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.severity import KEPT, MORE, NEITHER
from underheaven.spec.units import Factors, Name, Part, PerYear, Share


class Channel(Part):
    """Police, cameras, payment data, court files, neighbours' reports: one source of records."""

    name: Name
    conduct: Annotated[list[Name], Field(min_length=1, max_length=32), MORE]
    coverage: Annotated[Share, Field(description="share of acts that the channel can see at all"), MORE] = 1.0
    sensitivity: Annotated[
        Share, Field(description="chance that a covered act (or a month in a state) is recorded"), MORE
    ]
    false_records_per_year: Annotated[
        PerYear, Field(description="records a year, for each kind, of a person who did nothing of the kind"), MORE
    ] = 0.0
    mistaken_identity: Annotated[Share, Field(description="share of records that land on somebody else"), MORE] = 0.0
    regions: Annotated[list[Name] | None, Field(description="where the channel is; everywhere if left out"), MORE] = (
        None
    )
    follows_attention: Annotated[
        bool, Field(description="finds more where officials look more; false for what others report"), MORE
    ] = True
    sensitivity_factors: Annotated[Factors, MORE] = Field(default_factory=dict)
    false_factors: Annotated[Factors, MORE] = Field(default_factory=dict)
    mistaken_factors: Annotated[Factors, MORE] = Field(default_factory=dict)


class Sensing(Part):
    """All channels, and how attention follows past records."""

    channels: Annotated[list[Channel], Field(max_length=32), MORE] = Field(default_factory=list)
    attention_exponent: Annotated[
        float,
        Field(ge=0, le=4, description="gamma: a town is looked at in proportion to its past records to this power"),
        MORE,
    ] = 0.0
    attention_mode: Annotated[
        Literal["even", "visits"],
        Field(description="even: every town has its share; visits: whole visits are drawn"),
        KEPT,
    ] = "even"
    visits_per_month: Annotated[int, Field(ge=0, le=10_000, description="visits to the towns of a region"), MORE] = 0
    attention_prior: Annotated[
        list[Annotated[float, Field(ge=0, le=1e9, description="records")]],
        Field(
            min_length=1,
            max_length=8,
            description="records that a region's towns had before, in their order; the last stands for the rest",
        ),
        NEITHER,
    ] = Field(default_factory=lambda: [1.0])

    @property
    def follows_records(self) -> bool:
        """Whether attention differs from town to town."""
        return self.attention_exponent > 0 or self.attention_mode == "visits"
