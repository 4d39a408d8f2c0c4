"""From observations of one person to a trajectory: status, work, debt, and what each month added to the sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.draws import draw_key
from underheaven.fields.codes import ORIGINS, SOLVENCY
from underheaven.fields.person_values import SUMS
from underheaven.fields.scales import BELIEF_ONE, MICRO, MILLI, OPEN_ENDED
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.table_layout import MAX_GRADES
from underheaven.record.trajectory import Newcomer, Trajectory, TrajectoryMonth, TrajectoryRecord

if TYPE_CHECKING:
    from underheaven.run.trajectory.observer import Observation
    from underheaven.scenario.built_scenario import BuiltScenario


def build_trajectory(
    scenario: str,
    built: BuiltScenario,
    person: int,
    replicate: int,
    observations: Sequence[Observation],
    labels: list[str],
) -> Trajectory:
    """Return a person's trajectory in one scenario; sums start at zero with the first month.

    observations: one after each observed month. labels: the names of those months.
    """
    months, previous_sums = [], dict.fromkeys((f.name for f in SUMS), 0)
    for observation, label in zip(observations, labels, strict=True):
        months.append(_build_month(built, person, replicate, observation, label, previous_sums))
        previous_sums = observation.sums
    return Trajectory(scenario, tuple(months))


def find_newcomers(
    built: BuiltScenario, person: int, replicate: int, observations: Sequence[Observation], labels: list[str]
) -> tuple[Newcomer, ...]:
    """Return the newcomers to a slot who were observed for at least one month."""
    following = zip(observations, observations[1:], labels[1:], strict=False)
    return tuple(
        Newcomer(label, reporting_group(built, person, replicate, next_observation))
        for observation, next_observation, label in following
        if observation.renewed
    )


def reporting_group(built: BuiltScenario, person: int, replicate: int, observation: Observation) -> str:
    """Return the reporting group of the person in a slot in a month."""
    return built.labels["group"][int(built.society[0].group[_cell_of(built, person, replicate, observation)])]


def region_of_slot(built: BuiltScenario, person: int) -> str:
    """Return the region of a slot."""
    return built.labels["region"][int(built.regions[_town_of(built, person)])]


def _town_of(built: BuiltScenario, person: int) -> int:
    return person // int(built.society[0].town_size)


def _cell_of(built: BuiltScenario, person: int, replicate: int, observation: Observation) -> int:
    """Return the cell of the person in a slot in a month: the cell on arrival, or the one at the current age."""
    society, ageing = built.society[0], interpreted_copy("kernel.ageing")
    first = interpreted_copy("kernel.person_attributes").arrival_cell(
        society, draw_key(built.seed, replicate), person, observation.generation
    )
    if observation.born is None:
        return int(first)
    return int(ageing.cell_at_age(society, first, ageing.age_in_month([observation.born], 0, observation.month)))


def _build_month(
    built: BuiltScenario,
    person: int,
    replicate: int,
    observation: Observation,
    label: str,
    previous_sums: dict[str, int],
) -> TrajectoryMonth:
    added = {name: total - previous_sums[name] for name, total in observation.sums.items()}
    rules = built.rules[int(built.rules_index_at(observation.month, replicate)[_town_of(built, person)])]
    dossier = np.array([observation.dossier], np.uint16)
    minor = bool(built.society[0].minor[_cell_of(built, person, replicate, observation)])
    # A minor has no status. Repair leaves removed records in the dossier until the next recording, so the status of a
    # month can still be computed after the month if it was not stored.
    status = None
    if not minor:
        computed_status = (
            interpreted_copy("kernel.status").dossier_status(rules, dossier, 0, -1, 0)
            if observation.status is None
            else observation.status
        )
        status = int(computed_status)
    livelihood = observation.livelihood
    return TrajectoryMonth(
        month=label,
        employed=bool(livelihood & 1) if livelihood & 2 else None,
        solvency=SOLVENCY[int(interpreted_copy("kernel.livelihood").tallied_stage(livelihood, observation.savings))],
        savings=observation.savings / MILLI,
        lists=() if status is None else _list_names(built, rules, status),
        wrongly=added["months_wrongly_listed"] > 0,
        grade="" if status is None else _grade_name(built, rules, status),
        records=_record_entries(built, rules, observation.dossier),
        detriment=added["detriment"] / MICRO,
        denials=added["denials"],
        acts=added["acts"],
        speaking=added["months_speaking"] > 0,
        loans=added["loans"],
        legitimacy=observation.legitimacy / BELIEF_ONE,
        renewed=observation.renewed,
        blacklisted=added["months_listed"] > 0,
        who=reporting_group(built, person, replicate, observation),
    )


def _list_names(built: BuiltScenario, rules: Any, status: int) -> tuple[str, ...]:
    on = status // MAX_GRADES
    return tuple(built.labels["list"][which] for which in range(int(rules.n_lists)) if on >> which & 1)


def _grade_name(built: BuiltScenario, rules: Any, status: int) -> str:
    """Return the grade of a status; empty for a person who is not enrolled in a regime that requires consent."""
    grade = status % MAX_GRADES
    return built.labels["grade"][int(rules.grade_label[grade])] if grade < rules.n_grades else ""


def _record_entries(built: BuiltScenario, rules: Any, words: Sequence[int]) -> tuple[TrajectoryRecord, ...]:
    dossier_kernel = interpreted_copy("kernel.dossier")
    entries = []
    for word in words:
        if word == 0:
            break
        months_left = int(dossier_kernel.record_months_left(word))
        kind = built.labels["kind"][int(rules.kind_of[dossier_kernel.record_rule(word)])]
        entries.append(
            TrajectoryRecord(
                kind,
                ORIGINS[dossier_kernel.record_origin(word) - 1],
                None if months_left == OPEN_ENDED else months_left,
            )
        )
    return tuple(entries)
