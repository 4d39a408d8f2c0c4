"""A regime between two amendments becomes one record of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.draws import ONE
from underheaven.fields import CONTEXTS, FACE_BLACK, FACE_GRADE_SHIFT, FACE_RED, OPEN_ENDED
from underheaven.kernel.rules import RULES_TABLE
from underheaven.kernel.table import Opened, record_of
from underheaven.kernel.tables import AT_START, DENIES, GRADES, MOST_STEPS, SCORES, STATES
from underheaven.labels import FACES
from underheaven.spec.livelihood import Credit
from underheaven.spec.officials import Officials
from underheaven.spec.recording import Rule
from underheaven.spec.regime import Regime
from underheaven.spec.sensing import Channel
from underheaven.spec.standing import ListRule
from underheaven.spec.treatment import standings_seen
from underheaven.world.cells import Cells
from underheaven.world.columns import fill, fixed
from underheaven.world.sensing import bits, fill_sensing
from underheaven.world.ties import fill_consent, fill_ties

SEE = {"blacklist": 1, "redlist": 2, "grade": 4}


@dataclass(frozen=True)
class Names:
    """The order of everything that tables index by number; rules, lists and grades are the last amendment's."""

    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    lists: tuple[str, ...]
    grades: tuple[str, ...]
    habits: tuple[str, ...]
    regions: tuple[str, ...]


def off_table() -> Any:
    """Return the rules where no regime is in force: nothing is recorded, nothing is closed."""
    table = record_of(RULES_TABLE)
    t = Opened(table)
    t.rule_of[:], t.contagion_rule, t.shown_step = -1, -1, 1
    t.list_at_most[:], t.list_at_least[:] = GRADES, -1
    t.access[:] = 1.0
    t.n_visible = 1
    return table


def rules_table(regime: Regime, names: Names, cells: Cells, zones: list[str]) -> Any:
    """Return the record of a regime's tables; ``zones`` has a region of each zone."""
    table = off_table()
    t = Opened(table)
    t.applies[: len(cells.categories)] = cells.within(regime.applies_to) if regime.applies_to else 1
    fill(t, regime, {
        Rule: lambda rule: names.rules.index(rule.conduct),
        Channel: lambda channel: regime.sensing.channels.index(channel),
        ListRule: lambda rule: names.lists.index(rule.name),
    })  # fmt: skip
    _fill_awareness(t, regime, cells)
    _fill_recording(t, regime, names)
    fill_sensing(t, regime, names.kinds, cells, zones)
    _fill_standing(t, regime, names)
    fill_ties(t, regime, names.rules)
    fill_consent(t, regime, cells)
    t.personal = int((t.favour > 0 and t.favour_points != 0) or t.association > 0 or t.contagion_rule >= 0 or t.consent)
    _fill_treatment(t, regime, names)
    return table


def _fill_awareness(t: Any, regime: Regime, cells: Cells) -> None:
    n = len(cells.categories)
    t.aware[:n] = fixed(regime.awareness * cells.factor(regime.awareness_factors))
    t.secret = int((t.aware[:n] < ONE).any())
    t.veiled = int(t.secret or regime.opacity > 0)


def _fill_recording(t: Any, regime: Regime, names: Names) -> None:
    t.n_rules = len(names.rules)
    for r, conduct in enumerate(names.rules):
        t.kind_of[r] = names.kinds.index(conduct)
    for rule in regime.recording.rules:
        _fill_rule(t, names.rules.index(rule.conduct), rule, regime.recording.feared_months)


def _fill_rule(t: Any, r: int, rule: Rule, feared_when_open: int) -> None:
    t.rule_of[t.kind_of[r]] = r
    open_ended = isinstance(rule.months, str)
    t.term[r] = OPEN_ENDED if open_ended else rule.months
    t.feared_months[r] = feared_when_open if open_ended else rule.months
    t.expiry[r] = int(fixed(1 / rule.months)) if rule.geometric and not isinstance(rule.months, str) else 0


def _fill_standing(t: Any, regime: Regime, names: Names) -> None:
    s = regime.standing
    t.n_grades = len(s.grades)
    for g, (name, lowest) in enumerate(s.grades.items()):
        t.band[g], t.grade_label[g] = lowest, names.grades.index(name)
    t.n_lists = len(names.lists)
    for rule in s.lists:
        _fill_list(t, names.lists.index(rule.name), rule, names, tuple(s.grades))
    grade = next((g for g, lowest in enumerate(s.grades.values()) if s.start >= lowest), max(len(s.grades) - 1, 0))
    on = [g for g in range(t.n_lists) if t.list_at_most[g] <= grade or grade <= t.list_at_least[g]]
    t.empty_state = grade + GRADES * sum(1 << which for which in on)
    t.graded = int(bool(s.grades))
    t.counts_clean = int(bool(s.grades) or s.start != 0 or bool(on))
    _fill_officials(t, regime.officials, names)
    t.fused = int(regime.fusion is not None)


def _fill_officials(t: Any, officials: Officials, names: Names) -> None:
    t.suppression = int(fixed(officials.suppression)) if t.favour > 0 else 0
    if officials.quota_conduct is not None:
        t.quota_kind = names.kinds.index(officials.quota_conduct)


def _fill_list(t: Any, which: int, rule: ListRule, names: Names, grades: tuple[str, ...]) -> None:
    t.list_rules[which] = bits(rule.conduct, names.rules)
    if rule.records_at_least is not None:
        t.list_count_rules[which] = bits(rule.records_of or list(names.rules), names.rules)
    if rule.grade_at_most is not None:
        t.list_at_most[which] = grades.index(rule.grade_at_most)
    if rule.grade_at_least is not None:
        t.list_at_least[which] = grades.index(rule.grade_at_least)
    if rule.colour == "black":
        t.black |= 1 << which
    elif rule.colour == "red":
        t.red |= 1 << which
    if rule.outsiders:
        t.outside_state += GRADES << which


