"""Values of each person at the end of a run that are not sums."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Array, U1s
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.fields.codes import PUBLIC_BLACKLISTED
from underheaven.fields.person_values import FINAL_PERSON_FIELDS

WORK_BITS, SEEKING = 3, 2
"""Bits of a byte of livelihood that describe work, and their value for the unemployed."""


def final_person_values(population: Population, built: CompiledScenario, cells: U1s) -> dict[str, Array]:
    """Return the values of each slot at the end of the run.

    In an ageing society, cells are those of the first month observed, or of arrival where that is later: a person who
    was there throughout is reported in the group in which the run began.

    Args:
        population: The population after its last month.
        built: The compiled scenario.
        cells: Cell of the person at each slot, uint8 (person,).

    Returns:
        Arrays by name, as in `fields.person_values.FINAL_PERSON_FIELDS`.
    """
    state, society = population.state, built.society[0]
    sizes = np.diff(built.town_starts)
    values = {
        "region": np.repeat(built.regions, sizes),
        "group": society.group[cells],
        "minor": society.minor[cells],
        "blacklisted": state.public_status & PUBLIC_BLACKLISTED > 0,
        "out_of_work": state.livelihood & WORK_BITS == SEEKING,
    }
    return {field.name: np.asarray(values[field.name], field.dtype) for field in FINAL_PERSON_FIELDS}
