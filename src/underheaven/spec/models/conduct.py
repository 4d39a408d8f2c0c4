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
        Name, Field(description="name in regimes and tables"), computed("society_tables._fill_kind", "hash")
    ]
    class_: Annotated[
        ConductClass,
        Field(alias="class", description="the pair of beliefs that applies"),
        computed("society_tables._fill_kind", "class_of"),
    ]
    context: Annotated[
        Context,
        Field(description="context of the cause, under which losses from its records are booked"),
        computed("society_tables._fill_kind", "context_of"),
    ]
    gravity: Annotated[
        float,
        Field(
            ge=0,
            le=100,
            description="gravity in months of income, for measures of proportionality; no decision depends on it",
        ),
        Column("number"),
    ]
    opportunities_per_year: Annotated[
        PerYear,
        Field(description="opportunities for an adult"),
        computed("society_tables._monthly_opportunities", "opportunity", "survive", "idle"),
    ] = 0.0
    factors: Factors = Field(default_factory=dict)
    when_unemployed: Annotated[
        Factor,
        Field(description="multiplier of opportunities for persons without a job"),
        computed("society_tables._monthly_opportunities", "opportunity", "survive", "idle"),
    ] = 1.0
    benefit_law: Annotated[
        Literal["exponential", "uniform"],
        Field(description="distribution of the benefit; uniform runs from 0 to twice the mean"),
        computed("society_tables._fill_kind", "law"),
    ] = "exponential"
    benefit: Annotated[
        MonthsOfIncome,
        Field(description="mean benefit of the act; mean cost of a prosocial act"),
        computed("society_tables._fill_kind", "mean_gain"),
    ] = 1.0
    warm_glow: Annotated[
        MonthsOfIncome, Field(description="benefit of a prosocial act before any reward"), Column("number", "warm_glow")
    ] = 0.0
    conviction_weight: Annotated[
        MonthsOfIncome, Field(description="sigma: inner cost at full conviction"), Column("number", "conviction_weight")
    ] = 0.0
    cost: Annotated[
        MonthsOfIncome,
        Field(description="fixed cost of the act; for a prosocial act, in addition to the drawn cost"),
        Column("number"),
    ] = 0.0
    imitation: Annotated[
        MonthsOfIncome,
        Field(description="kappa: influence of others who are seen to act"),
        Column("number", "imitation"),
    ] = 0.0
    relative_imitation: Annotated[
        Share,
        Field(description="zeta: at 1, only the excess over the share in the town counts"),
        Column("number", "relative_imitation"),
    ] = 0.0
    reference_group: Annotated[
        Literal["ties", "town"],
        Field(description="where others are seen: among ties (household and acquaintances), or in the whole town"),
        computed("society_tables._fill_kind", "reference_group"),
    ] = "town"
    open: Annotated[
        bool, Field(description="whether others can see the act a month later; speech is always seen"), Column("switch")
    ] = False
    prosocial: Annotated[
        bool, Field(description="a prosocial act, with a cost instead of a benefit"), Column("switch")
    ] = False
    threshold: Annotated[
        bool, Field(description="decided by the threshold of speech and not by a benefit"), Column("switch")
    ] = False
    arises_from: Annotated[
        LivelihoodState | None,
        Field(description="the state of livelihood that constitutes the conduct, which then needs no opportunity"),
        computed("society_tables._fill_conduct", "kind_of_stage"),
    ] = None
