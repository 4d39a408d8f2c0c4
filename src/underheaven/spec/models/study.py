"""A study as a document: scenarios, society, number of persons and replicates, horizon and seed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.published_pattern import PublishedPattern
from underheaven.spec.models.units import Context, Date, DocumentPart, Name, SchemaVersion, Text

Persons = Annotated[int, Field(ge=4, le=1_400_000_000, description="synthetic persons in a scenario")]
Horizon = Annotated[int, Field(ge=1, le=1200, description="months observed, after the burn-in")]
Seed = Annotated[int, Field(ge=0, le=4_294_967_295, description="a seed; 0 is one like any other")]
Panel = Annotated[
    int,
    Field(
        ge=0,
        le=1_000_000,
        description="number of first slots whose months are recorded one by one; at most all persons",
    ),
]
Replicates = Annotated[int, Field(ge=1, le=100_000, description="independent societies, same documents")]


class Proportionality(DocumentPart):
    """How treatment is held against its cause: which parts of life belong together, and how much is too much."""

    related: Annotated[
        dict[Context, list[Context]],
        Field(description="by context of the cause, the further contexts of loss deemed related to it"),
    ] = Field(default_factory=dict)
    multiple: Annotated[
        float, Field(ge=0, le=1000, description="times the gravity of a kind beyond which detriment is excess")
    ] = 2.0


class Study(DocumentPart):
    """Everything that fixes a result, by name or path of the documents."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")] = 2
    kind: Literal["study"] = "study"
    name: Name = "unnamed study"
    describes: Text = "A run of named regimes over one society."
    regimes: Annotated[list[str], Field(min_length=1, max_length=16, description="names or paths")]
    baseline: Annotated[str | None, Field(description="the regime of the baseline")] = None
    society: str = "china-2020"
    start: Annotated[Date | None, Field(description="first month observed; the regime's start if left out")] = None
    align: Annotated[
        Literal["start", "calendar"] | None,
        Field(
            description="start: each regime is observed from its own first month; calendar: all in the same months; "
            "if left out, calendar if `start` is stated, otherwise start"
        ),
    ] = None
    persons: Persons = 200_000
    months: Horizon = 120
    seed: Seed = 1
    replicates: Replicates = 8
    panel: Panel = 0
    proportionality: Proportionality = Field(default_factory=Proportionality)
    exempt: Annotated[
        list[Annotated[int, Field(ge=0)]], Field(description="slots that are never recorded, for locality checks")
    ] = Field(default_factory=list)
    pattern: Annotated[PublishedPattern | None, Field(description="a published pattern that it should reproduce")] = (
        None
    )
