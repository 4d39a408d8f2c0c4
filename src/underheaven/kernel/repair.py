"""Stage 8, repair: performance, correction, appeals, early removal, expiry; and renewal of persons."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Bool, Int, U2s
from underheaven.draws import draw, draw_block
from underheaven.fields.codes import (
    APPEALED,
    BORROWING,
    CORRECTED,
    EARLY,
    ERROR,
    EXPIRED,
    PERFORMED,
    RENEWED,
    TRUE,
    WITHDRAWN,
)
from underheaven.fields.person_values import Sums
from underheaven.fields.scales import OPEN_ENDED
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import RepairDraws, TownMonth
from underheaven.kernel.blacklist_stays import note_removal
from underheaven.kernel.dossier import (
    is_contested,
    mark_contested,
    record_months_left,
    record_origin,
    record_rule,
    set_months_left,
)
from underheaven.kernel.livelihood import solvency_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_GRADES
from underheaven.kernel.tally import Tally

RECORD_STAYS = -1


@jit_kernel
def record_address(society: Society, rules: Rules, record: Int, month: Int) -> Int:
    """Return the address that distinguishes a person's records in draws: kind, origin and month of filing.

    Args:
        society: The compiled society.
        rules: The rules in force.
        record: Packed record, 16 bits.
        month: Month of the run, from 0.

    Returns:
        32-bit address. The month of filing counts only where the record has an end.
    """
    rule = record_rule(record)
    filed = (
        month + record_months_left(record) - rules.term[rule]
        if record_months_left(record) != OPEN_ENDED
        else np.int64(0)
    )
    return (society.hash[rules.kind_of[rule]] ^ (record_origin(record) << 24) ^ filed) & 4_294_967_295


@jit_kernel
def process_appeal(rules: Rules, tally: Tally, record: Int, repair_draws: RepairDraws) -> Int:
    """Return a record after this month's chance to appeal and to be heard; if granted, no months are left."""
    origin = record_origin(record)
    filed = rules.filed_rightful if origin == TRUE else rules.filed_wrongful
    if not is_contested(record) and repair_draws.u_filed < filed:
        tally.appeals_filed[origin - 1] += 1
        record = mark_contested(record)
    if is_contested(record) and repair_draws.u_heard < rules.heard:
        if repair_draws.u_granted < (rules.granted_rightful if origin == TRUE else rules.granted_wrongful):
            tally.appeals_granted[origin - 1] += 1
            return set_months_left(record, 0)
        return record & 32_767
    return record


@jit_kernel
def find_removal(
    society: Society,
    rules: Rules,
    town: TownMonth,
    i: Int,
    record: Int,
    livelihood_bits: Int,
    repair_draws: RepairDraws,
) -> Int:
    """Return how a record leaves this month other than on appeal, or RECORD_STAYS."""
    rule, stage, key, month = record_rule(record), solvency_stage(livelihood_bits), town.key, town.month
    # A record that never was this person's debt cannot be performed away.
    own_debt = record_origin(record) == TRUE or rules.kind_of[rule] == society.kind_of_stage[ERROR]
    if rules.by_performance[rule] and own_debt and stage <= BORROWING:
        return PERFORMED
    if record_origin(record) != TRUE and repair_draws.u_corrected < rules.correction:
        return CORRECTED
    months_left = record_months_left(record)
    served_long_enough = months_left != OPEN_ENDED and rules.term[rule] - months_left + 1 >= rules.early_after[rule]
    if (
        rules.early[rule] > 0
        and served_long_enough
        and draw(key, i, month, draws.EARLY_REMOVAL, repair_draws.address) < rules.early[rule]
    ):
        return EARLY
    if rules.expiry[rule] > 0:
        return EXPIRED if draw(key, i, month, draws.EXPIRY, repair_draws.address) < rules.expiry[rule] else RECORD_STAYS
    return EXPIRED if months_left == 1 else RECORD_STAYS


