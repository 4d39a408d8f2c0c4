"""The compiled month of a town: one pass from conduct to livelihood, one over households to repair.

A town's persons, draws and faces stay in cache between the two passes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven import draws
from underheaven.draws import fill_block, fill_lives
from underheaven.fields import ARREARS, BORROWING, CLEAR, ERROR, OWES, OWES_UNWILLING
from underheaven.jit import kernel
from underheaven.kernel import conduct as c1
from underheaven.kernel import (
    consent,
    newcomer,
    numbers,
    officials,
    panel,
    people,
    personal,
    recording,
    repair,
    response,
    sensing,
    standing,
    ties,
    treatment,
)
from underheaven.kernel import livelihood as c6
from underheaven.kernel.dossier import held_rules
from underheaven.kernel.exchange import HELPED, RECEIVED, REFUSED, answer, settle_up, step_of
from underheaven.kernel.fusion import count_together
from underheaven.kernel.gaming import bought_off, staged_records
from underheaven.kernel.tables import EXPOSED, EXTRA, GRADES, MARKED, OUTSIDE, STAGED, UNAWARE

_conduct, _count_acts = c1.conduct, c1.count_acts
_work, _save, _debt, _shown, _stage_of, WORKER = c6.work, c6.save, c6.debt, c6.shown_stage, c6.stage_of, c6.WORKER
_nothing_due = c6.nothing_due
_cell_of, _household_category, _arrived = people.cell_of, people.household_category, people.arrived
_arrive = newcomer.arrive
_fill_acquaintances = people.fill_acquaintances
_unaware, _year_ends, _add_moments = standing.unaware, standing.year_ends, standing.add_moments
_kind_of_state, _culprits = sensing.kind_of_state, sensing.culprits
_false_records, _mistaken_records = sensing.false_records, sensing.mistaken_records
_picked, _suppressed = officials.picked, officials.suppressed
_recording, _UNJUST = recording.recording, recording.UNJUST
_wrongful_of, _adverse_of, _sensed_of = recording.wrongful_of, recording.adverse_of, recording.sensed_of
_state_of, _observe, _observe_favour = standing.state_of, standing.observe, standing.observe_favour
_treatment, _denials, _face_of = treatment.treatment, treatment.denials, treatment.face_of
_response, _UNJUST_LESSON = response.response, response.UNJUST_LESSON
_quiet_month, _legitimacy_after = response.quiet_month, response.legitimacy_after
_repair, _close_dossier, _withdraw = repair.repair, repair.close_dossier, repair.withdraw
_note = panel.note
_fill_me, _count_me, _stays_out = personal.fill_me, personal.count_me, consent.stays_out
_inherits, _passed_on, _from_household = ties.inherits, ties.passed_on, ties.from_household
_shown_score = ties.shown_score
_raised, _U16, _U32 = numbers.raised, np.iinfo(np.uint16).max, np.iinfo(np.uint32).max
_TRAITS, _MONTH, _DEBTS = 0, draws.OPPORTUNITY // 4, draws.SOLVENCY // 4
_JOINS, _TOLD, _ASKED = draws.CONSENT // 4, draws.AWARE // 4, draws.PARTNER // 4
_U_FAVOUR, _U_CONSENT, _U_AWARE, _U_PARTNER = (p % 4 for p in (draws.FAVOUR, draws.CONSENT, draws.AWARE, draws.PARTNER))


@kernel
def fill_cells(who: Any, key: Any, generation: Any, first: Any, n: Any, block: Any, cells: Any) -> None:
    """Compute the cell of every person of a town from the draws of the first generation."""
    fill_block(block, key, first, n, 0, _TRAITS)
    household = np.int64(0)
    for j in range(n):
        if np.int64(who.house[j, 0]) == j:
            household = _household_category(who, np.int64(block[1, j]))
        cells[j] = _cell_of(who, key, first + j, np.int64(generation[first + j]), np.int64(block[0, j]), household)


@kernel
def settle_town(who: Any, key: Any, state: Any, first: Any, n: Any, block: Any, cells: Any) -> None:
    """Let the first generation of a town arrive."""
    fill_cells(who, key, state.generation, first, n, block, cells)
    for j in range(n):
        _arrive(who, key, state.beliefs, state.legitimacy, state.livelihood, state.savings, first + j, 0,
                np.int64(cells[j]))  # fmt: skip


@kernel
def act_and_fare(
    who: Any, rules: Any, last_rules: Any, tally: Any, by_region: Any, accepts: Any, key: Any, state: Any, sums: Any,
    month: Any,
    watched: Any, attention: Any, short: Any, exempt: Any, town: Any, region: Any, zone: Any, first: Any, n: Any,
    grown: Any, eligible: Any, seen: Any, lost: Any, lost_next: Any, seen_next: Any, now: Any, debts: Any, cells: Any,
    lessons: Any, passing: Any, me: Any, game: Any, lives: Any, told: Any, asked: Any, known: Any,
) -> Any:  # fmt: skip
    """Run conduct to livelihood for a town; return its grown persons, those who can be recorded, and adverse records.

    attention: the town's. short: chance that a person is picked for a quota. The records are all that were filed, and
    those of them that channels made.
    """
    dossier, beliefs, legitimacy, livelihood = state.dossier, state.beliefs, state.legitimacy, state.livelihood
    savings_of, face, face_next, generation = state.savings, state.face, state.face_next, state.generation
    stood, keeps_stood = state.stood, len(state.stood) > 0
    shown_next, keeps_score = state.score_next, len(state.score_next) > 0
    kin, keeps_kin = state.kin, len(state.kin) > 0
    me[:] = 0
    n_lost = np.int64(lost.sum())
    open_share = seen[0] / grown if grown > 0 else 0.0
    speaking_share = seen[1] / grown if grown > 0 else 0.0
    listed_share = seen[2] / grown if grown > 0 else 0.0
    n_grown, n_eligible, n_filed, n_sensed, zero = 0, 0, 0, 0, np.int64(0)
    favours, suppresses = rules.favour > 0, rules.suppression > 0
    base, gaps, secret = rules.empty_state, np.int64(rules.gaps), rules.secret != 0
    counted = rules.graded != 0 and _year_ends(month)
    step = np.int64(0)
    if who.meets > 0:
        step = step_of(key, first, month, n)
        game[:n] = 0
        fill_block(asked, key, first, n, month, _ASKED)
    if secret:
        fill_lives(told, key, first, n, generation, _TOLD)
    if rules.personal:
        fill_lives(lives, key, first, n, generation, _JOINS)
        if rules.association > 0.0 or rules.contagion_rule >= 0:
            _fill_acquaintances(who, key, first, n, known)
    for j in range(n):
        i = first + j
        cell = np.int64(cells[j])
        group = who.group[cell]
        tally.persons[group] += 1
        if who.minor[cell]:
            lessons[j] = 0
            face_next[i] = rules.face[base]
            if keeps_score:
                shown_next[i] = 0
            if keeps_kin:
                passing[j] = 0
            continue
        n_grown += 1
        live, savings, alive = np.int64(livelihood[i]), np.int64(savings_of[i]), np.int64(generation[i])
        held, before = np.int64(0), last_rules.empty_state
        if rules.personal:
            _fill_me(who, rules, key, face, state.score_shown, i, month, alive, cell, listed_share,
                     np.int64(lives[_U_FAVOUR, j]), np.int64(lives[_U_CONSENT, j]), known, j, me)  # fmt: skip
        extra, minds = me[EXTRA], watched and me[OUTSIDE] == 0
        if dossier[i, 0] != 0:
            held = held_rules(dossier, i)
        if secret:
            me[UNAWARE] = _unaware(rules, np.int64(told[_U_AWARE, j]), cell, held)
        if gaps != 0:
            me[STAGED] = 0
        if keeps_stood:
            before = np.int64(stood[i])
        elif held != 0:
            before = _state_of(last_rules, dossier, i, -1, extra)
        elif before >= GRADES and _arrived(who, key, i, month, alive):
            before %= GRADES  # a newcomer was on no list
        # conduct
        done, outcome, u = np.int64(0), np.int64(0), np.int64(now[0, j])
        busy = np.int64(0) if live & 3 == WORKER else np.int64(1)
        if u >= who.idle[2 * cell + busy] or who.n_often > 0:
            done = _conduct(who, rules, tally, key, dossier, beliefs, legitimacy, face, i, month, alive, cell,
                            busy, minds, me, u, open_share, speaking_share)  # fmt: skip
        if step != 0 and np.int64(asked[_U_PARTNER, j]) < who.meets:
            asking = j + step if j + step < n else j + step - n
            if who.minor[np.int64(cells[asking])] == 0:
                answered = answer(who, rules, tally, key, dossier, beliefs, i, month, alive, cell, minds, me,
                                  face[first + asking], np.int64(asked[_U_PARTNER, j]))  # fmt: skip
                if answered & HELPED:
                    game[j] |= HELPED
                    game[asking] |= RECEIVED
                if answered & REFUSED:
                    done |= np.int64(1) << who.refusal_kind
        if done != 0:
            outcome = _count_acts(who, tally, done, group)
            seen_next[0] += (outcome >> 3) & 1
            seen_next[1] += (outcome >> 4) & 1
            _raised(sums.acts, i, outcome >> 8, _U16)
            sums.months_speaking[i] += (outcome >> 4) & 1
        # sensing
        true_set, false_set, mistaken_set, made_set, inherited_set = zero, zero, zero, zero, zero
        shown = np.int64(CLEAR) if live >> 2 == 0 else _shown(live, savings)
        if shown >= ARREARS:
            done |= _kind_of_state(who, tally, shown)
        if minds and rules.applies[cell] and i != exempt:
            n_eligible += 1
            if done != 0:
                true_set = _culprits(who, rules, tally, lost_next, key, i, month, group, zone, done, held, attention)
            u = np.int64(now[1, j])
            if rules.bucket[u >> 20] or attention > MARKED:
                false_set = _false_records(rules, u, group, zone, done, attention)
            if gaps != 0 and me[STAGED] != 0:
                false_set |= staged_records(who, rules, tally, key, i, month, group, zone, me[STAGED], attention)
            if n_lost > 0:
                mistaken_set = _mistaken_records(who, rules, np.int64(debts[1, j]), lost, n_lost, eligible)
            if short > 0:
                made_set = _picked(rules, key, i, month, short) & ~true_set
                if (done >> rules.quota_kind) & 1:
                    true_set |= made_set
            if shown == ERROR:
                wrong = true_set & _bit_of(rules, who.kind_of_stage[ERROR])
                true_set, false_set, made_set = true_set ^ wrong, false_set | wrong, made_set & ~wrong
            if me[EXPOSED] > 0 or (keeps_kin and kin[i] != 0):
                inherited_set = _inherits(rules, key, np.int64(kin[i]) if keeps_kin else zero, i, month, me)
        # recording
        filed = np.int64(0)
        if (true_set | false_set | mistaken_set) & gaps != 0:
            bought = bought_off(who, rules, tally, key, dossier, i, alive, cell, me, held, true_set, false_set,
                                mistaken_set)  # fmt: skip
            made_set &= ~(true_set & bought)  # a true record made for the quota goes with the true record
            true_set, false_set, mistaken_set = true_set & ~bought, false_set & ~bought, mistaken_set & ~bought
        if suppresses:
            hidden = _suppressed(who, rules, tally, key, i, month, alive, held, true_set, false_set, mistaken_set,
                                 made_set, inherited_set)  # fmt: skip
            true_set, false_set, mistaken_set = true_set & ~hidden, false_set & ~hidden, mistaken_set & ~hidden
            made_set, inherited_set = made_set & ~hidden, inherited_set & ~hidden
        if held != 0 or (true_set | false_set | mistaken_set | made_set | inherited_set) != 0:
            filed = _recording(who, rules, tally, dossier, i, group, held, true_set, false_set, mistaken_set, made_set,
                               inherited_set)  # fmt: skip
            _raised(sums.wrongful_records, i, _wrongful_of(filed), _U16)
            n_filed += _adverse_of(filed)
            n_sensed += _sensed_of(filed)
        if keeps_kin:
            passing[j] = _passed_on(who, rules, held, true_set | false_set | mistaken_set | made_set)
        if rules.fused and minds and rules.applies[cell] and i != exempt:
            count_together(tally.moments, held, _adverse_of(filed) > 0)
        # standing
        state_now = base
        if rules.personal:
            _count_me(rules, tally, cell, group, me)
        if dossier[i, 0] != 0 or before != base or rules.counts_clean or extra != 0 or me[OUTSIDE]:
            state_now = rules.outside_state if me[OUTSIDE] else _state_of(rules, dossier, i, -1, extra)
            listed = _observe(who, rules, tally, by_region, dossier, i, group, region, state_now, before, me)
            if listed:
                seen_next[2] += 1
                if sums.months_listed[i] == 0:
                    tally.first_listed[group] += 1
                sums.months_listed[i] += 1
                sums.times_listed[i] += listed >> 2
                if listed & 2:
                    if sums.months_wrongly_listed[i] == 0:
                        tally.first_wrongly_listed[group] += 1
                    sums.months_wrongly_listed[i] += 1
        if favours and me[OUTSIDE] == 0:
            _observe_favour(rules, tally, dossier, i, me)
        if keeps_stood:
            stood[i] = state_now
        if counted and rules.applies[cell] and me[OUTSIDE] == 0:
            _add_moments(who, rules, tally, key, dossier, i, alive, extra)
        # treatment
        booked = np.int64(0)
        if rules.effective[state_now]:
            booked = _treatment(who, rules, tally, dossier, i, cell, group, state_now, me)
            _raised(sums.detriment, i, booked, _U32)
            denied = _denials(who, rules, tally, key, i, month, cell, group, state_now)
            _raised(sums.denials, i, denied, _U16)
        face_next[i] = _face_of(rules, state_now, outcome)
        if keeps_score:
            shown_next[i] = _shown_score(rules, dossier, i, watched, me)
        # livelihood
        if live & 2:
            tally.workforce[group] += 1
            live = _work(who, rules, tally, live, cell, group, state_now, np.int64(now[2, j]))
            savings = _save(who, live, savings)
            if live & 1 == 0:
                tally.unemployed[group] += 1
                sums.months_unemployed[i] += 1
        u, u_court, u_default = np.int64(debts[0, j]), np.int64(debts[2, j]), np.int64(debts[3, j])
        if not _nothing_due(who, live, savings, cell, u, u_court, u_default):
            was = _stage_of(live)
            live = _debt(who, rules, tally, by_region, accepts, key, dossier, beliefs, live, savings, i, month, alive,
                         cell, group, region, np.int64(face[i]), minds, me, state_now, booked, u, u_court,
                         u_default)  # fmt: skip
            if was == CLEAR and _stage_of(live) == BORROWING:
                sums.loans[i] += 1
        shown = np.int64(CLEAR)
        if live >> 2 != 0:
            shown = _shown(live, savings)
            tally.solvency[shown, group] += 1
            if _stage_of(live) == OWES:
                sums.months_owing[i] += 1
        livelihood[i] = live
        savings_of[i] = savings
        lesson = (outcome & 7) | ((filed & 7) << 3)
        if shown == OWES_UNWILLING:
            lesson |= 1
        if filed & _UNJUST:
            lesson |= _UNJUST_LESSON
        lessons[j] = lesson
    if step != 0:
        _settle_town_up(who, tally, key, savings_of, generation, first, n, game)
    return n_grown, n_eligible, n_filed, n_sensed


@kernel
def _settle_town_up(
    who: Any, tally: Any, key: Any, savings_of: Any, generation: Any, first: Any, n: Any, game: Any
) -> None:
    """Let help that was given and received this month move the savings of a town."""
    for j in range(n):
        if game[j] != 0:
            i = first + j
            savings_of[i] = settle_up(who, tally, key, i, np.int64(generation[i]), np.int64(savings_of[i]),
                                      np.int64(game[j]))  # fmt: skip


@kernel
def _bit_of(rules: Any, kind: Any) -> Any:
    """Return the rule of a kind as a bit, 0 where it has none."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return np.int64(0)
    return np.int64(1) << rules.rule_of[kind]


