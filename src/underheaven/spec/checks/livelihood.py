"""Checks of livelihood: the stated backlog can be reached, and the exchange has strategies and a refusal."""

from __future__ import annotations

from underheaven.spec.checks.common_checks import check_weights
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.society import Society
from underheaven.spec.problems import Problem, suggest_name


def check_backlog(society: Society) -> list[Problem]:
    """A backlog is stated only with a start from which it can be reached."""
    livelihood = society.livelihood
    stated = [key for key in ("backlog", "backlog_unwilling") if getattr(livelihood.courts, key) != "stationary"]
    if livelihood.start == "at rest" or society.burn_in_months == 0 or not stated:
        return []
    return [
        Problem(
            ("livelihood", "courts", stated[0]),
            f" = {getattr(livelihood.courts, stated[0]):g}",
            f'with livelihood.start = "as newcomers", {society.burn_in_months} months of burn-in change how many '
            "persons owe before observation begins, so a stated backlog cannot be kept",
            'Write livelihood.start = "at rest", or burn_in_months = 0',
        )
    ]


def check_exchange(society: Society) -> list[Problem]:
    """At least one strategy has weight, and a refusal is conduct that has no other origin."""
    exchange = society.livelihood.exchange
    if exchange.rate == 0:
        return []
    steps: PathSteps = ("livelihood", "exchange")
    problems = check_weights(steps, [exchange.helps_all, exchange.discriminates, exchange.defects])
    if exchange.refusal_conduct is None:
        if exchange.refusing_is_recorded:
            problems.append(
                Problem(
                    (*steps, "refusing_is_recorded"),
                    " = true",
                    "no refusal is conduct here",
                    "Add refusal_conduct, or remove it",
                )
            )
        return problems
    kind = next((k for k in society.conduct if k.name == exchange.refusal_conduct), None)
    conduct_path, stated = (*steps, "refusal_conduct"), f" = {show_value(exchange.refusal_conduct)}"
    if kind is None:
        return [
            *problems,
            Problem(
                conduct_path,
                stated,
                "the society has no such conduct",
                suggest_name(exchange.refusal_conduct, [k.name for k in society.conduct]),
            ),
        ]
    other = kind.opportunities_per_year > 0 or kind.arises_from is not None or kind.prosocial or kind.threshold
    if other:
        problems.append(
            Problem(
                conduct_path,
                stated,
                "this conduct comes about in another way already",
                "Name conduct with nothing but a name, a class, a context and a gravity",
            )
        )
    return problems
