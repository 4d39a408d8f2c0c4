"""What the parts of one society must say about each other: attributes, conduct, households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from underheaven.spec.checks.ageing import check_ageing
from underheaven.spec.checks.homophily import check_homophily
from underheaven.spec.checks.regime import find_duplicates
from underheaven.spec.checks.single_profile import check_single_profile
from underheaven.spec.checks.trait_distributions import check_trait_distributions
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.conduct import Conduct
from underheaven.spec.models.people import EVERYONE, Attribute, Ties
from underheaven.spec.models.society import Society
from underheaven.spec.models.treatment import SIMULATED_CONTEXTS, USE_AS_SIMULATED
from underheaven.spec.problems import Problem, join_with_and, suggest_name

MAX_CELLS = 256
"""Combinations of categories that a society may have: the tables of rates have one row each."""
MAX_GROUPS = 32
"""Reporting groups: every tally by group has one column each."""
LARGEST_HOUSEHOLD = 32


def check_society(society: Society) -> list[Problem]:
    """Return everything that the parts of a society contradict each other in, and that it is of one profile."""
    problems = check_society_parts(society)
    return problems or check_single_profile(society)


def check_society_parts(society: Society) -> list[Problem]:
    """Return everything that the parts of a society contradict each other in.

    Verification alone asks no more: its own documents are filled with the numbers of a case, and no user's is read so.
    """
    people = society.people
    return [
        *find_duplicates(("people", "regions"), "name", [r.name for r in people.regions], "a region"),
        *find_duplicates(("people", "attributes"), "name", [a.name for a in people.attributes], "an attribute"),
        *find_duplicates(("conduct",), "name", [c.name for c in society.conduct], "a kind of conduct"),
        *find_duplicates(("habits",), "name", [h.name for h in society.habits], "a habit"),
        *find_duplicates(("facts",), "quantity", [f.quantity for f in society.facts], "a fact"),
        *_check_facts(society),
        *_check_weights(("people", "regions"), [r.persons for r in people.regions]),
        *[f for i, a in enumerate(people.attributes) for f in _check_attribute(("people", "attributes", i), a)],
        *_check_sizes(people.attributes),
        *check_categories(("people", "minors"), people.minors, society),
        *check_ageing(people),
        *check_trait_distributions(people.traits),
        *_check_ties(society.ties),
        *check_homophily(society),
        *_check_conduct(society.conduct),
        *_check_context_use(society),
        *_check_exchange(society),
        *_check_backlog(society),
        *[f for steps, factors in _factor_tables(society) for f in check_factors(steps, factors, society)],
    ]


def check_categories(steps: PathSteps, chosen: Mapping[str, Sequence[str]], society: Society) -> list[Problem]:
    """Return the attributes and categories of a choice that the society lacks, and empty choices.

    chosen: categories by attribute, as ``applies_to`` and ``minors`` write them.
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
    """Return the categories that the reporting groups of a society are made of."""
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


def _factor_tables(society: Society) -> list[tuple[PathSteps, Mapping[str, Mapping[str, float]]]]:
    """Return every table of factors of a society with its way."""
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
    """Return contexts whose use is said to be lived though livelihood does not model them, and factors beside it."""
    problems = []
    for name, context in society.contexts.items():
        if context.use != USE_AS_SIMULATED:
            continue
        if name not in SIMULATED_CONTEXTS:
            problems.append(
                Problem(
                    ("contexts", name, "use"),
                    f" is {USE_AS_SIMULATED!r}",
                    f"nobody's life is followed there: uses are lived in {' and '.join(SIMULATED_CONTEXTS)} alone",
                    "Write a share of months, 0 to 1",
                )
            )
        if context.factors:
            problems.append(
                Problem(
                    ("contexts", name, "factors"),
                    " stands beside a use as lived",
                    "who uses the context, and when, comes from livelihood",
                    "Remove it; livelihood has factors of its own",
                )
            )
    return problems


def _check_facts(society: Society) -> list[Problem]:
    """Find facts that no society can meet, and facts of a burn-in that is not lived."""
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
                " stand beside burn_in_months = 0",
                "facts are held against the last month of the burn-in",
                "Write burn_in_months = 12 or more, or leave the facts out",
            )
        )
    return problems


def _check_weights(steps: PathSteps, weights: Sequence[float]) -> list[Problem]:
    if sum(weights) > 0:
        return []
    return [Problem(steps, " sums to 0", "nobody could be drawn from it", "Give at least one of them more than 0")]


def _check_attribute(steps: PathSteps, attribute: Attribute) -> list[Problem]:
    """The coarser categories of an attribute join each of its categories exactly once."""
    problems = _check_weights((*steps, "categories"), list(attribute.categories.values()))
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