@kernel
def learn_and_mend(
    who: Any, rules: Any, tally: Any, key: Any, state: Any, month: Any, first: Any, n: Any, cells: Any, lessons: Any,
    passing: Any,
) -> None:  # fmt: skip
    """Run response and repair for a town, household by household."""
    dossier, beliefs, legitimacy = state.dossier, state.beliefs, state.legitimacy
    quiet, keeps_kin = False, len(state.kin) > 0
    zero = np.int64(0)
    rightful, b0, b1, b2, b3, b4, b5 = zero, zero, zero, zero, zero, zero, zero
    for j in range(n):
        i = first + j
        cell = np.int64(cells[j])
        group = who.group[cell]
        if np.int64(who.house[j, 0]) == j:
            quiet = _all_quiet(lessons, j, min(np.int64(who.house[j, 1]), n))
        if who.minor[cell] == 0:
            if quiet:
                _quiet_month(who, beliefs, i)
                legitimacy[i] = _legitimacy_after(who, np.int64(legitimacy[i]), 0, 0)
            else:
                _response(who, tally, beliefs, legitimacy, lessons, i, group, first, np.int64(who.house[j, 0]),
                          np.int64(who.house[j, 1]), n)  # fmt: skip
            rightful += np.int64(legitimacy[i])
            b0, b1 = b0 + np.int64(beliefs[i, 0]), b1 + np.int64(beliefs[i, 1])
            b2, b3 = b2 + np.int64(beliefs[i, 2]), b3 + np.int64(beliefs[i, 3])
            b4, b5 = b4 + np.int64(beliefs[i, 4]), b5 + np.int64(beliefs[i, 5])
            if keeps_kin:
                state.kin[i] = 0
                if rules.household_guilt > 0:
                    state.kin[i] = _from_household(who, rules, key, passing, i, first, n, month)
            if (
                dossier[i, 0] != 0
                and rules.consent
                and _stays_out(who, rules, key, i, np.int64(state.generation[i]), cell)
            ):
                _withdraw(tally, dossier, i)
            elif dossier[i, 0] != 0:
                _repair(who, rules, tally, key, dossier, np.int64(state.livelihood[i]), i, month)
    tally.legitimacy += rightful
    for b, total in enumerate((b0, b1, b2, b3, b4, b5)):
        tally.belief[b] += total


