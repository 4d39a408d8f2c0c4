"""Stage 7 in documents: what people learn from a month, and what it does to legitimacy."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from underheaven.spec.models.units import DocumentPart, Share
from underheaven.spec.table_columns import Column, computed


class Belief(DocumentPart):
    """Perceived chance of a sanction in a month with the act and in one without it."""

    guilty: Annotated[
        Share,
        Field(description="f1: initial perceived chance of a sanction in a month with the act"),
        computed("society_tables._fill_response", "belief"),
    ]
    innocent: Annotated[
        Share,
        Field(description="f0: initial perceived chance of a sanction in a month without the act"),
        computed("society_tables._fill_response", "belief"),
    ]


class Beliefs(DocumentPart):
    """Beliefs at the start, by class of conduct."""

    money: Belief
    order: Belief
    speech: Belief


class Response(DocumentPart):
    """Learning rates, household experience, legitimacy."""

    beliefs: Beliefs
    learn_up: Annotated[
        Share,
        Field(description="eta_up: step toward 1 after a sanction"),
        computed("society_tables._fill_response", "learn_up"),
    ]
    learn_down: Annotated[
        Share,
        Field(description="eta_down: step toward 0 without one"),
        computed("society_tables._fill_response", "learn_down"),
    ]
    forget: Annotated[
        Share,
        Field(description="eta_0: monthly drift of unexercised beliefs back to their initial values"),
        Column("chance"),
    ]
    household_weight: Annotated[
        Share,
        Field(description="omega: weight of what happens to the household"),
        computed("society_tables._fill_response", "household"),
    ]
    legitimacy_at_start: Annotated[
        Share,
        Field(description="perceived legitimacy on arrival, to which it drifts back"),
        Column("belief", "legitimacy"),
    ]
    legitimacy_loss: Annotated[
        Share,
        Field(description="share of legitimacy lost with an unjust record"),
        computed("society_tables._fill_response", "legitimacy_loss"),
    ]
    legitimacy_recovery: Annotated[
        Share, Field(description="share of the gap to the initial value regained per month"), Column("chance")
    ]
