"""Marks of the direction in which a parameter of a regime is harsher, declared beside the parameter."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

HarsherWhen = Literal["higher", "lower", "changed", "neither"]
HARSHER_WHEN_KEY = "harsher_when"
"""Key of the mark in the JSON schema of a regime."""


def _harshness_mark(harsher_when: HarsherWhen) -> Any:
    return Field(json_schema_extra={HARSHER_WHEN_KEY: harsher_when})


HIGHER_IS_HARSHER = _harshness_mark("higher")
"""Harsher when the number is higher, a switch is on, or a list has more items."""
LOWER_IS_HARSHER = _harshness_mark("lower")
"""Harsher when the number is lower, a switch is off, or the part is missing: repair, notice, points."""
CHANGE_IS_HARSHER = _harshness_mark("changed")
"""A word that defines what numbers beside it do: replacing it makes another regime."""
NEITHER_IS_HARSHER = _harshness_mark("neither")
"""Neither direction is harsher."""
