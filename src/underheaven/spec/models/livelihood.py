"""Stage 6 in documents: jobs, savings, credit and courts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.units import Delay, DocumentPart, Factors, Months, Name, PerMonth, PerYear, Share, Weight
from underheaven.spec.table_columns import Column, computed


class Jobs(DocumentPart):
    """Work, its loss, and finding it again (times access to work)."""

    participation: Annotated[
        Share,
        Field(description="share of adults in the workforce"),
        computed("society_tables._fill_livelihood", "participation"),
    ]
    participation_factors: Factors = Field(default_factory=dict)
    employed_at_start: Annotated[
        Share, Field(description="share of newcomers in the workforce who arrive with a job"), Column("chance")
    ]
    loss: Annotated[
        PerMonth,
        Field(description="chance a month that an employed person loses the job"),
        computed("society_tables._fill_livelihood", "job_loss"),
    ]
    loss_factors: Factors = Field(default_factory=dict)
    find: Annotated[
        PerMonth,
        Field(description="chance a month that a job seeker finds a job with full access"),
        computed("society_tables._fill_livelihood", "job_find"),
    ]
    find_factors: Factors = Field(default_factory=dict)


class Savings(DocumentPart):
    """Savings in months of income: they grow with work and fall without."""

    at_start: Annotated[
        float,
        Field(ge=0, le=60, description="savings of a newcomer, in months of income, at most `maximum`"),
        computed("society_tables._fill_livelihood", "savings_at_start"),
    ]
    saved: Annotated[
        float,
        Field(ge=0, le=1, description="savings added in a month of work, in months of income"),
        Column("thousandths"),
    ]
    spent: Annotated[
        float,
        Field(ge=0, le=4, description="savings used in a month without work, in months of income"),
        Column("thousandths"),
    ]
    maximum: Annotated[
        float,
        Field(ge=0, le=60, description="maximum savings, in months of income"),
        Column("thousandths", "savings_maximum"),
    ]


class Credit(DocumentPart):
    """Need, the lender's rule, and default: unable or unwilling."""

    need_per_year: Annotated[
        PerYear,
        Field(description="loan requests a year of a person without debt"),
        computed("society_tables._fill_credit", "need"),
    ]
    need_factors: Factors = Field(default_factory=dict)
    loan_months: Annotated[
        Months, Field(description="mean term of a loan that is repaid"), Column("mean months", "repay")
    ]
    unable: Annotated[
        PerMonth,
        Field(description="chance a month to fall behind without job and savings"),
        computed("society_tables._fill_credit", "unable"),
    ]
    unable_factors: Factors = Field(default_factory=dict)
    unwilling_below: Annotated[
        Share, Field(description="conviction below which a borrower may choose to default"), Column("number")
    ]
    unwilling: Annotated[
        PerMonth,
        Field(description="chance a month that such a borrower chooses to default when fearing nothing"),
        computed("society_tables._fill_credit", "unwilling", "unwilling_most"),
    ]
    unwilling_factors: Factors = Field(default_factory=dict)
    fear_scale: Annotated[
        float, Field(gt=0, le=1000, description="mean gain from default, in months of income"), Column("number")
    ]
    gain: Annotated[
        float,
        Field(ge=0, le=10, description="lender's gain on a repaid loan, as a share of the loan"),
        Column("number"),
    ]
    loss: Annotated[
        float,
        Field(gt=0, le=1, description="lender's loss on a defaulted loan, as a share of the loan"),
        Column("number"),
    ]
    pseudo_repaid: Annotated[
        float,
        Field(ge=0, le=1e9, description="repaid loans in a lender's initial belief, where the regime states none"),
        computed("regime_tables.fill_first_beliefs", "first_repaid"),
    ]
    pseudo_defaulted: Annotated[
        float,
        Field(
            ge=0, le=1e9, description="loans fallen behind in a lender's initial belief, where the regime states none"
        ),
        computed("regime_tables.fill_first_beliefs", "first_defaulted"),
    ]
    exploration: Annotated[
        Share, Field(description="share of otherwise refused requests that are granted"), Column("chance")
    ]


