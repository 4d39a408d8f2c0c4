"""Stage 4 in documents: points, grades and lists."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.recording import MOST_RECORDS
from underheaven.spec.severity import KEPT, LESS, MORE
from underheaven.spec.units import Name, OpenShare, Part

SHOWN_STEPS = 127
"""Steps up, and down, in which a byte shows how far a score is from the start."""


class ListRule(Part):
    """A blacklist or redlist, and what puts a person on it."""

    name: Name
    colour: Annotated[Literal["black", "red", "grey"], KEPT]
    conduct: Annotated[list[Name], Field(description="one live record of any of these lists the person"), MORE] = Field(
        default_factory=list
    )
    records_at_least: Annotated[int | None, Field(ge=1, le=MOST_RECORDS), LESS] = None
    records_of: Annotated[list[Name], Field(description="kinds that count toward records_at_least"), MORE] = Field(
        default_factory=list
    )
    grade_at_most: Annotated[Name | None, MORE] = None
    grade_at_least: Annotated[Name | None, MORE] = None
    outsiders: Annotated[bool, Field(description="holds those who were asked and have not agreed"), MORE] = False


class Standing(Part):
    """The score, its bands, and the lists."""

    start: Annotated[int, Field(ge=-100_000, le=100_000), LESS] = 0
    minimum: Annotated[int, Field(ge=-100_000, le=100_000), LESS] = -100_000
    maximum: Annotated[int, Field(ge=-100_000, le=100_000), LESS] = 100_000
    grades: Annotated[
        dict[Name, Annotated[int, MORE]],
        Field(max_length=8, description="lowest score of each grade, best first"),
        MORE,
    ] = Field(default_factory=dict)
    lists: Annotated[list[ListRule], Field(max_length=8), MORE] = Field(default_factory=list)
    association: Annotated[
        OpenShare, Field(description="chi: weight of the ties' mean distance from the start"), MORE
    ] = 0.0


def shown_step(start: int, minimum: int, maximum: int) -> int:
    """Return the points of one step in which ties see scores: the least that holds both ends within 127 steps."""
    return max(1, -(-max(maximum - start, start - minimum) // SHOWN_STEPS))
