"""Stage 5 in documents: what a list or a grade closes, opens, or denies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.labels import FACES
from underheaven.spec.columns import Column, computed
from underheaven.spec.severity import LESS, MORE
from underheaven.spec.units import Context, Name, Part, Share


class Effect(Part):
    """A list or grade lowers access to one context by ``strength``."""

    of: Name
    context: Context
    strength: Annotated[
        Share,
        Field(description="share of access closed"),
        MORE,
        computed("rules._fill_treatment", "access", "list_strength", "grade_strength", "closes"),
    ]


class Reward(Part):
    """A list or grade adds benefit in one context; it never cancels a penalty."""

    of: Name
    context: Context
    strength: Annotated[
        Share,
        Field(description="share of the context's worth added"),
        MORE,
        computed("rules._fill_treatment", "reward", "rewards"),
    ]


class Denial(Part):
    """A list or grade denies a share of the attempts at one habit, such as flights."""

    of: Name
    habit: Name
    share: Annotated[
        Share,
        Field(description="share of attempts denied"),
        MORE,
        computed("rules._fill_treatment", "denial", "closes"),
    ]


class FirstBelief(Part):
    """Loans that lenders start from for persons of one visible standing, in place of the society's pseudo-counts."""

    table_rows: ClassVar[str] = "VISIBLE"

    of: Annotated[Name, Field(description="a standing that lenders see: clear, blacklisted, redlisted, on both lists")]
    repaid: Annotated[
        float,
        Field(ge=0, le=1e9, description="loans repaid that a lender starts from"),
        LESS,
        Column("number", "first_repaid"),
    ]
    defaulted: Annotated[
        float,
        Field(ge=0, le=1e9, description="loans fallen behind that a lender starts from"),
        MORE,
        Column("number", "first_defaulted"),
    ]


class Treatment(Part):
    """The matrices of penalties and rewards, the counted denials, and what lenders see and believe."""

    effects: Annotated[list[Effect], Field(max_length=256), MORE] = Field(default_factory=list)
    rewards: Annotated[list[Reward], Field(max_length=256), MORE] = Field(default_factory=list)
    denials: Annotated[list[Denial], Field(max_length=64), MORE] = Field(default_factory=list)
    lenders_see: Annotated[
        list[Literal["blacklist", "redlist", "grade"]],
        Field(description="what of the standing a lender can see"),
        MORE,
        computed("rules._fill_treatment", "see"),
    ] = Field(default_factory=list)
    lenders_believe: Annotated[
        list[FirstBelief],
        Field(max_length=32, description="first beliefs by visible standing; others as the society"),
        MORE,
    ] = Field(default_factory=list)


AS_LIVED = "as lived"
"""Use of work and credit that livelihood decides month by month, in place of a share of months."""
LIVED: dict[str, str] = {"work": "a month of search for a job", "credit": "a request for a loan"}
"""What a use is of the contexts that livelihood models."""


class ContextUse(Part):
    """How often a context is used, and what one use of it is worth where it is shut."""

    use: Annotated[
        Annotated[float, Field(ge=0, le=1)] | Literal["as lived"],
        Field(
            description="share of months in which the person would use it; `as lived` for work (a month of search for "
            "a job) and credit (a request for a loan)"
        ),
        computed("people._fill_contexts", "use"),
    ]
    value: Annotated[
        float,
        Field(ge=0, le=100, description="months of income lost with a month without it; as lived, with one use denied"),
        computed("people._fill_contexts", "use", "lived"),
    ]
    factors: Annotated[dict[str, dict[str, float]], Field(description="multipliers of use by attribute")] = Field(
        default_factory=dict
    )


class Habit(Part):
    """Something counted when it is denied: flights, journeys by high-speed rail."""

    name: Name
    unit: Name
    context: Context
    per_year: Annotated[
        float,
        Field(ge=0, le=400, description="times a person a year"),
        computed("people._fill_contexts", "habit_whole", "habit_part"),
    ]
    factors: Annotated[dict[str, dict[str, float]], Field(description="multipliers by attribute")] = Field(
        default_factory=dict
    )


Colour = Literal["black", "red", "grey"]


def standings_seen(sees: Collection[str], grades: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """Return the standings that lenders tell apart, by the names that results give them.

    sees: what of a standing they see, as ``lenders_see``. Each is the place of its face among FACES, and its grade
    where grades are seen.
    """
    hidden = (0 if "blacklist" in sees else 1) + (0 if "redlist" in sees else 2)
    faces = [place for place in range(len(FACES)) if not place & hidden]
    if "grade" not in sees:
        return {FACES[place]: (place, None) for place in faces}
    return {f"{FACES[place]}, grade {grade}": (place, grade) for grade in grades for place in faces}
