"""A regime as a document: what an institution records, lists, closes and repairs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from underheaven.spec.models.association import Association
from underheaven.spec.models.harshness_marks import HIGHER_IS_HARSHER, LOWER_IS_HARSHER
from underheaven.spec.models.officials import Consent, Officials
from underheaven.spec.models.recording import Recording
from underheaven.spec.models.repair import Repair
from underheaven.spec.models.score_fitting import ScoreFitting
from underheaven.spec.models.sensing import Sensing
from underheaven.spec.models.standing import Standing
from underheaven.spec.models.treatment import Treatment
from underheaven.spec.models.units import (
    Categories,
    Date,
    Delay,
    DocumentPart,
    Factors,
    Name,
    SchemaVersion,
    Share,
    Text,
)
from underheaven.spec.table_columns import Column, computed

MAX_AMENDMENTS = 64


class Rollout(DocumentPart):
    """Where and how fast the regime arrives: regions, and months until all their towns are in."""

    regions: Annotated[list[Name] | None, Field(description="regions reached; all if left out"), HIGHER_IS_HARSHER] = (
        None
    )
    full_after_months: Annotated[Delay, LOWER_IS_HARSHER] = 0


class PublishedCount(DocumentPart):
    """A published count to print beside the simulated one; never a free parameter."""

    quantity: Name
    measure: Annotated[Name, Field(description="the measure of this package that it is compared with")]
    value: float
    unit: Name
    as_of: Date


class Amendment(DocumentPart):
    """A dated fragment of the document that replaces what it names from that month on."""

    from_: Annotated[Date, Field(alias="from")]
    describes: Text
    change: Annotated[dict[str, Any], Field(description="the fragment; arrays of tables merge by name")]


class Regime(DocumentPart):
    """What an institution writes down."""

    schema_: Annotated[SchemaVersion, Field(alias="schema")]
    kind: Literal["regime"] = "regime"
    name: Name
    describes: Text
    stylised: Annotated[
        bool, Field(description="whether it is a simplified picture; shown with the name"), LOWER_IS_HARSHER
    ] = False
    start: Annotated[Date | None, Field(description="month in which it takes effect; the first if left out")] = None
    applies_to: Annotated[
        Categories,
        Field(description="persons who can be recorded; everybody if empty"),
        HIGHER_IS_HARSHER,
        computed("regime_tables.build_rules_table", "applies"),
    ] = Field(default_factory=dict)
    rollout: Rollout = Field(default_factory=Rollout)
    consent: Consent = Field(default_factory=Consent)
    opacity: Annotated[
        Share,
        Field(description="0: people know what a record costs; 1: they believe the rumour"),
        HIGHER_IS_HARSHER,
        Column("number"),
    ] = 0.0
    awareness: Annotated[
        Share,
        Field(description="share of persons who know of the regime before it records them"),
        LOWER_IS_HARSHER,
        computed("regime_tables._fill_awareness", "aware", "secret", "veiled"),
    ] = 1.0
    awareness_factors: Annotated[Factors, LOWER_IS_HARSHER] = Field(default_factory=dict)
    sensing: Sensing = Field(default_factory=Sensing)
    recording: Recording = Field(default_factory=Recording)
    standing: Standing = Field(default_factory=Standing)
    treatment: Treatment = Field(default_factory=Treatment)
    repair: Repair = Field(default_factory=Repair)
    officials: Officials = Field(default_factory=Officials)
    association: Association = Field(default_factory=Association)
    score_fitting: Annotated[
        ScoreFitting | None,
        Field(description="points fitted to the regime's own records"),
        HIGHER_IS_HARSHER,
        computed("regime_tables._fill_standing", "fits_scores"),
    ] = None
    amendments: Annotated[list[Amendment], Field(max_length=MAX_AMENDMENTS)] = Field(default_factory=list)
    published: Annotated[list[PublishedCount], Field(max_length=64)] = Field(default_factory=list)
    sources: Annotated[dict[str, Any], Field(description="sources keyed by TOML path")] = Field(default_factory=dict)
