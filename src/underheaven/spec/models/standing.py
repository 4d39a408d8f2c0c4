"""Stage 4 in documents: points, grades and lists."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.models.harshness_marks import CHANGE_IS_HARSHER, HIGHER_IS_HARSHER, LOWER_IS_HARSHER
from underheaven.spec.models.recording import MAX_CAPACITY
from underheaven.spec.models.units import DocumentPart, Name, OpenShare
from underheaven.spec.table_columns import Column, computed

MAX_SHOWN_STEPS = 127
"""Largest distance of a visible score from the start, in steps, so that it fits a byte."""


class ListRule(DocumentPart):
    """A blacklist or redlist, and what puts a person on it."""

    table_rows: ClassVar[str] = "MAX_LISTS"

    name: Name
    colour: Annotated[
        Literal["black", "red", "grey"], CHANGE_IS_HARSHER, computed("regime_tables._fill_list", "black", "red")
    ]
    conduct: Annotated[
        list[Name],
        Field(description="one live record of any of these rules lists the person"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_list", "list_rules"),
    ] = Field(default_factory=list)
    records_at_least: Annotated[
        int | None,
        Field(ge=1, le=MAX_CAPACITY, description="number of live records, of the kinds below, that lists the person"),
        LOWER_IS_HARSHER,
        Column("whole", "list_count"),
    ] = None
    records_of: Annotated[
        list[Name],
        Field(description="kinds that count toward records_at_least; every rule if left out"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_list", "list_count_rules"),
    ] = Field(default_factory=list)
    grade_at_most: Annotated[Name | None, HIGHER_IS_HARSHER, computed("regime_tables._fill_list", "list_at_most")] = (
        None
    )
    grade_at_least: Annotated[Name | None, HIGHER_IS_HARSHER, computed("regime_tables._fill_list", "list_at_least")] = (
        None
    )
    outsiders: Annotated[
        bool,
        Field(description="whether the list holds persons who were asked and have not agreed"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_list", "outside_state"),
    ] = False


class Standing(DocumentPart):
    """The score, its bands, and the lists."""

    start: Annotated[
        int, Field(ge=-100_000, le=100_000, description="score of an empty dossier"), LOWER_IS_HARSHER, Column("whole")
    ] = 0
    minimum: Annotated[
        int, Field(ge=-100_000, le=100_000, description="the score is cut here"), LOWER_IS_HARSHER, Column("whole")
    ] = -100_000
    maximum: Annotated[
        int, Field(ge=-100_000, le=100_000, description="the score is cut here"), LOWER_IS_HARSHER, Column("whole")
    ] = 100_000
    grades: Annotated[
        dict[Name, Annotated[int, HIGHER_IS_HARSHER]],
        Field(max_length=8, description="minimum score of each grade, best first"),
        HIGHER_IS_HARSHER,
        computed(
            "regime_tables._fill_standing", "n_grades", "band", "grade_label", "graded", "counts_clean", "empty_state"
        ),
    ] = Field(default_factory=dict)
    lists: Annotated[list[ListRule], Field(max_length=8), HIGHER_IS_HARSHER] = Field(default_factory=list)
    association: Annotated[
        OpenShare,
        Field(description="chi: weight of the mean distance of the scores of ties from the starting score"),
        HIGHER_IS_HARSHER,
        Column("number", keeps=("score_shown", "score_next")),
    ] = 0.0


def visible_score_step(start: int, minimum: int, maximum: int) -> int:
    """Return the points of one step of visible scores: the smallest that keeps both bounds within 127 steps.

    Args:
        start: score of an empty dossier.
        minimum: lower bound of the score.
        maximum: upper bound of the score.
    """
    return max(1, -(-max(maximum - start, start - minimum) // MAX_SHOWN_STEPS))
