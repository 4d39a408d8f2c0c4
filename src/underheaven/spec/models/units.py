"""Units and ranges of the numbers in a document, and the base class of its parts.

Documents use everyday units, such as times a year and months of income; ``scenario`` converts them to monthly rates.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Context = Literal[
    "work", "credit", "travel", "schooling", "housing", "public service", "consumption", "speech", "reputation"
]
CONTEXTS: tuple[str, ...] = (
    "work",
    "credit",
    "travel",
    "schooling",
    "housing",
    "public service",
    "consumption",
    "speech",
    "reputation",
)
ConductClass = Literal["money", "order", "speech"]
CLASSES: tuple[str, ...] = ("money", "order", "speech")

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\[\]{}\"'\\]+$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Date = Annotated[str, Field(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$", description="a month, as 2013-10")]
Share = Annotated[float, Field(ge=0, le=1, description="a share or a probability, 0 to 1")]
OpenShare = Annotated[float, Field(ge=0, lt=1, description="a share below 1")]
PerYear = Annotated[float, Field(ge=0, le=1000, description="how often a year")]
PerMonth = Annotated[float, Field(ge=0, le=1, description="chance a month")]
MonthsOfIncome = Annotated[float, Field(ge=0, le=1000, description="months of the person's own income")]
Factor = Annotated[float, Field(ge=0, le=1000, description="a multiplier, 1 means no difference")]
Weight = Annotated[float, Field(ge=0, le=1e12, description="a weight or a count; only proportions matter")]
SchemaVersion = Annotated[int, Field(ge=2, le=2, description="version of the form of this document")]
Points = Annotated[int, Field(ge=-10_000, le=10_000)]
Months = Annotated[int, Field(ge=1, le=126, description="whole months, 1 to 126")]
Delay = Annotated[int, Field(ge=0, le=126, description="whole months, 0 to 126")]

Factors = Annotated[
    dict[str, dict[str, Factor]],
    Field(description="multipliers by attribute and category, as { sex = { men = 1.4 } }; others stay at 1"),
]
Categories = Annotated[
    dict[str, list[str]],
    Field(description="categories by attribute, as { age = ['18-29', '30-39'] }"),
]


class DocumentPart(BaseModel):
    """A part of a document: strict types, unknown keys refused, frozen once read."""

    table_rows: ClassVar[str] = ""
    """Dimension of the tables with one row for each of these parts; empty for a single part."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)
