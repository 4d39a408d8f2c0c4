"""Stage 5 in documents: what a list or a grade closes, opens, or denies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.labels import PUBLIC_STATUSES
from underheaven.spec.models.harshness_marks import HIGHER_IS_HARSHER, LOWER_IS_HARSHER
from underheaven.spec.models.units import Context, DocumentPart, Name, Share
from underheaven.spec.table_columns import Column, computed


class Effect(DocumentPart):
    """A list or grade lowers access to one context by ``strength``."""

    of: Name
    context: Context
    strength: Annotated[
        Share,
        Field(description="share of access closed"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_treatment", "access", "list_strength", "grade_strength", "closes"),
    ]


class Reward(DocumentPart):
    """A list or grade adds benefit in one context; it never cancels a penalty."""

    of: Name
    context: Context
    strength: Annotated[
        Share,
        Field(description="share of the value of the context that is added"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_treatment", "reward", "rewards"),
    ]


class Denial(DocumentPart):
    """A list or grade denies a share of the attempts at one habit, such as flights."""

    of: Name
    habit: Name
    share: Annotated[
        Share,
        Field(description="share of attempts denied"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_treatment", "denial", "closes"),
    ]


class FirstBelief(DocumentPart):
    """Loans that lenders start from for persons of one visible standing, in place of the society's pseudo-counts."""

    table_rows: ClassVar[str] = "MAX_VISIBLE"

    of: Annotated[Name, Field(description="a status that lenders see: clear, blacklisted, redlisted, on both lists")]
    repaid: Annotated[
        float,
        Field(ge=0, le=1e9, description="repaid loans in a lender's initial belief"),
        LOWER_IS_HARSHER,
        Column("number", "first_repaid"),
    ]
    defaulted: Annotated[
        float,
        Field(ge=0, le=1e9, description="loans fallen behind in a lender's initial belief"),
        HIGHER_IS_HARSHER,
        Column("number", "first_defaulted"),
    ]


class Treatment(DocumentPart):
    """The matrices of penalties and rewards, the counted denials, and what lenders see and believe."""

    effects: Annotated[list[Effect], Field(max_length=256), HIGHER_IS_HARSHER] = Field(default_factory=list)
    rewards: Annotated[list[Reward], Field(max_length=256), HIGHER_IS_HARSHER] = Field(default_factory=list)
    denials: Annotated[list[Denial], Field(max_length=64), HIGHER_IS_HARSHER] = Field(default_factory=list)
    lenders_see: Annotated[
        list[Literal["blacklist", "redlist", "grade"]],
        Field(description="which part of the status a lender can see"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_treatment", "see"),
    ] = Field(default_factory=list)
    lenders_believe: Annotated[
        list[FirstBelief],
        Field(
            max_length=32,
            description="initial beliefs of lenders by visible status; those of the society where none is given",
        ),
        HIGHER_IS_HARSHER,
    ] = Field(default_factory=list)


USE_AS_SIMULATED = "as lived"
"""Use of work and credit as simulated by livelihood, in place of a share of months."""
SIMULATED_CONTEXTS: dict[str, str] = {"work": "a month of search for a job", "credit": "a request for a loan"}
"""One use of each context that livelihood simulates."""


class ContextUse(DocumentPart):
    """How often a context is used, and what one use of it is worth where it is shut."""

    use: Annotated[
        Annotated[float, Field(ge=0, le=1)] | Literal["as lived"],
        Field(
            description="share of months in which the person would use it; `as lived` for work (a month of search for "
            "a job) and credit (a request for a loan)"
        ),
        computed("society_tables._fill_contexts", "use"),
    ]
    value: Annotated[
        float,
        Field(
            ge=0,
            le=100,
            description="months of income lost by a month without access; with `as lived`, by one denied use",
        ),
        computed("society_tables._fill_contexts", "use", "realised_price"),
    ]
    factors: Annotated[dict[str, dict[str, float]], Field(description="multipliers of use by attribute")] = Field(
        default_factory=dict
    )


class Habit(DocumentPart):
    """Something counted when it is denied: flights, journeys by high-speed rail."""

    name: Name
    unit: Name
    context: Context
    per_year: Annotated[
        float,
        Field(ge=0, le=400, description="times per person and year"),
        computed("society_tables._fill_contexts", "habit_whole", "habit_part"),
    ]
    factors: Annotated[dict[str, dict[str, float]], Field(description="multipliers by attribute")] = Field(
        default_factory=dict
    )


Colour = Literal["black", "red", "grey"]


def visible_standings(visible: Collection[str], grades: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """Return the classes of standing that lenders can distinguish.

    Args:
        visible: what lenders see, as ``lenders_see``.
        grades: names of the grades, best first.

    Returns:
        By label: the index in ``PUBLIC_STATUSES``, and the grade; None where grades are hidden.
    """
    hidden = (0 if "blacklist" in visible else 1) + (0 if "redlist" in visible else 2)
    statuses = [index for index in range(len(PUBLIC_STATUSES)) if not index & hidden]
    if "grade" not in visible:
        return {PUBLIC_STATUSES[index]: (index, None) for index in statuses}
    return {f"{PUBLIC_STATUSES[index]}, grade {grade}": (index, grade) for grade in grades for index in statuses}
