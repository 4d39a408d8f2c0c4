"""Officials with favourites and quotas, and whether people must agree."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.models.harshness_marks import (
    CHANGE_IS_HARSHER,
    HIGHER_IS_HARSHER,
    LOWER_IS_HARSHER,
    NEITHER_IS_HARSHER,
)
from underheaven.spec.models.units import DocumentPart, Factors, Name, Share
from underheaven.spec.table_columns import Column, computed


class Officials(DocumentPart):
    """Favour, bad news kept back, and quotas; officials without any of them are honest."""

    favour_share: Annotated[
        Share,
        Field(description="share of persons whom an official favours"),
        HIGHER_IS_HARSHER,
        Column("chance", "favour"),
    ] = 0.0
    favour_points: Annotated[
        int,
        Field(ge=0, le=10_000, description="points of favoured persons in addition to those of their records"),
        HIGHER_IS_HARSHER,
        Column("whole"),
    ] = 0
    suppression: Annotated[
        Share,
        Field(description="share of the adverse records of favoured persons that are never filed"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_officials", "suppression"),
    ] = 0.0
    quota_per_1000: Annotated[
        float,
        Field(ge=0, le=1000, description="adverse records a month per 1,000 persons who can be recorded"),
        HIGHER_IS_HARSHER,
        Column("of 1,000", "quota"),
    ] = 0.0
    quota_conduct: Annotated[
        Name | None,
        Field(description="the conduct under which records are filed to meet a quota"),
        CHANGE_IS_HARSHER,
        computed("regime_tables._fill_officials", "quota_kind"),
    ] = None


class Consent(DocumentPart):
    """Whether a person must agree, and who does: once in a life."""

    required: Annotated[
        bool,
        Field(description="a person who has not agreed is not recorded and has no status"),
        LOWER_IS_HARSHER,
        Column("switch", "consent"),
    ] = False
    share: Annotated[
        Share, Field(description="share who agree"), HIGHER_IS_HARSHER, computed("ties.fill_consent_rules", "joins")
    ] = 1.0
    factors: Annotated[Factors, HIGHER_IS_HARSHER] = Field(default_factory=dict)
    conviction: Annotated[
        float,
        Field(
            ge=-1,
            le=1,
            description="how much more of the share agree at full conviction; fewer agree at low conviction",
        ),
        NEITHER_IS_HARSHER,
        Column("number", "joins_by_conviction"),
    ] = 0.0