@jit_kernel
def is_record_unaffected(
    society: Society, rules: Rules, record: Int, livelihood_bits: Int, u_filed: Int, u_corrected: Int
) -> Bool:
    """Return whether nothing but time passes over a live record this month, as for most.

    `repair_record` then returns the record as `age_record` does, with RECORD_STAYS, and counts nothing.

    Args:
        society: The compiled society.
        rules: The rules in force.
        record: Packed record, 16 bits.
        livelihood_bits: Packed byte of livelihood.
        u_filed: Draw of whether an appeal is filed, 0 to 2**32 - 1.
        u_corrected: Draw of whether a wrongful record is corrected, 0 to 2**32 - 1.

    Returns:
        Whether `age_record` can replace `repair_record`.
    """
    rule, wrongful, months_left = record_rule(record), record_origin(record) != TRUE, record_months_left(record)
    own_debt = (not wrongful) | (rules.kind_of[rule] == society.kind_of_stage[ERROR])
    heard = (is_contested(record) != 0) | (u_filed < (rules.filed_wrongful if wrongful else rules.filed_rightful))
    performed = (rules.by_performance[rule] != 0) & own_debt & (solvency_stage(livelihood_bits) <= BORROWING)
    needs_draw = (rules.early[rule] > 0) | (rules.expiry[rule] > 0)
    return not (heard | performed | (wrongful & (u_corrected < rules.correction)) | needs_draw | (months_left == 1))


@jit_kernel
def age_record(record: Int) -> Int:
    """Return a record after one more month.

    Args:
        record: Packed record, 16 bits.

    Returns:
        Packed record, 16 bits; unchanged where it has no end.
    """
    return (
        record if record_months_left(record) == OPEN_ENDED else set_months_left(record, record_months_left(record) - 1)
    )


@jit_kernel
def repair_record(
    society: Society,
    rules: Rules,
    tally: Tally,
    town: TownMonth,
    i: Int,
    record: Int,
    livelihood_bits: Int,
    repair_draws: RepairDraws,
) -> tuple[Int, Int]:
    """Return a live record after one month, and the reason of its removal if it leaves.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        i: Index of the person in the society, from 0.
        record: Packed record, 16 bits.
        livelihood_bits: Packed byte of livelihood.
        repair_draws: The month's draws of this record.

    Returns:
        Packed record, with no months left where it leaves, and the reason of removal or RECORD_STAYS.

    Source:
        docs/stages/repair.md.
    """
    origin = record_origin(record) - 1
    record = process_appeal(rules, tally, record, repair_draws)
    if record_months_left(record) == 0:
        tally.removals[APPEALED, origin] += 1
        return record, np.int64(APPEALED)
    removal = np.int64(find_removal(society, rules, town, i, record, livelihood_bits, repair_draws))
    months_left = record_months_left(record)
    if removal >= 0:
        tally.removals[removal, origin] += 1
        months_left = np.int64(0)
    elif months_left != OPEN_ENDED and rules.expiry[record_rule(record)] == 0:
        months_left -= 1
    return set_months_left(record, months_left), removal


@jit_kernel
def repair(society: Society, rules: Rules, tally: Tally, town: TownMonth, state: State, sums: Sums, i: Int) -> None:
    """Let one month pass over every live record of a dossier.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        town: The town's month.
        state: State of all persons.
        sums: Sums of all persons.
        i: Index of the person in the society, from 0.

    Source:
        docs/stages/repair.md; `blacklist_stays.note_removal` for records that leave.
    """
    dossier, livelihood_bits = state.dossier, np.int64(state.livelihood[i])
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record == 0:
            break
        if record_months_left(record) == 0:
            continue
        address = record_address(society, rules, record, town.month)
        filed, heard, granted, corrected = draw_block(town.key, i, town.month, draws.APPEAL_FILED >> 2, address)
        repair_draws = RepairDraws(address, filed, heard, granted, corrected)
        dossier[i, s], removal = repair_record(society, rules, tally, town, i, record, livelihood_bits, repair_draws)
        if removal != RECORD_STAYS:
            note_removal(rules, sums, state.leaving, i, record_rule(record), removal)


@jit_kernel
def withdraw_records(tally: Tally, dossier: U2s, i: Int) -> None:
    """End every live record of a person who opts out of a regime that requires consent.

    Args:
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
    """
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record != 0 and record_months_left(record) > 0:
            tally.removals[WITHDRAWN, record_origin(record) - 1] += 1
            dossier[i, s] = set_months_left(record, 0)


@jit_kernel
def close_dossier(rules: Rules, tally: Tally, dossier: U2s, i: Int, status: Int) -> None:
    """Empty the dossier of an adult who leaves, and count the lists that the adult was on.

    Args:
        rules: The rules in force.
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        i: Index of the person in the society, from 0.
        status: Status of this month: grade + 8 * lists (as bits).
    """
    for list_index in range(rules.n_lists):
        tally.renewed_while_listed[list_index] += (status // MAX_GRADES >> list_index) & 1
    for s in range(dossier.shape[1]):
        record = np.int64(dossier[i, s])
        if record != 0 and record_months_left(record) > 0:
            tally.removals[RENEWED, record_origin(record) - 1] += 1
        dossier[i, s] = 0