class Courts(DocumentPart):
    """From arrears to a judgment, from a judgment to performance; and judgments that are wrong."""

    cure: Annotated[
        PerMonth, Field(description="chance a month that an able debtor catches up on arrears"), Column("chance")
    ]
    sued: Annotated[PerMonth, Field(description="chance a month that arrears come to court"), Column("chance")]
    judgment_after_months: Annotated[
        Delay, Field(description="mean months from suit to judgment"), Column("mean months", "judged")
    ]
    error_per_year: Annotated[
        PerYear,
        Field(description="judgments in error a year against a person who owes nothing"),
        Column("chance a year", "court_error"),
    ]
    set_aside: Annotated[
        PerMonth, Field(description="chance a month that such a judgment is set aside"), Column("chance")
    ]
    performs: Annotated[
        PerMonth, Field(description="p0: chance a month that an unwilling debtor performs"), Column("number")
    ]
    performs_with_detriment: Annotated[
        float,
        Field(
            ge=0,
            le=10,
            description="p1: increase of that chance per month of income that a month on the list is expected to cost",
        ),
        Column("number", "performs_detriment"),
    ]
    performs_when_able: Annotated[
        PerMonth,
        Field(description="chance a month that a willing debtor who has become able performs"),
        Column("chance", "performs_able"),
    ]
    backlog: Share | Literal["stationary"] = "stationary"
    backlog_unwilling: Share | Literal["stationary"] = "stationary"


class Exchange(DocumentPart):
    """The helping game of reputation theory: who is asked, who helps, and what refusing is."""

    rate: Annotated[
        PerMonth,
        Field(description="chance a month that a person is asked for help by another"),
        Column("chance", "meets"),
    ] = 0.0
    benefit: Annotated[
        float,
        Field(ge=0, le=100, description="benefit to the person helped, in months of income"),
        Column("number", "help_benefit"),
    ] = 0.0
    cost: Annotated[
        float, Field(ge=0, le=100, description="cost to the helper, in months of income"), Column("number", "help_cost")
    ] = 0.0
    helps_all: Annotated[
        Weight,
        Field(description="weight of persons who help anybody who asks"),
        computed("society_tables._fill_exchange", "strategy_cum"),
    ] = 1.0
    discriminates: Annotated[
        Weight,
        Field(description="weight of persons who refuse anybody whom they see to be on a blacklist"),
        computed("society_tables._fill_exchange", "strategy_cum"),
    ] = 0.0
    defects: Annotated[
        Weight,
        Field(
            description="weight of persons who refuse everybody, unless they fear a record of it more than help costs"
        ),
        computed("society_tables._fill_exchange", "strategy_cum"),
    ] = 0.0
    visibility: Annotated[
        Share,
        Field(description="chance that the person asked sees the status of the person asking"),
        Column("chance", "sees"),
    ] = 0.0
    slip: Annotated[
        Share, Field(description="chance that a willing helper fails to help"), Column("chance", "slips")
    ] = 0.0
    refusal_conduct: Annotated[
        Name | None,
        Field(description="the kind of conduct that a refusal constitutes; none if left out"),
        computed("society_tables._fill_exchange", "refusal_kind"),
    ] = None
    refusing_is_recorded: Annotated[
        bool,
        Field(description="whether refusing a person on a blacklist is also that conduct"),
        Column("switch", "refusing_listed"),
    ] = False


class Livelihood(DocumentPart):
    """Everything a person lives on."""

    start: Literal["at rest", "as newcomers"] = "at rest"
    jobs: Jobs
    savings: Savings
    credit: Credit
    courts: Courts
    exchange: Exchange = Field(default_factory=Exchange)
