"""What a person has this month that no array of state holds: extra points, ties, and whether the person has joined."""

from __future__ import annotations

from underheaven.arrays import Float, I8s, Int, U1s, U4s
from underheaven.jit import kernel
from underheaven.kernel.consent import declines
from underheaven.kernel.numbers import bits_in
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import personal_points
from underheaven.kernel.tables import APART, OUTSIDE
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import look_around


@kernel
def fill_me(
    people: Society, rules: Rules, key: U4s, face: U1s, shown: U1s, i: Int, month: Int, cell: Int,
    town_share: Float, u_favour: Int, u_consent: Int, u_conviction: Int, me: I8s,
) -> None:  # fmt: skip
    """Fill a person's ``me`` for the month; to be called only where the rules have anything personal.

    face, shown: what everybody showed last month. town_share: share of the town's grown persons on a blacklist then.
    u_favour, u_consent, u_conviction: the draws of these.
    """
    me[:] = 0
    if declines(people, rules, i, cell, u_consent, u_conviction):
        me[OUTSIDE] = 1
    if rules.association > 0.0 or rules.contagion_rule >= 0:
        look_around(people, rules, key, face, shown, i, month, town_share, me)
    personal_points(rules, u_favour, me)


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
