"""Of whom lenders would think less well under another regime: first beliefs that are changed, removed or hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underheaven.labels import FACES
from underheaven.spec.treatment import standings_seen

Table = Mapping[str, Any]
Counts = tuple[float, float]
"""Loans repaid, and loans fallen behind."""


def doubted(treatment: Table, other: Table, counts: Counts | None) -> set[str]:
    """Return the standings of which lenders may think less well under the other regime than under the first.

    Whoever can no longer be told apart stands as those do among whom they are. What a regime does not state, the
    society does; where that is not known, lenders may think less well.

    Args:
        treatment: that of the first regime, as plain values.
        other: the other regime, as plain values.
        counts: those of the society, from which lenders start where a regime states nothing; None if not known.
    """
    grades, sees = other["standing"]["grades"], other["treatment"]["lenders_see"]
    was, now = _beliefs(treatment), _beliefs(other["treatment"])
    hidden = (0 if "blacklist" in sees else 1) + (0 if "redlist" in sees else 2)
    by_place = {place: of for of, place in standings_seen(sees, grades).items()}
    found = set()
    for of in {*was, *standings_seen(treatment["lenders_see"], grades)}:
        face, _, grade = of.partition(", grade ")
        place = FACES.index(face) & ~hidden
        shown = by_place.get((place, grade if "grade" in sees else None), FACES[place])
        if of not in was and shown not in now:
            continue  # the society's counts, before and after
        before, after = was.get(of, counts), now.get(shown, counts)
        if before is None or after is None or after[0] < before[0] or after[1] > before[1]:
            found.add(of)
    return found


def favoured(regime: Table, counts: Counts | None) -> bool:
    """Return whether lenders may think better of those on a redlist, which they see, than of those on none.

    Args:
        regime: as plain values.
        counts: those of the society, from which lenders start where a regime states nothing; None if not known.
    """
    treatment = regime["treatment"]
    sees, beliefs = treatment["lenders_see"], _beliefs(treatment)
    if "redlist" not in sees or not beliefs:
        return False
    for of, (place, grade) in standings_seen(sees, regime["standing"]["grades"]).items():
        if place & 2:
            without = FACES[place & ~2] + ("" if grade is None else f", grade {grade}")
            on, off = beliefs.get(of, counts), beliefs.get(without, counts)
            stated = of in beliefs or without in beliefs
            if stated and (on is None or off is None or on[0] > off[0] or on[1] < off[1]):
                return True
    return False


def _beliefs(treatment: Table) -> dict[str, Counts]:
    return {belief["of"]: (belief["repaid"], belief["defaulted"]) for belief in treatment["lenders_believe"]}
