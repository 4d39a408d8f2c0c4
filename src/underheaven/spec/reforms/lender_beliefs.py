"""Standings about which lenders would think worse after a change of first beliefs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underheaven.labels import PUBLIC_STATUSES
from underheaven.spec.models.treatment import visible_standings

Table = Mapping[str, Any]
LoanCounts = tuple[float, float]
"""Loans repaid, and loans fallen behind."""


def standings_doubted(treatment: Table, other: Table, counts: LoanCounts | None) -> set[str]:
    """Return the standings about which lenders may think worse under the other regime.

    People who become indistinguishable share the belief about their new class. The society's counts apply where a
    regime states none; where they are not known, lenders may think worse.

    Args:
        treatment: treatment of the first regime, as plain values.
        other: the other regime, as plain values.
        counts: the society's counts of repaid and defaulted loans; None where not known.
    """
    grades, sees = other["standing"]["grades"], other["treatment"]["lenders_see"]
    beliefs_before, beliefs_after = _beliefs_by_standing(treatment), _beliefs_by_standing(other["treatment"])
    hidden = (0 if "blacklist" in sees else 1) + (0 if "redlist" in sees else 2)
    standing_by_bits = {standing_bits: standing for standing, standing_bits in visible_standings(sees, grades).items()}
    doubted_standings = set()
    for standing in {*beliefs_before, *visible_standings(treatment["lenders_see"], grades)}:
        label, _, grade = standing.partition(", grade ")
        standing_bits = PUBLIC_STATUSES.index(label) & ~hidden
        visible_as = standing_by_bits.get(
            (standing_bits, grade if "grade" in sees else None), PUBLIC_STATUSES[standing_bits]
        )
        if standing not in beliefs_before and visible_as not in beliefs_after:
            continue  # the society's counts, before and after
        before, after = beliefs_before.get(standing, counts), beliefs_after.get(visible_as, counts)
        if before is None or after is None or after[0] < before[0] or after[1] > before[1]:
            doubted_standings.add(standing)
    return doubted_standings


def favours_redlist(regime: Table, counts: LoanCounts | None) -> bool:
    """Return whether lenders see redlists and may think better of redlisted people than of others.

    Args:
        regime: the regime, as plain values.
        counts: the society's counts of repaid and defaulted loans; None where not known.
    """
    treatment = regime["treatment"]
    sees, beliefs = treatment["lenders_see"], _beliefs_by_standing(treatment)
    if "redlist" not in sees or not beliefs:
        return False
    for standing, (standing_bits, grade) in visible_standings(sees, regime["standing"]["grades"]).items():
        if standing_bits & 2:
            without = PUBLIC_STATUSES[standing_bits & ~2] + ("" if grade is None else f", grade {grade}")
            on, off = beliefs.get(standing, counts), beliefs.get(without, counts)
            stated = standing in beliefs or without in beliefs
            if stated and (on is None or off is None or on[0] > off[0] or on[1] < off[1]):
                return True
    return False


def _beliefs_by_standing(treatment: Table) -> dict[str, LoanCounts]:
    return {belief["of"]: (belief["repaid"], belief["defaulted"]) for belief in treatment["lenders_believe"]}
