"""Shapes of the tables that kernels read and of the tallies that they add to.

Shapes are the largest that a document may ask for, so no regime and no society needs another
compilation. Rates are fixed-point chances in [0, 2**32]; money is in months of income.
"""

from __future__ import annotations

from collections import namedtuple
from types import SimpleNamespace
from typing import Any

import numpy as np

from underheaven.fields import CONTEXTS, FIXED_DIMS, TALLIES

KINDS, RULES, GROUPS, CELLS, LISTS, GRADES, ZONES, HABITS, VISIBLE = 32, 32, 32, 256, 8, 8, 8, 8, 32
CHANNELS, PRIORS = 32, 8
STATES = GRADES << LISTS
GUIDE_BITS = 12
GUIDE = 1 << GUIDE_BITS
"""So many stretches of a draw point at the first category that it can be."""
SCORES = 4096
"""At most so many scores of a regime are looked up; where there are more, each is computed."""
NO_SCORE, AT_START, MOST_STEPS = 0, 128, 127
"""What ties see of a score: nothing, the start, and the most steps up or down from it."""
QUANTILES = 2048
ACQUAINTANCES = 16
"""The most that a person may have."""
STRETCHES = 256
BUCKETS = 4096
LOOKS = 4
"""Rows of what is known of acts under a town's attention, see ``sensing.look_at``."""
MARKED = 4.0
"""Attention up to which the buckets of false records are marked; in a town with more, every draw is looked up."""
N = len(CONTEXTS)

N_LIVED = 2
"""Work and credit, the first two contexts: livelihood knows in which months they are used."""

# Traits, in the order of their draws.
CONVICTION, AVERSION, GRIEVANCE, THRESHOLD, GAMING = range(5)
EXPONENTIAL, UNIFORM = 0, 1
LOOK_TOWN, LOOK_TIES = 0, 1
BY_CELL, BY_CONVICTION = 0, 1

ME = 11
"""Places of ``me``, int64: what a person has this month that no array of state holds."""
EXTRA = 0
"""Points of the score that come from no record."""
TIES, FAVOUR, OUTSIDE = 2, 7, 3
"""The parts of them that come from ties and from favour; 1 for who was asked and has not joined."""
APART, EXPOSED = 5, 6
"""Ties set aside this month, as bits; the chance, in 2**-32, of a record that passes along ties."""
UNAWARE = 1
"""1 where the person does not know of the regime."""
STAGED = 4
"""Kinds of good acts staged this month, as bits."""
FEARED = 8
"""1 where the person would speak on some occasion of this month if there were nothing to fear, and fears something."""

DENIES = 1 << N
"""In what a state closes, beside a bit for each context: some habit is denied."""

DRAWN = 9
"""First of two places: the draws of conviction and of aversion to risk, for life."""

FUSED = RULES + 2
"""Places of what a regime fits its points to: one for everybody, one a rule, one for an adverse record this month."""

