"""Stage 2 in documents: channels that record conduct, and how often they are wrong."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.models.harshness_marks import CHANGE_IS_HARSHER, HIGHER_IS_HARSHER, NEITHER_IS_HARSHER
from underheaven.spec.models.units import DocumentPart, Factors, Name, PerYear, Share
from underheaven.spec.table_columns import Column, computed


class Channel(DocumentPart):
    """Police, cameras, payment data, court files, neighbours' reports: one source of records."""

    table_rows: ClassVar[str] = "MAX_CHANNELS"

    name: Name
    conduct: Annotated[
        list[Name],
        Field(min_length=1, max_length=32),
        HIGHER_IS_HARSHER,
        computed("sensing._fill_attention", "channel_kinds"),
    ]
    coverage: Annotated[
        Share,
        Field(description="share of acts that the channel can see at all"),
        HIGHER_IS_HARSHER,
        computed("sensing._record_chances", "detect", "mistaken", "channel_chance", "stretch_length"),
    ] = 1.0
    detection_rate: Annotated[
        Share,
        Field(description="chance that a covered act (or a month in a state) is recorded"),
        HIGHER_IS_HARSHER,
        computed("sensing._record_chances", "detect", "mistaken", "channel_chance"),
    ]
    false_records_per_year: Annotated[
        PerYear,
        Field(description="false records a year, for each kind, of a person without the act"),
        HIGHER_IS_HARSHER,
        computed("sensing._fill_stretches", "n_stretches", "bucket", "stretch_from", "stretch_kind", "stretch_length"),
    ] = 0.0
    mistaken_identity: Annotated[
        Share,
        Field(description="share of records that are filed on another person"),
        HIGHER_IS_HARSHER,
        computed("sensing._record_chances", "mistaken", "channel_mistaken"),
    ] = 0.0
    regions: Annotated[
        list[Name] | None,
        Field(description="regions of the channel; all if left out"),
        HIGHER_IS_HARSHER,
        computed("sensing._fill_attention", "channel_zones"),
    ] = None
    follows_attention: Annotated[
        bool,
        Field(description="whether it detects more where officials look more; false for reports by others"),
        HIGHER_IS_HARSHER,
        Column("switch", "channel_follows"),
    ] = True
    detection_factors: Annotated[Factors, HIGHER_IS_HARSHER] = Field(default_factory=dict)
    false_factors: Annotated[Factors, HIGHER_IS_HARSHER] = Field(default_factory=dict)
    mistaken_factors: Annotated[Factors, HIGHER_IS_HARSHER] = Field(default_factory=dict)


class Sensing(DocumentPart):
    """All channels, and how attention follows past records."""

    channels: Annotated[list[Channel], Field(max_length=32), HIGHER_IS_HARSHER] = Field(default_factory=list)
    attention_exponent: Annotated[
        float,
        Field(ge=0, le=4, description="gamma: attention to a town is proportional to its past records to this power"),
        HIGHER_IS_HARSHER,
        Column("number", "exponent"),
    ] = 0.0
    attention_mode: Annotated[
        Literal["even", "visits"],
        Field(description="even: every town gets its share; visits: whole visits are drawn"),
        CHANGE_IS_HARSHER,
        computed("sensing._fill_attention", "follows", "stretch_follows"),
    ] = "even"
    visits_per_month: Annotated[
        int,
        Field(ge=0, le=10_000, description="visits to the towns of a region"),
        HIGHER_IS_HARSHER,
        Column("whole", "visits"),
    ] = 0
    attention_prior: Annotated[
        list[Annotated[float, Field(ge=0, le=1e9, description="records")]],
        Field(
            min_length=1,
            max_length=8,
            description="earlier records of a region's towns, in their order; the last value applies to further towns",
        ),
        NEITHER_IS_HARSHER,
        computed("sensing._fill_attention", "prior"),
    ] = Field(default_factory=lambda: [1.0])

    @property
    def follows_records(self) -> bool:
        """Whether attention differs from town to town."""
        return self.attention_exponent > 0 or self.attention_mode == "visits"
