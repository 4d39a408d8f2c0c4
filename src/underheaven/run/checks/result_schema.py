"""Schema of the attributes of a result; a result whose attributes were altered is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Json, ValidationError, model_validator

from underheaven.errors import ResultError
from underheaven.record.seal import as_python_value
from underheaven.spec.models.regime import PublishedCount
from underheaven.spec.models.study import Study as Plan
from underheaven.text_escaping import first_control_character, flatten_text

DOCUMENT_PREFIX = "document_"
MAX_DOCUMENTS = 64
REQUIRED_ATTRIBUTES = (
    "title",
    "plan",
    "society",
    "seed",
    "persons",
    "replicates",
    "months_observed",
    "about",
    "documents",
)

Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=2**53)]
ShortText = Annotated[str, Field(max_length=4_000)]
Rows = list[list[Number | None]]
Month = Annotated[str, Field(pattern=r"^(\d{4}-\d{2})?$")]


class _StrictModel(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class DocumentSummary(_StrictModel):
    """Summary of one document in a result."""

    label: ShortText
    kind: Literal["regime", "society"]
    name: ShortText
    describes: ShortText
    stylised: bool
    numbers: Count
    assumed: Count
    unsourced: Count
    published: list[PublishedCount] = []
    unpriced: list[ShortText] = []


class AssumedNumber(_StrictModel):
    """An assumed number with its range."""

    document: ShortText
    path: ShortText
    low: Number
    high: Number
    stated: Number
    whole: bool
    scale: Literal["linear", "log", "logit"] = "linear"
    off_centre: ShortText = ""
    rule: bool = False


class StoredRangeEnd(_StrictModel):
    """A parameter at an end of its range; row: one value for each column."""

    number: Count
    high: bool
    row: list[Number | None]


class StoredSamples(_StrictModel):
    """Parameter samples stored in a result."""

    persons: Count
    months: Count
    town_size: Count = 0
    numbers: list[AssumedNumber]
    columns: list[tuple[ShortText, ShortText, Literal["level", "difference"]]]
    design: Rows
    moved: list[Count]
    left_out: Count
    points: Rows
    seeds: Rows
    ruled_out: Count = 0
    contradicted: dict[ShortText, Count] = {}
    ends: list[StoredRangeEnd]

    @model_validator(mode="after")
    def _check_lengths(self) -> StoredSamples:
        """Check that every row has one value for each column."""
        width, numbers = len(self.columns), len(self.numbers)
        measured = [*self.points, *self.seeds, *(end.row for end in self.ends)]
        if any(len(row) != width for row in measured) or any(len(row) != numbers for row in self.design):
            raise ValueError("each row has one value for each column")
        if any(value is None for row in self.design for value in row) or len(self.moved) != len(self.design):
            raise ValueError("design, results and adjusted samples are equally many")
        if any(end.number >= numbers for end in self.ends) or (self.points and len(self.points) != len(self.design)):
            raise ValueError("design, results and adjusted samples are equally many")
        return self


def _blank_as_none(values: object) -> object:
    """Treat an empty attribute as missing."""
    return None if values == "" else values


class ResultAttributes(BaseModel):
    """Attributes that are read again, each as a run writes it; other attributes are allowed."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    title: ShortText | None = None
    plan: Annotated[str, Field(max_length=100_000)] | None = None
    baseline: ShortText | None = None
    society: ShortText | None = None
    mark: Annotated[str, Field(max_length=20_000)] | None = None
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    seed: Count | None = None
    persons: Count | None = None
    replicates: Count | None = None
    months_observed: Count | None = None
    burn_in_months: Count | None = None
    first_months: Json[dict[str, Month]] | None = None
    waits: Json[dict[str, Count]] | None = None
    amended: Json[dict[str, list[Count]]] | None = None
    about: Json[list[DocumentSummary]] | None = None
    parameter_samples: Annotated[Json[StoredSamples] | None, BeforeValidator(_blank_as_none)] = None
    samples_asked: Count | None = None
    regions_differ: Count | None = None
    may_record: Json[list[str]] | None = None
    population_stated: Count | None = None
    lender_gain: Number | None = None
    lender_loss: Number | None = None
    scale: Annotated[Number, Field(gt=0)] | None = None
    documents: Annotated[int, Field(ge=0, le=MAX_DOCUMENTS)] | None = None


def check_attributes(where: str, attrs: Mapping[Any, Any]) -> None:
    """Check that the attributes of a result are as a run writes them.

    Args:
        where: Name of the result, for the error.
        attrs: Attributes of its dataset.

    Raises:
        ResultError: An attribute is missing or was changed.
    """
    values = {str(name): as_python_value(value) for name, value in attrs.items()}
    missing = next((name for name in REQUIRED_ATTRIBUTES if name not in values), "")
    if missing:
        raise _altered_error(where, missing, "it is missing")
    try:
        attributes = ResultAttributes.model_validate(values)
        if attributes.plan is not None:
            Plan.model_validate_json(attributes.plan)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "plan" if error.title == Plan.__name__ else str(first["loc"][0])
        raise _altered_error(where, name, flatten_text(first["msg"])[:120]) from None
    for name, value in values.items():
        if not (isinstance(value, str | int | float) or value is None):
            raise _altered_error(where, name, "it is neither a text nor a number")
        character = "" if name.endswith("_text") else first_control_character(str(value))
        if character:
            raise _altered_error(where, name, f"it contains {character}, a control or invisible character")
    _check_documents(where, values, attributes.documents or 0)


def _check_documents(where: str, values: Mapping[str, Any], documents: int) -> None:
    """Raise ResultError if a document is missing or its text does not match its digest."""
    for number in range(1, documents + 1):
        for part in ("where", "text", "digest"):
            if not isinstance(values.get(f"{DOCUMENT_PREFIX}{number}_{part}"), str):
                raise _altered_error(where, f"{DOCUMENT_PREFIX}{number}_{part}", "it is missing, or no text")
        text = values[f"{DOCUMENT_PREFIX}{number}_text"].encode(errors="surrogateescape")
        if hashlib.sha256(text).hexdigest() != values[f"{DOCUMENT_PREFIX}{number}_digest"]:
            raise _altered_error(
                where, f"{DOCUMENT_PREFIX}{number}_text", "it is not the document whose SHA-256 stands beside it"
            )


def _altered_error(where: str, name: str, why: str) -> ResultError:
    return ResultError(
        f"{where}: its attribute {flatten_text(name)[:60]} is not as a run writes it: {why}. The file may be damaged, "
        "edited or from another version. Run the study again."
    )
