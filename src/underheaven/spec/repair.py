"""Stage 8 in documents: appeals and corrections."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.columns import Column
from underheaven.spec.severity import LESS, MORE
from underheaven.spec.units import Delay, Part, PerMonth, Share


class Appeal(Part):
    """Who appeals, how long it takes, and how often it succeeds, for wrongful and rightful records."""

    filed_wrongful: Annotated[
        PerMonth, Field(description="chance a month that a wrongful record is contested"), LESS, Column("chance")
    ]
    filed_rightful: Annotated[
        PerMonth, Field(description="chance a month that a rightful one is"), LESS, Column("chance")
    ]
    granted_wrongful: Annotated[
        Share, Field(description="share of appeals against wrongful records that succeed"), LESS, Column("chance")
    ]
    granted_rightful: Annotated[
        Share, Field(description="share of appeals against rightful records that succeed"), LESS, Column("chance")
    ]
    months: Annotated[
        Delay,
        Field(description="mean months until an appeal is heard; 0 is the same month"),
        MORE,
        Column("mean wait", "heard"),
    ] = 3


class Repair(Part):
    """Ways out of a record before its term."""

    appeal: Annotated[Appeal | None, LESS] = None
    correction: Annotated[
        PerMonth,
        Field(description="chance a month that a wrongful record is found and removed without appeal"),
        LESS,
        Column("chance"),
    ] = 0.0
