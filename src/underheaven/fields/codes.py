"""The codes stored in arrays, and their labels."""

from __future__ import annotations

from underheaven.labels import REMOVAL_REASONS

STAGES = ("conduct", "sensing", "recording", "standing", "treatment", "livelihood", "response", "repair")

# Origins start at 1, so that a packed record is never 0, which marks an empty slot of the dossier.
ORIGINS = ("true", "false", "mistaken", "discretion", "inherited")
N_ORIGINS = len(ORIGINS)
TRUE, FALSE, MISTAKEN, DISCRETION, INHERITED = 1, 2, 3, 4, 5

CONTEXTS = ("work", "credit", "travel", "schooling", "housing", "public service", "consumption", "speech", "reputation")
N_CONTEXTS = len(CONTEXTS)
WORK, CREDIT = 0, 1
CAUSES = (*CONTEXTS, "none:ties", "none:official", "none:outside")
NONE_TIES, NONE_OFFICIAL, NONE_OUTSIDE = 9, 10, 11

CLASSES = ("money", "order", "speech")
N_CLASSES = len(CLASSES)
MONEY, ORDER, SPEECH = 0, 1, 2

SOLVENCY = (
    "clear",
    "borrowing",
    "in arrears",
    "judgment pending",
    "owes, unable",
    "owes, unwilling",
    "judged in error",
)
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = 0, 1, 2, 3, 4, 6
OWES_UNABLE, OWES_UNWILLING = 4, 5
DEBTS = ("unable", "unwilling", "in error")

EXPIRED, PERFORMED, CORRECTED, APPEALED, EARLY, RENEWED, WITHDRAWN = range(7)

STAY_ENDS = ("still on", *REMOVAL_REASONS, "other")
"""How a first stay on a blacklist ends: by the removal of the last record behind it, or in another way, such as a
change of grade, a list that was abolished, or a full dossier."""
STAY_ONGOING, STAY_ENDED_OTHERWISE = 0, len(STAY_ENDS) - 1

REFUSALS = ("by law", "by lender", "good borrower")
STRATEGIES = ("helps all", "discriminates", "defects")
ASKERS = ("clear", "listed")

SCORE_MOMENTS = (
    "persons",
    "points",
    "conviction",
    "points squared",
    "conviction squared",
    "points times conviction",
)

RECORDING_WAYS = ("reported", "discovered")
GRADE_GROUNDS = ("records", "favour")
FAVOUR_MOMENTS = ("persons", "score", "less favour", "score squared", "less favour squared", "product")

# Bits of the public status.
PUBLIC_BLACKLISTED, PUBLIC_REDLISTED, PUBLIC_SPEAKING, PUBLIC_OPEN, PUBLIC_GRADE_SHIFT = 1, 2, 4, 8, 4
