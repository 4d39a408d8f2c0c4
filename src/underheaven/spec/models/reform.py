"""A reform as a document: what one change would make of any regime, in words and as fragments or named operations."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from underheaven.spec.models.units import DocumentPart, Name, SchemaVersion, Text

FRAGMENT_PARTS = ("fill", "change", "at_least", "at_most")
"""The parts of a reform that have the form of a regime, in the order in which they are applied."""

OperationName = Literal[
    "multiply terms",
    "multiply errors",
    "drop effects in other contexts",
    "drop rules on speech",
    "drop discretion",
    "drop low scores as grounds",
    "drop grades",
    "drop lists",
    "drop secrecy",
    "drop ties",
    "drop attention",
    "drop fitted points",
    "drop errors",
    "free those who stay out",
]
MULTIPLYING_OPERATIONS: tuple[OperationName, ...] = ("multiply terms", "multiply errors")
"""Operations that need a factor."""


class Operation(DocumentPart):
    """A change that no fragment can say for every regime, by its name."""

    do: Annotated[OperationName, Field(description="the operation")]
    factor: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="multiplier of the operations that multiply; a harsher variant is a separate regime",
        ),
    ] = None


class Reform(DocumentPart):
    """One change that makes a regime milder, from its first month to its last; it is evaluated, never searched for."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    kind: Literal["reform"] = "reform"
    name: Name
    describes: Text
    fill: Annotated[
        dict[str, Any], Field(description="a fragment of a regime that applies where the regime states nothing")
    ] = Field(default_factory=dict)
    change: Annotated[
        dict[str, Any], Field(description="a fragment of a regime, as an amendment has it; lists merge by name")
    ] = Field(default_factory=dict)
    at_least: Annotated[dict[str, Any], Field(description="numbers by table: lower ones are raised to them")] = Field(
        default_factory=dict
    )
    at_most: Annotated[dict[str, Any], Field(description="numbers by table: higher ones are lowered to them")] = Field(
        default_factory=dict
    )
    asks: Annotated[
        list[str], Field(max_length=6, description="measures that the question of this reform is about")
    ] = Field(default_factory=list)
    operations: Annotated[list[Operation], Field(max_length=16)] = Field(default_factory=list)
    sources: Annotated[dict[str, Any], Field(description="sources keyed by TOML path")] = Field(default_factory=dict)
