"""The state of every person, carried from month to month."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import U1s, U2s, U4s
from underheaven.fields.dimensions import stored_bytes
from underheaven.fields.registered_field import stored_field
from underheaven.fields.scales import BIRTH_MONTH_OFFSET, DOSSIER_CAPACITY

STATE = (
    stored_field(
        "dossier",
        ("slot",),
        "uint16",
        "packed record",
        "recording",
        "records in the order of filing: rule 5 bits, months left 7, origin 3, contested 1; 0 is empty; 8 records "
        "unless the regime states more",
    ),
    stored_field(
        "beliefs",
        ("belief",),
        "uint16",
        "1/65535",
        "response",
        "perceived chance of a sanction with the act (f1) and without it (f0), for money, order and speech",
    ),
    stored_field("legitimacy", (), "uint16", "1/65535", "response", "perceived legitimacy of the regime"),
    stored_field(
        "livelihood",
        (),
        "uint8",
        "packed",
        "livelihood",
        "employed (1 bit), in the workforce (1), solvency stage (3), unwilling (1)",
    ),
    stored_field("savings", (), "uint16", "1/1000 month of income", "livelihood", "savings"),
    stored_field(
        "public_status",
        (),
        "uint8",
        "packed",
        "treatment",
        "what others saw last month: on a blacklist, on a redlist, speaking, acted in the open, grade 3 bits",
    ),
    stored_field("public_status_next", (), "uint8", "packed", "treatment", "what others will see next month"),
    stored_field("generation", (), "uint8", "renewals", "repair", "how often the slot was renewed"),
    stored_field(
        "status",
        (),
        "uint16",
        "packed",
        "standing",
        "status: grade 3 bits, lists 8; stored only where it depends on more than the records",
        always_kept=False,
    ),
    stored_field(
        "score_shown",
        (),
        "uint8",
        "steps",
        "treatment",
        "score that acquaintances saw last month, in steps from 128 at the starting score; 0 is none; only where "
        "scores of acquaintances count",
        always_kept=False,
    ),
    stored_field(
        "score_next",
        (),
        "uint8",
        "steps",
        "treatment",
        "score that acquaintances will see next month",
        always_kept=False,
    ),
    stored_field(
        "household_liability",
        (),
        "uint32",
        "rules as bits",
        "recording",
        "rules for which the household is liable next month; only where a rule holds households liable",
        always_kept=False,
    ),
    stored_field(
        "leaving",
        (),
        "uint8",
        "label",
        "repair",
        "for a person on a blacklist for the first time: how a record behind it ended this month, as a position among "
        "the labels of stay_end; only where there is a blacklist",
        always_kept=False,
    ),
    stored_field(
        "born",
        (),
        "uint16",
        "months",
        "repair",
        f"month of birth, {BIRTH_MONTH_OFFSET} for the first month of the run; only where persons age",
        always_kept=False,
    ),
    stored_field(
        "notices",
        ("slot",),
        "uint16",
        "packed record",
        "recording",
        "notices, as records with the months of grace left; only where a rule gives notice",
        always_kept=False,
    ),
)

SOCIETY_STATE = ("born",)
"""State that depends on the society and not on the regime; persons keep it in every scenario."""


class State(NamedTuple):
    """State of every person, one array per field of `STATE`."""

    dossier: U2s
    beliefs: U2s
    legitimacy: U2s
    livelihood: U1s
    savings: U2s
    public_status: U1s
    public_status_next: U1s
    generation: U1s
    status: U2s
    score_shown: U1s
    score_next: U1s
    household_liability: U4s
    leaving: U1s
    born: U2s
    notices: U2s


def state_bytes_per_person(extra: frozenset[str] = frozenset(), capacity: int = DOSSIER_CAPACITY) -> int:
    """Return the bytes of state per person.

    Args:
        extra: names of the optional fields of `STATE` that the scenario keeps.
        capacity: records that a dossier holds, 8 to 32.

    Returns:
        Bytes per person, with this month's and next month's public status.
    """
    return stored_bytes((f for f in STATE if f.always_kept or f.name in extra), capacity)
