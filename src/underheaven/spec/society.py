"""A society as a document: people, ties, conduct, contexts, livelihood, response."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from underheaven.spec.columns import Column
from underheaven.spec.conduct import Conduct
from underheaven.spec.fact import Fact
from underheaven.spec.livelihood import Livelihood
from underheaven.spec.people import People, Ties
from underheaven.spec.response import Response
from underheaven.spec.treatment import ContextUse, Habit
from underheaven.spec.units import Context, Name, Part, SchemaVersion, Text


class Society(Part):
    """The people a regime is written for, made from published aggregate tables alone."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    kind: Literal["society"] = "society"
    name: Name
    describes: Text
    stylised: Annotated[bool, Field(description="a simplified picture, told as one; shown beside the name")] = False
    burn_in_months: Annotated[
        int,
        Field(
            ge=0,
            le=600,
            description="months lived without any regime before those observed, until beliefs have settled",
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
        list[Fact], Field(max_length=8, description="what is known without any regime, to rule parameter samples out")
    ] = Field(default_factory=list)
    sources: Annotated[dict[str, Any], Field(description="sources keyed by TOML path")] = Field(default_factory=dict)
