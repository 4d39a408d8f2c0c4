"""The month in one table: every step in its order, whom it concerns, what it reads and writes, and its shortcuts.

Both engines run from it. The reference engine calls a function of the same name for each row; the compiled engine
puts its functions together in this order. Tests observe a month and compare each row with what was read and written.

A name has two parts. ``state``, ``sums``, ``tally``, ``panel`` and ``fitted`` are the registries of ``fields``;
``town`` is what a town remembers and receives (``town_memory.Towns``, ``argument_types.TownMonth``), ``lenders`` what
lenders remember, and ``person`` what a person carries from step to step within the month
(``plain_stages.person_month.PersonMonth``).
"""

from __future__ import annotations

from typing import NamedTuple

from underheaven.fields.panel import PANEL
from underheaven.fields.tallies import TALLIES

SOCIETY, TOWN = "society", "town"
"""Whether a step is taken once for the whole society, or town by town."""

TOWNS = "every town"
EVERYBODY = "everybody"
ADULTS = "every adult"
RECORDED = "adults with records or notices"
PANELISTS = "the first places, where a panel is recorded"


class Step(NamedTuple):
    """One step of the month.

    Attributes:
        does: What happens, in one sentence.
        concerns: Which persons or towns the step visits.
        reads: Names that it reads, without those that it has just written itself.
        writes: Names that it writes, including what it adds to or advances to the next month.
        shortcuts: Kernel functions, as module and function, that say for whom the rule can be skipped.
        each: Whether the step is taken town by town or once for the society.
    """

    name: str
    does: str
    concerns: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    shortcuts: tuple[str, ...] = ()
    each: str = TOWN

    @property
    def counts(self) -> tuple[str, ...]:
        """Return the tallies that the step adds to."""
        return tuple(name.removeprefix("tally.") for name in self.writes if name.startswith("tally."))


def _named(part: str, *names: str) -> tuple[str, ...]:
    """Return names with the part that they belong to."""
    return tuple(f"{part}.{name}" for name in names)


def _tallies(stage: str) -> tuple[str, ...]:
    """Return the tallies that the registry gives to a stage; those of renewal are counted with repair."""
    return _named("tally", *(field.name for field in TALLIES if field.stage == stage and field.name not in _OF_RENEWAL))


_OF_RENEWAL = ("renewed", "renewed_while_listed")

