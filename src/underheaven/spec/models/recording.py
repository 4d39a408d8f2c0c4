"""Stage 3 in documents: which conduct is filed, for how many points and how long."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.models.harshness_marks import (
    CHANGE_IS_HARSHER,
    HIGHER_IS_HARSHER,
    LOWER_IS_HARSHER,
    NEITHER_IS_HARSHER,
)
from underheaven.spec.models.units import Delay, DocumentPart, Months, MonthsOfIncome, Name, PerMonth, Points
from underheaven.spec.table_columns import Column, computed

DEFAULT_CAPACITY, MAX_CAPACITY = 8, 32
"""Records that a dossier holds where a document states nothing, and the most that it can state."""


class Rule(DocumentPart):
    """One rule: conduct of this kind, once sensed, is filed with these points for this long."""

    table_rows: ClassVar[str] = "MAX_RULES"

    conduct: Annotated[
        Name,
        Field(description="the kind of conduct it files"),
        computed("regime_tables._fill_recording", "n_rules", "kind_of", "rule_of"),
    ]
    points: Annotated[
        Points,
        Field(description="points added to the score while the record is live"),
        LOWER_IS_HARSHER,
        Column("whole"),
    ] = 0
    months: Annotated[
        Months | Literal["until performed"],
        Field(description="term of a record, in months"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_rule", "term", "feared_months"),
    ]
    geometric: Annotated[
        bool,
        Field(description="whether `months` is the mean of a geometrically distributed term"),
        CHANGE_IS_HARSHER,
        computed("regime_tables._fill_rule", "expiry"),
    ] = False
    refile: Annotated[
        bool, Field(description="if false, it is not filed again while it is live"), HIGHER_IS_HARSHER, Column("switch")
    ] = True
    grace_months: Annotated[
        Delay,
        Field(description="months of notice before filing; a person who settles the debt meanwhile is not recorded"),
        LOWER_IS_HARSHER,
        Column("whole", keeps=("notices",)),
    ] = 0
    removed_by_performance: Annotated[
        bool,
        Field(description="whether the record ends when the debt behind it is settled"),
        LOWER_IS_HARSHER,
        Column("switch", "by_performance"),
    ] = False
    early_removal_after_months: Annotated[
        Months | None,
        Field(description="minimum term, after which repair may remove the record early"),
        HIGHER_IS_HARSHER,
        Column("whole", "early_after"),
    ] = None
    early_removal: Annotated[
        PerMonth,
        Field(description="chance a month of early removal once allowed"),
        LOWER_IS_HARSHER,
        Column("chance", "early"),
    ] = 0.0
    rumoured_weight: Annotated[
        MonthsOfIncome,
        Field(description="what people believe a record costs where the rules are opaque"),
        HIGHER_IS_HARSHER,
        Column("number", "rumour"),
    ] = 0.0
    evadable: Annotated[
        bool,
        Field(description="whether the record can be avoided by bribery, or the prosocial act faked"),
        NEITHER_IS_HARSHER,
        Column("bit", "evadable"),
    ] = False


class Recording(DocumentPart):
    """All rules of a regime; at most one for each kind of conduct."""

    rules: Annotated[
        list[Rule],
        Field(max_length=32, description="a record stores its rule in 5 bits, which distinguish 32"),
        HIGHER_IS_HARSHER,
    ] = Field(default_factory=list)
    capacity: Annotated[
        int,
        Field(
            ge=DEFAULT_CAPACITY,
            le=MAX_CAPACITY,
            description="maximum number of records of a person in the dossier; a limit of this program, which needs "
            "no source",
        ),
        HIGHER_IS_HARSHER,
    ] = DEFAULT_CAPACITY
    feared_months: Annotated[
        Months,
        Field(description="months that people expect of a record that lasts until performance"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_rule", "feared_months"),
    ] = 24
