"""What a person has this month that no array of state holds: extra points, ties, and whether the person has joined."""

from __future__ import annotations

from underheaven.arrays import I8s, Int
from underheaven.fields import State
from underheaven.jit import kernel
from underheaven.kernel.carriers import ForLife, Here, Person
from underheaven.kernel.consent import declines
from underheaven.kernel.numbers import bits_in
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import personal_points
from underheaven.kernel.tables import APART, OUTSIDE
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import look_around


@kernel
def fill_me(people: Society, rules: Rules, here: Here, state: State, person: Person, drawn: ForLife) -> None:
    """Fill a person's ``me`` for the month; to be called only where the rules have anything personal."""
    person.me[:] = 0
    if declines(people, rules, person.i, person.cell, drawn.consent, drawn.conviction):
        person.me[OUTSIDE] = 1
    if rules.association > 0.0 or rules.contagion_rule >= 0:
        look_around(people, rules, here, state, person)
    personal_points(rules, drawn.favour, person.me)


@kernel
def count_me(rules: Rules, tally: Tally, cell: Int, group: Int, me: I8s) -> None:
    """Count who has joined and who has not, and the ties that were set aside."""
    if me[APART] != 0:
        tally.set_aside += bits_in(me[APART])
    if rules.consent and rules.applies[cell]:
        if me[OUTSIDE]:
            tally.stayed_out[group] += 1
        else:
            tally.joined[group] += 1
