"""What in one regime is harsher than in another: a reform may lower what a regime does, and never raise it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import inf
from typing import Any

from underheaven.spec.change import FIXED, IDENTITY
from underheaven.spec.doubted import doubted, favoured
from underheaven.spec.livelihood import Credit
from underheaven.spec.paths import Steps, namer, show, spell
from underheaven.spec.regime import Regime
from underheaven.spec.severity import KEY, Side
from underheaven.spec.shape import node_at

UNREAD = (*FIXED, "name", "describes")
"""Keys at the top of a regime that do nothing to anybody."""
ALL_IF_EMPTY = ("regions", "records_of")
"""Lists of names that stand for every name where they are left out."""
NO_TERM = "until performed"
BESIDE = "beside"
"""The key beside the parts of a regime under which judges find its ``Beside``: no part of a regime is called so."""
BELIEFS = ("treatment", "lenders_believe")
LISTS = ("standing", "lists")
WHY = "a reform may only lower what a regime does, or raise repair, notice, appeal and transparency"
INSTEAD = (
    "Leave it out. A harsher variant is a regime of its own (`underheaven new regime --from NAME`) for "
    "`underheaven compare`, and stands in no order of reforms"
)
OUTSIDERS = (
    "a list holds those who have not agreed, so whoever no longer agrees is listed, and whoever newly agrees is "
    "recorded: where a list holds outsiders a reform leaves who agrees as it is",
    'Leave it out, or first remove the list (do = "free those who stay out")',
)
GUILT = (
    "a household answers for records with a term and for no other ones, so that relatives would be recorded for what "
    "they were never recorded for",
    'Leave it "until performed", or write association.household_guilt = 0 as well',
)
FEARED = (
    "people would reckon with a longer record than they do now: with recording.feared_months for one that stands until "
    "performed, and with its term for any other",
    'Leave it "until performed", or write a term of at most feared_months',
)
UNBELIEVED = (
    "lenders would start from what stands in its place, the belief on whom they cannot tell apart or else the "
    "society's own counts, and that is not known to be as mild",
    "Leave it there, with more loans repaid or fewer fallen behind if need be",
)

FAVOURED = (
    "lenders see who is on this redlist and may think better of them, so whoever is no longer on it would be lent to "
    "less",
    "Leave the list as it is, or first remove the belief that favours those on it",
)

AGREE = ("share", "factors", "conviction")
"""What says who agrees, where people are asked."""

Table = Mapping[str, Any]
Change = tuple[Steps, Any, Any]


@dataclass(frozen=True)
class Harsher:
    """A place in which a regime is harsher than another one.

    name: the way to it by names, the same in every state of a regime. path: the way, spelled for a sentence. was, now:
    what stands in the milder and in the harsher regime, as TOML; None where nothing does. why, instead: what is wrong
    with it, and what to write in its place.
    """

    name: str
    path: str
    was: str | None
    now: str | None
    why: str = WHY
    instead: str = INSTEAD

    def __str__(self) -> str:
        was = "is not there" if self.was is None else f"is {self.was}"
        return f" {'is gone' if self.now is None else f'becomes {self.now}'}, and {was} without the reform"


@dataclass(frozen=True)
class Beside:
    """What decides on which side a change is harsher, and stands elsewhere: in other months, before, or in the society.

    outsiders: whether a list holds who has not agreed. guilt: whether households answer for records. Both of the
    harsher regime in any month. feared: months that people reckon with in the milder one for a record without a term.
    counts: loans repaid and fallen behind from which lenders start where a regime says nothing; None if not known.
    """

    outsiders: bool
    guilt: bool
    feared: int
    counts: tuple[float, float] | None


def harsher(before: Regime, after: Regime, ever: Iterable[Regime] = (), credit: Credit | None = None) -> list[Harsher]:
    """Return the places in which the second regime is harsher than the first, in reading order.

    Items of a list are compared by their names; one that only the second regime has is harsher.
    ever: the second regime as it stands in other months. credit: of the society, where it is known.
    """
    every = [after, *ever]
    beside = Beside(
        any(rule.outsiders for regime in every for rule in regime.standing.lists),
        any(regime.association.household_guilt > 0 for regime in every),
        before.recording.feared_months,
        None if credit is None else (credit.pseudo_repaid, credit.pseudo_defaulted),
    )
    one, other = _plain(before), _plain(after)
    root = other | {BESIDE: beside}
    found = (change for key in other if key not in UNREAD for change in _key((key,), one, other, root))
    by_name, of_gone = namer(other), namer(one)
    return [
        Harsher(of_gone(steps), spell(one, steps), _shown(was), None, *_reason(steps, was, now, beside))
        if now is None and isinstance(was, Mapping)  # a part or an item that the second regime does not have
        else Harsher(by_name(steps), spell(other, steps), _shown(was), _shown(now), *_reason(steps, was, now, beside))
        for steps, was, now in found
    ]


def _reason(steps: Steps, was: Any, now: Any, beside: Beside) -> tuple[str, str]:
    """Return why a change is refused, and what to write instead, as far as it can be said of this one."""
    names = _names(steps)
    if names[0] == "consent" and beside.outsiders:
        return OUTSIDERS
    if names == ("recording", "rules", "months") and was == NO_TERM:
        return GUILT if beside.guilt else FEARED if now > beside.feared else (WHY, INSTEAD)
    if now is None and names == BELIEFS:
        return UNBELIEVED
    if names[:2] == LISTS and _is_red(was):
        return FAVOURED
    return WHY, INSTEAD


def side_of(steps: Steps) -> Side | None:
    """Return when a parameter of a regime is harsher, as is declared beside it; None where nothing is declared."""
    side: Side | None = _declared(_names(steps)).get(KEY)
    return side


def _names(steps: Steps) -> tuple[str, ...]:
    """Return the keys of a way without the places in lists."""
    return tuple(step for step in steps if isinstance(step, str))


@cache
def _declared(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of a place; items of a list are all alike."""
    steps = [step for name in names for step in ((name, 0) if name in IDENTITY else (name,))]
    return node_at(Regime, tuple(steps[:-1] if names[-1:] and names[-1] in IDENTITY else steps)) or {}


