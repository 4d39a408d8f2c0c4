"""Checks of ageing: which attribute is age, and at which age each class begins."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import Ageing, Attribute, People
from underheaven.spec.problems import Problem, join_with_and, suggest_name

AGEING_PATH: PathSteps = ("people", "ageing")


def check_ageing(people: People) -> list[Problem]:
    """Return the faults in a society's statement of ageing."""
    if people.ageing is None:
        return []
    name = people.ageing.attribute
    attribute = next((a for a in people.attributes if a.name == name), None)
    if attribute is None:
        return [
            Problem(
                (*AGEING_PATH, "attribute"),
                f" = {show_value(name)}",
                "the society has no such attribute",
                suggest_name(name, [a.name for a in people.attributes], "it has none"),
            )
        ]
    if attribute.of != "person":
        return [
            Problem(
                (*AGEING_PATH, "attribute"),
                f" = {show_value(name)}",
                "the attribute is drawn for a household, whose members grow older each on their own",
                'Name an attribute with of = "person"',
            )
        ]
    problems = _check_classes(people.ageing, attribute)
    if problems:
        return problems
    steps = ("people", "attributes", people.attributes.index(attribute), "categories")
    return [
        *_check_empty_classes(people.ageing, attribute, steps),
        *_check_minors(people.ageing, people.minors.get(name, [])),
    ]


def _check_classes(ageing: Ageing, attribute: Attribute) -> list[Problem]:
    """Every category begins at an age of its own."""
    start_years, steps = ageing.from_years, (*AGEING_PATH, "from_years")
    problems = [
        Problem(
            (*steps, name),
            " is no category",
            f"the attribute {attribute.name} has no such category",
            suggest_name(name, attribute.categories),
        )
        for name in start_years
        if name not in attribute.categories
    ]
    missing = [name for name in attribute.categories if name not in start_years]
    if missing:
        what = f" leaves out {join_with_and(map(show_value, missing))}"
        problems.append(Problem(steps, what, "every category has an age", "Write the age at which each begins"))
    for i, (name, years) in enumerate(start_years.items()):
        same = [other for other in list(start_years)[:i] if start_years[other] == years]
        if same:
            problems.append(
                Problem(
                    (*steps, name),
                    f" = {years}",
                    f"{show_value(same[0])} begins at this age too",
                    "A person is in one class at a time: write another age",
                )
            )
    return problems


def _check_empty_classes(ageing: Ageing, attribute: Attribute, steps: PathSteps) -> list[Problem]:
    """No class is empty: nobody could pass through it."""
    return [
        Problem(
            (*steps, name),
            " = 0",
            "people grow older through every class of this attribute, and a class that holds nobody cannot be passed",
            "Give it more than 0, or join it with its neighbour",
        )
        for name in ageing.from_years
        if attribute.categories[name] == 0
    ]


def _check_minors(ageing: Ageing, minors: list[str]) -> list[Problem]:
    """Minors are the youngest classes: no adult becomes a minor again."""
    start_years = ageing.from_years
    adult_years = [years for name, years in start_years.items() if name not in minors]
    return [
        Problem(
            ("people", "minors", ageing.attribute),
            f" names {show_value(name)}",
            f"it begins at {start_years[name]} years, and persons of {min(adult_years)} years are adults: nobody who "
            "has grown up becomes a minor again",
            "Name the youngest classes alone",
        )
        for name in minors
        if name in start_years and adult_years and start_years[name] > min(adult_years)
    ]
