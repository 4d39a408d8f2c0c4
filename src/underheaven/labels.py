"""Names that documents and results share, on ground that both may stand on."""

from __future__ import annotations

REMOVAL_REASONS = ("expired", "performed", "corrected", "appealed", "early", "renewed", "withdrawn")

PUBLIC_STATUSES = ("clear", "blacklisted", "redlisted", "on both lists")
"""What lenders can see of lists; the place counts 1 for a blacklist and 2 for a redlist."""

# Series that a published count can stand beside: by themselves, and of a label each, written NAME:LABEL.
PLAIN_SERIES = ("listed_now", "cumulative_entries", "ever_listed", "cumulative_performed")
SERIES_BY_LABEL = {"cumulative_denied": "HABIT", "cumulative_removed": "WAY", "share_of_listed": "CATEGORY"}
