"""What is recorded each month of the points that a regime fits to its own records."""

from __future__ import annotations

from underheaven.fields.registered_field import stored_field

FITTED = (
    stored_field(
        "times",
        (),
        "int64",
        "fits",
        "standing",
        "number of times the regime has fitted points to its own records so far",
    ),
    stored_field(
        "rank",
        ("kind",),
        "int64",
        "rank",
        "standing",
        "rank of the kind by the points of its record at the last fit, the one that takes most first; equal "
        "points share a rank; 0 before the first fit",
    ),
    stored_field(
        "gain",
        (),
        "int64",
        "points",
        "standing",
        "change, from the first fit to the last, in the points of the kind of record that takes most at the last",
    ),
)
"""What is recorded of the points that a regime fits to its records, by month; it does not reveal a scoring rule."""
