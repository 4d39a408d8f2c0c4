"""What in one regime is harsher than in another: a reform may lower what a regime does, and never raise it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import inf
from typing import Any

from underheaven.spec.amendments.merging import ITEM_KEYS, UNAMENDABLE
from underheaven.spec.io.toml_paths import PathSteps, format_path, named_path_formatter, show_value
from underheaven.spec.models.harshness_marks import HARSHER_WHEN_KEY, HarsherWhen
from underheaven.spec.models.livelihood import Credit
from underheaven.spec.models.regime import Regime
from underheaven.spec.reforms.lender_beliefs import favours_redlist, standings_doubted
from underheaven.spec.schema_lookup import schema_at

IGNORED_KEYS = (*UNAMENDABLE, "name", "describes")
"""Keys at the top of a regime that do nothing to anybody."""
ALL_IF_EMPTY = ("regions", "records_of")
"""Lists of names that stand for every name where they are left out."""
NO_TERM = "until performed"
CONTEXT_KEY = "beside"
"""The key beside the parts of a regime under which judges find its ``Beside``: no part of a regime is called so."""
BELIEFS_PATH = ("treatment", "lenders_believe")
LISTS_PATH = ("standing", "lists")
HARSHER_REASON = "a reform may only lower what a regime does, or raise repair, notice, appeal and transparency"
HARSHER_SUGGESTION = (
    "Leave it out. A harsher variant is a regime of its own (`underheaven new regime --from NAME`) for "
    "`underheaven compare`, and stands in no order of reforms"
)
OUTSIDERS_REASON = (
    "a list holds those who have not agreed, so whoever no longer agrees is listed, and whoever newly agrees is "
    "recorded: where a list holds outsiders a reform leaves who agrees as it is",
    'Leave it out, or first remove the list (do = "free those who stay out")',
)
LIABILITY_REASON = (
    "a household answers for records with a term and for no other ones, so that relatives would be recorded for what "
    "they were never recorded for",
    'Leave it "until performed", or write association.household_guilt = 0 as well',
)
LONGER_TERM_REASON = (
    "people would reckon with a longer record than they do now: with recording.feared_months for one that stands until "
    "performed, and with its term for any other",
    'Leave it "until performed", or write a term of at most feared_months',
)
LOST_BELIEF_REASON = (
    "lenders would start from what stands in its place, the belief on whom they cannot tell apart or else the "
    "society's own counts, and that is not known to be as mild",
    "Leave it there, with more loans repaid or fewer fallen behind if need be",
)

REDLIST_REASON = (
    "lenders see who is on this redlist and may think better of them, so whoever is no longer on it would be lent to "
    "less",
    "Leave the list as it is, or first remove the belief that favours those on it",
)

CONSENT_KEYS = ("share", "factors", "conviction")
"""What says who agrees, where people are asked."""

Table = Mapping[str, Any]
Change = tuple[PathSteps, Any, Any]


@dataclass(frozen=True)
class HarsherChange:
    """A place in which a regime is harsher than another one.

    name: the way to it by names, the same in every state of a regime. path: the way, spelled for a sentence. was, now:
    what stands in the milder and in the harsher regime, as TOML; None where nothing does. why, instead: what is wrong
    with it, and what to write in its place.
    """

    name: str
    path: str
    before: str | None
    after: str | None
    why: str = HARSHER_REASON
    instead: str = HARSHER_SUGGESTION

    def __str__(self) -> str:
        before = "is not there" if self.before is None else f"is {self.before}"
        return f" {'is gone' if self.after is None else f'becomes {self.after}'}, and {before} without the reform"


@dataclass(frozen=True)
class HarshnessContext:
    """What decides on which side a change is harsher, and stands elsewhere: in other months, before, or in the society.

    outsiders: whether a list holds who has not agreed. guilt: whether households answer for records. Both of the
    harsher regime in any month. feared: months that people reckon with in the milder one for a record without a term.
    counts: loans repaid and fallen behind from which lenders start where a regime says nothing; None if not known.
    """

    outsiders: bool
    household_liability: bool
    feared_months: int
    loan_counts: tuple[float, float] | None


def find_harsher_changes(
    before: Regime, after: Regime, other_months: Iterable[Regime] = (), credit: Credit | None = None
) -> list[HarsherChange]:
    """Return the places in which the second regime is harsher than the first, in reading order.

    Items of a list are compared by their names; one that only the second regime has is harsher.
    ever: the second regime as it stands in other months. credit: of the society, where it is known.
    """
    versions = [after, *other_months]
    context = HarshnessContext(
        any(rule.outsiders for regime in versions for rule in regime.standing.lists),
        any(regime.association.household_guilt > 0 for regime in versions),
        before.recording.feared_months,
        None if credit is None else (credit.pseudo_repaid, credit.pseudo_defaulted),
    )
    plain_before, plain_after = _plain_regime(before), _plain_regime(after)
    root = plain_after | {CONTEXT_KEY: context}
    changes = (
        change
        for key in plain_after
        if key not in IGNORED_KEYS
        for change in _compare_key((key,), plain_before, plain_after, root)
    )
    name_of, name_of_removed = named_path_formatter(plain_after), named_path_formatter(plain_before)
    return [
        HarsherChange(
            name_of_removed(steps),
            format_path(plain_before, steps),
            _format_optional(value_before),
            None,
            *_refusal_reason(steps, value_before, value_after, context),
        )
        if value_after is None
        and isinstance(value_before, Mapping)  # a part or an item that the second regime does not have
        else HarsherChange(
            name_of(steps),
            format_path(plain_after, steps),
            _format_optional(value_before),
            _format_optional(value_after),
            *_refusal_reason(steps, value_before, value_after, context),
        )
        for steps, value_before, value_after in changes
    ]


def _refusal_reason(steps: PathSteps, before: Any, after: Any, context: HarshnessContext) -> tuple[str, str]:
    """Return why a change is refused, and what to write instead, as far as it can be said of this one."""
    names = _path_keys(steps)
    if names[0] == "consent" and context.outsiders:
        return OUTSIDERS_REASON
    if names == ("recording", "rules", "months") and before == NO_TERM:
        return (
            LIABILITY_REASON
            if context.household_liability
            else LONGER_TERM_REASON
            if after > context.feared_months
            else (HARSHER_REASON, HARSHER_SUGGESTION)
        )
    if after is None and names == BELIEFS_PATH:
        return LOST_BELIEF_REASON
    if names[:2] == LISTS_PATH and _is_redlist(before):
        return REDLIST_REASON
    return HARSHER_REASON, HARSHER_SUGGESTION


def harsher_direction(steps: PathSteps) -> HarsherWhen | None:
    """Return when a parameter of a regime is harsher, as is declared beside it; None where nothing is declared."""
    direction: HarsherWhen | None = _declared_schema(_path_keys(steps)).get(HARSHER_WHEN_KEY)
    return direction


def _path_keys(steps: PathSteps) -> tuple[str, ...]:
    """Return the keys of a way without the places in lists."""
    return tuple(step for step in steps if isinstance(step, str))


@cache
def _declared_schema(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a place; items of a list are all alike."""
    steps = [step for name in names for step in ((name, 0) if name in ITEM_KEYS else (name,))]
    return schema_at(Regime, tuple(steps[:-1] if names[-1:] and names[-1] in ITEM_KEYS else steps)) or {}


