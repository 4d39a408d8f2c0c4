"""Stage 8 in documents: appeals and corrections."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.models.harshness_marks import HIGHER_IS_HARSHER, LOWER_IS_HARSHER
from underheaven.spec.models.units import Delay, DocumentPart, PerMonth, Share
from underheaven.spec.table_columns import Column


class Appeal(DocumentPart):
    """Who appeals, how long it takes, and how often it succeeds, for wrongful and rightful records."""

    filed_wrongful: Annotated[
        PerMonth,
        Field(description="chance a month that a wrongful record is contested"),
        LOWER_IS_HARSHER,
        Column("chance"),
    ]
    filed_rightful: Annotated[
        PerMonth,
        Field(description="chance a month that a rightful record is contested"),
        LOWER_IS_HARSHER,
        Column("chance"),
    ]
    granted_wrongful: Annotated[
        Share,
        Field(description="share of appeals against wrongful records that succeed"),
        LOWER_IS_HARSHER,
        Column("chance"),
    ]
    granted_rightful: Annotated[
        Share,
        Field(description="share of appeals against rightful records that succeed"),
        LOWER_IS_HARSHER,
        Column("chance"),
    ]
    months: Annotated[
        Delay,
        Field(description="mean months until an appeal is heard; 0 means the same month"),
        HIGHER_IS_HARSHER,
        Column("mean wait", "heard"),
    ] = 3


class Repair(DocumentPart):
    """Ways out of a record before its term."""

    appeal: Annotated[Appeal | None, LOWER_IS_HARSHER] = None
    correction: Annotated[
        PerMonth,
        Field(description="chance a month that a wrongful record is found and removed without appeal"),
        LOWER_IS_HARSHER,
        Column("chance"),
    ] = 0.0
