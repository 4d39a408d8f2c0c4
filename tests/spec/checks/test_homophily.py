from __future__ import annotations

import pytest

from underheaven.spec.checks.homophily import check_homophily
from underheaven.spec.io.document_reader import read_society

VILLAGE = read_society("village").model


def told(people=None, **ties):
    """What is said of the village with other ties; people: what is put into it beside."""
    changed = type(VILLAGE.ties).model_validate(VILLAGE.ties.model_dump(exclude_unset=True) | ties)
    society = VILLAGE.model_copy(update={"ties": changed, **(people or {})})
    return [f"{'.'.join(map(str, f.steps))}{f.what}: {f.why}. {f.instead}" for f in check_homophily(society)]


def with_attribute(**values):
    first, *others = VILLAGE.people.attributes
    people = VILLAGE.people.model_copy(update={"attributes": [first.model_copy(update=values), *others]})
    return {"people": people}


def with_conviction(**law):
    traits = VILLAGE.people.traits
    fixed = traits.model_copy(update={"conviction": type(traits.conviction)(**law)})
    return {"people": VILLAGE.people.model_copy(update={"traits": fixed})}


@pytest.mark.parametrize("by", ["sex", "age", "income", "conviction"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_an_attribute_or_conviction_will_do(by, share):
    assert told(alike_share=share, alike_by=by) == []


def test_a_society_says_nothing_of_likeness():
    assert told() == told(alike_share=0.0) == []


@pytest.mark.parametrize(
    ("ties", "people", "says"),
    [
        (
            {"alike_share": 0.4},
            None,
            "ties.alike_by is left out: alike_share = 0.4, and nothing says in what people are alike. Known are "
            "sex, age, income and conviction",
        ),
        (
            {"alike_by": "sex"},
            None,
            'ties.alike_by = "sex": no share of acquaintances is drawn among those alike. Write alike_share above 0, '
            "or remove it",
        ),
        (
            {"alike_share": 0.4, "alike_by": "incme"},
            None,
            'ties.alike_by = "incme": Village has no attribute of that name. Write "income"',
        ),
        (
            {"alike_share": 0.4, "alike_by": "sex", "acquaintances": 0},
            None,
            "ties.alike_share = 0.4: acquaintances = 0, so nobody is drawn at all. Write acquaintances = 1 or more, or "
            "remove it",
        ),
        (
            {"alike_share": 0.4, "alike_by": "conviction"},
            with_attribute(name="conviction"),
            'ties.alike_by = "conviction": it names a trait and an attribute of this society. Give the attribute '
            "another name",
        ),
        (
            {"alike_share": 0.4, "alike_by": "sex"},
            with_attribute(categories={"women": 1, "men": 0}),
            'ties.alike_by = "sex": everybody is in one category of it, and so alike. Name an attribute that tells '
            "people apart",
        ),
        (
            {"alike_share": 0.4, "alike_by": "conviction"},
            with_conviction(law="fixed", value=0.5),
            'ties.alike_by = "conviction": its law is fixed: everybody has the same conviction. Write '
            "another law for people.traits.conviction, or name an attribute",
        ),
    ],
)
def test_what_contradicts_itself_is_told(ties, people, says):
    (sentence,) = told(people, **ties)
    assert sentence.startswith(says)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_a_share(share):
    with pytest.raises(ValueError, match="alike_share"):
        told(alike_share=share, alike_by="sex")
