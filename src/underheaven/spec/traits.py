"""Laws of traits: each has the numbers it needs, in order, inside what the trait can be."""

from __future__ import annotations

from underheaven.spec.found import Found, listed
from underheaven.spec.paths import Steps, show
from underheaven.spec.people import Law, Traits

NEEDS: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "uniform": ("low", "high"),
    "beta": ("a", "b"),
    "normal": ("mean", "sd"),
    "ladder": (),
}
MAY: dict[str, tuple[str, ...]] = {"ladder": ("raised",)}
"""Numbers that a law can do without."""
NUMBERS = ("value", "low", "high", "a", "b", "mean", "sd", "raised")
SHARES = ("conviction", "grievance")
"""Traits from 0 to 1; a normal law is cut there when it is drawn."""


def check_traits(traits: Traits) -> list[Found]:
    """Return what is wrong with the laws of the traits."""
    found: list[Found] = []
    for name in type(traits).model_fields:
        law = getattr(traits, name)
        if isinstance(law, Law):
            steps = ("people", "traits", name)
            lacking = _numbers(steps, law)
            found += lacking or _order(steps, law) + _inside(steps, name, law)
    return found


def _numbers(steps: Steps, law: Law) -> list[Found]:
    needs = NEEDS[law.law]
    reads = f"a {law.law} law reads {listed(needs)}" if needs else f"a {law.law} law reads no number"
    found = [Found((*steps, key), " is missing", reads, f"Add {key}") for key in needs if getattr(law, key) is None]
    found += [
        Found((*steps, key), f" = {show(getattr(law, key))}", reads, f"Remove {key}, or choose another law")
        for key in NUMBERS
        if key not in needs + MAY.get(law.law, ()) and getattr(law, key) is not None
    ]
    return found


def _order(steps: Steps, law: Law) -> list[Found]:
    if law.low is not None and law.high is not None and law.low >= law.high:
        return [Found((*steps, "low"), f" = {law.low:g}", f"it must lie below high, {law.high:g}",
                      "Exchange the two, or write a fixed law")]  # fmt: skip
    return []


def _inside(steps: Steps, name: str, law: Law) -> list[Found]:
    """Return the numbers of a law that lead outside the trait's range."""
    given = [(key, getattr(law, key)) for key in ("value", "low", "high", "mean")]
    if name in SHARES:
        return [
            Found((*steps, key), f" = {number:g}", f"{name} lies between 0 and 1", "Write a number from 0 to 1")
            for key, number in given
            if number is not None and not 0 <= number <= 1
        ]
    if name != "aversion":
        return []
    return [
        Found((*steps, key), f" = {number:g}", "aversion, the weight of a feared sanction, lies above 0",
              "Write a number above 0")
        for key, number in given
        if number is not None and (number < 0 if key == "low" else number <= 0)
    ]  # fmt: skip
