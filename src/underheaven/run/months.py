"""From what was seen at one place to a life in words: standing, work, debt, and what the month added to the sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.draws import key_of
from underheaven.fields import BELIEF_ONE, MICRO, MILLI, OPEN_ENDED, ORIGINS, SOLVENCY, SUMS
from underheaven.jit import interpreted
from underheaven.kernel.tables import GRADES
from underheaven.record.life import Entry, Life, LifeMonth, Newcomer

if TYPE_CHECKING:
    from underheaven.run.watch import Seen
    from underheaven.world.build import BuiltWorld


def life(world: str, built: BuiltWorld, person: int, replicate: int, seen: Sequence[Seen], labels: list[str]) -> Life:
    """Returns a place's life in one world.

    seen: a look after each observed month. labels: those months' names. Sums begin at zero with the first.
    """
    months, before = [], dict.fromkeys((f.name for f in SUMS), 0)
    for look, label in zip(seen, labels, strict=True):
        months.append(_month(built, person, replicate, look, label, before))
        before = look.sums
    return Life(world, tuple(months))


def newcomers(
    built: BuiltWorld, person: int, replicate: int, seen: Sequence[Seen], labels: list[str]
) -> tuple[Newcomer, ...]:
    """Returns who took a place over, for those who lived at least one observed month there."""
    following = zip(seen, seen[1:], labels[1:], strict=False)
    return tuple(
        Newcomer(label, group_of(built, person, replicate, after)) for look, after, label in following if look.renewed
    )


def group_of(built: BuiltWorld, person: int, replicate: int, look: Seen) -> str:
    """Returns the reporting group in a month of whoever lives at a place then."""
    return built.labels["group"][int(built.people[0].group[_cell(built, person, replicate, look)])]


def region_of(built: BuiltWorld, person: int) -> str:
    """Returns the region that a place is in."""
    return built.labels["region"][int(built.regions[_town(built, person)])]


def _town(built: BuiltWorld, person: int) -> int:
    return person // int(built.people[0].town_size)


def _cell(built: BuiltWorld, person: int, replicate: int, look: Seen) -> int:
    """Returns the cell of who lives at a place in a month: the first one there, and what came of it with the years."""
    who, ageing = built.people[0], interpreted("kernel.ageing")
    first = interpreted("kernel.people").first_cell(who, key_of(built.seed, replicate), person, look.generation)
    if look.born is None:
        return int(first)
    return int(ageing.cell_at(who, first, ageing.age_in([look.born], 0, look.month)))


def _month(built: BuiltWorld, person: int, replicate: int, look: Seen, label: str, before: dict[str, int]) -> LifeMonth:
    added = {name: total - before[name] for name, total in look.sums.items()}
    rules = built.rules[int(built.rules_at(look.month, replicate)[_town(built, person)])]
    dossier = np.array([look.dossier], np.uint16)
    minor = bool(built.people[0].minor[_cell(built, person, replicate, look)])
    # A minor has no standing. Repair leaves what it removes in the dossier until the next recording, so that the
    # standing of a month can still be computed when the month is over, where it was not kept.
    state = None
    if not minor:
        said = interpreted("kernel.standing").state_of(rules, dossier, 0, -1, 0) if look.stood is None else look.stood
        state = int(said)
    live = look.livelihood
    return LifeMonth(
        month=label,
        employed=bool(live & 1) if live & 2 else None,
        solvency=SOLVENCY[int(interpreted("kernel.livelihood").shown_stage(live, look.savings))],
        savings=look.savings / MILLI,
        lists=() if state is None else _lists(built, rules, state),
        wrongly=added["months_wrongly_listed"] > 0,
        grade="" if state is None else _grade(built, rules, state),
        records=_records(built, rules, look.dossier),
        detriment=added["detriment"] / MICRO,
        denials=added["denials"],
        acts=added["acts"],
        speaking=added["months_speaking"] > 0,
        loans=added["loans"],
        legitimacy=look.legitimacy / BELIEF_ONE,
        renewed=look.renewed,
        blacklisted=added["months_listed"] > 0,
        who=group_of(built, person, replicate, look),
    )


def _lists(built: BuiltWorld, rules: Any, state: int) -> tuple[str, ...]:
    on = state // GRADES
    return tuple(built.labels["list"][which] for which in range(int(rules.n_lists)) if on >> which & 1)


def _grade(built: BuiltWorld, rules: Any, state: int) -> str:
    """Returns the grade of a standing; none for who stays out of a regime that asks."""
    grade = state % GRADES
    return built.labels["grade"][int(rules.grade_label[grade])] if grade < rules.n_grades else ""


def _records(built: BuiltWorld, rules: Any, words: Sequence[int]) -> tuple[Entry, ...]:
    packed = interpreted("kernel.dossier")
    entries = []
    for word in words:
        if word == 0:
            break
        left = int(packed.left_of(word))
        kind = built.labels["kind"][int(rules.kind_of[packed.rule_of(word)])]
        entries.append(Entry(kind, ORIGINS[packed.origin_of(word) - 1], None if left == OPEN_ENDED else left))
    return tuple(entries)