def _plain_regime(regime: Regime) -> dict[str, Any]:
    """Return a regime with its defaults written out; where nobody need agree, everybody is recorded."""
    plain = regime.model_dump(by_alias=True)
    if not plain["consent"]["required"]:
        plain["consent"] |= {"share": 1.0, "factors": {}, "conviction": 0.0}
    return plain


def _compare_key(steps: PathSteps, table_before: Table, table_after: Table, root: Table) -> Iterator[Change]:
    """Yield what is harsher under one key of a table.

    one, other: the tables that hold the key. root: the whole of the harsher regime.
    """
    key = str(steps[-1])
    before: Any = table_before.get(key)
    after: Any = table_after.get(key)
    direction = harsher_direction(steps) or "neither"
    judge = JUDGES.get(_path_keys(steps))
    if judge is not None:
        if judge(table_before, table_after, root):
            yield steps, before, after
    elif steps[0] == "consent" and root[CONTEXT_KEY].outsiders and key in CONSENT_KEYS:
        if key == "factors":
            yield from _compare_factors(steps, before, after, "higher")
            yield from _compare_factors(steps, before, after, "lower")
        elif before != after:
            yield steps, before, after
    elif key.endswith("factors"):
        yield from _compare_factors(steps, before, after, direction)
    elif key in ITEM_KEYS:
        yield from _compare_items(steps, before, after, table_before, root)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for inner in after:
            yield from _compare_key((*steps, inner), before, after, root)
    elif _is_harsher(key, before, after, direction, _declared_schema(_path_keys(steps)).get("default")):
        yield steps, before, after


def _compare_factors(
    steps: PathSteps, factors_before: Table, factors_after: Table, direction: HarsherWhen
) -> Iterator[Change]:
    """Yield the factors that are harsher; one that is left out is 1."""
    for attribute in dict.fromkeys([*factors_after, *factors_before]):
        categories_before, categories_after = factors_before.get(attribute, {}), factors_after.get(attribute, {})
        for category in dict.fromkeys([*categories_after, *categories_before]):
            before, after = categories_before.get(category, 1.0), categories_after.get(category, 1.0)
            if _is_harsher(category, before, after, direction, None):
                yield (*steps, attribute, category), before, after


