"""Named arguments of kernels: a person, a town's month, and groups of values that travel together.

Each tuple holds the values of one person or one town, not the arrays of all. Where its reader is inlined into its
maker, the compiler takes the tuple apart, so it costs nothing. Each field has one type everywhere, because a field that
is sometimes 8 and sometimes 64 bits wide would double the compiled versions of every reader.
"""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import Bool, F8s, Flag, I8s, Int, U4s


class TownMonth(NamedTuple):
    """The month of one town.

    Attributes:
        key: Key of all draws, uint32 (2,).
        month: Month of the run, from 0, burn-in included.
        first: Index of the town's first person in the society.
        n: Persons in the town, 1 to 8,192.
        zone: Zone of the town: regions that the same channels reach, 0 to 7.
        has_regime: Whether a regime is in force in the town.
        attention: Attention that officials pay to the town, 0 or more; the mean over a region is 1.
        quota_chance: Chance that an eligible person is recorded for the quota, in 2**-32.
        exempt: Index of the person whom the regime never records, below 0 if there is none.
        open_share: Share of the town's adults who acted in the open last month, 0 to 1.
        speaking_share: Share of the town's adults who spoke in public last month, 0 to 1.
        listed_share: Share of the town's adults who were on a blacklist last month, 0 to 1.
        n_lost: Records lost to mistaken identity last month, all kinds together.
        eligible: Persons whom the regime could record last month.
        lost: Records lost to mistaken identity last month, int64 (kind,).
        lost_next: The same for this month; added to.
        seen_next: Adults seen this month, int64 (3,): in the open, speaking, on a blacklist; see `town_memory.Towns`.
        lender_accepts: 1 where lenders of the region lend, int64 (visible class,).
        region_counts: Tallies of the region, int64 (REGION_COLUMNS,).
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
    """One person this month.

    Attributes:
        i: Index of the person in the society; persons of later generations have the same one.
        generation: Number of earlier persons at this slot, modulo 256.
        cell: Cell: household category x person category, 0 to 255.
        group: Reporting group, 0 to 31.
        is_subject: Whether the regime applies: in force in the town, and joined where consent is required.
        personal: Personal variables of the month, int64 (N_PERSONAL,); see `table_layout`.
    """

    i: Int
    generation: Int
    cell: Int
    group: Int
    is_subject: Flag
    personal: I8s


class LifelongDraws(NamedTuple):
    """Draws that hold for life, each 0 to 2**32 - 1.

    Attributes:
        u_favour: Draw of an official's favour.
        u_consent: Draw of consent to a voluntary regime.
        u_conviction: Draw of conviction.
    """

    u_favour: Int
    u_consent: Int
    u_conviction: Int


class HelpRequest(NamedTuple):
    """A request for help: the asker's public status and the draws that decide the answer, each 0 to 2**32 - 1.

    Attributes:
        asker_public_status: What the asker showed last month, packed as in `state.public_status`.
        u_strategy: Lifelong draw of the strategy of the person who is asked.
        u_asked: Draw of whether the person is asked this month.
        u_seen: Draw of whether the person sees that the asker is listed.
        u_slip: Draw of whether willing help fails.
    """

    asker_public_status: Int
    u_strategy: Int
    u_asked: Int
    u_seen: Int
    u_slip: Int


class SensedRules(NamedTuple):
    """Rules under which a person is recorded this month, as bits, by origin.

    Attributes:
        true: Acts that the person did.
        false: Acts that nobody did.
        mistaken: Acts of another person in the town.
        quota: Records made for a quota alone; of origin *true* where `true` has the rule as well, else *discretion*.
        inherited: Records of others in the household or among the ties.
    """

    true: Int
    false: Int
    mistaken: Int
    quota: Int
    inherited: Int


class StatusChange(NamedTuple):
    """Score and status of a person this month, and status last month.

    Attributes:
        points: Start plus the points of all live records, before bounds.
        status: Status of this month: grade + 8 * lists (as bits).
        status_previous: Status of last month.
    """

    points: Int
    status: Int
    status_previous: Int


class Finances(NamedTuple):
    """Economic state of a person and the draws that may change it.

    Attributes:
        livelihood_bits: Packed byte of livelihood.
        savings: Savings, in thousandths of a month of income.
        status: Status of this month.
        u_solvency: Draw of the step of solvency, 0 to 2**32 - 1.
        u_court: Draw of a judgment in error, 0 to 2**32 - 1.
        u_default: Draw of chosen default, 0 to 2**32 - 1.
    """

    livelihood_bits: Int
    savings: Int
    status: Int
    u_solvency: Int
    u_court: Int
    u_default: Int


class Loss(NamedTuple):
    """Loss of access that a status causes in one context this month.

    Attributes:
        status: Status of this month.
        context: Context, 0 to 8.
        amount: Loss, in micro-months of income.
    """

    status: Int
    context: Int
    amount: Int


class LossAttribution(NamedTuple):
    """What a loss is attributed to: records and points.

    Attributes:
        points_lost: Points lost to records and ties together, 0 or more.
        n_records: Records in the dossier.
        weights: Work array, float64 (3, MAX_DOSSIER_CAPACITY); rows are POINT_SHARE, RECORD_WEIGHT and LIST_SUPPORT.
    """

    points_lost: Int
    n_records: Int
    weights: F8s


class RepairDraws(NamedTuple):
    """Draws of one record this month, each 0 to 2**32 - 1.

    Attributes:
        address: Address of the record among the draws, 32 bits.
        u_filed: Draw of whether an appeal is filed.
        u_heard: Draw of whether a pending appeal is heard.
        u_granted: Draw of whether a heard appeal is granted.
        u_corrected: Draw of whether a wrongful record is corrected.
    """

    address: Int
    u_filed: Int
    u_heard: Int
    u_granted: Int
    u_corrected: Int
