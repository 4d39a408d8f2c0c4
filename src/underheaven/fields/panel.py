"""The panel: monthly values of the first persons, if a study asks for it."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import I1s, I4s, U1s, U2s, U4s
from underheaven.fields.dimensions import stored_bytes
from underheaven.fields.registered_field import stored_field

PANEL = (
    stored_field(
        "generation", (), "uint8", "renewals", "repair", "number of times the slot had been renewed before this month"
    ),
    stored_field("group", (), "uint8", "label", "conduct", "reporting group, as a position among the labels of group"),
    stored_field("minor", (), "uint8", "0 or 1", "conduct", "a minor, without conduct and status of their own"),
    stored_field("speaking", (), "uint8", "0 or 1", "conduct", "spoke in public this month"),
    stored_field("open", (), "uint8", "0 or 1", "conduct", "acted in the open this month, other than by speech"),
    stored_field(
        "records", (), "uint8", "records", "standing", "live records from which the status of the month was computed"
    ),
    stored_field("score", (), "int32", "points", "standing", "score of the month; 0 for a minor"),
    stored_field(
        "grade",
        (),
        "int8",
        "label",
        "standing",
        "grade, as a position among the labels of grade; -1 without one",
    ),
    stored_field("blacklisted", (), "uint8", "0 or 1", "standing", "on a blacklist this month"),
    stored_field("redlisted", (), "uint8", "0 or 1", "standing", "on a redlist this month"),
    stored_field(
        "wrongly_listed",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "on a blacklist with no true record behind any of the person's blacklists",
    ),
    stored_field(
        "detriment",
        (),
        "uint32",
        "micro-months of income",
        "treatment",
        "detriment booked to the slot so far; the difference from the month before is what a month adds",
    ),
    stored_field("workforce", (), "uint8", "0 or 1", "livelihood", "works or seeks work"),
    stored_field("employed", (), "uint8", "0 or 1", "livelihood", "has a job at the end of the month"),
    stored_field(
        "solvency",
        (),
        "uint8",
        "label",
        "livelihood",
        "stage of solvency at the end of the month, as a position among the labels of solvency_stage",
    ),
    stored_field("savings", (), "uint16", "1/1000 month of income", "livelihood", "savings at the end of the month"),
    stored_field("beliefs", ("belief",), "uint16", "1/65535", "response", "perceived chance of a sanction"),
    stored_field("legitimacy", (), "uint16", "1/65535", "response", "perceived legitimacy of the regime"),
)
"""Variables of the panel: one value per month for each of the first persons, if a study asks for a panel."""

PANEL_LABELS = {"group": "group", "grade": "grade", "solvency": "solvency"}
"""Coded variables of the panel, and the dimension whose labels the codes index; a negative code has no label."""


class Panel(NamedTuple):
    """The last month of each panelist, one array per field of `PANEL`."""

    generation: U1s
    group: U1s
    minor: U1s
    speaking: U1s
    open: U1s
    records: U1s
    score: I4s
    grade: I1s
    blacklisted: U1s
    redlisted: U1s
    wrongly_listed: U1s
    detriment: U4s
    workforce: U1s
    employed: U1s
    solvency: U1s
    savings: U2s
    beliefs: U2s
    legitimacy: U2s


def panel_bytes_per_month() -> int:
    """Return the bytes of one month of one panelist."""
    return stored_bytes(PANEL)