def _compare_items(
    steps: PathSteps, items_before: list[Table], items_after: list[Table], part: Table, root: Table
) -> Iterator[Change]:
    """Yield what is harsher in a list whose items have names; part: what holds the list in the milder regime."""
    keys = ITEM_KEYS[str(steps[-1])]
    known = {tuple(item[key] for key in keys): item for item in items_before}
    remaining = {tuple(item[key] for key in keys) for item in items_after}
    for index, item in enumerate(items_before):
        if tuple(item[key] for key in keys) not in remaining and _is_missed(_path_keys(steps), item, part, root):
            yield (*steps, index), item, None
    for index, item in enumerate(items_after):
        before = known.get(tuple(item[key] for key in keys))
        if before is None:
            yield (*steps, index), None, item
        elif _is_redlist(before) and before != item and favours_redlist(root, root[CONTEXT_KEY].counts):
            yield (*steps, index), before, item
        else:
            for key in item:
                yield from _compare_key((*steps, index, key), before, item, root)


def _is_harsher(key: str, before: Any, after: Any, direction: HarsherWhen, default: Any) -> bool:
    """Tell whether what stands under a key is harsher than what stood there; default: what holds if left out."""
    if before == after or direction == "neither":
        return False
    if direction == "changed":
        return before is not None and after not in (None, default)
    if isinstance(before, list) or isinstance(after, list):
        all_if_empty = key in ALL_IF_EMPTY
        return not (all_if_empty and not before) and (
            (all_if_empty and not after) or not set(after or ()) <= set(before or ())
        )
    if isinstance(before, Mapping) or isinstance(after, Mapping):  # a part that only one of them has
        return (after is not None) == (direction == "higher")
    high, low = (after, before) if direction == "higher" else (before, after)
    return bool((-inf if high is None else high) > (-inf if low is None else low))


def _judge_points(table_before: Table, table_after: Table, root: Table) -> bool:
    """Points may be lost less, and none are given that were not given before."""
    return not table_before["points"] <= table_after["points"] <= max(table_before["points"], 0)


def _judge_by_points(judge: Callable[[Table, Table], bool]) -> Callable[[Table, Table, Table], bool]:
    """Judge a term from its other end where the record earns points: who keeps it for less time loses by it."""
    return lambda table_before, table_after, root: (
        judge(table_after, table_before) if table_before["points"] > 0 else judge(table_before, table_after)
    )


def _judge_months(table_before: Table, table_after: Table, root: Table) -> bool:
    """A record without a term may be given one where nothing hangs on whether it has one: neither guilt nor fear."""
    context: HarshnessContext = root[CONTEXT_KEY]
    if table_before["months"] == NO_TERM != table_after["months"] and (
        context.household_liability or table_after["months"] > context.feared_months
    ):
        return True
    return _judge_by_points(_judge_term)(table_before, table_after, root)


def _judge_term(table_before: Table, table_after: Table) -> bool:
    """A record without a term goes when its debt is paid; it may be given one that payment still ends."""
    before, after = table_before["months"], table_after["months"]
    if after == NO_TERM or before == NO_TERM:
        return before != after and (after == NO_TERM or not table_after["removed_by_performance"])
    return bool(after > before)


def _judge_early_removal(table_before: Table, table_after: Table) -> bool:
    """Early removal may come sooner and more often; a term that ends before it would begin has no need of it."""
    min_term, chance = table_before["early_removal_after_months"], table_before["early_removal"]
    if min_term is None or chance == 0 or (table_after["months"] != NO_TERM and table_after["months"] <= min_term):
        return False
    after = table_after["early_removal_after_months"]
    return after is None or after > min_term or table_after["early_removal"] < chance


def _judge_record_count(table_before: Table, table_after: Table, root: Table) -> bool:
    """A list that no count of records fills may get none; one that it fills may ask for more of them."""
    before, after = table_before["records_at_least"], table_after["records_at_least"]
    return after is not None and (before is None or after < before)


def _judge_grades(table_before: Table, table_after: Table, root: Table) -> bool:
    """Grades may begin at lower scores, all of them may go, and none may come: then another one would hold."""
    before, after = table_before["grades"], table_after["grades"]
    return bool(after) and (set(before) != set(after) or any(after[name] > before[name] for name in after))


def _judge_worst_grade(table_before: Table, table_after: Table, root: Table) -> bool:
    """The grade from which on worse ones are listed may become a worse one, or none."""
    order = [*root["standing"]["grades"]]
    before, after = table_before["grade_at_most"], table_after["grade_at_most"]
    return after is not None and (before not in order or order.index(after) < order.index(before))


def _judge_best_grade(table_before: Table, table_after: Table, root: Table) -> bool:
    """The grade from which on better ones are listed may become a better one, or none."""
    order = [*root["standing"]["grades"]]
    before, after = table_before["grade_at_least"], table_after["grade_at_least"]
    return after is not None and (before not in order or order.index(after) > order.index(before))


