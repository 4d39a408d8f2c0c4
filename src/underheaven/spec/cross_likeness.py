"""What a society must say for acquaintances to be alike: in what, and that not everybody is alike in it."""

from __future__ import annotations

from underheaven.spec.found import Found, choose
from underheaven.spec.paths import Steps, show
from underheaven.spec.people import OF_CONVICTION, People, Ties
from underheaven.spec.society import Society

SHARE: Steps = ("ties", "alike_share")
BY: Steps = ("ties", "alike_by")


def check_likeness(society: Society) -> list[Found]:
    """Return what keeps acquaintances from being drawn among those alike as a society says they are.

    A share that is written as 0 may stand beside ``alike_by``: so it can be varied from there.
    """
    ties, people = society.ties, society.people
    known = [*[a.name for a in people.attributes], OF_CONVICTION]
    if ties.alike_by is None:
        if ties.alike_share == 0:
            return []
        return [Found(BY, " is left out", f"alike_share = {ties.alike_share:g}, and nothing says in what people are "
                      "alike", choose("", known))]  # fmt: skip
    if "alike_share" not in ties.model_fields_set:
        return [Found(BY, f" = {show(ties.alike_by)}", "no share of acquaintances is drawn among those alike",
                      "Write alike_share above 0, or remove it")]  # fmt: skip
    if ties.alike_by not in known:
        return [Found(BY, f" = {show(ties.alike_by)}", f"{society.name} has no attribute of that name",
                      choose(ties.alike_by, known))]  # fmt: skip
    return _somebody(ties) + _some_differ(ties.alike_by, people)


def _somebody(ties: Ties) -> list[Found]:
    """Whoever is drawn among those alike is an acquaintance."""
    if ties.acquaintances > 0 or ties.alike_share == 0:
        return []
    return [Found(SHARE, f" = {ties.alike_share:g}", "acquaintances = 0, so nobody is drawn at all",
                  "Write acquaintances = 1 or more, or remove it")]  # fmt: skip


def _some_differ(name: str, people: People) -> list[Found]:
    """What people are alike in is one thing, and tells some of them from others."""
    attribute = next((a for a in people.attributes if a.name == name), None)
    if name == OF_CONVICTION and attribute is not None:
        return [Found(BY, f" = {show(name)}", "it names a trait and an attribute of this society",
                      "Give the attribute another name")]  # fmt: skip
    if attribute is not None and sum(weight > 0 for weight in attribute.categories.values()) < 2:
        return [Found(BY, f" = {show(name)}", "everybody is in one category of it, and so alike",
                      "Name an attribute that tells people apart")]  # fmt: skip
    if name == OF_CONVICTION and people.traits.conviction.law == "fixed":
        return [Found(BY, f" = {show(name)}", "its law is fixed: everybody has the same conviction, and so is alike",
                      "Write another law for people.traits.conviction, or name an attribute")]  # fmt: skip
    return []
