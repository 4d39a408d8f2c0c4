"""Stage 1 in documents: what people do, how often they could, and what tempts them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.units import ConductClass, Context, Factor, Factors, MonthsOfIncome, Name, Part, PerYear, Share

State = Literal["in arrears", "owes, unwilling", "owes, unable", "judged in error"]


class Conduct(Part):
    """One kind of conduct of a society.

    A kind arises either from an opportunity that is taken or left, or from a state of livelihood
    (``arises_from``): a person who owes a judgment commits nothing anew each month.
    """

    name: Name
    class_: Annotated[ConductClass, Field(alias="class")]
    context: Context
    gravity: Annotated[float, Field(ge=0, le=100, description="months of income; ordinal scale of how grave")]
    opportunities_per_year: PerYear = 0.0
    factors: Factors = Field(default_factory=dict)
    when_unemployed: Factor = 1.0
    temptation_law: Literal["exponential", "uniform"] = "exponential"
    temptation: Annotated[MonthsOfIncome, Field(description="mean gain of the act; mean cost of a prosocial one")] = 1.0
    warm_glow: MonthsOfIncome = 0.0
    conviction_weight: Annotated[MonthsOfIncome, Field(description="sigma: inner cost at full conviction")] = 0.0
    cost: MonthsOfIncome = 0.0
    imitation: Annotated[MonthsOfIncome, Field(description="kappa: pull of others seen acting")] = 0.0
    relative: Annotated[Share, Field(description="zeta: 1 means only the excess over the town's share pulls")] = 0.0
    look: Literal["ties", "town"] = "town"
    open: Annotated[bool, Field(description="others can see the act")] = False
    prosocial: bool = False
    threshold: Annotated[bool, Field(description="decided by the speech threshold and not by a temptation")] = False
    arises_from: State | None = None
