"""Effects of ties in documents: records that pass to a household, or along ties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.harshness_marks import CHANGE_IS_HARSHER, HIGHER_IS_HARSHER
from underheaven.spec.models.units import DocumentPart, Name, Share
from underheaven.spec.table_columns import Column, computed


class Association(DocumentPart):
    """Records of one person that are filed on another."""

    household_liability: Annotated[
        Share,
        Field(description="chance that an adverse record with a term is also filed on each other adult member"),
        HIGHER_IS_HARSHER,
        Column("chance", keeps=("household_liability",)),
    ] = 0.0
    contagion: Annotated[
        float,
        Field(ge=0, le=10, description="beta: how strongly the listed share of others leads to a record"),
        HIGHER_IS_HARSHER,
        Column("number"),
    ] = 0.0
    contagion_background: Annotated[
        Share,
        Field(description="chance a month of such a record when nobody is listed"),
        HIGHER_IS_HARSHER,
        Column("number", "background"),
    ] = 0.0
    contagion_conduct: Annotated[
        Name | None,
        Field(description="the rule under which the record is filed"),
        CHANGE_IS_HARSHER,
        computed("ties.fill_tie_rules", "contagion_rule"),
    ] = None
    contagion_reference_group: Annotated[
        Literal["ties", "town"],
        Field(description="whose listed share counts"),
        CHANGE_IS_HARSHER,
        computed("ties.fill_tie_rules", "contagion_reference_group"),
    ] = "ties"
