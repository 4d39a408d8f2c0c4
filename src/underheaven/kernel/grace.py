"""Grace before filing: under some rules a sensed record waits for some months, and performance meanwhile cancels it.

A notice is a record that waits. It is packed as in `dossier`, with the months of grace in the field of the months left:
0 for a notice that is filed at the next recording. A person has at most one notice under each rule.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int, U2s
from underheaven.fields.codes import ARREARS, BORROWING, DISCRETION, ERROR, FALSE, INHERITED, MISTAKEN, TRUE
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import SensedRules
from underheaven.kernel.dossier import pack_record, record_months_left, record_origin, record_rule, set_months_left
from underheaven.kernel.fixed_point import lowest_bit
from underheaven.kernel.livelihood import solvency_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally


@jit_kernel
def after_grace(
    rules: Rules, tally: Tally, notices: U2s, i: Int, active_rules: Int, sensed: SensedRules
) -> SensedRules:
    """Return what is filed on a person this month: sensed records that need no notice, and notices that are due.

    New records that need notice become notices. A rule that is not filed again while its record is live gives no notice
    then either.

    Args:
        rules: The rules in force.
        tally: The tally that is added to.
        notices: Packed notices, uint16 (person, notice).
        i: Index of the person in the society, from 0.
        active_rules: Rules with a record at last month's standing, as bits.
        sensed: Rules sensed this month, as bits, by origin.

    Returns:
        Rules to file, as bits, by origin.

    Source:
        docs/stages/recording.md, "Notice".
    """
    kept, waiting, zero = 0, np.int64(0), np.int64(0)
    true: Int
    false: Int
    mistaken: Int
    made: Int
    inherited: Int
    true, false, mistaken, made, inherited = zero, zero, zero, zero, zero
    for s in range(notices.shape[1]):
        word = np.int64(notices[i, s])
        if word == 0:
            break
        notices[i, s] = 0
        rule, origin = record_rule(word), record_origin(word)
        bit = np.int64(1) << rule
        if rules.rule_of[rules.kind_of[rule]] != rule:
            continue  # an amendment has removed the rule
        if record_months_left(word) > 0 or rules.refile[rule] == 0:
            waiting |= bit
        if record_months_left(word) > 0:
            notices[i, kept] = word
            kept += 1
            continue
        true |= bit if origin == TRUE else zero
        false |= bit if origin == FALSE else zero
        mistaken |= bit if origin == MISTAKEN else zero
        made |= bit if origin == DISCRETION else zero
        inherited |= bit if origin == INHERITED else zero
    noticed, every = zero, sensed.true | sensed.false | sensed.mistaken | sensed.quota | sensed.inherited
    while every != 0:
        rule = lowest_bit(every)
        bit = np.int64(1) << rule
        every &= every - 1
        if rules.grace_months[rule] == 0 or kept == notices.shape[1]:
            continue
        noticed |= bit
        if waiting & bit != 0 or (active_rules & bit != 0 and rules.refile[rule] == 0):
            continue
        origin = _first_origin(sensed, rule)
        notices[i, kept] = pack_record(rule, rules.grace_months[rule], origin)
        kept += 1
        tally.notices_given[origin - 1] += 1
    return SensedRules(
        true | (sensed.true & ~noticed),
        false | (sensed.false & ~noticed),
        mistaken | (sensed.mistaken & ~noticed),
        made | (sensed.quota & ~noticed),
        inherited | (sensed.inherited & ~noticed),
    )


@jit_kernel
def _first_origin(sensed: SensedRules, rule: Int) -> Int:
    """Return the origin of a notice: true where the person did the act, else the first in the order of filing."""
    if (sensed.true >> rule) & 1:
        return np.int64(TRUE)
    if (sensed.false >> rule) & 1:
        return np.int64(FALSE)
    if (sensed.mistaken >> rule) & 1:
        return np.int64(MISTAKEN)
    return np.int64(DISCRETION) if (sensed.quota >> rule) & 1 else np.int64(INHERITED)


@jit_kernel
def performed(society: Society, rules: Rules, word: Int, livelihood_bits: Int) -> Bool:
    """Return whether a person has settled the debt behind a notice; nobody can settle a debt that is another's.

    Args:
        society: The compiled society.
        rules: The rules in force.
        word: Packed notice, 16 bits.
        livelihood_bits: Packed byte of livelihood.

    Returns:
        Whether the notice is cancelled.

    Source:
        docs/stages/repair.md.
    """
    kind = rules.kind_of[record_rule(word)]
    own = (record_origin(word) == TRUE) | (kind == society.kind_of_stage[ERROR])
    settled = False
    for stage in range(ARREARS, ERROR + 1):
        settled |= own & (solvency_stage(livelihood_bits) <= BORROWING) & (society.kind_of_stage[stage] == kind)
    return settled


@jit_kernel
def pass_grace(society: Society, rules: Rules, tally: Tally, notices: U2s, i: Int, livelihood_bits: Int) -> None:
    """Let one month pass over a person's notices; performance of a debt cancels its notice.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        notices: Packed notices, uint16 (person, notice).
        i: Index of the person in the society, from 0.
        livelihood_bits: Packed byte of livelihood.
    """
    kept = 0
    for s in range(notices.shape[1]):
        word = np.int64(notices[i, s])
        if word == 0:
            break
        notices[i, s] = 0
        if performed(society, rules, word, livelihood_bits):
            tally.notices_cancelled[record_origin(word) - 1] += 1
        else:
            notices[i, kept] = set_months_left(word, record_months_left(word) - 1)
            kept += 1
