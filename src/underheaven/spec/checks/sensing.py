"""Checks of sensing: attention has a mode, visits and a channel that follows it."""

from __future__ import annotations

from underheaven.spec.io.toml_paths import show_value
from underheaven.spec.models.sensing import Sensing
from underheaven.spec.problems import Problem


def check_attention(sensing: Sensing) -> list[Problem]:
    """Attention follows records by shares or by visits, and at least one channel follows attention."""
    problems = []
    mode, visits = ("sensing", "attention_mode"), ("sensing", "visits_per_month")
    if sensing.attention_mode == "visits" and sensing.visits_per_month == 0:
        problems.append(Problem(mode, ' = "visits"', "no visits are made", "Add visits_per_month, 1 or more"))
    if sensing.attention_mode == "even" and sensing.visits_per_month > 0:
        problems.append(
            Problem(
                visits,
                f" = {sensing.visits_per_month}",
                "visits are drawn in another mode only",
                'Write attention_mode = "visits", or remove it',
            )
        )
    if sensing.follows_records and not any(c.follows_attention for c in sensing.channels):
        steps = mode if sensing.attention_mode == "visits" else ("sensing", "attention_exponent")
        problems.append(
            Problem(
                steps,
                f" = {show_value(getattr(sensing, steps[1]))}",
                "no channel follows attention, so nothing comes of it",
                "Let a channel follow it, or remove this",
            )
        )
    if "attention_prior" in sensing.model_fields_set and not sensing.follows_records:
        problems.append(
            Problem(
                ("sensing", "attention_prior"),
                f" = {show_value(sensing.attention_prior)}",
                "attention does not follow records, so nothing reads it",
                "Add attention_exponent, or remove it",
            )
        )
    return problems
