"""Stage 6, livelihood: jobs, savings, loans, default, judgments and their performance.

Loans are made in `lending`; default, judgments and performance are in `solvency`.

The byte of livelihood: employed 1, in the workforce 2, stage of solvency << 2, unwilling 32.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, Int
from underheaven.fields.codes import OWES, OWES_UNWILLING, WORK
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.fixed_point import scale_rounded
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

EMPLOYED, IN_WORKFORCE, UNWILLING = 1, 2, 32


@jit_kernel
def solvency_stage(livelihood_bits: Int) -> Int:
    """Return the stage of solvency; owing unwillingly is not distinguished from owing unable.

    Args:
        livelihood_bits: Packed byte of livelihood.

    Returns:
        0 clear, 1 borrowing, 2 in arrears, 3 judgment pending, 4 owes, 6 judged in error.
    """
    return (livelihood_bits >> 2) & 7


@jit_kernel
def set_solvency_stage(livelihood_bits: Int, stage: Int, unwilling: Int) -> Int:
    """Return the byte of livelihood with another stage, and with the mark of unwillingness set or cleared.

    Args:
        livelihood_bits: Packed byte of livelihood.
        stage: Stage of solvency, 0 to 6.
        unwilling: Other than 0 where default was chosen.

    Returns:
        Packed byte of livelihood, without bits above the mark.
    """
    return (livelihood_bits & 3) | (stage << 2) | (UNWILLING if unwilling else 0)


@jit_kernel
def can_pay(livelihood_bits: Int, savings: Int) -> Bool:
    """Return whether a person can pay: has a job, has savings, or is outside the workforce.

    Args:
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Whether the person is able to pay.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    return (livelihood_bits & EMPLOYED != 0) | (livelihood_bits & IN_WORKFORCE == 0) | (savings > 0)


@jit_kernel
def tallied_stage(livelihood_bits: Int, savings: Int) -> Int:
    """Return the stage of solvency as tallied: a debtor is unwilling only if marked so and able to pay.

    Args:
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Index in `fields.codes.SOLVENCY`, 0 to 6; 5 for a debtor who is unwilling.

    Source:
        docs/stages/livelihood.md, "Unable or unwilling".
    """
    stage = solvency_stage(livelihood_bits)
    refuses = (stage == OWES) & (livelihood_bits & UNWILLING != 0) & can_pay(livelihood_bits, savings)
    return np.int64(OWES_UNWILLING) if refuses else stage


@jit_kernel
def update_work(
    society: Society, rules: Rules, tally: Tally, livelihood_bits: Int, cell: Int, group: Int, status: Int, u: Int
) -> Int:
    """Return the byte of livelihood after a job is lost or found; a job missed for lack of access counts as denied.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        livelihood_bits: Packed byte of livelihood.
        cell: Cell of the person, 0 to 255.
        group: Reporting group, 0 to 31.
        status: Status of this month: grade + 8 * lists (as bits).
        u: Draw of the job, 0 to 2**32 - 1.

    Returns:
        Packed byte of livelihood.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    if livelihood_bits & IN_WORKFORCE == 0:
        return livelihood_bits
    if livelihood_bits & EMPLOYED:
        if u < society.job_loss[cell]:
            tally.jobs_lost[group] += 1
            return livelihood_bits & ~np.int64(EMPLOYED)
        return livelihood_bits
    full_chance = society.job_find[cell]
    open_chance = scale_rounded(full_chance, rules.access[status, WORK])
    if u < open_chance:
        tally.jobs_found[group] += 1
        return livelihood_bits | EMPLOYED
    if u < full_chance:
        tally.jobs_denied[group] += 1
    return livelihood_bits


@jit_kernel
def work_stays(society: Society, livelihood_bits: Int, cell: Int, u: Int) -> Bool:
    """Return whether work certainly stays as it is: ``update_work`` then changes and counts nothing.

    This holds outside the workforce, and for those who keep their job by the draw ``u``.

    Args:
        society: The compiled society.
        livelihood_bits: Packed byte of livelihood.
        cell: Cell of the person, 0 to 255.
        u: Draw of the job, 0 to 2**32 - 1.

    Returns:
        Whether `update_work` can be skipped.
    """
    return (livelihood_bits & IN_WORKFORCE == 0) | ((livelihood_bits & EMPLOYED != 0) & (u >= society.job_loss[cell]))


@jit_kernel
def update_savings(society: Society, livelihood_bits: Int, savings: Int) -> Int:
    """Return savings after a month: they grow with a job and fall without one.

    Args:
        society: The compiled society.
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income, 0 to 65,535.

    Returns:
        Savings, in thousandths of a month of income.

    Source:
        docs/stages/livelihood.md, "Work and savings".
    """
    if livelihood_bits & EMPLOYED:
        return min(savings + society.saved, np.int64(society.savings_maximum))
    if livelihood_bits & IN_WORKFORCE:
        return max(savings - society.spent, 0)
    return savings
