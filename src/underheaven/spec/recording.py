"""Stage 3 in documents: which conduct is filed, for how many points and how long."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from underheaven.spec.columns import Column, computed
from underheaven.spec.severity import KEPT, LESS, MORE, NEITHER
from underheaven.spec.units import Delay, Months, MonthsOfIncome, Name, Part, PerMonth, Points

RECORDS, MOST_RECORDS = 8, 32
"""Records that a dossier holds where a document states nothing, and the most that it can state."""


class Rule(Part):
    """One rule: conduct of this kind, once sensed, is filed with these points for this long."""

    table_rows: ClassVar[str] = "RULES"

    conduct: Annotated[
        Name,
        Field(description="the kind of conduct it files"),
        computed("rules._fill_recording", "n_rules", "kind_of", "rule_of"),
    ]
    points: Annotated[Points, Field(description="added to the score while the record lives"), LESS, Column("whole")] = 0
    months: Annotated[
        Months | Literal["until performed"],
        Field(description="how long a record lives, in months"),
        MORE,
        computed("rules._fill_rule", "term", "feared_months"),
    ]
    geometric: Annotated[
        bool,
        Field(description="months is then the mean of a geometric life"),
        KEPT,
        computed("rules._fill_rule", "expiry"),
    ] = False
    refile: Annotated[bool, Field(description="false: not filed again while it stands"), MORE, Column("switch")] = True
    grace_months: Annotated[
        Delay,
        Field(description="months of notice before filing; whoever settles the debt meanwhile is not recorded"),
        LESS,
        Column("whole", keeps=("notices",)),
    ] = 0
    removed_by_performance: Annotated[
        bool,
        Field(description="the record goes when the debt behind it is settled"),
        LESS,
        Column("switch", "by_performance"),
    ] = False
    early_removal_after_months: Annotated[
        Months | None,
        Field(description="minimum term, after which repair may remove the record early"),
        MORE,
        Column("whole", "early_after"),
    ] = None
    early_removal: Annotated[
        PerMonth, Field(description="chance a month of early removal once allowed"), LESS, Column("chance", "early")
    ] = 0.0
    rumoured_weight: Annotated[
        MonthsOfIncome,
        Field(description="what people believe a record costs where the rules are opaque"),
        MORE,
        Column("number", "rumour"),
    ] = 0.0
    gap: Annotated[
        bool,
        Field(description="the record can be bought off, or the good act staged"),
        NEITHER,
        Column("bit", "gaps"),
    ] = False


class Recording(Part):
    """All rules of a regime; at most one for each kind of conduct."""

    rules: Annotated[
        list[Rule], Field(max_length=32, description="a record in a dossier has room for 32 kinds"), MORE
    ] = Field(default_factory=list)
    capacity: Annotated[
        int,
        Field(
            ge=RECORDS,
            le=MOST_RECORDS,
            description="most records that a person can have at once here; a limit of this program, which needs no "
            "source",
        ),
        MORE,
    ] = RECORDS
    feared_months: Annotated[
        Months,
        Field(description="months that people reckon with for a record that stands until performed"),
        MORE,
        computed("rules._fill_rule", "feared_months"),
    ] = 24
