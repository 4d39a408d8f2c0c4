"""Stage 4 in documents: points, grades and lists."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.columns import Column, computed
from underheaven.spec.recording import MOST_RECORDS
from underheaven.spec.severity import KEPT, LESS, MORE
from underheaven.spec.units import Name, OpenShare, Part

SHOWN_STEPS = 127
"""Steps up, and down, in which a byte shows how far a score is from the start."""


class ListRule(Part):
    """A blacklist or redlist, and what puts a person on it."""

    table_rows: ClassVar[str] = "LISTS"

    name: Name
    colour: Annotated[Literal["black", "red", "grey"], KEPT, computed("rules._fill_list", "black", "red")]
    conduct: Annotated[
        list[Name],
        Field(description="one live record of any of these lists the person"),
        MORE,
        computed("rules._fill_list", "list_rules"),
    ] = Field(default_factory=list)
    records_at_least: Annotated[
        int | None,
        Field(ge=1, le=MOST_RECORDS, description="as many live records of the kinds below list the person"),
        LESS,
        Column("whole", "list_count"),
    ] = None
    records_of: Annotated[
        list[Name],
        Field(description="kinds that count toward records_at_least; every rule if left out"),
        MORE,
        computed("rules._fill_list", "list_count_rules"),
    ] = Field(default_factory=list)
    grade_at_most: Annotated[Name | None, MORE, computed("rules._fill_list", "list_at_most")] = None
    grade_at_least: Annotated[Name | None, MORE, computed("rules._fill_list", "list_at_least")] = None
    outsiders: Annotated[
        bool,
        Field(description="holds those who were asked and have not agreed"),
        MORE,
        computed("rules._fill_list", "outside_state"),
    ] = False


class Standing(Part):
    """The score, its bands, and the lists."""

    start: Annotated[
        int, Field(ge=-100_000, le=100_000, description="score of an empty dossier"), LESS, Column("whole")
    ] = 0
    minimum: Annotated[
        int, Field(ge=-100_000, le=100_000, description="the score is cut here"), LESS, Column("whole")
    ] = -100_000
    maximum: Annotated[
        int, Field(ge=-100_000, le=100_000, description="the score is cut here"), LESS, Column("whole")
    ] = 100_000
    grades: Annotated[
        dict[Name, Annotated[int, MORE]],
        Field(max_length=8, description="lowest score of each grade, best first"),
        MORE,
        computed("rules._fill_standing", "n_grades", "band", "grade_label", "graded", "counts_clean", "empty_state"),
    ] = Field(default_factory=dict)
    lists: Annotated[list[ListRule], Field(max_length=8), MORE] = Field(default_factory=list)
    association: Annotated[
        OpenShare,
        Field(description="chi: weight of the ties' mean distance from the start"),
        MORE,
        Column("number", keeps=("score_shown", "score_next")),
    ] = 0.0


def shown_step(start: int, minimum: int, maximum: int) -> int:
    """Return the points of one step in which ties see scores: the least that holds both ends within 127 steps."""
    return max(1, -(-max(maximum - start, start - minimum) // SHOWN_STEPS))