PEOPLE = np.dtype(
    [
        # who: cells are household category x person category
        ("town_size", "i8"), ("n_towns", "i8"), ("n_persons", "i8"), ("n_person_categories", "i8"),
        ("burn_in", "i8"),  # months before the first one observed
        ("house", "u2", (8192, 2)),  # first and end place of the household of each place in a town
        ("household_cum", "i8", (CELLS,)), ("person_cum", "i8", (CELLS,)),
        ("household_guide", "u1", (GUIDE,)), ("person_guide", "u1", (GUIDE,)),
        ("group", "u1", (CELLS,)), ("minor", "u1", (CELLS,)), ("renewal", "i8", (CELLS,)),
        # who arrives later; growing older: a cell's first month of age, the month of age that leads out of it, where
        # to, the share that is still there a month later, and the sum of its powers over the cell's months
        ("arrival_cum", "i8", (CELLS,)), ("arrival_guide", "u1", (GUIDE,)),
        ("since", "i8", (CELLS,)), ("until", "i8", (CELLS,)), ("older", "u1", (CELLS,)),
        ("stays", "f8", (CELLS,)), ("powers", "f8", (CELLS,)),
        ("traits", "f8", (5, QUANTILES)), ("ladder", "i8", (5,)),
        ("acquaintances", "i8"), ("nearby", "i8"), ("tie_set_aside", "i8"),
        # who is alike: by the class of a cell, or above or below the middle of the law of conviction
        ("alike_share", "i8"), ("alike_by", "i8"), ("likeness", "u1", (CELLS,)), ("middle", "f8"),
        # conduct: rare kinds are reached by skipping, often ones by a draw each
        ("n_kinds", "i8"), ("n_rare", "i8"), ("n_often", "i8"),
        ("rare", "u1", (KINDS,)), ("often", "u1", (KINDS,)),
        ("idle", "i8", (2 * CELLS,)),  # chance of no rare opportunity, cell x employed
        ("survive", "i8", (2 * CELLS, KINDS)), ("opportunity", "i8", (2 * CELLS, KINDS)),
        ("hash", "i8", (KINDS,)), ("class_of", "u1", (KINDS,)), ("context_of", "u1", (KINDS,)),
        ("law", "i8", (KINDS,)), ("look", "i8", (KINDS,)), ("open", "i8", (KINDS,)),
        ("prosocial", "i8", (KINDS,)), ("threshold", "i8", (KINDS,)),
        ("mean_gain", "f8", (KINDS,)), ("sigma", "f8", (KINDS,)), ("cost", "f8", (KINDS,)), ("kappa", "f8", (KINDS,)),
        ("zeta", "f8", (KINDS,)), ("glow", "f8", (KINDS,)), ("gravity", "f8", (KINDS,)),
        ("kind_of_stage", "i8", (8,)),  # kind that arises from a stage of solvency, or -1
        # contexts and habits
        ("use", "f8", (CELLS, N)),  # expected price of a month with the context shut: use times value
        ("lived", "f8", (N_LIVED,)),  # price of one use of work and credit where uses are lived, else 0
        ("n_habits", "i8"), ("habit_hash", "i8", (HABITS,)),
        ("habit_whole", "i8", (CELLS, HABITS)), ("habit_part", "i8", (CELLS, HABITS)),
        # livelihood
        ("participation", "i8", (CELLS,)), ("employed_at_start", "i8"), ("job_loss", "i8", (CELLS,)),
        ("job_find", "i8", (CELLS,)), ("need", "i8", (CELLS,)),
        ("savings_at_start", "i8"), ("saved", "i8"), ("spent", "i8"), ("savings_most", "i8"),
        ("repay", "i8"), ("unable", "i8", (CELLS,)), ("unwilling_most", "i8", (CELLS,)), ("unwilling_below", "f8"),
        ("unwilling", "f8", (CELLS,)), ("fear_scale", "f8"),
        ("cure", "i8"), ("sued", "i8"), ("judged", "i8"), ("court_error", "i8"), ("set_aside", "i8"),
        ("performs", "f8"), ("performs_detriment", "f8"), ("performs_able", "i8"),
        ("gain", "f8"), ("loss", "f8"), ("exploration", "i8"),
        # exchange; refusal_kind is the conduct that a refusal is, or -1
        ("meets", "i8"), ("strategy_cum", "i8", (2,)), ("sees", "i8"), ("slips", "i8"), ("help_cost", "f8"),
        ("help_benefit", "f8"), ("refusal_kind", "i8"), ("refusing_listed", "i8"),
        # response; beliefs as f1, f0 for each class; shares in 2**-32: own experience, then the household's
        ("belief", "i8", (6,)), ("learn_up", "i8", (2,)), ("learn_down", "i8", (2,)), ("forget", "i8"),
        ("legitimacy", "i8"), ("legitimacy_loss", "i8", (2,)), ("legitimacy_recovery", "i8"), ("household", "i8"),
    ],
    align=True,
)  # fmt: skip
"""One society."""