def _check_sizes(attributes: Sequence[Attribute]) -> list[Problem]:
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


def _check_ties(ties: Ties) -> list[Problem]:
    """Household sizes are counted from 1, stand once, and only the largest is open."""
    sizes = [int(key.rstrip("+")[:9]) for key in ties.household_sizes]
    problems = _check_weights(("ties", "household_sizes"), list(ties.household_sizes.values()))
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
            problems.append(Problem(steps, " stands twice", "a size has one weight", "Join the two"))
        if key.endswith("+") and size < max(sizes):
            problems.append(
                Problem(
                    steps,
                    " is open",
                    f"a larger size, {max(sizes)}, stands beside it",
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


def _check_backlog(society: Society) -> list[Problem]:
    """A backlog is stated over a start from which it can be reached."""
    livelihood = society.livelihood
    stated = [key for key in ("backlog", "backlog_unwilling") if getattr(livelihood.courts, key) != "stationary"]
    if livelihood.start == "at rest" or society.burn_in_months == 0 or not stated:
        return []
    return [
        Problem(
            ("livelihood", "courts", stated[0]),
            f" = {getattr(livelihood.courts, stated[0]):g}",
            f'with livelihood.start = "as newcomers" nobody knows how many owe after {society.burn_in_months} '
            "months of burn-in",
            'Write livelihood.start = "at rest", or burn_in_months = 0',
        )
    ]


def _check_exchange(society: Society) -> list[Problem]:
    """Somebody plays, and a refusal is conduct of a kind that comes about in no other way."""
    exchange = society.livelihood.exchange
    if exchange.rate == 0:
        return []
    steps: PathSteps = ("livelihood", "exchange")
    problems = _check_weights(steps, [exchange.helps_all, exchange.discriminates, exchange.defects])
    if exchange.refusal_conduct is None:
        if exchange.refusing_is_recorded:
            problems.append(
                Problem(
                    (*steps, "refusing_is_recorded"),
                    " = true",
                    "no refusal is conduct here",
                    "Add refusal_conduct, or remove it",
                )
            )
        return problems
    kind = next((k for k in society.conduct if k.name == exchange.refusal_conduct), None)
    conduct_path, stated = (*steps, "refusal_conduct"), f" = {show_value(exchange.refusal_conduct)}"
    if kind is None:
        return [
            *problems,
            Problem(
                conduct_path,
                stated,
                "the society has no such conduct",
                suggest_name(exchange.refusal_conduct, [k.name for k in society.conduct]),
            ),
        ]
    other = kind.opportunities_per_year > 0 or kind.arises_from is not None or kind.prosocial or kind.threshold
    if other:
        problems.append(
            Problem(
                conduct_path,
                stated,
                "this conduct comes about in another way already",
                "Name conduct with nothing but a name, a class, a context and a gravity",
            )
        )
    return problems


def _check_conduct(kinds: Sequence[Conduct]) -> list[Problem]:
    """A kind of conduct comes about in one way: by opportunity, from a state, or by the speech threshold."""
    problems = []
    states: dict[str, str] = {}
    for i, kind in enumerate(kinds):
        steps: PathSteps = ("conduct", i)
        if kind.arises_from is not None:
            state = (*steps, "arises_from")
            if kind.arises_from in states:
                problems.append(
                    Problem(
                        state,
                        f" = {show_value(kind.arises_from)}",
                        f"{states[kind.arises_from]} arises from it already",
                        "Keep one kind of conduct for each state",
                    )
                )
            states.setdefault(kind.arises_from, kind.name)
            if kind.opportunities_per_year > 0:
                problems.append(
                    Problem(
                        (*steps, "opportunities_per_year"),
                        f" = {kind.opportunities_per_year:g}",
                        f"this conduct arises from being {kind.arises_from} and awaits no opportunity",
                        "Remove it or arises_from",
                    )
                )
            if kind.prosocial or kind.threshold:
                problems.append(
                    Problem(
                        state,
                        f" = {show_value(kind.arises_from)}",
                        "a state is not decided by a person",
                        "Remove it, or write prosocial = false and threshold = false",
                    )
                )
        if kind.threshold and kind.class_ != "speech":
            problems.append(
                Problem(
                    (*steps, "threshold"),
                    " = true",
                    f"only speech is decided by the speech threshold, and this is {kind.class_}",
                    'Write class = "speech", or threshold = false',
                )
            )
        if kind.threshold and kind.prosocial:
            problems.append(
                Problem(
                    (*steps, "prosocial"),
                    " = true",
                    "it is decided by the speech threshold",
                    "Keep prosocial or threshold",
                )
            )
    return problems
