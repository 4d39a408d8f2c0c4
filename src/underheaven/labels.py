"""Labels that documents and results share; this module imports nothing, so both can import it."""

from __future__ import annotations

REMOVAL_REASONS = ("expired", "performed", "corrected", "appealed", "early", "renewed", "withdrawn")

PUBLIC_STATUSES = ("clear", "blacklisted", "redlisted", "on both lists")
"""What lenders can see of lists; the index is 1 for a blacklist plus 2 for a redlist."""

# Series that a published count can be compared with: plain ones, and those of one label, written NAME:LABEL.
PLAIN_SERIES = ("listed_now", "cumulative_entries", "ever_listed", "cumulative_performed")
SERIES_BY_LABEL = {"cumulative_denied": "HABIT", "cumulative_removed": "WAY", "share_of_listed": "CATEGORY"}
