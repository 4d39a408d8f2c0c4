"""A society as a document: people, ties, conduct, contexts, livelihood, response."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from underheaven.spec.models.calibration_facts import CalibrationFact
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.models.livelihood import Livelihood
from underheaven.spec.models.people import People, Ties
from underheaven.spec.models.response import Response
from underheaven.spec.models.treatment import ContextUse, Habit
from underheaven.spec.models.units import Context, DocumentPart, Name, SchemaVersion, Text
from underheaven.spec.table_columns import Column


class Society(DocumentPart):
    """The people a regime is written for, made from published aggregate tables alone."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    kind: Literal["society"] = "society"
    name: Name
    describes: Text
    stylised: Annotated[bool, Field(description="whether it is a simplified picture; shown with the name")] = False
    burn_in_months: Annotated[
        int,
        Field(
            ge=0,
            le=600,
            description="months simulated without any regime before those observed, until beliefs have settled",
        ),
        Column("whole", "burn_in"),
    ] = 0
    people: People
    ties: Ties
    conduct: Annotated[list[Conduct], Field(max_length=32)] = Field(default_factory=list)
    contexts: dict[Context, ContextUse] = Field(default_factory=dict)
    habits: Annotated[list[Habit], Field(max_length=8)] = Field(default_factory=list)
    livelihood: Livelihood
    response: Response
    facts: Annotated[
        list[CalibrationFact],
        Field(max_length=8, description="facts known without any regime, which exclude parameter samples"),
    ] = Field(default_factory=list)
    sources: Annotated[dict[str, Any], Field(description="sources keyed by TOML path")] = Field(default_factory=dict)
