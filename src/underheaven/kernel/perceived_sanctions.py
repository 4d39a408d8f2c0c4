"""What one more record costs or brings, in truth and as perceived, and the perceived risk of it."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int, U2s
from underheaven.fields.codes import N_CONTEXTS
from underheaven.fields.scales import BELIEF_ONE, MILLI
from underheaven.jit.decorators import jit_kernel
from underheaven.kernel.argument_types import Person
from underheaven.kernel.fixed_point import floor_integer
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.status import status_without_and_with
from underheaven.kernel.table_layout import EXTRA_POINTS, UNAWARE
from underheaven.kernel.tally import Tally


@jit_kernel
def true_record_cost(society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income that one more record of this rule really costs this dossier."""
    now, then = status_without_and_with(rules, dossier, person.i, rule, person.personal[EXTRA_POINTS])
    weight = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            weight += society.use[person.cell, c] * (rules.access[now, c] - rules.access[then, c])
    return max(weight, 0.0) * rules.feared_months[rule]


@jit_kernel
def expected_status_cost(society: Society, rules: Rules, cell: Int, status: Int) -> float:
    """Return what a month of a status is expected to cost a person of a cell.

    Args:
        society: The compiled society.
        rules: The rules in force.
        cell: Cell of the person, 0 to 255.
        status: Status, grade + 8 * lists.

    Returns:
        Months of income, 0 or more.

    Source:
        docs/stages/treatment.md, "Expected price".
    """
    cost = 0.0
    for c in range(N_CONTEXTS):
        cost += society.use[cell, c] * (1.0 - rules.access[status, c])
    return cost


@jit_kernel
def perceived_record_cost(
    society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, known_value: float
) -> float:
    """Return F: the perceived cost to this dossier of one more record of this rule.

    Args:
        society: The compiled society.
        rules: The rules in force.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        rule: Rule, 0 to 31.
        known_value: What `true_record_cost` returned, or below 0 where it was not computed.

    Returns:
        Months of income, 0 or more; 0 for a person who does not know of the regime.

    Source:
        docs/stages/conduct.md, "The weight of a record".
    """
    if person.personal[UNAWARE]:
        return 0.0
    weight = 0.0
    if rules.opacity < 1.0:
        weight = known_value if known_value >= 0.0 else true_record_cost(society, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]


@jit_kernel
def true_record_value(society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int) -> float:
    """Return months of income per month that a good record of this rule brings: access regained and rewards."""
    now, then = status_without_and_with(rules, dossier, person.i, rule, person.personal[EXTRA_POINTS])
    gain = 0.0
    if now != then:
        for c in range(N_CONTEXTS):
            better = rules.access[then, c] - rules.access[now, c] + rules.reward[then, c] - rules.reward[now, c]
            gain += society.use[person.cell, c] * better
    return max(gain, 0.0)


@jit_kernel
def perceived_record_value(
    society: Society, rules: Rules, dossier: U2s, person: Person, rule: Int, known_value: float
) -> float:
    """Return R: months of income that a good record is perceived to bring.

    ``known_value`` is what `true_record_value` returned, or below 0.
    """
    if person.personal[UNAWARE]:
        return 0.0
    gain = known_value if known_value >= 0.0 else true_record_value(society, rules, dossier, person, rule)
    return (1.0 - rules.opacity) * gain * rules.feared_months[rule] + rules.opacity * rules.rumour[rule]


@jit_kernel
def tally_record_weight(
    society: Society, rules: Rules, tally: Tally, dossier: U2s, person: Person, kind: Int, rule: Int
) -> float:
    """Count what one more record would cost or bring this person, and what the person believes it would.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        dossier: Packed records, uint16 (person, record).
        person: The person's month.
        kind: Kind of conduct, 0 to 31.
        rule: Rule, 0 to 31.

    Returns:
        `true_record_cost` of a bad act, in months of income; `true_record_value` of a good one, in months of income per
        month.
    """
    if society.prosocial[kind]:
        found = true_record_value(society, rules, dossier, person, rule)
        weight = found * rules.feared_months[rule]
    else:
        found = true_record_cost(society, rules, dossier, person, rule)
        weight = found
    believed = 0.0
    if person.personal[UNAWARE] == 0:
        believed = (1.0 - rules.opacity) * weight + rules.opacity * rules.rumour[rule]
    tally.weighed_opportunities[kind] += 1
    tally.weight_true[kind] += floor_integer(weight * MILLI + 0.5)
    tally.weight_believed[kind] += floor_integer(believed * MILLI + 0.5)
    return found


@jit_kernel
def marginal_sanction_risk(beliefs: U2s, i: Int, of_class: Int, aversion: float) -> float:
    """Return rho * max(f1 - f0, 0): only the difference between guilty and innocent deters.

    Args:
        beliefs: Beliefs, uint16 (person, 6), in 1/65535.
        i: Index of the person in the society, from 0.
        of_class: Class of conduct: 0 money, 1 order, 2 speech.
        aversion: Aversion rho, 0 to 1; 1.0 where the caller multiplies by it later.

    Returns:
        Risk, 0 to `aversion`.

    Source:
        docs/stages/conduct.md.
    """
    risk_difference: Int = np.int64(beliefs[i, 2 * of_class]) - np.int64(beliefs[i, 2 * of_class + 1])
    return aversion * max(risk_difference, 0) / BELIEF_ONE
