"""The people of a society: published marginals, reporting groups, fixed traits and ties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.units import Categories, DocumentPart, Name, PerMonth, Share, Weight
from underheaven.spec.table_columns import Column, computed

EVERYONE = "everyone"
"""The one reporting group of a society that reports no attribute."""

ALIKE_BY_CONVICTION = "conviction"
"""In place of the name of an attribute: people are alike by this trait."""


class Attribute(DocumentPart):
    """One published marginal, drawn for each person or once for a household, independent of the others."""

    name: Name
    of: Literal["person", "household"] = "person"
    categories: Annotated[dict[Name, Weight], Field(min_length=1, max_length=32)]
    report_as: Annotated[
        Categories | Literal["not reported"],
        Field(description="coarser categories for the reporting groups; each names the categories it joins"),
    ] = Field(default_factory=dict)


class TraitDistribution(DocumentPart):
    """The law of a trait: fixed, uniform, beta, normal, or a ladder of equal steps over a town's places."""

    law: Literal["fixed", "uniform", "beta", "normal", "ladder"]
    value: Annotated[float, Field(ge=-10, le=1000)] | None = None
    low: Annotated[float, Field(ge=-10, le=1000)] | None = None
    high: Annotated[float, Field(ge=-10, le=1000)] | None = None
    a: Annotated[float, Field(gt=0, le=1000)] | None = None
    b: Annotated[float, Field(gt=0, le=1000)] | None = None
    mean: Annotated[float, Field(ge=-10, le=1000)] | None = None
    sd: Annotated[float, Field(gt=0, le=1000)] | None = None
    raised: Annotated[
        int | None, Field(ge=1, le=8190, description="ladder: the one empty step, whose holder is on the next")
    ] = None


Age = Annotated[int, Field(ge=0, le=120, description="whole years")]


class Ageing(DocumentPart):
    """Which attribute is age; persons then grow older, class by class, and the shares of the classes stay."""

    attribute: Annotated[Name, Field(description="an attribute of persons")]
    from_years: Annotated[
        dict[Name, Age],
        Field(min_length=1, max_length=32, description="the age at which each category begins; the last has no end"),
    ]


class Traits(DocumentPart):
    """The laws of what stays with a person: drawn once from the seed, the place and its generation."""

    conviction: Annotated[TraitDistribution, Field(description="inner cost of breaking a norm, 0 to 1")]
    aversion: Annotated[TraitDistribution, Field(description="weight of a feared sanction, above 0")]
    grievance: Annotated[TraitDistribution, Field(description="grievance of a person, 0 to 1")]
    speech_threshold: Annotated[TraitDistribution, Field(description="threshold of speech, after Granovetter")]
    gaming_cost: Annotated[
        TraitDistribution | None,
        Field(description="cost of avoiding a record by bribery or faking a prosocial act, in months of income"),
    ] = None


class Region(DocumentPart):
    """A province, district or village; towns are dealt to regions by population."""

    name: Name
    persons: Weight


class People(DocumentPart):
    """How many, where, of what kinds, and with which traits."""

    persons: Annotated[int, Field(ge=1, le=2_000_000_000, description="persons in the real or imagined population")]
    town_size: Annotated[
        int,
        Field(
            ge=4,
            le=8192,
            description="persons of a town; ties, observed shares and misattributed records stay in it or next to it",
        ),
        Column("whole"),
    ] = 1024
    region_kind: Name = "region"
    regions: Annotated[list[Region], Field(min_length=1, max_length=400)]
    attributes: Annotated[list[Attribute], Field(max_length=8)] = Field(default_factory=list)
    minors: Annotated[Categories, Field(description="categories without conduct, work or credit of their own")] = Field(
        default_factory=dict
    )
    renewed_per_year: Annotated[
        float,
        Field(
            ge=0,
            le=12,
            description="how often a place is renewed a year, by death or moving; at least so often where persons grow "
            "older: more often at ages at which the published shares ask for it",
        ),
        computed("ageing.ageing_rates", "renewal"),
    ] = 0.0
    ageing: Ageing | None = None
    traits: Traits


class Ties(DocumentPart):
    """Household sizes from the published table, and acquaintances by computed draw."""

    household_sizes: Annotated[dict[Annotated[str, Field(pattern=r"^\d+\+?$")], Weight], Field(min_length=1)]
    largest_household: Annotated[int, Field(ge=1, le=32, description="household size used for the open last class")] = (
        10
    )
    acquaintances: Annotated[
        int, Field(ge=0, le=16, description="number of acquaintances outside the household"), Column("whole")
    ] = 6
    severed_per_month: Annotated[
        PerMonth,
        Field(description="chance a month that a tie to a listed person is severed, where scores of ties count"),
        Column("chance", "tie_severed"),
    ] = 0.0
    nearby_share: Annotated[
        Share, Field(description="share of acquaintances in the two neighbouring towns"), Column("chance", "nearby")
    ] = 0.1
    alike_share: Annotated[
        Share,
        Field(description="share of the acquaintances in a person's own town who are drawn among similar persons"),
        computed("society_tables._fill_homophily", "alike_share"),
    ] = 0.0
    alike_by: Annotated[
        Name | None,
        Field(
            description="what makes persons similar: an attribute by name, or conviction, by halves of its distribution"
        ),
    ] = None
