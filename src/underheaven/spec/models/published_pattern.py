"""A published pattern that a study claims to reproduce, and the conditions on a result under which it appears."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.units import DocumentPart, Name, Text

Bound = Annotated[float | None, Field()]


class PatternCondition(DocumentPart):
    """A number of a scenario that lies between two bounds where the pattern appears."""

    measure: Annotated[Name, Field(description="a measure of this package, or one of a category, as acts_in:men")]
    over: Annotated[Name | None, Field(description="a measure of the same scenario to divide it by")] = None
    of: Annotated[
        Literal["level", "difference"],
        Field(description="the level, or the difference from the baseline"),
    ] = "level"
    scenario: Annotated[Name | None, Field(description="name of the scenario; the first regime if left out")] = None
    above: Annotated[Bound, Field(description="the pattern appears above this")] = None
    below: Annotated[Bound, Field(description="the pattern appears below this")] = None


class PublishedPattern(DocumentPart):
    """What was published, and where in a result it would show."""

    published: Annotated[Text, Field(description="the finding with its figure, in a sentence")]
    source: Annotated[Text, Field(description="who found it, where, and how sure the figure is")]
    brought_about_by: Annotated[Text, Field(description="the mechanism of the model behind it")]
    put_in: Annotated[Text, Field(description="which part of it is assumed, and so is not explained")]
    not_shown: Annotated[Text, Field(description="what of the finding the study cannot show")]
    where: Annotated[
        list[PatternCondition],
        Field(min_length=1, max_length=8, description="conditions that must all hold for the pattern to appear"),
    ]
