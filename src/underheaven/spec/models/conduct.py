"""Stage 1 in documents: what people do, how often they could, and what tempts them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.models.units import (
    ConductClass,
    Context,
    DocumentPart,
    Factor,
    Factors,
    MonthsOfIncome,
    Name,
    PerYear,
    Share,
)
from underheaven.spec.table_columns import Column, computed

LivelihoodState = Literal["in arrears", "owes, unwilling", "owes, unable", "judged in error"]


class Conduct(DocumentPart):
    """One kind of conduct of a society.

    A kind arises either from an opportunity that is taken or left, or from a state of livelihood
    (``arises_from``): a person who owes a judgment commits nothing anew each month.
    """

    table_rows: ClassVar[str] = "MAX_KINDS"

    name: Annotated[
        Name, Field(description="what regimes and tables call it"), computed("society_tables._fill_kind", "hash")
    ]
    class_: Annotated[
        ConductClass,
        Field(alias="class", description="which pair of beliefs weighs it"),
        computed("society_tables._fill_kind", "class_of"),
    ]
    context: Annotated[
        Context,
        Field(description="part of life to which losses from its records are booked"),
        computed("society_tables._fill_kind", "context_of"),
    ]
    gravity: Annotated[
        float,
        Field(
            ge=0, le=100, description="how grave, in months of income, for measures of proportion; no decision reads it"
        ),
        Column("number"),
    ]
    opportunities_per_year: Annotated[
        PerYear,
        Field(description="occasions for an adult"),
        computed("society_tables._monthly_opportunities", "opportunity", "survive", "idle"),
    ] = 0.0
    factors: Factors = Field(default_factory=dict)
    when_unemployed: Annotated[
        Factor,
        Field(description="of occasions, for those without a job"),
        computed("society_tables._monthly_opportunities", "opportunity", "survive", "idle"),
    ] = 1.0
    benefit_law: Annotated[
        Literal["exponential", "uniform"],
        Field(description="law of the gain; uniform runs from 0 to twice the mean"),
        computed("society_tables._fill_kind", "law"),
    ] = "exponential"
    benefit: Annotated[
        MonthsOfIncome,
        Field(description="mean gain of the act; mean cost of a prosocial one"),
        computed("society_tables._fill_kind", "mean_gain"),
    ] = 1.0
    warm_glow: Annotated[
        MonthsOfIncome, Field(description="gain of a prosocial act before any reward"), Column("number", "warm_glow")
    ] = 0.0
    conviction_weight: Annotated[
        MonthsOfIncome, Field(description="sigma: inner cost at full conviction"), Column("number", "conviction_weight")
    ] = 0.0
    cost: Annotated[
        MonthsOfIncome,
        Field(description="fixed cost of the act; of a prosocial one it comes on top of the cost that is drawn"),
        Column("number"),
    ] = 0.0
    imitation: Annotated[
        MonthsOfIncome, Field(description="kappa: pull of others seen acting"), Column("number", "imitation")
    ] = 0.0
    relative_imitation: Annotated[
        Share,
        Field(description="zeta: 1 means only the excess over the town's share pulls"),
        Column("number", "relative_imitation"),
    ] = 0.0
    reference_group: Annotated[
        Literal["ties", "town"],
        Field(description="where others are seen: among one's ties, or in the whole town"),
        computed("society_tables._fill_kind", "reference_group"),
    ] = "town"
    open: Annotated[
        bool, Field(description="others can see the act a month later; speech always shows"), Column("switch")
    ] = False
    prosocial: Annotated[bool, Field(description="a good act, with a cost instead of a benefit"), Column("switch")] = (
        False
    )
    threshold: Annotated[
        bool, Field(description="decided by the speech threshold and not by a benefit"), Column("switch")
    ] = False
    arises_from: Annotated[
        LivelihoodState | None,
        Field(description="the state of livelihood that is the conduct; no occasion is then awaited"),
        computed("society_tables._fill_conduct", "kind_of_stage"),
    ] = None
