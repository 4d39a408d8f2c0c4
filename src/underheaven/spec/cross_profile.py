"""Whether a society is one of many kinds of persons, or a study of one profile made by weights."""

from __future__ import annotations

from underheaven.spec.found import Found, listed
from underheaven.spec.paths import show
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

    A society without attributes has no profile: nothing tells its persons apart but luck.
    """
    shares = grown_shares(society)
    held, total = 0.0, sum(shares.values())
    if not society.people.attributes or total <= 0:
        return []
    for n, (cross, share) in enumerate(sorted(shares.items(), key=lambda item: -item[1])[:FEW], start=1):
        held += share / total
        if held > NEARLY_ALL and (n == 1 or len(shares) >= 4 * n):
            which = f"the cross {listed(map(show, cross))} holds" if n == 1 else f"{n} of {len(shares)} crosses hold"
            return [Found(("people", "attributes"), f" has weights by which {which} {100 * held:.3g} % of the grown",
                          WHY, "Spread the weights as a published table has them, or leave out attributes of one "
                          "category")]  # fmt: skip
    return []


def grown_shares(society: Society) -> dict[tuple[str, ...], float]:
    """Return the share of persons in every cross of categories whose persons are grown, by the categories.

    Attributes are independent, as a population is dealt.
    """
    minors, names = society.people.minors, [attribute.name for attribute in society.people.attributes]
    shares: dict[tuple[str, ...], float] = {(): 1.0}
    for attribute in society.people.attributes:
        total = sum(attribute.categories.values()) or 1.0
        parts = {name: weight / total for name, weight in attribute.categories.items()}
        shares = {(*cross, name): share * part for cross, share in shares.items() for name, part in parts.items()}

    def is_minor(cross: tuple[str, ...]) -> bool:
        said = dict(zip(names, cross, strict=True))
        return bool(minors) and all(said.get(name) in chosen for name, chosen in minors.items())

    return {cross: share for cross, share in shares.items() if not is_minor(cross)}
