"""Checks of homophily: in what acquaintances are alike, and that people differ in it."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import ALIKE_BY_CONVICTION, People, Ties
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, suggest_name

SHARE_PATH: PathSteps = ("ties", "alike_share")
ALIKE_BY_PATH: PathSteps = ("ties", "alike_by")


def check_homophily(society: Society) -> list[Problem]:
    """Return the faults in a society's statement of homophily.

    An explicit ``alike_share = 0`` may accompany ``alike_by``, so that it can be varied.
    """
    ties, people = society.ties, society.people
    known = [*[a.name for a in people.attributes], ALIKE_BY_CONVICTION]
    if ties.alike_by is None:
        if ties.alike_share == 0:
            return []
        return [
            Problem(
                ALIKE_BY_PATH,
                " is left out",
                f"alike_share = {ties.alike_share:g}, and nothing says in what people are alike",
                suggest_name("", known),
            )
        ]
    if "alike_share" not in ties.model_fields_set:
        return [
            Problem(
                ALIKE_BY_PATH,
                f" = {show_value(ties.alike_by)}",
                "no share of acquaintances is drawn among those alike",
                "Write alike_share above 0, or remove it",
            )
        ]
    if ties.alike_by not in known:
        return [
            Problem(
                ALIKE_BY_PATH,
                f" = {show_value(ties.alike_by)}",
                f"{society.name} has no attribute of that name",
                suggest_name(ties.alike_by, known),
            )
        ]
    return _check_acquaintances(ties) + _check_variation(ties.alike_by, people)


def _check_acquaintances(ties: Ties) -> list[Problem]:
    """Homophily needs acquaintances to be drawn."""
    if ties.acquaintances > 0 or ties.alike_share == 0:
        return []
    return [
        Problem(
            SHARE_PATH,
            f" = {ties.alike_share:g}",
            "acquaintances = 0, so nobody is drawn at all",
            "Write acquaintances = 1 or more, or remove it",
        )
    ]


def _check_variation(name: str, people: People) -> list[Problem]:
    """Homophily is by one attribute or trait, and people differ in it."""
    attribute = next((a for a in people.attributes if a.name == name), None)
    if name == ALIKE_BY_CONVICTION and attribute is not None:
        return [
            Problem(
                ALIKE_BY_PATH,
                f" = {show_value(name)}",
                "it names a trait and an attribute of this society",
                "Give the attribute another name",
            )
        ]
    if attribute is not None and sum(weight > 0 for weight in attribute.categories.values()) < 2:
        return [
            Problem(
                ALIKE_BY_PATH,
                f" = {show_value(name)}",
                "everybody is in one category of it, and so alike",
                "Name an attribute that tells people apart",
            )
        ]
    if name == ALIKE_BY_CONVICTION and people.traits.conviction.law == "fixed":
        return [
            Problem(
                ALIKE_BY_PATH,
                f" = {show_value(name)}",
                "its law is fixed: everybody has the same conviction",
                "Write another law for people.traits.conviction, or name an attribute",
            )
        ]
    return []