def _plain(regime: Regime) -> dict[str, Any]:
    """Return a regime with its defaults written out; where nobody need agree, everybody is recorded."""
    plain = regime.model_dump(by_alias=True)
    if not plain["consent"]["required"]:
        plain["consent"] |= {"share": 1.0, "factors": {}, "conviction": 0.0}
    return plain


def _key(steps: Steps, one: Table, other: Table, root: Table) -> Iterator[Change]:
    """Yield what is harsher under one key of a table.

    one, other: the tables that hold the key. root: the whole of the harsher regime.
    """
    key = str(steps[-1])
    was: Any = one.get(key)
    now: Any = other.get(key)
    side = side_of(steps) or "neither"
    judge = JUDGES.get(_names(steps))
    if judge is not None:
        if judge(one, other, root):
            yield steps, was, now
    elif steps[0] == "consent" and root[BESIDE].outsiders and key in AGREE:
        if key == "factors":
            yield from _factors(steps, was, now, "higher")
            yield from _factors(steps, was, now, "lower")
        elif was != now:
            yield steps, was, now
    elif key.endswith("factors"):
        yield from _factors(steps, was, now, side)
    elif key in IDENTITY:
        yield from _items(steps, was, now, one, root)
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        for inner in now:
            yield from _key((*steps, inner), was, now, root)
    elif _raised(key, was, now, side, _declared(_names(steps)).get("default")):
        yield steps, was, now


def _factors(steps: Steps, was: Table, now: Table, side: Side) -> Iterator[Change]:
    """Yield the factors that are harsher; one that is left out is 1."""
    for attribute in dict.fromkeys([*now, *was]):
        one, other = was.get(attribute, {}), now.get(attribute, {})
        for category in dict.fromkeys([*other, *one]):
            before, after = one.get(category, 1.0), other.get(category, 1.0)
            if _raised(category, before, after, side, None):
                yield (*steps, attribute, category), before, after