def _judge_scope(table_before: Table, table_after: Table, root: Table) -> bool:
    """It may apply to fewer: to some categories more attributes, or to fewer categories of one."""
    after = table_after["applies_to"]
    return any(
        attribute not in after or not set(after[attribute]) <= set(those)
        for attribute, those in table_before["applies_to"].items()
    )


def _earning_kinds(root: Table) -> set[str]:
    """Return the kinds of conduct whose records earn points."""
    return {rule["conduct"] for rule in root["recording"]["rules"] if rule["points"] > 0}


def _is_earning(names: tuple[str, ...], item: Table, root: Table) -> bool:
    """Tell whether people earn points by an item of a list: by a rule, or by a channel that sees what earns them."""
    if names == ("recording", "rules"):
        return bool(item["points"] > 0)
    return names == ("sensing", "channels") and bool(_earning_kinds(root) & set(item["conduct"]))


def _is_missed(names: tuple[str, ...], item: Table, part: Table, root: Table) -> bool:
    """Tell whether people are worse off without an item of a list; part: what holds the list in the milder regime."""
    if names == BELIEFS_PATH:
        return item["of"] in standings_doubted(part, root, root[CONTEXT_KEY].counts)
    if names == LISTS_PATH:
        return _is_redlist(item) and favours_redlist(root, root[CONTEXT_KEY].counts)
    return _is_earning(names, item, root)


def _is_redlist(item: Any) -> bool:
    """Tell whether an item is a redlist."""
    return isinstance(item, Mapping) and item.get("colour") == "red"


def _judge_lender_view(table_before: Table, table_after: Table, root: Table) -> bool:
    """Lenders may see less, but nobody is hidden among those of whom they think worse."""
    before, after = table_before["lenders_see"], table_after["lenders_see"]
    stated = {belief["of"] for belief in table_before["lenders_believe"]}  # one that is gone is told of where it stood
    return not set(after) <= set(before) or (
        set(after) != set(before) and bool(standings_doubted(table_before, root, root[CONTEXT_KEY].counts) - stated)
    )


def _judge_sensing(key: str, table_before: Table, table_after: Table, root: Table) -> bool:
    """Whoever sees acts that earn points sees them as before: blind to them, a regime takes what they earn."""
    before, after = table_before[key], table_after[key]
    seen = _earning_kinds(root) & set(table_before["conduct"])
    if key == "conduct":
        return not set(after) <= set(before) or not seen <= set(after)
    if seen:
        return bool(before != after)
    if key == "sensitivity_factors":
        return any(True for _ in _compare_factors((key,), before, after, "higher"))
    return _is_harsher(key, before, after, "higher", None)


def _judge_any_change(key: str, table_before: Table, table_after: Table, root: Table) -> bool:
    """Whatever else stands there may bear more heavily on somebody."""
    return bool(table_before[key] != table_after[key])


def _judge_evadable(table_before: Table, table_after: Table, root: Table) -> bool:
    """A record that can be bought off, or a good act that can be staged, may not be closed to those who do so."""
    return bool(table_before["gap"] and not table_after["gap"])


JUDGES: dict[tuple[str, ...], Callable[[Table, Table, Table], bool]] = {
    ("applies_to",): _judge_scope,
    **{
        ("sensing", "channels", key): partial(_judge_sensing, key)
        for key in ("conduct", "coverage", "sensitivity", "sensitivity_factors", "regions")
    },
    ("recording", "rules", "points"): _judge_points,
    ("recording", "rules", "months"): _judge_months,
    ("recording", "rules", "early_removal_after_months"): _judge_by_points(_judge_early_removal),
    ("recording", "rules", "early_removal"): lambda table_before, table_after, root: (
        False
    ),  # with the months after which it begins
    # The same mean: records that end earlier, and records that end later, with a fixed term and without.
    ("recording", "rules", "geometric"): partial(_judge_any_change, "geometric"),
    # What is fitted at other times, or once, is fitted to other records: more may hang on it or less.
    **{("fusion", key): partial(_judge_any_change, key) for key in ("every_months", "refit")},
    ("sensing", "attention_prior"): partial(_judge_any_change, "attention_prior"),
    ("recording", "rules", "gap"): _judge_evadable,
    ("standing", "grades"): _judge_grades,
    ("treatment", "lenders_see"): _judge_lender_view,
    ("standing", "lists", "records_at_least"): _judge_record_count,
    ("standing", "lists", "grade_at_most"): _judge_worst_grade,
    ("standing", "lists", "grade_at_least"): _judge_best_grade,
}
"""What no single number says, by the names of the way to it: the tables that hold the key, and the harsher regime."""


def _format_optional(value: Any) -> str | None:
    return None if value is None else show_value(value)
