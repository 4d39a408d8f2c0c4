"""Stage 8 in documents: appeals and corrections."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.units import Delay, Part, PerMonth, Share


class Appeal(Part):
    """Who appeals, how long it takes, and how often it succeeds, for wrongful and rightful records."""

    filed_wrongful: Annotated[PerMonth, Field(description="chance a month that a wrongful record is contested")]
    filed_rightful: Annotated[PerMonth, Field(description="chance a month that a rightful one is")]
    granted_wrongful: Share
    granted_rightful: Share
    months: Annotated[Delay, Field(description="mean months until an appeal is heard; 0 is the same month")] = 3


class Repair(Part):
    """Ways out of a record before its term."""

    appeal: Appeal | None = None
    correction: Annotated[
        PerMonth, Field(description="chance a month that a wrongful record is found and removed without appeal")
    ] = 0.0
