"""Which way a parameter of a regime bears more heavily on people, declared once, beside the parameter."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

HarsherWhen = Literal["higher", "lower", "changed", "neither"]
HARSHER_WHEN_KEY = "harsher_when"
"""The key under which the JSON schema of a regime holds it."""


def _harshness_mark(harsher_when: HarsherWhen) -> Any:
    return Field(json_schema_extra={HARSHER_WHEN_KEY: harsher_when})


HIGHER_IS_HARSHER = _harshness_mark("higher")
"""The regime does more when the number is higher, a switch is on, or a list of names or of parts has more items."""
LOWER_IS_HARSHER = _harshness_mark("lower")
"""The regime is harsher when the number is lower, a switch is off, or the part is gone: repair, notice, points."""
CHANGE_IS_HARSHER = _harshness_mark("changed")
"""A word that says what the numbers beside it do: exchanged for another, it makes another regime."""
NEITHER_IS_HARSHER = _harshness_mark("neither")
"""No side of it is the harsher one."""