@kernel
def note_town(
    who: Any, rules: Any, panel: Any, key: Any, state: Any, sums: Any, month: Any, first: Any, n: Any, cells: Any,
    seen: Any, grown: Any, me: Any, lives: Any, known: Any,
) -> None:  # fmt: skip
    """Write the month of a town's panelists down, while those who leave are still there.

    lives, known: as ``act_and_fare`` left them.
    """
    listed_share = seen[2] / grown if grown > 0 else 0.0
    me[:] = 0
    for j in range(n):
        i, cell = first + j, np.int64(cells[j])
        if rules.personal and who.minor[cell] == 0:
            _fill_me(who, rules, key, state.face, state.score_shown, i, month, np.int64(state.generation[i]), cell,
                     listed_share, np.int64(lives[_U_FAVOUR, j]), np.int64(lives[_U_CONSENT, j]), known, j,
                     me)  # fmt: skip
        _note(who, rules, panel, state, sums.detriment, i, cell, me)


@kernel
def renew_town(
    who: Any, rules: Any, tally: Any, key: Any, state: Any, sums: Any, first: Any, n: Any, now: Any, cells: Any
) -> None:  # fmt: skip
    """Run renewal for a town."""
    for j in range(n):
        cell = np.int64(cells[j])
        if np.int64(now[3, j]) < who.renewal[cell]:
            renew(who, rules, tally, key, state, first + j, first, cell)
            sums.renewals[first + j] += 1


