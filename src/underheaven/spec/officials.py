"""Officials with favourites and quotas, and whether people must agree."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.columns import Column, computed
from underheaven.spec.severity import KEPT, LESS, MORE, NEITHER
from underheaven.spec.units import Factors, Name, Part, Share


class Officials(Part):
    """Favour, bad news kept back, and quotas; officials without any of them are honest."""

    favour_share: Annotated[
        Share, Field(description="share of persons with an official's favour"), MORE, Column("chance", "favour")
    ] = 0.0
    favour_points: Annotated[
        int, Field(ge=0, le=10_000, description="points that they have on top of their records"), MORE, Column("whole")
    ] = 0
    suppression: Annotated[
        Share,
        Field(description="share of the adverse records of persons in favour that are never filed"),
        MORE,
        computed("rules._fill_officials", "suppression"),
    ] = 0.0
    quota_per_1000: Annotated[
        float,
        Field(ge=0, le=1000, description="adverse records a month for a thousand who can be recorded"),
        MORE,
        Column("of 1,000", "quota"),
    ] = 0.0
    quota_conduct: Annotated[
        Name | None,
        Field(description="the conduct under which what a quota lacks is filed"),
        KEPT,
        computed("rules._fill_officials", "quota_kind"),
    ] = None


class Consent(Part):
    """Whether a person must agree, and who does: once in a life."""

    required: Annotated[
        bool,
        Field(description="whoever has not agreed is not recorded and has no standing"),
        LESS,
        Column("switch", "consent"),
    ] = False
    share: Annotated[Share, Field(description="share who agree"), MORE, computed("ties.fill_consent", "joins")] = 1.0
    factors: Annotated[Factors, MORE] = Field(default_factory=dict)
    conviction: Annotated[
        float,
        Field(ge=-1, le=1, description="by how much more of the share those of full conviction agree, others fewer"),
        NEITHER,
        Column("number", "joins_by_conviction"),
    ] = 0.0
