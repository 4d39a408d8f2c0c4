"""What kernels are told, by name: who a person is, where the town stands, and what belongs together beside.

A carrier is taken apart where its reader is compiled into its maker, and then costs nothing: it holds what one person
or one town has, not the arrays of all. Numbers stand in it in the type in which they are read elsewhere: a field that
is once of 8 bits and once of 64 makes two versions of every reader.
"""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import Bool, F8s, Flag, I8s, Int, U4s


class TownMonth(NamedTuple):
    """Where a town stands this month.

    key: of all draws. first, n: its first person, and how many. watched: whether a regime is in force. attention: the
    town's. short: the chance, in 2**-32, of being picked for the quota. exempt: who is never recorded. open_share,
    speaking_share, listed_share: of grown persons, last month. n_lost, eligible: records lost to mistaken identity, and
    persons who could be recorded, last month. lost, lost_next: such records by kind, last month and this one.
    seen_next: persons seen this month, see ``population.Towns``. accepts: whether lenders of the region lend, by
    visible standing. of_region: the region's tallies, by column.
    """

    key: U4s
    month: Int
    first: Int
    n: Int
    zone: Int
    has_regime: Bool
    attention: float
    quota_chance: Int
    exempt: Int
    open_share: float
    speaking_share: float
    listed_share: float
    n_lost: Int
    eligible: Int
    lost: I8s
    lost_next: I8s
    seen_next: I8s
    lender_accepts: I8s
    region_counts: I8s


class Person(NamedTuple):
    """Who a person is this month.

    i: the place among all. generation: who of those that lived there. minds: whether the regime is about the person: in
    force in the town, and joined where it asks. me: see ``tables.ME``.
    """

    i: Int
    generation: Int
    cell: Int
    group: Int
    is_subject: Flag
    personal: I8s


class LifelongDraws(NamedTuple):
    """Draws that hold for life, of favour, consent and conviction."""

    u_favour: Int
    u_consent: Int
    u_conviction: Int


class HelpRequest(NamedTuple):
    """A request for help: last month's face of who asks, and the draws with which it is met.

    strategy, asked, seen, slip: of the strategy, of being asked, of whether a listing is seen, and of a slip.
    """

    asker_public_status: Int
    u_strategy: Int
    u_asked: Int
    u_seen: Int
    u_slip: Int


class SensedRules(NamedTuple):
    """The rules under which a person is recorded this month, as bits, by where the records come from.

    made: for a quota alone; true where they are in ``true`` too, else of an official's discretion.
    """

    true: Int
    false: Int
    mistaken: Int
    quota: Int
    inherited: Int


class StatusChange(NamedTuple):
    """How a person stands: start and points of the records, this month's state and the last one's."""

    points: Int
    status: Int
    status_previous: Int


class Finances(NamedTuple):
    """What a person lives on: the byte of livelihood, savings, this month's standing, and draws.

    u, u_court, u_default: the draws of solvency, of a judgment in error and of default.
    """

    livelihood_bits: Int
    savings: Int
    status: Int
    u_solvency: Int
    u_court: Int
    u_default: Int


class Loss(NamedTuple):
    """What a state closes in one context this month, in micro-months of income."""

    status: Int
    context: Int
    amount: Int


class LossAttribution(NamedTuple):
    """What may bear a loss: points lost in all, the records, and their weights, float64 (3, MOST_CAPACITY)."""

    points_lost: Int
    n_records: Int
    weights: F8s


class RepairDraws(NamedTuple):
    """What falls to a record this month: its address among draws, and the draws made of it."""

    address: Int
    u_filed: Int
    u_heard: Int
    u_granted: Int
    u_corrected: Int
