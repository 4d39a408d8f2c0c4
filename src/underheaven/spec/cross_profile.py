"""Whether a society is one of many kinds of persons, or a study of one profile made by weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underheaven.spec.found import Found, listed
from underheaven.spec.paths import show
from underheaven.spec.people import Attribute
from underheaven.spec.society import Society

NEARLY_ALL = 0.95
"""Share of the grown that one cross of attributes, or a few, may not hold."""
FEW = 3
"""Crosses that are a few, where the attributes make four times as many or more."""
WHY = (
    "what happens to them is the forecast of a profile, which nobody is to be measured by: a society is studied as a "
    "whole, by reporting groups"
)


def check_profile(society: Society) -> list[Found]:
    """Return that one cross of attributes, or a few of many, hold nearly everybody who is grown.

    A society without attributes has no profile: nothing tells its persons apart but luck. Attributes by which the
    society treats nobody differently are left out in a second look: they would make many crosses of one profile.
    """
    attributes = society.people.attributes
    told = [one for one in attributes if one.name in _told_by(society)]
    return _held(attributes, society.people.minors) or (
        _held(told, society.people.minors) if 0 < len(told) < len(attributes) else []
    )


def _held(attributes: Sequence[Attribute], minors: Mapping[str, list[str]]) -> list[Found]:
    shares = grown_shares(attributes, minors)
    held, total = 0.0, sum(shares.values())
    if not attributes or total <= 0:
        return []
    for n, (cross, share) in enumerate(sorted(shares.items(), key=lambda item: -item[1])[:FEW], start=1):
        held += share / total
        if held > NEARLY_ALL and (n == 1 or len(shares) >= 4 * n):
            which = f"the cross {listed(map(show, cross))} holds" if n == 1 else f"{n} of {len(shares)} crosses hold"
            return [Found(("people", "attributes"), f" has weights by which {which} {100 * held:.3g} % of the adults",
                          WHY, "Spread the weights as a published table has them, or leave out attributes of one "
                          "category")]  # fmt: skip
    return []


def _told_by(society: Society) -> set[str]:
    """Return the attributes that say who is a minor, or that some factor of the society other than 1 goes by."""
    jobs, credit = society.livelihood.jobs, society.livelihood.credit
    parts: list[object] = [*society.conduct, *society.contexts.values(), *society.habits, jobs, credit]
    tables = [table for part in parts for key, table in vars(part).items() if key.endswith("factors")]
    told = {name for table in tables for name, by in table.items() if any(factor != 1 for factor in by.values())}
    return told | set(society.people.minors)


def grown_shares(attributes: Sequence[Attribute], minors: Mapping[str, list[str]]) -> dict[tuple[str, ...], float]:
    """Return the share of persons in every cross of categories whose persons are grown, by the categories.

    Attributes are independent, as a population is dealt.
    """
    names = [attribute.name for attribute in attributes]
    shares: dict[tuple[str, ...], float] = {(): 1.0}
    for attribute in attributes:
        total = sum(attribute.categories.values()) or 1.0
        parts = {name: weight / total for name, weight in attribute.categories.items()}
        shares = {(*cross, name): share * part for cross, share in shares.items() for name, part in parts.items()}

    def is_minor(cross: tuple[str, ...]) -> bool:
        said = dict(zip(names, cross, strict=True))
        return bool(minors) and all(said.get(name) in chosen for name, chosen in minors.items())

    return {cross: share for cross, share in shares.items() if not is_minor(cross)}
