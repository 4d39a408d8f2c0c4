"""What a society must say for acquaintances to be alike: in what, and that not everybody is alike in it."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import ALIKE_BY_CONVICTION, People, Ties
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, suggest_name

SHARE_PATH: PathSteps = ("ties", "alike_share")
ALIKE_BY_PATH: PathSteps = ("ties", "alike_by")


def check_homophily(society: Society) -> list[Problem]:
    """Return what keeps acquaintances from being drawn among those alike as a society says they are.

    A share that is written as 0 may stand beside ``alike_by``: so it can be varied from there.
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
    """Whoever is drawn among those alike is an acquaintance."""
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
    """What people are alike in is one thing, and tells some of them from others."""
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
                "its law is fixed: everybody has the same conviction, and so is alike",
                "Write another law for people.traits.conviction, or name an attribute",
            )
        ]
    return []
