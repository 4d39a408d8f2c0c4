"""Officials with favourites and quotas, and whether people must agree."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.units import Part, Share


class Officials(Part):
    """Favour and quotas."""

    favour_share: Annotated[Share, Field(description="share of persons with an official's favour")] = 0.0
    favour_points: Annotated[
        int, Field(ge=0, le=10_000, description="points that they have on top of their records")
    ] = 0
    quota_per_1000: Annotated[float, Field(ge=0, le=1000, description="records a month a thousand persons")] = 0.0


class Consent(Part):
    """Whether a person must agree, and what share does."""

    required: bool = False
    share: Share = 1.0
