"""What the parts of one society must say about each other: attributes, conduct, households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from underheaven.spec.conduct import Conduct
from underheaven.spec.cross_ageing import ageing_fits
from underheaven.spec.cross_likeness import check_likeness
from underheaven.spec.cross_profile import check_profile
from underheaven.spec.cross_regime import twice
from underheaven.spec.found import Found, choose, listed
from underheaven.spec.paths import Steps, show
from underheaven.spec.people import EVERYONE, Attribute, Ties
from underheaven.spec.society import Society
from underheaven.spec.traits import check_traits
from underheaven.spec.treatment import AS_LIVED, LIVED

CELLS = 256
"""Combinations of categories that a society may have: the tables of rates have one row each."""
GROUPS = 32
"""Reporting groups: every tally by group has one column each."""
LARGEST_HOUSEHOLD = 32


def check_society(society: Society) -> list[Found]:
    """Return everything that the parts of a society contradict each other in, and that it is of one profile."""
    found = check_parts(society)
    return found or check_profile(society)


def check_parts(society: Society) -> list[Found]:
    """Return everything that the parts of a society contradict each other in.

    Verification alone asks no more: its own documents are filled with the numbers of a case, and no user's is read so.
    """
    people = society.people
    return [
        *twice(("people", "regions"), "name", [r.name for r in people.regions], "a region"),
        *twice(("people", "attributes"), "name", [a.name for a in people.attributes], "an attribute"),
        *twice(("conduct",), "name", [c.name for c in society.conduct], "a kind of conduct"),
        *twice(("habits",), "name", [h.name for h in society.habits], "a habit"),
        *twice(("facts",), "quantity", [f.quantity for f in society.facts], "a fact"),
        *_facts(society),
        *_weights(("people", "regions"), [r.persons for r in people.regions]),
        *[f for i, a in enumerate(people.attributes) for f in _attribute(("people", "attributes", i), a)],
        *_sizes(people.attributes),
        *categories_known(("people", "minors"), people.minors, society),
        *ageing_fits(people),
        *check_traits(people.traits),
        *_ties(society.ties),
        *check_likeness(society),
        *_conduct(society.conduct),
        *_uses(society),
        *_exchange(society),
        *_backlog(society),
        *[f for steps, factors in _factors(society) for f in factors_known(steps, factors, society)],
    ]


def categories_known(steps: Steps, chosen: Mapping[str, Sequence[str]], society: Society) -> list[Found]:
    """Return the attributes and categories of a choice that the society lacks, and empty choices.

    chosen: categories by attribute, as ``applies_to`` and ``minors`` write them.
    """
    found = []
    for name, categories in chosen.items():
        found += _known((*steps, name), name, list(categories), [(i,) for i in range(len(categories))], society)
        if not categories:
            found.append(Found((*steps, name), " is empty", "it chooses nobody", "Name a category, or remove it"))
    return found


def factors_known(steps: Steps, factors: Mapping[str, Mapping[str, float]], society: Society) -> list[Found]:
    """Return the attributes and categories of a table of factors that the society lacks."""
    return [
        found
        for name, table in factors.items()
        for found in _known((*steps, name), name, list(table), [(c,) for c in table], society)
    ]


def reported_categories(society: Society) -> list[str]:
    """Return the categories that the reporting groups of a society are made of."""
    reported = [a for a in society.people.attributes if not isinstance(a.report_as, str)]
    return list(dict.fromkeys(name for a in reported for name in a.report_as or a.categories)) or [EVERYONE]


def _known(steps: Steps, name: str, wanted: list[str], ways: Sequence[Steps], society: Society) -> list[Found]:
    attributes = {a.name: a for a in society.people.attributes}
    if name not in attributes:
        return [Found(steps, " is no attribute", f"{society.name} has no attribute of that name",
                      choose(name, attributes, "the society has no attributes"))]  # fmt: skip
    known = attributes[name].categories
    return [
        Found((*steps, *way), f" names the category {show(word)}",
              f"the attribute {name} of {society.name} has no such category", choose(word, known))
        for word, way in zip(wanted, ways, strict=True)
        if word not in known
    ]  # fmt: skip


def _factors(society: Society) -> list[tuple[Steps, Mapping[str, Mapping[str, float]]]]:
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


def _uses(society: Society) -> list[Found]:
    """Return contexts whose use is said to be lived though livelihood does not model them, and factors beside it."""
    found = []
    for name, context in society.contexts.items():
        if context.use != AS_LIVED:
            continue
        if name not in LIVED:
            found.append(
                Found(("contexts", name, "use"), f" is {AS_LIVED!r}",
                      f"nobody's life is followed there: uses are lived in {' and '.join(LIVED)} alone",
                      "Write a share of months, 0 to 1")
            )  # fmt: skip
        if context.factors:
            found.append(
                Found(("contexts", name, "factors"), " stands beside a use as lived",
                      "who uses the context, and when, comes from livelihood",
                      "Remove it; livelihood has factors of its own")
            )  # fmt: skip
    return found


def _facts(society: Society) -> list[Found]:
    """Find facts that no society can meet, and facts of a burn-in that is not lived."""
    found = [
        Found(("facts", n, "high"), f" = {show(fact.high)}", f"it lies below low = {show(fact.low)}", "Swap the two")
        for n, fact in enumerate(society.facts)
        if fact.high < fact.low
    ]
    if society.facts and not society.burn_in_months:
        found.append(Found(("facts",), " stand beside burn_in_months = 0",
                           "facts are held against the last month of the burn-in",
                           "Write burn_in_months = 12 or more, or leave the facts out"))  # fmt: skip
    return found


def _weights(steps: Steps, weights: Sequence[float]) -> list[Found]:
    if sum(weights) > 0:
        return []
    return [Found(steps, " sums to 0", "nobody could be drawn from it", "Give at least one of them more than 0")]


def _attribute(steps: Steps, attribute: Attribute) -> list[Found]:
    """The coarser categories of an attribute join each of its categories exactly once."""
    found = _weights((*steps, "categories"), list(attribute.categories.values()))
    if isinstance(attribute.report_as, str) or not attribute.report_as:
        return found
    seen: list[str] = []
    for coarse, fine in attribute.report_as.items():
        for i, name in enumerate(fine):
            place = (*steps, "report_as", coarse, i)
            if name not in attribute.categories:
                found.append(Found(place, f" = {show(name)}", "the attribute has no such category",
                                   choose(name, attribute.categories)))  # fmt: skip
            elif name in seen:
                found.append(Found(place, f" = {show(name)}", "it is reported under another name already",
                                   "Name it once"))  # fmt: skip
            seen.append(name)
    left = [name for name in attribute.categories if name not in seen]
    if left:
        found.append(Found((*steps, "report_as"), f" leaves out {listed(map(show, left))}",
                           "everybody belongs to a reporting group", "Put each under one of the names"))  # fmt: skip
    return found


def _sizes(attributes: Sequence[Attribute]) -> list[Found]:
    """Combinations of categories and reporting groups stay within what tables and tallies hold."""
    cells = prod(len(a.categories) for a in attributes)
    groups = prod(1 if isinstance(a.report_as, str) else len(a.report_as) or len(a.categories) for a in attributes)
    found = []
    if cells > CELLS:
        found.append(Found(("people", "attributes"), f" makes {cells} combinations of categories",
                           f"at most {CELLS} can be held", "Join categories or leave out an attribute"))  # fmt: skip
    if groups > GROUPS:
        found.append(Found(("people", "attributes"), f" makes {groups} reporting groups",
                           f"at most {GROUPS} are reported",
                           'Join categories under report_as, or write report_as = "not reported"'))  # fmt: skip
    return found


def _ties(ties: Ties) -> list[Found]:
    """Household sizes are counted from 1, stand once, and only the largest is open."""
    sizes = [int(key.rstrip("+")[:9]) for key in ties.household_sizes]
    found = _weights(("ties", "household_sizes"), list(ties.household_sizes.values()))
    for i, (key, size) in enumerate(zip(ties.household_sizes, sizes, strict=True)):
        steps = ("ties", "household_sizes", key)
        if not 1 <= size <= LARGEST_HOUSEHOLD:
            found.append(Found(steps, " is no household size", f"a household has 1 to {LARGEST_HOUSEHOLD} persons",
                               "Join it with the class below it"))  # fmt: skip
        if size in sizes[:i]:
            found.append(Found(steps, " stands twice", "a size has one weight", "Join the two"))
        if key.endswith("+") and size < max(sizes):
            found.append(Found(steps, " is open", f"a larger size, {max(sizes)}, stands beside it",
                               "Only the largest size can be open"))  # fmt: skip
    if max(sizes) > ties.largest_household:
        found.append(Found(("ties", "largest_household"), f" = {ties.largest_household}",
                           f"the table has households of {max(sizes)}", f"Write {max(sizes)} or more"))  # fmt: skip
    return found


def _backlog(society: Society) -> list[Found]:
    """A backlog is stated over a start from which it can be reached."""
    livelihood = society.livelihood
    stated = [key for key in ("backlog", "backlog_unwilling") if getattr(livelihood.courts, key) != "stationary"]
    if livelihood.start == "at rest" or society.burn_in_months == 0 or not stated:
        return []
    return [Found(("livelihood", "courts", stated[0]), f" = {getattr(livelihood.courts, stated[0]):g}",
                  f'with livelihood.start = "as newcomers" nobody knows how many owe after {society.burn_in_months} '
                  "months of burn-in",
                  'Write livelihood.start = "at rest", or burn_in_months = 0')]  # fmt: skip


def _exchange(society: Society) -> list[Found]:
    """Somebody plays, and a refusal is conduct of a kind that comes about in no other way."""
    game = society.livelihood.exchange
    if game.rate == 0:
        return []
    steps: Steps = ("livelihood", "exchange")
    found = _weights(steps, [game.helps_all, game.discriminates, game.defects])
    if game.refusal_conduct is None:
        if game.refusing_is_recorded:
            found.append(Found((*steps, "refusing_is_recorded"), " = true", "no refusal is conduct here",
                               "Add refusal_conduct, or remove it"))  # fmt: skip
        return found
    kind = next((k for k in society.conduct if k.name == game.refusal_conduct), None)
    at, said = (*steps, "refusal_conduct"), f" = {show(game.refusal_conduct)}"
    if kind is None:
        return [*found, Found(at, said, "the society has no such conduct",
                              choose(game.refusal_conduct, [k.name for k in society.conduct]))]  # fmt: skip
    other = kind.opportunities_per_year > 0 or kind.arises_from is not None or kind.prosocial or kind.threshold
    if other:
        found.append(Found(at, said, "this conduct comes about in another way already",
                           "Name conduct with nothing but a name, a class, a context and a gravity"))  # fmt: skip
    return found


def _conduct(kinds: Sequence[Conduct]) -> list[Found]:
    """A kind of conduct comes about in one way: by opportunity, from a state, or by the speech threshold."""
    found = []
    states: dict[str, str] = {}
    for i, kind in enumerate(kinds):
        steps: Steps = ("conduct", i)
        if kind.arises_from is not None:
            state = (*steps, "arises_from")
            if kind.arises_from in states:
                found.append(Found(state, f" = {show(kind.arises_from)}",
                                   f"{states[kind.arises_from]} arises from it already",
                                   "Keep one kind of conduct for each state"))  # fmt: skip
            states.setdefault(kind.arises_from, kind.name)
            if kind.opportunities_per_year > 0:
                found.append(Found((*steps, "opportunities_per_year"), f" = {kind.opportunities_per_year:g}",
                                   f"this conduct arises from being {kind.arises_from} and awaits no opportunity",
                                   "Remove it or arises_from"))  # fmt: skip
            if kind.prosocial or kind.threshold:
                found.append(Found(state, f" = {show(kind.arises_from)}", "a state is not decided by a person",
                                   "Remove it, or write prosocial = false and threshold = false"))  # fmt: skip
        if kind.threshold and kind.class_ != "speech":
            found.append(Found((*steps, "threshold"), " = true",
                               f"only speech is decided by the speech threshold, and this is {kind.class_}",
                               'Write class = "speech", or threshold = false'))  # fmt: skip
        if kind.threshold and kind.prosocial:
            found.append(Found((*steps, "prosocial"), " = true", "it is decided by the speech threshold",
                               "Keep prosocial or threshold"))  # fmt: skip
    return found
