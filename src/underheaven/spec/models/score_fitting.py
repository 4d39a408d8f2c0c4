"""Points that a regime fits to its own records, to predict who will be recorded."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.models.harshness_marks import HIGHER_IS_HARSHER, LOWER_IS_HARSHER, NEITHER_IS_HARSHER
from underheaven.spec.models.units import DocumentPart, Months, Points
from underheaven.spec.table_columns import Column


class ScoreFitting(DocumentPart):
    """How the points of rules are made from the regime's records, again and again or once."""

    every_months: Annotated[
        Months,
        Field(description="months of records behind a fit, and months between fits"),
        NEITHER_IS_HARSHER,
        Column("whole", "fit_every"),
    ] = 12
    points_per_unit: Annotated[
        float,
        Field(gt=0, le=100_000, description="points taken for a monthly chance of 1 of an adverse record"),
        HIGHER_IS_HARSHER,
        Column("number"),
    ]
    minimum: Annotated[
        Points,
        Field(description="minimum points of a rule"),
        LOWER_IS_HARSHER,
        Column("whole", "fit_minimum"),
    ] = -10_000
    maximum: Annotated[
        Points,
        Field(description="maximum points of a rule"),
        LOWER_IS_HARSHER,
        Column("whole", "fit_maximum"),
    ] = 10_000
    ridge: Annotated[
        float,
        Field(gt=0, le=1, description="penalty on squared weights, which shrinks the points of rare kinds toward 0"),
        LOWER_IS_HARSHER,
        Column("number"),
    ] = 0.0001
    refit: Annotated[
        bool, Field(description="false: fitted once, then frozen"), NEITHER_IS_HARSHER, Column("switch")
    ] = True
