"""Checks that a society is a population, and not the profile of one kind of person made by weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.people import Attribute
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, join_with_and

MAX_PROFILE_SHARE = 0.95
"""Largest share of adults allowed in one combination of categories, or a few."""
MAX_FEW = 3
"""Combinations that count as a few where there are at least four times as many."""
PROFILE_REASON = (
    "this would be the forecast of a profile, and no person may be measured by one: a society is studied as a "
    "whole, by reporting groups"
)


def check_single_profile(society: Society) -> list[Problem]:
    """Return that one combination of categories, or a few of many, contain nearly all adults.

    A society without attributes has no profile: its persons differ by chance alone. A second pass leaves out attributes
    that change no rate, because they would divide one profile into many combinations.
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
                f"the combination {join_with_and(map(show_value, cross))} holds"
                if n == 1
                else f"{n} of {len(shares)} combinations hold"
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
    """Return the attributes that define minors or have a factor other than 1."""
    jobs, credit = society.livelihood.jobs, society.livelihood.credit
    parts: list[object] = [*society.conduct, *society.contexts.values(), *society.habits, jobs, credit]
    tables = [table for part in parts for key, table in vars(part).items() if key.endswith("factors")]
    names = {name for table in tables for name, by in table.items() if any(factor != 1 for factor in by.values())}
    return names | set(society.people.minors)


def adult_cross_shares(
    attributes: Sequence[Attribute], minors: Mapping[str, list[str]]
) -> dict[tuple[str, ...], float]:
    """Return the share of persons in each combination of categories of adults.

    Attributes are independent, as when a population is drawn.
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
