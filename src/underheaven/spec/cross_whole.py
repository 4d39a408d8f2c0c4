"""A regime over all its amendments: every list can fill, and nothing hangs on grades that nobody can reach.

Said of a regime as it is written. One that comes from another by a reform, or by other values of its assumptions, may
have a list emptied on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underheaven.spec.change import amended
from underheaven.spec.cross_reach import scores, unreached
from underheaven.spec.filing import most_live, most_records
from underheaven.spec.found import Found, listed
from underheaven.spec.paths import Steps, named, show
from underheaven.spec.regime import Regime
from underheaven.spec.standing import ListRule

RESTS_ON = frozenset(
    {"opacity", "sensing", "recording", "standing", "officials", "association", "fusion", "amendments"}
)
"""Parts in which a fault makes it idle to ask what can come about."""
HANGING = (
    ("effects", "it closes nothing to anybody"),
    ("rewards", "nobody has it"),
    ("denials", "nobody is denied it"),
)


NEVER = "nobody can come onto the list"
SEE = "Give a channel sensitivity and coverage above 0 or false records"


@dataclass(frozen=True)
class Reach:
    """What can come about under some version of the rules.

    records: how many one file holds. most: the most live records of it, by conduct. idle: grades out of reach.
    """

    records: int
    most: Mapping[str, int]
    idle: frozenset[str]

    def live(self, kinds: Sequence[str]) -> int:
        """Return the most live records of some kinds together that one file holds."""
        return min(sum(self.most.get(kind, 0) for kind in kinds), self.records)


def check_whole(raw: Mapping[str, Any], known: Sequence[Found]) -> list[Found]:
    """Return the lists that nobody can be put on, and what hangs on grades out of reach, at the start or later.

    raw: the plain table of a regime that is valid with each of its amendments. known: what else is wrong with it.
    """
    if any(one.steps and one.steps[0] in RESTS_ON for one in known):
        return []
    start = Regime.model_validate({key: item for key, item in raw.items() if key != "amendments"})
    changes = list(amended(raw))
    versions = [start, *(Regime.model_validate(change.whole) for change in changes)]
    reach = _reach(versions)
    found = _of_version(start, reach)
    said = {(named(raw, one.steps), one.what) for one in found}
    for change, version in zip(changes, versions[1:], strict=True):
        fresh = [one for one in _of_version(version, reach) if change.key(one) not in said]
        found += map(change.placed, fresh)
        said |= {change.key(one) for one in fresh}
    return found


def _reach(versions: Sequence[Regime]) -> Reach:
    records = most_records(versions)
    most: dict[str, int] = {}
    for version in versions:
        for kind, n in most_live(version, records).items():
            most[kind] = max(n, most.get(kind, 0))
    return Reach(records, most, frozenset(unreached(versions)))


def _of_version(regime: Regime, reach: Reach) -> list[Found]:
    lists = enumerate(regime.standing.lists)
    found = [f for i, rule in lists for f in _list(regime, ("standing", "lists", i), rule, reach)]
    for part, why in HANGING:
        found += [
            Found(("treatment", part, i, "of"), f" = {show(item.of)}", f"{why}: {_span(regime, reach)}",
                  _instead(regime, reach))
            for i, item in enumerate(getattr(regime.treatment, part))
            if item.of in reach.idle
        ]  # fmt: skip
    return found


def _list(regime: Regime, steps: Steps, rule: ListRule, reach: Reach) -> list[Found]:
    """A list has a way onto it that can come about, and a number that can be reached."""
    at_least = rule.records_at_least
    if at_least is not None:
        counted = rule.records_of or [r.conduct for r in regime.recording.rules]
        few = reach.live(counted) < at_least
        return [_too_many((*steps, "records_at_least"), at_least, counted, reach)] if few else []
    if rule.outsiders or reach.live(rule.conduct) > 0 or set(_graded(regime, rule)) - reach.idle:
        return []
    if rule.conduct:
        return [Found((*steps, "conduct"), f" = {show(rule.conduct)}", f"{NEVER}: no channel that watches for this "
                      "ever records anything, and no quota or tie files it", f"{SEE}, or remove the list")]  # fmt: skip
    key = "grade_at_most" if rule.grade_at_most is not None else "grade_at_least"
    what = f" = {show(getattr(rule, key))}"
    return [Found((*steps, key), what, f"{NEVER}: {_span(regime, reach)}", _instead(regime, reach))]


def _too_many(steps: Steps, at_least: int, counted: Sequence[str], reach: Reach) -> Found:
    """Tell of a number of records that no file comes to."""
    live, what = reach.live(counted), f" = {at_least}"
    if live == 0:
        return Found(steps, what, f"{NEVER}: nothing that counts is ever filed", f"{SEE}, or remove it")
    by_kind = listed([f"{reach.most.get(kind, 0)} of {kind}" for kind in counted], 6)
    return Found(steps, what, f"a file never holds so many live records that count: at most {by_kind}",
                 f"Write {live} or less, or let a rule file again while a record stands, or for longer")  # fmt: skip


def _graded(regime: Regime, rule: ListRule) -> list[str]:
    """Return the grades that put a person on a list."""
    grades, found = list(regime.standing.grades), []
    if rule.grade_at_most in regime.standing.grades:
        found += grades[grades.index(rule.grade_at_most) :]
    if rule.grade_at_least in regime.standing.grades:
        found += grades[: grades.index(rule.grade_at_least) + 1]
    return found


def _span(regime: Regime, reach: Reach) -> str:
    """Tell how far scores go."""
    lowest, highest = (f"{score:,.0f}" for score in scores(regime, reach.records))
    return f"no score leads there, they go from {lowest} to {highest}"


def _instead(regime: Regime, reach: Reach) -> str:
    """Name the grades within reach."""
    within = [show(name) for name in regime.standing.grades if name not in reach.idle]
    return f"Write {' or '.join(within)}, or give rules points that lead there"
