"""Stage 8, repair: performance, correction, appeals, early removal, expiry; and renewal of persons."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.arrays import Bool, Int, U2s
from underheaven.draws import block_of, draw
from underheaven.fields import (
    APPEALED,
    BORROWING,
    CORRECTED,
    EARLY,
    ERROR,
    EXPIRED,
    OPEN_ENDED,
    PERFORMED,
    RENEWED,
    TRUE,
    WITHDRAWN,
    State,
    Sums,
)
from underheaven.jit import kernel
from underheaven.kernel.carriers import Here, Lot
from underheaven.kernel.dossier import contest, contested, left_of, origin_of, rule_of, with_left
from underheaven.kernel.livelihood import stage_of
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.stays import note_leaving
from underheaven.kernel.tables import GRADES
from underheaven.kernel.tally import Tally

STAYS = -1


@kernel
def address_of(people: Society, rules: Rules, word: Int, month: Int) -> Int:
    """Return what tells a person's records apart in draws: kind, origin and, from its term, month of filing."""
    rule = rule_of(word)
    filed = month + left_of(word) - rules.term[rule] if left_of(word) != OPEN_ENDED else np.int64(0)
    return (people.hash[rules.kind_of[rule]] ^ (origin_of(word) << 24) ^ filed) & 4_294_967_295


@kernel
def appeal(rules: Rules, tally: Tally, word: Int, lot: Lot) -> Int:
    """Return a record after this month's chance to contest it and to be heard; no months left if granted."""
    origin = origin_of(word)
    filed = rules.filed_rightful if origin == TRUE else rules.filed_wrongful
    if not contested(word) and lot.filed < filed:
        tally.appeals_filed[origin - 1] += 1
        word = contest(word)
    if contested(word) and lot.heard < rules.heard:
        if lot.granted < (rules.granted_rightful if origin == TRUE else rules.granted_wrongful):
            tally.appeals_granted[origin - 1] += 1
            return with_left(word, 0)
        return word & 32_767
    return word


@kernel
def way_out(people: Society, rules: Rules, here: Here, i: Int, word: Int, live: Int, lot: Lot) -> Int:
    """Return how a record leaves this month other than on appeal, or -1 if it stays."""
    rule, stage, key, month = rule_of(word), stage_of(live), here.key, here.month
    # A record that never was this person's debt cannot be performed away.
    own = origin_of(word) == TRUE or rules.kind_of[rule] == people.kind_of_stage[ERROR]
    if rules.by_performance[rule] and own and stage <= BORROWING:
        return PERFORMED
    if origin_of(word) != TRUE and lot.corrected < rules.correction:
        return CORRECTED
    left = left_of(word)
    served = left != OPEN_ENDED and rules.term[rule] - left + 1 >= rules.early_after[rule]
    if rules.early[rule] > 0 and served and draw(key, i, month, draws.EARLY_REMOVAL, lot.address) < rules.early[rule]:
        return EARLY
    if rules.expiry[rule] > 0:
        return EXPIRED if draw(key, i, month, draws.EXPIRY, lot.address) < rules.expiry[rule] else STAYS
    return EXPIRED if left == 1 else STAYS


@kernel
def rests(people: Society, rules: Rules, word: Int, live: Int, u_filed: Int, u_corrected: Int) -> Bool:
    """Return whether nothing but time passes over a live record this month, as for most.

    ``mend`` then returns the record ``aged`` and ``STAYS``, and counts nothing.
    """
    rule, wrongful, left = rule_of(word), origin_of(word) != TRUE, left_of(word)
    own = (not wrongful) | (rules.kind_of[rule] == people.kind_of_stage[ERROR])
    heard = (contested(word) != 0) | (u_filed < (rules.filed_wrongful if wrongful else rules.filed_rightful))
    performed = (rules.by_performance[rule] != 0) & own & (stage_of(live) <= BORROWING)
    drawn_for = (rules.early[rule] > 0) | (rules.expiry[rule] > 0)
    return not (heard | performed | (wrongful & (u_corrected < rules.correction)) | drawn_for | (left == 1))


@kernel
def aged(word: Int) -> Int:
    """Return a record over which a month has passed."""
    return word if left_of(word) == OPEN_ENDED else with_left(word, left_of(word) - 1)


@kernel
def mend(
    people: Society, rules: Rules, tally: Tally, here: Here, i: Int, word: Int, live: Int, lot: Lot
) -> tuple[Int, Int]:
    """Return a live record after one month, and its way out: no months left where it leaves, else ``STAYS``."""
    origin = origin_of(word) - 1
    word = appeal(rules, tally, word, lot)
    if left_of(word) == 0:
        tally.removals[APPEALED, origin] += 1
        return word, np.int64(APPEALED)
    way = np.int64(way_out(people, rules, here, i, word, live, lot))
    left = left_of(word)
    if way >= 0:
        tally.removals[way, origin] += 1
        left = np.int64(0)
    elif left != OPEN_ENDED and rules.expiry[rule_of(word)] == 0:
        left -= 1
    return with_left(word, left), way


@kernel
def repair(people: Society, rules: Rules, tally: Tally, here: Here, state: State, sums: Sums, i: Int) -> None:
    """Let one month pass over every live record of a dossier; see ``stays.note_leaving`` for those that leave."""
    dossier, live = state.dossier, np.int64(state.livelihood[i])
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word == 0:
            break
        if left_of(word) == 0:
            continue
        address = address_of(people, rules, word, here.month)
        filed, heard, granted, corrected = block_of(here.key, i, here.month, draws.APPEAL_FILED >> 2, address)
        lot = Lot(address, filed, heard, granted, corrected)
        dossier[i, s], way = mend(people, rules, tally, here, i, word, live, lot)
        if way != STAYS:
            note_leaving(rules, sums, state.leaving, i, rule_of(word), way)


@kernel
def withdraw(tally: Tally, dossier: U2s, i: Int) -> None:
    """End every live record of a person who has not joined a regime that asks."""
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word != 0 and left_of(word) > 0:
            tally.removals[WITHDRAWN, origin_of(word) - 1] += 1
            dossier[i, s] = with_left(word, 0)


@kernel
def close_dossier(rules: Rules, tally: Tally, dossier: U2s, i: Int, state: Int) -> None:
    """Empty the dossier of a grown person who leaves, and count the lists that this person was on."""
    for which in range(rules.n_lists):
        tally.renewed_off[which] += (state // GRADES >> which) & 1
    for s in range(dossier.shape[1]):
        word = np.int64(dossier[i, s])
        if word != 0 and left_of(word) > 0:
            tally.removals[RENEWED, origin_of(word) - 1] += 1
        dossier[i, s] = 0
