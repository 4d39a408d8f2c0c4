"""Stage 2 in documents: channels that record conduct, and how often they are wrong."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.units import Factors, Name, Part, PerYear, Share


class Channel(Part):
    """Police, cameras, payment data, court files, neighbours' reports: one source of records."""

    name: Name
    conduct: Annotated[list[Name], Field(min_length=1, max_length=32)]
    coverage: Annotated[Share, Field(description="share of acts that the channel can see at all")] = 1.0
    sensitivity: Annotated[Share, Field(description="chance that a covered act (or a month in a state) is recorded")]
    false_records_per_year: Annotated[
        PerYear, Field(description="records a year, for each kind, of a person who did nothing of the kind")
    ] = 0.0
    mistaken_identity: Annotated[Share, Field(description="share of records that land on somebody else")] = 0.0
    regions: Annotated[list[Name] | None, Field(description="where the channel is; everywhere if left out")] = None
    follows_attention: bool = True
    sensitivity_factors: Factors = Field(default_factory=dict)
    false_factors: Factors = Field(default_factory=dict)
    mistaken_factors: Factors = Field(default_factory=dict)


class Sensing(Part):
    """All channels, and how attention follows past records."""

    channels: Annotated[list[Channel], Field(max_length=32)] = Field(default_factory=list)
    attention_exponent: Annotated[float, Field(ge=0, le=4, description="gamma: 0 even, 1 runaway; not yet run")] = 0.0
    attention_mode: Annotated[str, Field(pattern="^(even|visits)$")] = "even"