def _items(steps: Steps, was: list[Table], now: list[Table], part: Table, root: Table) -> Iterator[Change]:
    """Yield what is harsher in a list whose items have names; part: what holds the list in the milder regime."""
    keys = IDENTITY[str(steps[-1])]
    known = {tuple(item[key] for key in keys): item for item in was}
    kept = {tuple(item[key] for key in keys) for item in now}
    for place, item in enumerate(was):
        if tuple(item[key] for key in keys) not in kept and _missed(_names(steps), item, part, root):
            yield (*steps, place), item, None
    for place, item in enumerate(now):
        before = known.get(tuple(item[key] for key in keys))
        if before is None:
            yield (*steps, place), None, item
        elif _is_red(before) and before != item and favoured(root, root[BESIDE].counts):
            yield (*steps, place), before, item
        else:
            for key in item:
                yield from _key((*steps, place, key), before, item, root)


def _raised(key: str, was: Any, now: Any, side: Side, default: Any) -> bool:
    """Tell whether what stands under a key is harsher than what stood there; default: what holds if left out."""
    if was == now or side == "neither":
        return False
    if side == "changed":
        return was is not None and now not in (None, default)
    if isinstance(was, list) or isinstance(now, list):
        every = key in ALL_IF_EMPTY
        return not (every and not was) and ((every and not now) or not set(now or ()) <= set(was or ()))
    if isinstance(was, Mapping) or isinstance(now, Mapping):  # a part that only one of them has
        return (now is not None) == (side == "higher")
    high, low = (now, was) if side == "higher" else (was, now)
    return bool((-inf if high is None else high) > (-inf if low is None else low))


def _points(one: Table, other: Table, root: Table) -> bool:
    """Points may be lost less, and none are given that were not given before."""
    return not one["points"] <= other["points"] <= max(one["points"], 0)


def _by_points(judge: Callable[[Table, Table], bool]) -> Callable[[Table, Table, Table], bool]:
    """Judge a term from its other end where the record earns points: who keeps it for less time loses by it."""
    return lambda one, other, root: judge(other, one) if one["points"] > 0 else judge(one, other)


def _months(one: Table, other: Table, root: Table) -> bool:
    """A record without a term may be given one where nothing hangs on whether it has one: neither guilt nor fear."""
    beside: Beside = root[BESIDE]
    if one["months"] == NO_TERM != other["months"] and (beside.guilt or other["months"] > beside.feared):
        return True
    return _by_points(_term)(one, other, root)


def _term(one: Table, other: Table) -> bool:
    """A record without a term goes when its debt is paid; it may be given one that payment still ends."""
    was, now = one["months"], other["months"]
    if now == NO_TERM or was == NO_TERM:
        return was != now and (now == NO_TERM or not other["removed_by_performance"])
    return bool(now > was)


def _early_removal(one: Table, other: Table) -> bool:
    """Early removal may come sooner and more often; a term that ends before it would begin has no need of it."""
    after, chance = one["early_removal_after_months"], one["early_removal"]
    if after is None or chance == 0 or (other["months"] != NO_TERM and other["months"] <= after):
        return False
    now = other["early_removal_after_months"]
    return now is None or now > after or other["early_removal"] < chance


def _count(one: Table, other: Table, root: Table) -> bool:
    """A list that no count of records fills may get none; one that it fills may ask for more of them."""
    was, now = one["records_at_least"], other["records_at_least"]
    return now is not None and (was is None or now < was)


def _grades(one: Table, other: Table, root: Table) -> bool:
    """Grades may begin at lower scores, all of them may go, and none may come: then another one would hold."""
    was, now = one["grades"], other["grades"]
    return bool(now) and (set(was) != set(now) or any(now[name] > was[name] for name in now))


def _worst(one: Table, other: Table, root: Table) -> bool:
    """The grade from which on worse ones are listed may become a worse one, or none."""
    order = [*root["standing"]["grades"]]
    was, now = one["grade_at_most"], other["grade_at_most"]
    return now is not None and (was not in order or order.index(now) < order.index(was))


def _best(one: Table, other: Table, root: Table) -> bool:
    """The grade from which on better ones are listed may become a better one, or none."""
    order = [*root["standing"]["grades"]]
    was, now = one["grade_at_least"], other["grade_at_least"]
    return now is not None and (was not in order or order.index(now) > order.index(was))