First = namedtuple("First", ["state", "savings", "paid", "debts"])
"""What the first generation is drawn from, for each (cell, conviction below the bound of default, in the workforce).

state: cumulative thresholds over 27 outcomes, kind of means (a job, savings alone, neither) x one of 9 stages.
savings: uint16 (stage, with a job or without, quantile). When the first month observed begins: paid: thresholds below
which the unable (0) and the unwilling (1) among those who owe count as having paid. debts: cumulative thresholds over 6
outcomes, unable or unwilling x kind of means, of owing from then on; above the last the person stays clear.
"""
FIRST_STAGES, SAVINGS_QUANTILES = 9, 32

RULES_TABLE = np.dtype(
    [
        # sensing, by zone (regions that the same channels reach)
        ("applies", "i8", (CELLS,)),
        ("detect", "i8", (ZONES, KINDS, GROUPS)), ("mistaken", "i8", (ZONES, KINDS, GROUPS)),
        ("n_stretches", "i8"), ("bucket", "u1", (BUCKETS,)),
        ("stretch_from", "i8", (STRETCHES,)), ("stretch_kind", "u1", (STRETCHES,)),
        ("stretch_length", "i8", (ZONES, STRETCHES, GROUPS)), ("stretch_follows", "i8", (STRETCHES,)),
        # attention that follows records: channels one by one, kinds and zones as bits
        ("follows", "i8"), ("exponent", "f8"), ("visits", "i8"), ("prior", "f8", (PRIORS,)),
        ("n_channels", "i8"), ("channel_follows", "i8", (CHANNELS,)),
        ("channel_kinds", "i8", (CHANNELS,)), ("channel_zones", "i8", (CHANNELS,)),
        ("channel_chance", "f8", (CHANNELS, GROUPS)), ("channel_mistaken", "f8", (CHANNELS, GROUPS)),
        # recording
        ("n_rules", "i8"), ("rule_of", "i8", (KINDS,)), ("kind_of", "u1", (RULES,)),
        ("points", "i8", (RULES,)), ("term", "i8", (RULES,)), ("expiry", "i8", (RULES,)),
        ("refile", "i8", (RULES,)), ("by_performance", "i8", (RULES,)),
        ("early_after", "i8", (RULES,)), ("early", "i8", (RULES,)),
        ("feared_months", "f8", (RULES,)), ("rumour", "f8", (RULES,)), ("opacity", "f8"),
        ("gaps", "i8"),  # rules whose records can be bought off or staged, as bits
        ("secret", "i8"), ("aware", "i8", (CELLS,)), ("veiled", "i8"),  # what people know of it
        # standing; a state is grade + 8 * mask of lists
        ("start", "i8"), ("minimum", "i8"), ("maximum", "i8"), ("n_grades", "i8"), ("band", "i8", (GRADES,)),
        ("grade_label", "u1", (GRADES,)),
        ("n_lists", "i8"), ("list_rules", "i8", (LISTS,)), ("list_count_rules", "i8", (LISTS,)),
        ("list_count", "i8", (LISTS,)), ("list_at_most", "i8", (LISTS,)), ("list_at_least", "i8", (LISTS,)),
        ("black", "i8"), ("red", "i8"), ("empty_state", "i8"), ("counts_clean", "i8"),
        ("graded", "i8"),
        # how a score alone stands and what ties see of it; records of which rules can put on a list beside that
        ("n_looked_up", "i8"), ("state_at", "u2", (SCORES,)), ("shown_at", "u1", (SCORES,)), ("feeding", "i8"),
        ("personal", "i8"), ("favour", "i8"), ("favour_points", "i8"),  # points that come from no record
        ("suppression", "i8"), ("quota", "f8"), ("quota_kind", "i8"),  # quota: records a month a person
        # ties: scores of others in one's own, records that pass to a household or along ties
        ("association", "f8"), ("shown_step", "i8"), ("household_guilt", "i8"),
        ("contagion", "f8"), ("background", "f8"), ("contagion_rule", "i8"), ("contagion_look", "i8"),
        # consent
        ("consent", "i8"), ("joins", "f8", (CELLS,)), ("joins_by_conviction", "f8"), ("outside_state", "i8"),
        ("fused", "i8"), ("fit_every", "i8"), ("refit", "i8"), ("fit_least", "i8"), ("fit_most", "i8"),
        ("points_per_unit", "f8"), ("ridge", "f8"),  # points fitted to the regime's own records
        # treatment
        ("closes", "u2", (STATES,)), ("rewards", "u1", (STATES,)), ("face", "u1", (STATES,)),
        ("access", "f8", (STATES, N)), ("reward", "f8", (STATES, N)), ("denial", "i8", (STATES, HABITS)),
        ("list_strength", "f8", (LISTS, N)), ("grade_strength", "f8", (GRADES, N)),
        ("see", "i8"), ("unseen", "i8"), ("n_visible", "i8"),
        ("first_repaid", "f8", (VISIBLE,)), ("first_defaulted", "f8", (VISIBLE,)),  # what lenders start from
        # repair
        ("filed_wrongful", "i8"), ("filed_rightful", "i8"), ("granted_wrongful", "i8"), ("granted_rightful", "i8"),
        ("heard", "i8"), ("correction", "i8"),
    ],
    align=True,
)  # fmt: skip
"""One regime between two amendments."""