@kernel
def _all_quiet(lessons: Any, a: Any, b: Any) -> Any:
    """Return whether nothing happened to anybody of a household this month."""
    something = np.int64(0)
    for p in range(a, b):
        something |= np.int64(lessons[p])
    return something == 0


@kernel
def renew(who: Any, rules: Any, tally: Any, key: Any, state: Any, i: Any, first: Any, cell: Any) -> None:
    """Replace the person of a place by a newcomer of the next generation."""
    tally.renewed[who.group[cell]] += 1
    if who.minor[cell] == 0:
        if len(state.stood) > 0:
            stands = np.int64(state.stood[i])
            state.stood[i] = stands % GRADES
        else:
            stands = _state_of(rules, state.dossier, i, -1, 0)
        _close_dossier(rules, tally, state.dossier, i, stands)
    generation = (np.int64(state.generation[i]) + 1) & 255
    state.generation[i] = generation
    state.face_next[i] = rules.face[rules.empty_state]
    if len(state.score_next) > 0:
        state.score_next[i] = 0
    if len(state.kin) > 0:
        state.kin[i] = 0
    head = first + np.int64(who.house[i - first, 0])
    household = _household_category(who, draws.draw(key, head, 0, draws.HOUSEHOLD_CELL, 0))
    person = draws.draw(key, i, generation, draws.PERSON_CELL, 0)
    cell = _cell_of(who, key, i, generation, person, household)
    _arrive(who, key, state.beliefs, state.legitimacy, state.livelihood, state.savings, i, generation, cell)