def _applies_to(one: Table, other: Table, root: Table) -> bool:
    """It may apply to fewer: to some categories more attributes, or to fewer categories of one."""
    now = other["applies_to"]
    return any(attribute not in now or not set(now[attribute]) <= set(those)
               for attribute, those in one["applies_to"].items())  # fmt: skip


def _earning(root: Table) -> set[str]:
    """Return the kinds of conduct whose records earn points."""
    return {rule["conduct"] for rule in root["recording"]["rules"] if rule["points"] > 0}


def _earns(names: tuple[str, ...], item: Table, root: Table) -> bool:
    """Tell whether people earn points by an item of a list: by a rule, or by a channel that sees what earns them."""
    if names == ("recording", "rules"):
        return bool(item["points"] > 0)
    return names == ("sensing", "channels") and bool(_earning(root) & set(item["conduct"]))


def _missed(names: tuple[str, ...], item: Table, part: Table, root: Table) -> bool:
    """Tell whether people are worse off without an item of a list; part: what holds the list in the milder regime."""
    if names == BELIEFS:
        return item["of"] in doubted(part, root, root[BESIDE].counts)
    if names == LISTS:
        return _is_red(item) and favoured(root, root[BESIDE].counts)
    return _earns(names, item, root)


def _is_red(item: Any) -> bool:
    """Tell whether an item is a redlist."""
    return isinstance(item, Mapping) and item.get("colour") == "red"


def _seen(one: Table, other: Table, root: Table) -> bool:
    """Lenders may see less, but nobody is hidden among those of whom they think worse."""
    was, now = one["lenders_see"], other["lenders_see"]
    said = {belief["of"] for belief in one["lenders_believe"]}  # one that is gone is told of where it stood
    return not set(now) <= set(was) or (set(now) != set(was) and bool(doubted(one, root, root[BESIDE].counts) - said))


def _sight(key: str, one: Table, other: Table, root: Table) -> bool:
    """Whoever sees acts that earn points sees them as before: blind to them, a regime takes what they earn."""
    was, now = one[key], other[key]
    seen = _earning(root) & set(one["conduct"])
    if key == "conduct":
        return not set(now) <= set(was) or not seen <= set(now)
    if seen:
        return bool(was != now)
    if key == "sensitivity_factors":
        return any(True for _ in _factors((key,), was, now, "higher"))
    return _raised(key, was, now, "higher", None)


def _other(key: str, one: Table, other: Table, root: Table) -> bool:
    """Whatever else stands there may bear more heavily on somebody."""
    return bool(one[key] != other[key])


def _gap(one: Table, other: Table, root: Table) -> bool:
    """A record that can be bought off, or a good act that can be staged, may not be closed to those who do so."""
    return bool(one["gap"] and not other["gap"])


JUDGES: dict[tuple[str, ...], Callable[[Table, Table, Table], bool]] = {
    ("applies_to",): _applies_to,
    **{
        ("sensing", "channels", key): partial(_sight, key)
        for key in ("conduct", "coverage", "sensitivity", "sensitivity_factors", "regions")
    },
    ("recording", "rules", "points"): _points,
    ("recording", "rules", "months"): _months,
    ("recording", "rules", "early_removal_after_months"): _by_points(_early_removal),
    ("recording", "rules", "early_removal"): lambda one, other, root: False,  # with the months after which it begins
    # The same mean: records that end earlier, and records that end later, with a fixed term and without.
    ("recording", "rules", "geometric"): partial(_other, "geometric"),
    # What is fitted at other times, or once, is fitted to other records: more may hang on it or less.
    **{("fusion", key): partial(_other, key) for key in ("every_months", "refit")},
    ("sensing", "attention_prior"): partial(_other, "attention_prior"),
    ("recording", "rules", "gap"): _gap,
    ("standing", "grades"): _grades,
    ("treatment", "lenders_see"): _seen,
    ("standing", "lists", "records_at_least"): _count,
    ("standing", "lists", "grade_at_most"): _worst,
    ("standing", "lists", "grade_at_least"): _best,
}
"""What no single number says, by the names of the way to it: the tables that hold the key, and the harsher regime."""


def _shown(value: Any) -> str | None:
    return None if value is None else show(value)
