"""Known facts about a society without a regime; parameter samples that contradict them are ruled out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from underheaven.spec.models.units import DocumentPart

FactQuantity = Literal["persons with a loan", "loans in arrears", "workforce without work"]
"""Shares of the last month of the burn-in: of all persons, of running loans with those in arrears, of the workforce."""


class CalibrationFact(DocumentPart):
    """A published share of the society without any regime, with bounds wide enough for what its definition leaves open.

    No outcome of a regime is a fact here.
    """

    quantity: Annotated[FactQuantity, Field(description="the known share")]
    low: Annotated[float, Field(ge=0, le=1, description="parameter samples below this are replaced")]
    high: Annotated[float, Field(ge=0, le=1, description="parameter samples above this are replaced")]
