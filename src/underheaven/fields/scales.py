"""The units of stored integers, and what their values mean at the limits."""

from __future__ import annotations

MICRO = 1_000_000
MILLI = 1_000
BELIEF_ONE = 65_535
"""A stored belief or legitimacy of 1."""

DOSSIER_CAPACITY, MAX_DOSSIER_CAPACITY = 8, 32
"""Records that a dossier holds by default, and the most that a regime can state."""
OPEN_ENDED = 127
"""Months left of a record without an end."""

BIRTH_MONTH_OFFSET = 1_440
"""Month of birth stored for a person born in the first month of the run; also the greatest age in months of a bounded
age class."""
