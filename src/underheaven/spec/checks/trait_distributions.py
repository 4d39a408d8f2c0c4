"""Checks of trait distributions: each has its parameters, in order and within the range of the trait."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import TraitDistribution, Traits
from underheaven.spec.problems import Problem, join_with_and

REQUIRED_NUMBERS: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "uniform": ("low", "high"),
    "beta": ("a", "b"),
    "normal": ("mean", "sd"),
    "ladder": (),
}
OPTIONAL_NUMBERS: dict[str, tuple[str, ...]] = {"ladder": ("raised",)}
"""Optional parameters of a distribution."""
ALL_NUMBERS = ("value", "low", "high", "a", "b", "mean", "sd", "raised")
SHARE_TRAITS = ("conviction", "grievance")
"""Traits from 0 to 1; normal draws are clipped there."""


def check_trait_distributions(traits: Traits) -> list[Problem]:
    """Return the faults of the distributions of traits."""
    problems: list[Problem] = []
    for name in type(traits).model_fields:
        distribution = getattr(traits, name)
        if isinstance(distribution, TraitDistribution):
            steps = ("people", "traits", name)
            lacking = _check_numbers(steps, distribution)
            problems += lacking or _check_order(steps, distribution) + _check_range(steps, name, distribution)
    return problems


def _check_numbers(steps: PathSteps, distribution: TraitDistribution) -> list[Problem]:
    needs = REQUIRED_NUMBERS[distribution.law]
    reads = (
        f"a {distribution.law} law reads {join_with_and(needs)}"
        if needs
        else f"a {distribution.law} law reads no number"
    )
    problems = [
        Problem((*steps, key), " is missing", reads, f"Add {key}")
        for key in needs
        if getattr(distribution, key) is None
    ]
    problems += [
        Problem(
            (*steps, key), f" = {show_value(getattr(distribution, key))}", reads, f"Remove {key}, or choose another law"
        )
        for key in ALL_NUMBERS
        if key not in needs + OPTIONAL_NUMBERS.get(distribution.law, ()) and getattr(distribution, key) is not None
    ]
    return problems


def _check_order(steps: PathSteps, distribution: TraitDistribution) -> list[Problem]:
    if distribution.low is not None and distribution.high is not None and distribution.low >= distribution.high:
        return [
            Problem(
                (*steps, "low"),
                f" = {distribution.low:g}",
                f"it must lie below high, {distribution.high:g}",
                "Exchange the two, or write a fixed law",
            )
        ]
    return []


def _check_range(steps: PathSteps, name: str, distribution: TraitDistribution) -> list[Problem]:
    """Return the parameters of a distribution that exceed the range of the trait."""
    given = [(key, getattr(distribution, key)) for key in ("value", "low", "high", "mean")]
    if name in SHARE_TRAITS:
        return [
            Problem((*steps, key), f" = {number:g}", f"{name} lies between 0 and 1", "Write a number from 0 to 1")
            for key, number in given
            if number is not None and not 0 <= number <= 1
        ]
    if name != "aversion":
        return []
    return [
        Problem(
            (*steps, key),
            f" = {number:g}",
            "aversion, the weight of a feared sanction, lies above 0",
            "Write a number above 0",
        )
        for key, number in given
        if number is not None and (number < 0 if key == "low" else number <= 0)
    ]