_WIDTHS = {
    "kind": KINDS, "group": GROUPS, "list": LISTS, "grade": GRADES, "denial": HABITS,
    **{dim: len(labels) for dim, labels in FIXED_DIMS.items()},
}  # fmt: skip

COUNTS = np.dtype(
    [(f.name, "i8", tuple(_WIDTHS[d] for d in f.dims)) for f in TALLIES if "region" not in f.dims]
    + [("moments", "i8", (FUSED, FUSED))]
)
"""Tallies of one chunk of towns in one month, at their largest shapes; regions stand apart.

Last, and never recorded: the products of records that points are fitted to; see `kernel.fusion`.
"""

REGIONAL = tuple(f.name for f in TALLIES if "region" in f.dims)
"""Tallies by region, kept in ``by_region`` (region x column) in this order of columns."""

LISTED_COLUMN, REPAID_COLUMN, DEFAULTED_COLUMN = 0, LISTS, LISTS + VISIBLE
REGION_COLUMNS = LISTS + 2 * VISIBLE


def record_of(dtype: np.dtype[Any], length: int = 1) -> Any:
    """Return a zeroed record array whose elements kernels take by pointer."""
    return np.zeros(length, dtype).view(np.recarray)


class Opened:
    """The first record of a table, for writing: without the slow look-up of numpy's own records.

    A field of numbers is a view of them, a field of one number is that number.
    """

    def __init__(self, table: Any) -> None:
        object.__setattr__(self, "_record", _by_name(table)[0])

    def __getattr__(self, name: str) -> Any:
        return self._record[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._record[name] = value

    def __getitem__(self, name: str) -> Any:
        return self._record[name]


def read_from(table: Any) -> list[SimpleNamespace]:
    """Return every record of a table for reading only: numbers as Python's own, copied now; arrays as views.

    No number is then narrower than 64 bits, as in machine code.
    """
    arrays = {name: bool(table.dtype[name].shape) for name in table.dtype.names}
    return [
        SimpleNamespace(**{name: record[name] if array else record[name].item() for name, array in arrays.items()})
        for record in _by_name(table)
    ]


def _by_name(table: Any) -> Any:
    """Return a table whose records are read by name in brackets, which is quick."""
    return table.view(np.ndarray).view(np.dtype((np.void, table.dtype)))
