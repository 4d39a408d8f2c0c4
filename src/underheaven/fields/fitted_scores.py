"""What is recorded each month of the points that a regime fits to its own records."""

from __future__ import annotations

from underheaven.fields.registered_field import stored_field

FITTED = (
    stored_field(
        "times", (), "int64", "fits", "standing", "how often the regime has fitted points to its own records so far"
    ),
    stored_field(
        "rank",
        ("kind",),
        "int64",
        "rank",
        "standing",
        "place of the kind by the points of its record as fitted last, the one that takes most first; equal points "
        "share a place; 0 before the first fit",
    ),
    stored_field(
        "gain",
        (),
        "int64",
        "points",
        "standing",
        "points more that a record of the kind that takes most as fitted last takes then than as fitted first",
    ),
)
"""What is recorded of the points that a regime fits to its records, by month; it does not reveal a scoring rule."""
