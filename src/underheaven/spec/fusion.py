"""Points that a regime fits to its own records: who will be recorded is told from who has been."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.columns import Column
from underheaven.spec.severity import LESS, MORE, NEITHER
from underheaven.spec.units import Months, Part, Points


class Fusion(Part):
    """How the points of rules are made from the regime's records, again and again or once."""

    every_months: Annotated[
        Months,
        Field(description="months of records that a fit rests on, and between fits"),
        NEITHER,
        Column("whole", "fit_every"),
    ] = 12
    points_per_unit: Annotated[
        float,
        Field(gt=0, le=100_000, description="points taken for a chance of an adverse record a month of 1"),
        MORE,
        Column("number"),
    ]
    least: Annotated[
        Points, Field(description="fewest points that a fit may give a rule"), LESS, Column("whole", "fit_least")
    ] = -10_000
    most: Annotated[
        Points, Field(description="most points that a fit may give a rule"), LESS, Column("whole", "fit_most")
    ] = 10_000
    ridge: Annotated[
        float,
        Field(gt=0, le=1, description="penalty on squared weights: draws kinds that few hold toward 0 points"),
        LESS,
        Column("number"),
    ] = 0.0001
    refit: Annotated[bool, Field(description="false: fitted once, then frozen"), NEITHER, Column("switch")] = True