MONTH: tuple[Step, ...] = (
    Step(
        "prepare",
        "rules come into force, lenders look back on the year, officials choose where to look",
        TOWNS,
        reads=(
            *_named("state", "public_status", "score_shown", "generation", "born", "livelihood"),
            *_named("town", "past", "lost", "eligible", "seen", "grown", "sensed"),
            "lenders.loans",
        ),
        writes=_named("state", "public_status", "score_shown", "livelihood", "savings"),
        each=SOCIETY,
    ),
    Step(
        "ageing",
        "persons who enter another class of age begin there, with work as it is in that class",
        EVERYBODY,
        reads=_named("state", "born", "generation", "livelihood"),
        writes=_named("state", "livelihood", "savings"),
    ),
    Step(
        "begin_month",
        "every person takes up what last month left: records, standing, ties, and consent",
        EVERYBODY,
        reads=_named("state", "born", "dossier", "public_status", "generation", "score_shown", "status"),
        writes=(
            *_named("person", "active_rules", "status_previous", "personal"),
            *_named("state", "public_status_next", "score_next"),
        ),
    ),
    Step(
        "conduct",
        "do it if the perceived gain exceeds the perceived chance of a sanction times its weight",
        ADULTS,
        reads=(
            *_named("state", "beliefs", "dossier", "public_status", "legitimacy", "livelihood"),
            "person.personal",
            *_named("town", "open_share", "speaking_share"),
        ),
        writes=(
            *_named("person", "acts_done", "outcome", "help", "personal"),
            *_named("sums", "acts", "months_speaking"),
            "town.seen_next",
            *_tallies("conduct"),
        ),
        shortcuts=("opportunities.lacks_opportunity", "opportunities.nothing_follows", "exchange.not_asked"),
    ),
    Step(
        "sensing",
        "which acts reach a channel, and which records nobody earned",
        ADULTS,
        reads=(
            *_named("state", "household_liability", "livelihood", "savings"),
            *_named("person", "acts_done", "active_rules", "personal"),
            *_named("town", "attention", "eligible", "lost", "n_lost", "quota_chance", "zone"),
        ),
        writes=(
            *_named("person", "acts_done", "solvency_stage", "rule_sets"),
            *_named("town", "eligible_next", "lost_next"),
            *_tallies("sensing"),
        ),
        shortcuts=(
            "sensing.no_state_shows",
            "sensing.no_false_record",
            "sensing.no_mistaken_record",
            "gaming.no_faked_act",
            "officials.not_picked",
            "inherited_records.nothing_passes",
        ),
    ),
    Step(
        "recording",
        "what is sensed is filed, with its term and its origin",
        ADULTS,
        reads=(*_named("state", "dossier", "notices"), *_named("person", "active_rules", "personal", "rule_sets")),
        writes=(
            *_named("state", "dossier", "household_liability", "notices"),
            *_named("person", "filed", "rule_sets"),
            "sums.wrongful_records",
            *_named("town", "past", "sensed_next"),
            *_tallies("recording"),
        ),
        shortcuts=(
            "recording.nothing_to_file",
            "gaming.nothing_to_bribe",
            "officials.withholds_nothing",
            "fitting_moments.counts_alone",
        ),
    ),
    Step(
        "standing",
        "score, grade and lists, computed from records, rules, favour and ties, and never stored",
        ADULTS,
        reads=(*_named("state", "dossier", "leaving"), *_named("person", "status_previous", "personal")),
        writes=(
            "person.status",
            *_named("state", "status", "leaving"),
            *_named(
                "sums",
                "months_listed",
                "months_wrongly_listed",
                "times_listed",
                "stay_entry",
                "stay_months",
                "stay_end",
                "stay_wrongful",
            ),
            "town.seen_next",
            *_tallies("standing"),
        ),
        shortcuts=("standing.stays_clean", "listings.on_no_list"),
    ),
    Step(
        "treatment",
        "access lost, the price of it, the records that cause it, and attempts denied",
        ADULTS,
        reads=(
            *_named("state", "dossier", "livelihood", "savings"),
            *_named("person", "personal", "outcome", "status"),
        ),
        writes=(
            *_named("state", "public_status_next", "score_next"),
            *_named("sums", "detriment", "denials"),
            *_tallies("treatment"),
        ),
        shortcuts=("treatment.nothing_closed", "treatment.nothing_denied", "treatment.nothing_added"),
    ),
    Step(
        "livelihood",
        "jobs, savings, loans, default, judgments and their performance",
        ADULTS,
        reads=(
            *_named("state", "beliefs", "dossier", "public_status", "livelihood", "savings"),
            *_named("person", "help", "personal", "status"),
            "town.lender_accepts",
        ),
        writes=(
            *_named("state", "livelihood", "savings"),
            "person.solvency_stage",
            *_named("sums", "loans", "months_under_judgment", "months_unemployed"),
            *_tallies("livelihood"),
        ),
        shortcuts=("livelihood.work_stays", "solvency.solvency_unchanged", "exchange.nothing_exchanged"),
    ),
    Step(
        "response",
        "what a month teaches, about the chance of a sanction and about rightfulness",
        ADULTS,
        reads=(*_named("state", "beliefs", "legitimacy"), *_named("person", "filed", "outcome", "solvency_stage")),
        writes=(*_named("state", "beliefs", "legitimacy"), "person.lesson", *_tallies("response")),
        shortcuts=("response.nothing_happened",),
    ),
    Step(
        "repair",
        "performance, correction, appeals, early removal and expiry of records",
        RECORDED,
        reads=(
            *_named("state", "dossier", "livelihood", "notices"),
            "person.personal",
            *_named("sums", "stay_entry", "stay_end"),
        ),
        writes=(*_named("state", "dossier", "leaving", "notices"), *_tallies("repair")),
        shortcuts=("repair.is_record_unaffected",),
    ),
    Step(
        "panel",
        "the panel's month is written down before anybody leaves",
        PANELISTS,
        reads=(
            *_named(
                "state",
                "beliefs",
                "dossier",
                "public_status_next",
                "generation",
                "legitimacy",
                "livelihood",
                "savings",
                "status",
            ),
            "person.personal",
            "sums.detriment",
        ),
        writes=_named("panel", *(field.name for field in PANEL)),
    ),
    Step(
        "renewal",
        "some persons die or move away, and a newcomer takes each place",
        EVERYBODY,
        reads=(*_named("state", "dossier", "generation", "status"), "sums.stay_entry"),
        writes=(
            *_named(
                "state",
                "beliefs",
                "born",
                "dossier",
                "public_status_next",
                "generation",
                "household_liability",
                "leaving",
                "legitimacy",
                "livelihood",
                "notices",
                "savings",
                "score_next",
                "status",
            ),
            *_named("sums", "renewals", "stay_end"),
            *_named("tally", "removals", *_OF_RENEWAL),
        ),
    ),
    Step(
        "close",
        "the month becomes the last one for others, for towns, for lenders and for a score that is fitted",
        TOWNS,
        reads=(),
        writes=(
            *_named("state", "public_status", "public_status_next", "score_shown", "score_next"),
            *_named("town", "lost", "eligible", "seen", "grown", "sensed"),
            *_named("town", "lost_next", "eligible_next", "seen_next", "grown_next", "sensed_next"),
            "lenders.loans",
            "tally.detriment",
            *_named("fitted", "moments", "months", "points", "first", "times"),
        ),
        each=SOCIETY,
    ),
)
"""Every step of a month, in the order in which it is taken."""


def steps_of(each: str) -> tuple[str, ...]:
    """Return the names of the steps that are taken once for the society, or town by town, in their order."""
    return tuple(step.name for step in MONTH if step.each == each)


def step_named(name: str) -> Step:
    """Return the row of a step."""
    return next(step for step in MONTH if step.name == name)


def describe(stages: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (stage, what happens in it) for the given stages, in the order of the month."""
    return [(step.name, step.does) for step in MONTH if step.name in stages]
