"""Shapes of the tables that kernels read and of the tallies that they add to.

Shapes are the largest that a document may ask for, so no regime and no society needs another
compilation. Rates are fixed-point chances in [0, 2**32]; money is in months of income.
"""

from __future__ import annotations

from typing import NamedTuple

from underheaven.array_types import I8s, U2s
from underheaven.fields import CONTEXTS, TALLIES

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
"""So many stretches of a draw point at the first category that it can be."""
MAX_SCORES = 4096
"""At most so many scores of a regime are looked up; where there are more, each is computed."""
NO_SCORE, START_STEP, MAX_SCORE_STEPS = 0, 128, 127
"""What ties see of a score: nothing, the start, and the most steps up or down from it."""
N_QUANTILES = 2048
MAX_ACQUAINTANCES = 16
"""The most that a person may have."""
MAX_STRETCHES = 256
N_BUCKETS = 4096
DETECTION_ROWS = 4
"""Rows of what is known of acts under a town's attention, see ``sensing.look_at``."""
MAX_BUCKET_ATTENTION = 4.0
"""Attention up to which the buckets of false records are marked; in a town with more, every draw is looked up."""
CONTEXT_COUNT = len(CONTEXTS)

N_REALISED_CONTEXTS = 2
"""Work and credit, the first two contexts: livelihood knows in which months they are used."""

# Traits, in the order of their draws.
CONVICTION, AVERSION, GRIEVANCE, THRESHOLD, GAMING = range(5)
EXPONENTIAL, UNIFORM = 0, 1
LOOK_TOWN, LOOK_TIES = 0, 1
BY_CELL, BY_CONVICTION = 0, 1

N_PERSONAL = 11
"""Places of ``me``, int64: what a person has this month that no array of state holds."""
EXTRA_POINTS = 0
"""Points of the score that come from no record."""
TIE_POINTS, FAVOUR_POINTS, OPTED_OUT = 2, 7, 3
"""The parts of them that come from ties and from favour; 1 for who was asked and has not joined."""
SEVERED_TIES, TIE_EXPOSURE = 5, 6
"""Ties set aside this month, as bits; the chance, in 2**-32, of a record that passes along ties."""
UNAWARE = 1
"""1 where the person does not know of the regime."""
FAKED_KINDS = 4
"""Kinds of good acts staged this month, as bits."""
SPEECH_FEARED = 8
"""1 where the person would speak on some occasion of this month if there were nothing to fear, and fears something."""

DENIES_HABIT = 1 << CONTEXT_COUNT
"""In what a state closes, beside a bit for each context: some habit is denied."""

TRAIT_DRAWS = 9
"""First of two places: the draws of conviction and of aversion to risk, for life."""

N_FIT_TERMS = MAX_RULES + 2
"""Places of what a regime fits its points to: one for everybody, one a rule, one for an adverse record this month."""


class FirstGeneration(NamedTuple):
    """What the first generation is drawn from.

    Of each (cell, conviction below the bound of default, in the workforce):
    state: cumulative thresholds over 27 outcomes, kind of means (a job, savings alone, neither) x one of 9 stages.
    savings: uint16 (stage, with a job or without, quantile). When the first month observed begins: paid: thresholds
    below which the unable (0) and the unwilling (1) among those who owe count as having paid. debts: cumulative
    thresholds over 6 outcomes, unable or unwilling x kind of means, of owing from then on; above the last the person
    stays clear.
    """

    outcome_cum: I8s
    savings: U2s
    paid_below: I8s
    debt_cum: I8s


FIRST_STAGES, SAVINGS_QUANTILES = 9, 32

REGIONAL = tuple(f.name for f in TALLIES if "region" in f.dims)
"""Tallies by region, kept in ``tallying.Tallies.regional`` in this order of columns."""

LISTED_COLUMN, REPAID_COLUMN, DEFAULTED_COLUMN = 0, MAX_LISTS, MAX_LISTS + MAX_VISIBLE
REGION_COLUMNS = MAX_LISTS + 2 * MAX_VISIBLE
