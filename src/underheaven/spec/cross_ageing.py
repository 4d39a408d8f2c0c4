"""What a society must say for its people to grow older: which attribute is age, and where each class of it begins."""

from __future__ import annotations

from underheaven.spec.found import Found, choose, listed
from underheaven.spec.paths import Steps, show
from underheaven.spec.people import Ageing, Attribute, People

WHERE: Steps = ("people", "ageing")


def ageing_fits(people: People) -> list[Found]:
    """Return what keeps people from growing older as a society says they do."""
    if people.ageing is None:
        return []
    name = people.ageing.attribute
    attribute = next((a for a in people.attributes if a.name == name), None)
    if attribute is None:
        return [Found((*WHERE, "attribute"), f" = {show(name)}", "the society has no such attribute",
                      choose(name, [a.name for a in people.attributes], "it has none"))]  # fmt: skip
    if attribute.of != "person":
        return [Found((*WHERE, "attribute"), f" = {show(name)}",
                      "the attribute is drawn for a household, whose members grow older each on their own",
                      'Name an attribute with of = "person"')]  # fmt: skip
    found = _classes(people.ageing, attribute)
    if found:
        return found
    steps = ("people", "attributes", people.attributes.index(attribute), "categories")
    return [*_empty(people.ageing, attribute, steps), *_minors(people.ageing, people.minors.get(name, []))]


def _classes(ageing: Ageing, attribute: Attribute) -> list[Found]:
    """Every category begins at an age of its own."""
    begins, steps = ageing.from_years, (*WHERE, "from_years")
    found = [
        Found((*steps, name), " is no category", f"the attribute {attribute.name} has no such category",
              choose(name, attribute.categories))
        for name in begins
        if name not in attribute.categories
    ]  # fmt: skip
    left = [name for name in attribute.categories if name not in begins]
    if left:
        what = f" leaves out {listed(map(show, left))}"
        found.append(Found(steps, what, "whoever is in a category has an age", "Write the age at which each begins"))
    for i, (name, years) in enumerate(begins.items()):
        same = [other for other in list(begins)[:i] if begins[other] == years]
        if same:
            found.append(Found((*steps, name), f" = {years}", f"{show(same[0])} begins at this age too",
                               "A person is in one class at a time: write another age"))  # fmt: skip
    return found


def _empty(ageing: Ageing, attribute: Attribute, steps: Steps) -> list[Found]:
    """Nobody could grow through a class that holds nobody."""
    return [
        Found((*steps, name), " = 0",
              "people grow older through every class of this attribute, and a class that holds nobody cannot be passed",
              "Give it more than 0, or join it with its neighbour")
        for name in ageing.from_years
        if attribute.categories[name] == 0
    ]  # fmt: skip


def _minors(ageing: Ageing, minors: list[str]) -> list[Found]:
    """People grow up and never back: minors are the youngest."""
    begins = ageing.from_years
    grown = [years for name, years in begins.items() if name not in minors]
    return [
        Found(("people", "minors", ageing.attribute), f" names {show(name)}",
              f"it begins at {begins[name]} years, and persons of {min(grown)} years are adults: nobody who has grown "
              "up becomes a minor again", "Name the youngest classes alone")
        for name in minors
        if name in begins and grown and begins[name] > min(grown)
    ]  # fmt: skip