def _holders(of: str, names: Names, grades: tuple[str, ...]) -> Any:
    """Return which states belong to a list or a grade of this name; states number a version's own grades."""
    states = np.arange(STATES)
    if of in names.lists:
        return (states // GRADES >> names.lists.index(of)) & 1 == 1
    return states % GRADES == grades.index(of)


def _fill_treatment(t: Any, regime: Regime, names: Names) -> None:
    grades = tuple(regime.standing.grades)
    for effect in regime.treatment.effects:
        c = CONTEXTS.index(effect.context)
        t.access[_holders(effect.of, names, grades), c] *= 1.0 - effect.strength
        strengths = t.list_strength if effect.of in names.lists else t.grade_strength
        row = names.lists.index(effect.of) if effect.of in names.lists else grades.index(effect.of)
        strengths[row, c] = 1.0 - (1.0 - strengths[row, c]) * (1.0 - effect.strength)
    for reward in regime.treatment.rewards:
        t.reward[_holders(reward.of, names, grades), CONTEXTS.index(reward.context)] += reward.strength
    open_share = np.ones(t.denial.shape)
    for denial in regime.treatment.denials:
        open_share[_holders(denial.of, names, grades), names.habits.index(denial.habit)] *= 1.0 - denial.share
    t.denial[:] = fixed(1.0 - open_share)
    states = np.arange(STATES)
    black, red = (states // GRADES & int(t.black)) != 0, (states // GRADES & int(t.red)) != 0
    t.face[:] = black * FACE_BLACK + red * FACE_RED + (t.grade_label[states % GRADES] << FACE_GRADE_SHIFT)
    t.closes[:] = (t.access < 1) @ (1 << np.arange(len(CONTEXTS))) + DENIES * (t.denial > 0).any(axis=1)
    t.rewards[:] = (t.reward > 0).any(axis=1)
    t.see = sum(SEE[what] for what in set(regime.treatment.lenders_see))


def before_the_regime(first: Any) -> Any:
    """Return the rules where no regime is in force yet: nothing happens, and nobody shows any standing.

    Loans made meanwhile are entered for the standing that the rules ``first`` will give whoever has no record, so that
    their lenders know something of it; whoever lends meanwhile looks at no standing at all.
    """
    table = off_table()
    t, rules = Opened(table), Opened(first)
    t.unseen = shown_of(int(rules.face[int(rules.empty_state)]), int(rules.see)) | int(rules.unseen)
    return table


def fill_scores(t: Any) -> None:
    """Look up how a score alone stands and what ties see of it; to be filled last, and for no more than ``SCORES``."""
    for which in range(int(t.n_lists)):
        t.feeding |= t.list_rules[which] | (t.list_count_rules[which] if t.list_count[which] > 0 else 0)
    scores = np.arange(int(t.minimum), int(t.maximum) + 1)
    if len(scores) > SCORES:
        return
    t.n_looked_up = len(scores)
    grades = (scores[:, None] < t.band[: max(int(t.n_grades) - 1, 0)]).sum(axis=1)
    for which in range(int(t.n_lists)):
        on = (t.list_at_most[which] <= grades) | (grades <= t.list_at_least[which])
        t.state_at[: len(scores)] += (on * (GRADES << which)).astype(t.state_at.dtype)
    t.state_at[: len(scores)] += grades.astype(t.state_at.dtype)
    steps = (2 * (scores - int(t.start)) + int(t.shown_step)) // (2 * int(t.shown_step))
    t.shown_at[: len(scores)] = AT_START + np.clip(steps, -MOST_STEPS, MOST_STEPS)


def shown_of(face: int, see: int) -> int:
    """Return the class of standing that a face shows to lenders who see these of it."""
    return (face & 3 & see) | (4 * (face >> 4 & 7) if see & 4 else 0)


def fill_unseen(versions: list[Any]) -> None:
    """Put in place of what a version hides from lenders and another shows what is shown of a clean person there.

    So what lenders learn before an amendment opens their eyes counts for those whose standing is clean.
    """
    for what in SEE.values():
        showing = next((t[0] for t in versions if t[0].see & what), None)
        if showing is None:
            continue
        clean = shown_of(int(showing.face[int(showing.empty_state)]), what)
        for t in versions:
            t[0].unseen |= 0 if t[0].see & what else clean


def fill_first_beliefs(t: Any, credit: Credit, names: Names, regime: Regime | None = None) -> None:
    """Put what lenders start from for each class of standing: the society's counts, and the regime's own instead.

    To be filled once it is known what stands in place of what a version hides.
    """
    t.first_repaid[:], t.first_defaulted[:] = credit.pseudo_repaid, credit.pseudo_defaulted
    if regime is None:
        return
    seen = standings_seen(regime.treatment.lenders_see, regime.standing.grades)
    for belief in regime.treatment.lenders_believe:
        face, grade = seen[belief.of]
        visible = face | (4 * names.grades.index(grade) if grade is not None else 0) | int(t.unseen)
        fill(t, belief, {}, visible)


def visible_labels(sees: set[str], grades: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes of standing that lenders can see under any version, by their number."""
    if "grade" in sees:
        return tuple(f"{face}, grade {grade}" for grade in grades or ("ungraded",) for face in FACES)
    if "redlist" in sees:
        return FACES
    return FACES[:2] if sees else FACES[:1]
