"""Labels of records: by error, by origin, and by how they end."""

from __future__ import annotations

from underheaven.measure.reductions import WRONGFUL_ORIGINS

ERROR_LABELS = {
    "invented": "an invented record",
    "judged": "a wrong judgment",
    "mistaken": "another person's record",
    "discretion": "an official's choice",
    "inherited": "inherited from a tie",
}
ORIGIN_LABELS = {"false": "a record without an act", **{o: ERROR_LABELS[o] for o in WRONGFUL_ORIGINS[1:]}}
EXIT_LABELS = {
    "corrected": "corrected",
    "appealed": "removed on appeal",
    "performed": "debt paid",
    "early": "removed early",
    "expired": "expired",
    "renewed": "person died or left",
    "withdrawn": "person declined to be recorded",
}
