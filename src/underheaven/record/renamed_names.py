"""Names in results that schema version 9 renamed: dimensions, variables, attributes and measures."""

from __future__ import annotations

from collections.abc import Mapping

VERSION_BEFORE = 8
"""Schema version whose results can be converted."""

NEW_DIMS: Mapping[str, str] = {"world": "scenario"}
"""New names of dimensions by old ones."""

NEW_VARIABLES: Mapping[str, str] = {
    "bought_off": "bribed_records",
    "crowded_out": "displaced_records",
    "helps": "help_granted",
    "lost_mistaken": "misattributed_records",
    "noticed": "notices_given",
    "person_months_owing": "person_months_under_judgment",
    "recorded_by_way": "recorded_by_discovery",
    "refusals": "help_refused",
    "renewed_off": "renewed_while_listed",
    "set_aside": "severed_ties",
    "staged": "faked_acts",
    "weighed": "weighed_opportunities",
}
"""New names of variables by old ones."""

NEW_ATTRS: Mapping[str, str] = {
    "against": "baseline",
    "assumptions": "parameter_samples",
    "assumptions_asked": "samples_asked",
    "assumptions_note": "samples_note",
}
"""New names of attributes by old ones."""

NEW_MEASURES: Mapping[str, str] = {
    "believed_for_true": "believed_to_true_weight",
    "believed_weight": "believed_record_weight",
    "bought_off": "bribed_records",
    "concentration": "detriment_gini",
    "granted_share": "loans_granted_share",
    "heaviest_gain": "heaviest_points_increase",
    "help_granted": "help_granted_share",
    "help_granted_to_listed": "help_granted_share_to_listed",
    "led_to": "added_detriment",
    "led_to_signed": "added_detriment_signed",
    "lent_to_unwilling": "unwilling_default_share",
    "lost_for_ties": "detriment_share_of_ties",
    "lost_outside": "cost_of_staying_out",
    "owing": "under_unpaid_judgment",
    "owing_of_listed": "under_judgment_of_listed",
    "pairs_to_halve": "context_pairs_to_halve",
    "range_over_assumptions": "parameter_range",
    "records_a_head": "live_records_per_person",
    "refused_by_law": "refused_by_regime",
    "refused_good": "good_borrowers_refused",
    "set_right_share": "corrected_share",
    "set_right_within_12": "corrected_within_12",
    "set_right_within_24": "corrected_within_24",
    "staged": "faked_acts",
    "ties_set_aside": "severed_ties",
    "true_weight": "true_record_weight",
}
"""New names of measures by old ones; what follows a colon in a name is a label and stays."""
