"""Checks of attributes: their categories, their reporting groups, and factors and choices that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from underheaven.spec.checks.common_checks import check_weights
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import EVERYONE, Attribute
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, join_with_and, suggest_name

MAX_CELLS = 256
"""Combinations of categories that a society may have: the tables of rates have one row each."""
MAX_GROUPS = 32
"""Reporting groups: every tally by group has one column each."""


def check_categories(steps: PathSteps, chosen: Mapping[str, Sequence[str]], society: Society) -> list[Problem]:
    """Return chosen attributes and categories that the society lacks, and empty choices.

    Args:
        steps: path of the choice in its document.
        chosen: categories by attribute.
        society: the society.
    """
    problems = []
    for name, categories in chosen.items():
        problems += _check_known(
            (*steps, name), name, list(categories), [(i,) for i in range(len(categories))], society
        )
        if not categories:
            problems.append(Problem((*steps, name), " is empty", "it chooses nobody", "Name a category, or remove it"))
    return problems


def check_factors(steps: PathSteps, factors: Mapping[str, Mapping[str, float]], society: Society) -> list[Problem]:
    """Return the attributes and categories of a table of factors that the society lacks."""
    return [
        problem
        for name, table in factors.items()
        for problem in _check_known((*steps, name), name, list(table), [(c,) for c in table], society)
    ]


def reported_categories(society: Society) -> list[str]:
    """Return the categories that make up the reporting groups of a society."""
    reported = [a for a in society.people.attributes if not isinstance(a.report_as, str)]
    return list(dict.fromkeys(name for a in reported for name in a.report_as or a.categories)) or [EVERYONE]


def _check_known(
    steps: PathSteps, name: str, wanted: list[str], item_paths: Sequence[PathSteps], society: Society
) -> list[Problem]:
    attributes = {a.name: a for a in society.people.attributes}
    if name not in attributes:
        return [
            Problem(
                steps,
                " is no attribute",
                f"{society.name} has no attribute of that name",
                suggest_name(name, attributes, "the society has no attributes"),
            )
        ]
    known = attributes[name].categories
    return [
        Problem(
            (*steps, *item_path),
            f" names the category {show_value(word)}",
            f"the attribute {name} of {society.name} has no such category",
            suggest_name(word, known),
        )
        for word, item_path in zip(wanted, item_paths, strict=True)
        if word not in known
    ]


def check_attribute(steps: PathSteps, attribute: Attribute) -> list[Problem]:
    """The coarser categories of an attribute join each of its categories exactly once."""
    problems = check_weights((*steps, "categories"), list(attribute.categories.values()))
    if isinstance(attribute.report_as, str) or not attribute.report_as:
        return problems
    seen: list[str] = []
    for coarse, fine in attribute.report_as.items():
        for i, name in enumerate(fine):
            steps_to_name = (*steps, "report_as", coarse, i)
            if name not in attribute.categories:
                problems.append(
                    Problem(
                        steps_to_name,
                        f" = {show_value(name)}",
                        "the attribute has no such category",
                        suggest_name(name, attribute.categories),
                    )
                )
            elif name in seen:
                problems.append(
                    Problem(
                        steps_to_name,
                        f" = {show_value(name)}",
                        "it is reported under another name already",
                        "Name it once",
                    )
                )
            seen.append(name)
    unreported = [name for name in attribute.categories if name not in seen]
    if unreported:
        problems.append(
            Problem(
                (*steps, "report_as"),
                f" leaves out {join_with_and(map(show_value, unreported))}",
                "everybody belongs to a reporting group",
                "Put each under one of the names",
            )
        )
    return problems


def check_sizes(attributes: Sequence[Attribute]) -> list[Problem]:
    """Combinations of categories and reporting groups stay within what tables and tallies hold."""
    cells = prod(len(a.categories) for a in attributes)
    groups = prod(1 if isinstance(a.report_as, str) else len(a.report_as) or len(a.categories) for a in attributes)
    problems = []
    if cells > MAX_CELLS:
        problems.append(
            Problem(
                ("people", "attributes"),
                f" makes {cells} combinations of categories",
                f"at most {MAX_CELLS} can be held",
                "Join categories or leave out an attribute",
            )
        )
    if groups > MAX_GROUPS:
        problems.append(
            Problem(
                ("people", "attributes"),
                f" makes {groups} reporting groups",
                f"at most {MAX_GROUPS} are reported",
                'Join categories under report_as, or write report_as = "not reported"',
            )
        )
    return problems
