"""A person's variables of the month that no array of state holds: extra points, ties, and consent."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s, Int
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import LifelongDraws, Person, TownMonth
from underheaven.kernel.consent import declines_consent
from underheaven.kernel.fixed_point import count_bits
from underheaven.kernel.rules import Rules
from underheaven.kernel.scores import set_personal_points
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import OPTED_OUT, SEVERED_TIES
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import observe_ties


@jit_kernel
def fill_personal(
    society: Society, rules: Rules, town: TownMonth, state: State, person: Person, lifelong: LifelongDraws
) -> None:
    """Fill a person's variables of the month; to be called only where the rules have anything personal.

    Args:
        society: The compiled society.
        rules: The rules in force.
        town: The town's month.
        state: State of all persons.
        person: The person's month; its `personal` is set.
        lifelong: Draws of favour, consent and conviction.
    """
    person.personal[:] = 0
    if declines_consent(society, rules, person.i, person.cell, lifelong.u_consent, lifelong.u_conviction):
        person.personal[OPTED_OUT] = 1
    if rules.association > 0.0 or rules.contagion_rule >= 0:
        observe_ties(society, rules, town, state, person)
    set_personal_points(rules, lifelong.u_favour, person.personal)


@jit_kernel
def count_personal(rules: Rules, tally: Tally, cell: Int, group: Int, personal: I8s) -> None:
    """Count persons who joined, persons who opted out, and severed ties.

    Args:
        rules: The rules in force.
        tally: The tally that is added to.
        cell: Cell of the person, 0 to 255.
        group: Reporting group, 0 to 31.
        personal: Personal variables of the month, int64 (N_PERSONAL,).
    """
    if personal[SEVERED_TIES] != 0:
        tally.severed_ties += count_bits(personal[SEVERED_TIES])
    if rules.consent and rules.applies[cell]:
        if personal[OPTED_OUT]:
            tally.stayed_out[group] += 1
        else:
            tally.joined[group] += 1


@jit_kernel
def is_unaware(rules: Rules, u: Int, cell: Int, active_rules: Int) -> Int:
    """Return 1 for a person who does not know of the regime: not aware by the draw, and without records.

    Args:
        rules: The rules in force.
        u: Lifelong draw of awareness, 0 to 2**32 - 1.
        cell: Cell of the person, 0 to 255.
        active_rules: Rules with a record at last month's standing, as bits.

    Returns:
        0 or 1.

    Source:
        docs/stages/conduct.md, "Who knows of the regime".
    """
    return np.int64(1) if (rules.secret != 0) & (active_rules == 0) & (u >= rules.aware[cell]) else np.int64(0)
