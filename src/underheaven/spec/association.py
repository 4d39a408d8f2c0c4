"""What ties cost in documents: records that pass to a household, or along ties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.columns import Column, computed
from underheaven.spec.severity import KEPT, MORE
from underheaven.spec.units import Name, Part, Share


class Association(Part):
    """Records of one person that are filed on another."""

    household_guilt: Annotated[
        Share,
        Field(description="chance that an adverse record with a term is filed on each other adult member too"),
        MORE,
        Column("chance", keeps=("kin",)),
    ] = 0.0
    contagion: Annotated[
        float,
        Field(ge=0, le=10, description="beta: how a listed share of others turns into a record"),
        MORE,
        Column("number"),
    ] = 0.0
    contagion_background: Annotated[
        Share,
        Field(description="chance a month of that record with nobody listed"),
        MORE,
        Column("number", "background"),
    ] = 0.0
    contagion_conduct: Annotated[
        Name | None,
        Field(description="the rule under which it is filed"),
        KEPT,
        computed("ties.fill_ties", "contagion_rule"),
    ] = None
    contagion_look: Annotated[
        Literal["ties", "town"],
        Field(description="whose listed share it is"),
        KEPT,
        computed("ties.fill_ties", "contagion_look"),
    ] = "ties"
