"""What a result holds by person: sums over the months observed, and values at the end of the run."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import U1s, U2s, U4s
from underheaven.fields.registered_field import stored_field

SUMS = (
    stored_field("detriment", (), "uint32", "micro-months of income", "treatment", "detriment booked to the slot"),
    stored_field("months_listed", (), "uint16", "months", "standing", "months on any blacklist"),
    stored_field(
        "months_wrongly_listed",
        (),
        "uint16",
        "months",
        "standing",
        "months on blacklists with no true record behind any",
    ),
    stored_field("months_speaking", (), "uint16", "months", "conduct", "months in which the person spoke in public"),
    stored_field("months_unemployed", (), "uint16", "months", "livelihood", "months in the workforce without a job"),
    stored_field("months_under_judgment", (), "uint16", "months", "livelihood", "months owing a judgment"),
    stored_field("acts", (), "uint16", "acts", "conduct", "acts from opportunities, without prosocial acts"),
    stored_field("wrongful_records", (), "uint16", "records", "recording", "wrongful records filed"),
    stored_field("denials", (), "uint16", "attempts", "treatment", "attempts denied, all habits together"),
    stored_field("loans", (), "uint16", "loans", "livelihood", "loans received"),
    stored_field(
        "times_listed",
        (),
        "uint16",
        "entries",
        "standing",
        "times that the person entered a blacklist after a month on none",
    ),
    stored_field("renewals", (), "uint16", "renewals", "repair", "number of times the slot was renewed during the run"),
    stored_field(
        "stay_entry",
        (),
        "uint16",
        "months",
        "standing",
        "observed month, from 1, in which the first stay on any blacklist in the slot began; 0 without a stay",
    ),
    stored_field("stay_months", (), "uint16", "months", "standing", "months of that first stay so far"),
    stored_field(
        "stay_end",
        (),
        "uint8",
        "label",
        "standing",
        "how that first stay ended, as its position among the labels of stay_end; 0 while it lasts",
    ),
    stored_field(
        "stay_wrongful",
        (),
        "uint8",
        "0 or 1",
        "standing",
        "whether there was no true record behind that first stay in the month of entry",
    ),
)

FINAL_PERSON_FIELDS = (
    stored_field("region", (), "uint16", "label", "conduct", "region, as a position among the labels of region"),
    stored_field(
        "group",
        (),
        "uint8",
        "label",
        "repair",
        "reporting group of the person in the slot at the end, as a position among the labels of group: the group "
        "in the first month observed, or on arrival if later",
    ),
    stored_field(
        "minor",
        (),
        "uint8",
        "0 or 1",
        "conduct",
        "whether the person in the slot at the end is a minor, without conduct and status of their own: in the "
        "first month observed, or on arrival if later",
    ),
    stored_field(
        "blacklisted",
        (),
        "uint8",
        "0 or 1",
        "treatment",
        "on a blacklist in the last month; 0 for a newcomer of that month",
    ),
    stored_field(
        "out_of_work", (), "uint8", "0 or 1", "livelihood", "in the workforce without a job at the end of the run"
    ),
)
"""Values of each person at the end of the run that are not sums; computed then and not part of the state."""

PERSON_FIELDS = (*SUMS, *FINAL_PERSON_FIELDS)
"""All variables that a result holds by person."""


class Sums(NamedTuple):
    """Sums over the months observed, one array over persons per field of `SUMS`."""

    detriment: U4s
    months_listed: U2s
    months_wrongly_listed: U2s
    months_speaking: U2s
    months_unemployed: U2s
    months_under_judgment: U2s
    acts: U2s
    wrongful_records: U2s
    denials: U2s
    loans: U2s
    times_listed: U2s
    renewals: U2s
    stay_entry: U2s
    stay_months: U2s
    stay_end: U1s
    stay_wrongful: U1s
