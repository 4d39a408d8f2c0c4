"""The panel: monthly values of the first persons, if a study asks for it."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import I1s, I4s, U1s, U2s, U4s
from underheaven.fields.dimensions import stored_bytes
from underheaven.fields.registered_field import stored_field

PANEL = (
    stored_field(
        "generation", (), "uint8", "renewals", "repair", "how often the place had been renewed before this month"
    ),
    stored_field(
        "group", (), "uint8", "label", "conduct", "reporting group, as its position among the labels of group"
    ),
    stored_field("minor", (), "uint8", "0 or 1", "conduct", "too young for conduct and standing of one's own"),
    stored_field("speaking", (), "uint8", "0 or 1", "conduct", "spoke in public this month"),
    stored_field("open", (), "uint8", "0 or 1", "conduct", "acted in the open this month, speech left out"),
    stored_field(
        "records", (), "uint8", "records", "standing", "live records that the month's standing was computed from"
    ),
    stored_field("score", (), "int32", "points", "standing", "score of the month's standing; 0 for a minor"),
    stored_field(
        "grade",
        (),
        "int8",
        "label",
        "standing",
        "grade, as its position among the labels of grade; -1 where there is none",
    ),
    stored_field("blacklisted", (), "uint8", "0 or 1", "standing", "on a blacklist by the month's standing"),
    stored_field("redlisted", (), "uint8", "0 or 1", "standing", "on a redlist by the month's standing"),
    stored_field(
        "wrongly_listed",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "on a blacklist with no true record behind any that the person is on",
    ),
    stored_field(
        "detriment",
        (),
        "uint32",
        "micro-months of income",
        "treatment",
        "detriment booked to the place so far; what a month added is the difference from the month before",
    ),
    stored_field("workforce", (), "uint8", "0 or 1", "livelihood", "works or seeks work"),
    stored_field("employed", (), "uint8", "0 or 1", "livelihood", "has a job when the month is over"),
    stored_field(
        "solvency",
        (),
        "uint8",
        "label",
        "livelihood",
        "stage of solvency when the month is over, as its position among the labels of solvency_stage",
    ),
    stored_field(
        "savings", (), "uint16", "1/1000 month of income", "livelihood", "what is put by when the month is over"
    ),
    stored_field("beliefs", ("belief",), "uint16", "1/65535", "response", "perceived chance of a sanction"),
    stored_field("legitimacy", (), "uint16", "1/65535", "response", "how rightful the regime seems"),
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
