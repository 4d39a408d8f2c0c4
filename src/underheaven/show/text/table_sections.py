"""The measures shown to a reader, and their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure.families import reach, record_errors
from underheaven.measure.measure_values import effect_detriment_per_person

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class MeasureFamily:
    """A labelled measure: one line per label, titled by ``title``; ``leave_out`` names labels listed elsewhere."""

    function: Callable[[xr.Dataset], xr.DataArray]
    dim: str
    title: str
    unit: str
    leave_out: frozenset[str] = frozenset()


FAMILIES = {
    "listings_by_origin": MeasureFamily(
        record_errors.listings_by_origin,
        "origin",
        "Entries on {} records",
        "entries per 100,000 persons",
        frozenset({"true"}),
    ),
    "detriment_by_effect": MeasureFamily(
        effect_detriment_per_person, "effect", "... in {}", "months of income per person"
    ),
    "denials_by_kind": MeasureFamily(reach.denials_by_kind, "denial", "Denied: {}", "attempts per 100,000 persons"),
}

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who is listed", ("listed_now", "ever_listed", "entries", "months_listed", "records_filed")),
    (
        "Wrongly, and by which error",
        (
            "wrongly_listed_now",
            "wrongly_listed_share",
            "ever_wrongly_listed",
            "listings_by_origin",
            "wrongful_records",
            "false_discovery_share",
            "wrongful_stay_median",
            "corrected_within_24",
            "corrected_share",
        ),
    ),
    (
        "Officials",
        (
            "merit_correlation",
            "best_grade_by_favour",
            "suppressed_records",
            "quota_records",
            "quota_undeserved",
            "discovered_share",
        ),
    ),
    ("Unable and unwilling", ("listed_unable", "listed_unwilling", "listed_in_error")),
    (
        "What they lose, by part of life",
        ("detriment", "detriment_by_effect", "detriment_gini", "reward", "denials_by_kind"),
    ),
    ("Booked and realised", ("work_booked", "work_realised", "credit_booked", "credit_realised")),
    (
        "Proportion",
        (
            "cross_context_share",
            "context_pairs_to_halve",
            "unjustified_share",
            "ordinal_proportionality",
            "excess_share",
            "stay_mean_24",
            "added_detriment",
            "added_detriment_signed",
            "worse_off",
            "worse_off_signed",
        ),
    ),
    (
        "Who gets off",
        (
            "exit_hazard",
            "relisted_share",
            "still_listed_share",
            "stay_median",
            "still_on_24",
            "still_on_60",
            "out_of_work_after",
        ),
    ),
    (
        "Groups compared",
        (
            "listing_ratio",
            "error_ratio",
            "burden_ratio",
            "equal_conduct_listed",
            "equal_conduct_wrongly_listed",
            "equal_conduct_detriment",
        ),
    ),
    (
        "Work and credit",
        (
            "unemployed",
            "jobs_lost",
            "jobs_denied",
            "loans_made",
            "refused_by_regime",
            "refused_by_lender",
            "good_borrowers_refused",
            "default_share",
        ),
    ),
    (
        "Compliance",
        ("under_unpaid_judgment", "judgments_performed", "performed_share", "deterrence", "good_acts_gained"),
    ),
    ("Speech", ("speaking", "chilled_speech", "chilled_speech_signed", "falsification_gap", "legitimacy")),
    (
        "Consent and ties",
        ("joined_share", "cost_of_staying_out", "severed_ties", "inherited_records", "detriment_share_of_ties"),
    ),
    ("Help between persons", ("help_granted_share", "help_granted_share_to_listed", "help_worth")),
    ("Gaming", ("bribed_records", "faked_acts", "score_and_conviction")),
    ("What people know", ("true_record_weight", "believed_record_weight", "believed_to_true_weight")),
    ("Fitted points", ("heaviest_points_increase",)),
)
"""Section and measures; a name is a key of `MEASURES`, `PAIRED` or `FAMILIES`."""

SHOWN_IF_NONZERO = frozenset(
    {
        "help_granted_share",
        "help_granted_share_to_listed",
        "help_worth",
        "bribed_records",
        "faked_acts",
        "score_and_conviction",
        "true_record_weight",
        "believed_record_weight",
        "believed_to_true_weight",
        "joined_share",
        "cost_of_staying_out",
        "severed_ties",
        "inherited_records",
        "detriment_share_of_ties",
        "heaviest_points_increase",
        "falsification_gap",
        "work_booked",
        "work_realised",
        "credit_booked",
        "credit_realised",
    }
)
"""Measures of rarely used mechanisms: left out if they are 0 in every scenario."""

SHOWN_IF_DEFINED = frozenset(
    {
        "merit_correlation",
        "best_grade_by_favour",
        "suppressed_records",
        "quota_records",
        "quota_undeserved",
        "discovered_share",
        "context_pairs_to_halve",
        "ordinal_proportionality",
        "excess_share",
        "stay_mean_24",
        "exit_hazard",
        "relisted_share",
        "still_listed_share",
        "stay_median",
        "still_on_24",
        "still_on_60",
        "out_of_work_after",
        "wrongful_stay_median",
        "corrected_within_24",
        "listing_ratio",
        "error_ratio",
        "burden_ratio",
        "equal_conduct_listed",
        "equal_conduct_wrongly_listed",
        "equal_conduct_detriment",
        "good_acts_gained",
        "added_detriment",
        "added_detriment_signed",
        "worse_off",
        "worse_off_signed",
    }
)
"""Measures that not every study defines: they have a line if any scenario gives them a number, even 0."""
