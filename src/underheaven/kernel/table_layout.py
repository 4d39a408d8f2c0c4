"""Shapes of the tables that kernels read and of the tallies that they add to.

Shapes are the largest that a document may ask for, so no regime and no society needs another compilation. Rates are
fixed-point probabilities in [0, 2**32]; money is in months of income.
"""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import I8s, U2s
from underheaven.fields.codes import CONTEXTS
from underheaven.fields.tallies import TALLIES

MAX_KINDS, MAX_RULES, MAX_GROUPS, MAX_CELLS, MAX_LISTS, MAX_GRADES, MAX_ZONES, MAX_HABITS, MAX_VISIBLE = (
    32,
    32,
    32,
    256,
    8,
    8,
    8,
    8,
    32,
)
MAX_CHANNELS, MAX_PRIORS = 32, 8
N_STATUSES = MAX_GRADES << MAX_LISTS
GUIDE_BITS = 12
GUIDE_LENGTH = 1 << GUIDE_BITS
"""Number of equal stretches of a draw; each points at the first category that the draw can give."""
MAX_SCORES = 4096
"""Size of the lookup tables by score; a regime with a wider range of scores has each one computed."""
NO_SCORE, START_STEP, MAX_SCORE_STEPS = 0, 128, 127
"""What ties see of a score: no score, the start, and the maximum of steps up or down from the start."""
N_QUANTILES = 2048
MAX_ACQUAINTANCES = 16
"""Maximum of acquaintances of a person."""
MAX_STRETCHES = 256
N_BUCKETS = 4096
DETECTION_ROWS = 4
"""Rows of the cache of detection thresholds, see ``sensing.cached_detection``."""
MAX_BUCKET_ATTENTION = 4.0
"""Attention up to which the buckets of false records are marked; in a town with more, every draw is searched."""
CONTEXT_COUNT = len(CONTEXTS)

N_REALISED_CONTEXTS = 2
"""Work and credit, the first two contexts: livelihood decides in which months they are used."""

# Traits, in the order of their draws.
CONVICTION, AVERSION, GRIEVANCE, THRESHOLD, GAMING = range(5)
EXPONENTIAL, UNIFORM = 0, 1
LOOK_TOWN, LOOK_TIES = 0, 1
BY_CELL, BY_CONVICTION = 0, 1

N_PERSONAL = 11
"""Length of ``personal``, int64: a person's variables of the month that no array of state holds.

The constants below are positions in it."""
EXTRA_POINTS = 0
"""Points of the score that come from no record."""
TIE_POINTS, FAVOUR_POINTS, OPTED_OUT = 2, 7, 3
"""The extra points from ties and from favour; 1 where the person opted out of a regime that requires consent."""
SEVERED_TIES, TIE_EXPOSURE = 5, 6
"""Severed ties of this month, as bits; the probability, in 2**-32, of a record that passes along ties."""
UNAWARE = 1
"""1 where the person does not know of the regime."""
FAKED_KINDS = 4
"""Kinds of good acts faked this month, as bits."""
SPEECH_FEARED = 8
"""1 where fear alone kept the person from speaking at some opportunity of this month."""

DENIES_HABIT = 1 << CONTEXT_COUNT
"""Bit of ``rules.closes`` that follows those of the contexts: the status denies some habit."""

TRAIT_DRAWS = 9
"""First of two positions in ``personal``: the lifelong draws of conviction and of aversion."""

N_FIT_TERMS = MAX_RULES + 2
"""Terms that a regime fits its points to: one for everybody, one per rule, one for an adverse record this month."""


class FirstGeneration(NamedTuple):
    """Tables from which the first generation is drawn.

    Tables are indexed by cell, conviction below the bound of default (1) or not, and in the workforce (1) or not. Means
    are a job, savings alone, or neither; unable and unwilling debtors are 0 and 1.

    Attributes:
        outcome_cum: Cumulative thresholds over 27 outcomes, int64 (cell, conviction, workforce, means x 9 stages).
        savings: Quantiles, uint16 (cell, conviction, workforce, stage, with a job or without, quantile), in thousandths
            of a month of income.
        paid_below: Thresholds below which a debtor counts as having paid when the first month observed begins, int64
            (2,).
        debt_cum: Cumulative thresholds over 6 outcomes, of coming to owe when the first month observed begins, int64
            (cell, conviction, workforce, debtor x means); above the last the person stays clear.
    """

    outcome_cum: I8s
    savings: U2s
    paid_below: I8s
    debt_cum: I8s


FIRST_STAGES, SAVINGS_QUANTILES = 9, 32

REGIONAL = tuple(f.name for f in TALLIES if "region" in f.dims)
"""Tallies by region, kept in ``month_tallies.Tallies.regional`` in this order of columns."""

LISTED_COLUMN, REPAID_COLUMN, DEFAULTED_COLUMN = 0, MAX_LISTS, MAX_LISTS + MAX_VISIBLE
REGION_COLUMNS = MAX_LISTS + 2 * MAX_VISIBLE
