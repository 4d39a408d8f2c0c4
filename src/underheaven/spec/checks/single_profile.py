"""Whether a society is one of many kinds of persons, or a study of one profile made by weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.people import Attribute
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, join_with_and

MAX_PROFILE_SHARE = 0.95
"""Share of the grown that one cross of attributes, or a few, may not hold."""
MAX_FEW = 3
"""Crosses that are a few, where the attributes make four times as many or more."""
PROFILE_REASON = (
    "what happens to them is the forecast of a profile, which nobody is to be measured by: a society is studied as a "
    "whole, by reporting groups"
)


def check_single_profile(society: Society) -> list[Problem]:
    """Return that one cross of attributes, or a few of many, hold nearly everybody who is grown.

    A society without attributes has no profile: nothing tells its persons apart but luck. Attributes by which the
    society treats nobody differently are left out in a second look: they would make many crosses of one profile.
    """
    attributes = society.people.attributes
    differentiating = [attribute for attribute in attributes if attribute.name in _differentiating_attributes(society)]
    return _check_concentration(attributes, society.people.minors) or (
        _check_concentration(differentiating, society.people.minors)
        if 0 < len(differentiating) < len(attributes)
        else []
    )


def _check_concentration(attributes: Sequence[Attribute], minors: Mapping[str, list[str]]) -> list[Problem]:
    shares = adult_cross_shares(attributes, minors)
    cumulative, total = 0.0, sum(shares.values())
    if not attributes or total <= 0:
        return []
    for n, (cross, share) in enumerate(sorted(shares.items(), key=lambda item: -item[1])[:MAX_FEW], start=1):
        cumulative += share / total
        if cumulative > MAX_PROFILE_SHARE and (n == 1 or len(shares) >= 4 * n):
            which = (
                f"the cross {join_with_and(map(show_value, cross))} holds"
                if n == 1
                else f"{n} of {len(shares)} crosses hold"
            )
            return [
                Problem(
                    ("people", "attributes"),
                    f" has weights by which {which} {100 * cumulative:.3g} % of the adults",
                    PROFILE_REASON,
                    "Spread the weights as a published table has them, or leave out attributes of one category",
                )
            ]
    return []


def _differentiating_attributes(society: Society) -> set[str]:
    """Return the attributes that say who is a minor, or that some factor of the society other than 1 goes by."""
    jobs, credit = society.livelihood.jobs, society.livelihood.credit
    parts: list[object] = [*society.conduct, *society.contexts.values(), *society.habits, jobs, credit]
    tables = [table for part in parts for key, table in vars(part).items() if key.endswith("factors")]
    names = {name for table in tables for name, by in table.items() if any(factor != 1 for factor in by.values())}
    return names | set(society.people.minors)


def adult_cross_shares(
    attributes: Sequence[Attribute], minors: Mapping[str, list[str]]
) -> dict[tuple[str, ...], float]:
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
        categories = dict(zip(names, cross, strict=True))
        return bool(minors) and all(categories.get(name) in chosen for name, chosen in minors.items())

    return {cross: share for cross, share in shares.items() if not is_minor(cross)}
