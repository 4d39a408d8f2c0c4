"""Compile one version of a regime to a record of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.fields.codes import CONTEXTS, PUBLIC_BLACKLISTED, PUBLIC_GRADE_SHIFT, PUBLIC_REDLISTED
from underheaven.fields.scales import OPEN_ENDED
from underheaven.kernel.rules import RULES_DTYPE
from underheaven.kernel.structured_arrays import WritableRecord, make_records
from underheaven.kernel.table_layout import (
    DENIES_HABIT,
    MAX_GRADES,
    MAX_SCORE_STEPS,
    MAX_SCORES,
    N_STATUSES,
    START_STEP,
)
from underheaven.labels import PUBLIC_STATUSES
from underheaven.scenario.cells import Cells
from underheaven.scenario.column_filling import fill, fixed
from underheaven.scenario.sensing import fill_sensing, name_bits
from underheaven.scenario.ties import fill_consent_rules, fill_tie_rules
from underheaven.spec.models.livelihood import Credit
from underheaven.spec.models.officials import Officials
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.sensing import Channel
from underheaven.spec.models.standing import ListRule
from underheaven.spec.models.treatment import visible_standings

VISIBLE_BITS = {"blacklist": 1, "redlist": 2, "grade": 4}


@dataclass(frozen=True)
class NameOrder:
    """The order of all names that tables index by number; rules, lists and grades follow the last amendment."""

    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    lists: tuple[str, ...]
    grades: tuple[str, ...]
    habits: tuple[str, ...]
    regions: tuple[str, ...]


def empty_rules_table() -> Any:
    """Return the rules table without a regime: nothing is recorded, nothing is closed."""
    table = make_records(RULES_DTYPE)
    t = WritableRecord(table)
    t.rule_of[:], t.contagion_rule, t.shown_step = -1, -1, 1
    t.list_at_most[:], t.list_at_least[:] = MAX_GRADES, -1
    t.access[:] = 1.0
    t.n_visible = 1
    return table


def build_rules_table(regime: Regime, names: NameOrder, cells: Cells, zones: list[str]) -> Any:
    """Return the table of one version of a regime; ``zones`` has one region for each zone."""
    table = empty_rules_table()
    t = WritableRecord(table)
    t.applies[: len(cells.categories)] = cells.is_among(regime.applies_to) if regime.applies_to else 1
    fill(
        t,
        regime,
        {
            Rule: lambda rule: names.rules.index(rule.conduct),
            Channel: lambda channel: regime.sensing.channels.index(channel),
            ListRule: lambda rule: names.lists.index(rule.name),
        },
    )
    _fill_awareness(t, regime, cells)
    _fill_recording(t, regime, names)
    fill_sensing(t, regime, names.kinds, cells, zones)
    _fill_standing(t, regime, names)
    fill_tie_rules(t, regime, names.rules)
    fill_consent_rules(t, regime, cells)
    t.personal = int((t.favour > 0 and t.favour_points != 0) or t.association > 0 or t.contagion_rule >= 0 or t.consent)
    _fill_treatment(t, regime, names)
    return table


def _fill_awareness(t: Any, regime: Regime, cells: Cells) -> None:
    n = len(cells.categories)
    t.aware[:n] = fixed(regime.awareness * cells.factor(regime.awareness_factors))
    t.secret = int((t.aware[:n] < DRAW_RANGE).any())
    t.veiled = int(t.secret or regime.opacity > 0)


def _fill_recording(t: Any, regime: Regime, names: NameOrder) -> None:
    t.n_rules = len(names.rules)
    for r, conduct in enumerate(names.rules):
        t.kind_of[r] = names.kinds.index(conduct)
    for rule in regime.recording.rules:
        _fill_rule(t, names.rules.index(rule.conduct), rule, regime.recording.feared_months)


def _fill_rule(t: Any, r: int, rule: Rule, open_ended_months: int) -> None:
    t.rule_of[t.kind_of[r]] = r
    open_ended = isinstance(rule.months, str)
    t.term[r] = OPEN_ENDED if open_ended else rule.months
    t.feared_months[r] = open_ended_months if open_ended else rule.months
    t.expiry[r] = int(fixed(1 / rule.months)) if rule.geometric and not isinstance(rule.months, str) else 0


def _fill_standing(t: Any, regime: Regime, names: NameOrder) -> None:
    s = regime.standing
    t.n_grades = len(s.grades)
    for g, (name, lowest) in enumerate(s.grades.items()):
        t.band[g], t.grade_label[g] = lowest, names.grades.index(name)
    t.n_lists = len(names.lists)
    for rule in s.lists:
        _fill_list(t, names.lists.index(rule.name), rule, names, tuple(s.grades))
    grade = next((g for g, lowest in enumerate(s.grades.values()) if s.start >= lowest), max(len(s.grades) - 1, 0))
    on = [g for g in range(t.n_lists) if t.list_at_most[g] <= grade or grade <= t.list_at_least[g]]
    t.empty_state = grade + MAX_GRADES * sum(1 << list_index for list_index in on)
    t.graded = int(bool(s.grades))
    t.counts_clean = int(bool(s.grades) or s.start != 0 or bool(on))
    _fill_officials(t, regime.officials, names)
    t.fits_scores = int(regime.score_fitting is not None)


def _fill_officials(t: Any, officials: Officials, names: NameOrder) -> None:
    t.suppression = int(fixed(officials.suppression)) if t.favour > 0 else 0
    if officials.quota_conduct is not None:
        t.quota_kind = names.kinds.index(officials.quota_conduct)


def _fill_list(t: Any, list_index: int, rule: ListRule, names: NameOrder, grades: tuple[str, ...]) -> None:
    t.list_rules[list_index] = name_bits(rule.conduct, names.rules)
    if rule.records_at_least is not None:
        t.list_count_rules[list_index] = name_bits(rule.records_of or list(names.rules), names.rules)
    if rule.grade_at_most is not None:
        t.list_at_most[list_index] = grades.index(rule.grade_at_most)
    if rule.grade_at_least is not None:
        t.list_at_least[list_index] = grades.index(rule.grade_at_least)
    if rule.colour == "black":
        t.black |= 1 << list_index
    elif rule.colour == "red":
        t.red |= 1 << list_index
    if rule.outsiders:
        t.outside_state += MAX_GRADES << list_index


def _states_of_holder(of: str, names: NameOrder, grades: tuple[str, ...]) -> Any:
    """Return which statuses include a list or a grade; statuses number a version's own grades."""
    states = np.arange(N_STATUSES)
    if of in names.lists:
        return (states // MAX_GRADES >> names.lists.index(of)) & 1 == 1
    return states % MAX_GRADES == grades.index(of)


def _fill_treatment(t: Any, regime: Regime, names: NameOrder) -> None:
    grades = tuple(regime.standing.grades)
    for effect in regime.treatment.effects:
        c = CONTEXTS.index(effect.context)
        t.access[_states_of_holder(effect.of, names, grades), c] *= 1.0 - effect.strength
        strengths = t.list_strength if effect.of in names.lists else t.grade_strength
        row = names.lists.index(effect.of) if effect.of in names.lists else grades.index(effect.of)
        strengths[row, c] = 1.0 - (1.0 - strengths[row, c]) * (1.0 - effect.strength)
    for reward in regime.treatment.rewards:
        t.reward[_states_of_holder(reward.of, names, grades), CONTEXTS.index(reward.context)] += reward.strength
    open_share = np.ones(t.denial.shape)
    for denial in regime.treatment.denials:
        open_share[_states_of_holder(denial.of, names, grades), names.habits.index(denial.habit)] *= 1.0 - denial.share
    t.denial[:] = fixed(1.0 - open_share)
    states = np.arange(N_STATUSES)
    black, red = (states // MAX_GRADES & int(t.black)) != 0, (states // MAX_GRADES & int(t.red)) != 0
    t.public_status[:] = (
        black * PUBLIC_BLACKLISTED + red * PUBLIC_REDLISTED + (t.grade_label[states % MAX_GRADES] << PUBLIC_GRADE_SHIFT)
    )
    t.closes[:] = (t.access < 1) @ (1 << np.arange(len(CONTEXTS))) + DENIES_HABIT * (t.denial > 0).any(axis=1)
    t.rewards[:] = (t.reward > 0).any(axis=1)
    t.see = sum(VISIBLE_BITS[what] for what in set(regime.treatment.lenders_see))


def rules_before_regime(first: Any) -> Any:
    """Return the rules table before the regime starts: nothing is recorded, and no standing is visible.

    Lenders count loans made meanwhile for the visible standing that a person without records will have under ``first``,
    so that they know something about it when the regime starts.
    """
    table = empty_rules_table()
    t, rules = WritableRecord(table), WritableRecord(first)
    t.unseen = visible_standing(int(rules.public_status[int(rules.empty_state)]), int(rules.see)) | int(rules.unseen)
    return table


def fill_score_lookup(t: Any) -> None:
    """Tabulate status and visible score step by score; fill last, and only for up to ``MAX_SCORES`` scores."""
    for list_index in range(int(t.n_lists)):
        t.feeding |= t.list_rules[list_index] | (t.list_count_rules[list_index] if t.list_count[list_index] > 0 else 0)
    scores = np.arange(int(t.minimum), int(t.maximum) + 1)
    if len(scores) > MAX_SCORES:
        return
    t.n_looked_up = len(scores)
    grades = (scores[:, None] < t.band[: max(int(t.n_grades) - 1, 0)]).sum(axis=1)
    for list_index in range(int(t.n_lists)):
        on = (t.list_at_most[list_index] <= grades) | (grades <= t.list_at_least[list_index])
        t.state_at[: len(scores)] += (on * (MAX_GRADES << list_index)).astype(t.state_at.dtype)
    t.state_at[: len(scores)] += grades.astype(t.state_at.dtype)
    steps = (2 * (scores - int(t.start)) + int(t.shown_step)) // (2 * int(t.shown_step))
    t.shown_at[: len(scores)] = START_STEP + np.clip(steps, -MAX_SCORE_STEPS, MAX_SCORE_STEPS)


def visible_standing(public_status: int, visible_bits: int) -> int:
    """Return the class of standing that a public status shows to lenders who see these bits of it."""
    return (public_status & 3 & visible_bits) | (4 * (public_status >> 4 & 7) if visible_bits & 4 else 0)


def fill_hidden_standings(versions: list[Any]) -> None:
    """Replace what a version hides from lenders, and another shows, by the standing of a clean person there.

    So what lenders learn before an amendment reveals a standing counts for people with a clean one.
    """
    for what in VISIBLE_BITS.values():
        revealing = next((t[0] for t in versions if t[0].see & what), None)
        if revealing is None:
            continue
        clean = visible_standing(int(revealing.public_status[int(revealing.empty_state)]), what)
        for t in versions:
            t[0].unseen |= 0 if t[0].see & what else clean


def fill_first_beliefs(t: Any, credit: Credit, names: NameOrder, regime: Regime | None = None) -> None:
    """Fill the initial loan counts of each class of visible standing: the society's, or the regime's where stated.

    Call it after `fill_hidden_standings`.
    """
    t.first_repaid[:], t.first_defaulted[:] = credit.pseudo_repaid, credit.pseudo_defaulted
    if regime is None:
        return
    seen = visible_standings(regime.treatment.lenders_see, regime.standing.grades)
    for belief in regime.treatment.lenders_believe:
        public_status, grade = seen[belief.of]
        visible = public_status | (4 * names.grades.index(grade) if grade is not None else 0) | int(t.unseen)
        fill(t, belief, {}, visible)


def visible_standing_labels(seen: set[str], grades: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of the classes of standing visible to lenders under any version, by number."""
    if "grade" in seen:
        return tuple(
            f"{public_status}, grade {grade}" for grade in grades or ("ungraded",) for public_status in PUBLIC_STATUSES
        )
    if "redlist" in seen:
        return PUBLIC_STATUSES
    return PUBLIC_STATUSES[:2] if seen else PUBLIC_STATUSES[:1]
