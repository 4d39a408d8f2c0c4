"""Checks of one society: its parts agree with each other."""

from __future__ import annotations

from collections.abc import Mapping

from underheaven.spec.checks.ageing import check_ageing
from underheaven.spec.checks.attributes import check_attribute, check_categories, check_factors, check_sizes
from underheaven.spec.checks.common_checks import check_weights, find_duplicates
from underheaven.spec.checks.conduct import check_conduct
from underheaven.spec.checks.homophily import check_homophily
from underheaven.spec.checks.livelihood import check_backlog, check_exchange
from underheaven.spec.checks.single_profile import check_single_profile
from underheaven.spec.checks.trait_distributions import check_trait_distributions
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.people import Ties
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import SIMULATED_CONTEXTS, USE_AS_SIMULATED
from underheaven.spec.problems import Problem

LARGEST_HOUSEHOLD = 32


def check_society(society: Society) -> list[Problem]:
    """Return all faults of a society, including that it is a single profile."""
    problems = check_society_parts(society)
    return problems or check_single_profile(society)


def check_society_parts(society: Society) -> list[Problem]:
    """Return the faults of a society that concern several of its parts.

    A society that is a single profile passes: see `check_society`.
    """
    people = society.people
    return [
        *find_duplicates(("people", "regions"), "name", [r.name for r in people.regions], "a region"),
        *find_duplicates(("people", "attributes"), "name", [a.name for a in people.attributes], "an attribute"),
        *find_duplicates(("conduct",), "name", [c.name for c in society.conduct], "a kind of conduct"),
        *find_duplicates(("habits",), "name", [h.name for h in society.habits], "a habit"),
        *find_duplicates(("facts",), "quantity", [f.quantity for f in society.facts], "a fact"),
        *_check_facts(society),
        *check_weights(("people", "regions"), [r.persons for r in people.regions]),
        *[f for i, a in enumerate(people.attributes) for f in check_attribute(("people", "attributes", i), a)],
        *check_sizes(people.attributes),
        *check_categories(("people", "minors"), people.minors, society),
        *check_ageing(people),
        *check_trait_distributions(people.traits),
        *_check_ties(society.ties),
        *check_homophily(society),
        *check_conduct(society.conduct),
        *_check_context_use(society),
        *check_exchange(society),
        *check_backlog(society),
        *[f for steps, factors in _factor_tables(society) for f in check_factors(steps, factors, society)],
    ]


def _factor_tables(society: Society) -> list[tuple[PathSteps, Mapping[str, Mapping[str, float]]]]:
    """Yield every table of factors of a society with its path."""
    jobs, credit = society.livelihood.jobs, society.livelihood.credit
    return [
        *[(("conduct", i, "factors"), c.factors) for i, c in enumerate(society.conduct)],
        *[(("contexts", name, "factors"), use.factors) for name, use in society.contexts.items()],
        *[(("habits", i, "factors"), h.factors) for i, h in enumerate(society.habits)],
        (("livelihood", "jobs", "participation_factors"), jobs.participation_factors),
        (("livelihood", "jobs", "loss_factors"), jobs.loss_factors),
        (("livelihood", "jobs", "find_factors"), jobs.find_factors),
        (("livelihood", "credit", "need_factors"), credit.need_factors),
        (("livelihood", "credit", "unable_factors"), credit.unable_factors),
        (("livelihood", "credit", "unwilling_factors"), credit.unwilling_factors),
    ]


def _check_context_use(society: Society) -> list[Problem]:
    """Return contexts with use as simulated that livelihood does not simulate, and factors of such a use."""
    problems = []
    for name, context in society.contexts.items():
        if context.use != USE_AS_SIMULATED:
            continue
        if name not in SIMULATED_CONTEXTS:
            problems.append(
                Problem(
                    ("contexts", name, "use"),
                    f" is {USE_AS_SIMULATED!r}",
                    f"livelihood does not simulate it: use is simulated for {' and '.join(SIMULATED_CONTEXTS)} alone",
                    "Write a share of months, 0 to 1",
                )
            )
        if context.factors:
            problems.append(
                Problem(
                    ("contexts", name, "factors"),
                    " is given with a use as lived",
                    "who uses the context, and when, comes from livelihood",
                    "Remove it; livelihood has factors of its own",
                )
            )
    return problems


def _check_facts(society: Society) -> list[Problem]:
    """Find facts that no society can meet, and facts about a burn-in that is not simulated."""
    problems = [
        Problem(
            ("facts", n, "high"),
            f" = {show_value(fact.high)}",
            f"it lies below low = {show_value(fact.low)}",
            "Swap the two",
        )
        for n, fact in enumerate(society.facts)
        if fact.high < fact.low
    ]
    if society.facts and not society.burn_in_months:
        problems.append(
            Problem(
                ("facts",),
                " are given with burn_in_months = 0",
                "facts are held against the last month of the burn-in",
                "Write burn_in_months = 12 or more, or leave the facts out",
            )
        )
    return problems


def _check_ties(ties: Ties) -> list[Problem]:
    """Household sizes are counted from 1, have no duplicates, and only the largest is open."""
    sizes = [int(key.rstrip("+")[:9]) for key in ties.household_sizes]
    problems = check_weights(("ties", "household_sizes"), list(ties.household_sizes.values()))
    for i, (key, size) in enumerate(zip(ties.household_sizes, sizes, strict=True)):
        steps = ("ties", "household_sizes", key)
        if not 1 <= size <= LARGEST_HOUSEHOLD:
            problems.append(
                Problem(
                    steps,
                    " is no household size",
                    f"a household has 1 to {LARGEST_HOUSEHOLD} persons",
                    "Join it with the class below it",
                )
            )
        if size in sizes[:i]:
            problems.append(Problem(steps, " occurs twice", "a size has one weight", "Join the two"))
        if key.endswith("+") and size < max(sizes):
            problems.append(
                Problem(
                    steps,
                    " is open",
                    f"a larger size, {max(sizes)}, is given too",
                    "Only the largest size can be open",
                )
            )
    if max(sizes) > ties.largest_household:
        problems.append(
            Problem(
                ("ties", "largest_household"),
                f" = {ties.largest_household}",
                f"the table has households of {max(sizes)}",
                f"Write {max(sizes)} or more",
            )
        )
    return problems
