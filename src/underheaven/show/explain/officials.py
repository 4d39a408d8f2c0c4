"""Sentences on a regime's officials and on the people who stay out of it."""

from __future__ import annotations

from collections.abc import Iterator

from underheaven.show.formatting import format_number, format_percent
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.standing import Standing


def official_sentences(regime: Regime) -> Iterator[str]:
    """State where officials look, what quota they have, and what their favour does; empty if they do none of it."""
    yield from _attention_sentences(regime)
    officials = regime.officials
    if officials.quota_conduct is not None:
        yield (
            f"Every month {format_number(officials.quota_per_1000)} adverse records must be filed per thousand "
            f"persons; any shortfall is filed as {officials.quota_conduct}, on persons drawn at random."
        )
    if officials.favour_share:
        yield (
            f"{format_percent(officials.favour_share)} of persons are favoured by an official: "
            f"{officials.favour_points:+,} points. {_favour_effect(regime.standing, officials.favour_points)}"
        )
    if officials.suppression:
        yield f"Of adverse records of those in favour, {format_percent(officials.suppression)} are never filed."


def _attention_sentences(regime: Regime) -> Iterator[str]:
    sensing = regime.sensing
    if not sensing.follows_records:
        return
    others = [c.name for c in sensing.channels if not c.follows_attention]
    untouched = f" What {', '.join(others)} report does not depend on it." if others else ""
    if sensing.attention_mode == "visits":
        visits = f"{sensing.visits_per_month:,} visits a month go out in every region, to towns"
    else:
        visits = "Every town is looked at"
    yield (
        f"{visits} in proportion to its past records to the power "
        f"{format_number(sensing.attention_exponent)}.{untouched}"
    )


def _favour_effect(standing: Standing, points: int) -> str:
    """State the grade that favour gives a person without a record."""
    if not standing.grades:
        return "There are no grades for it to change."
    plain, raised = standing.start, min(standing.start + points, standing.maximum)
    before, after = (_grade_of_score(standing, score) for score in (plain, raised))
    gain = f"in grade {after} instead of {before}" if after != before else f"in grade {after} either way"
    return f"Without a record that is {raised:,} instead of {plain:,} points, {gain}."


def _grade_of_score(standing: Standing, score: int) -> str:
    """Return the grade of a score: the first whose lowest score is reached, else the last."""
    return next((name for name, low in standing.grades.items() if score >= low), list(standing.grades)[-1])


def nonconsent_sentence(regime: Regime) -> str:
    """State what happens to persons who were asked and did not agree."""
    lists = {rule.name for rule in regime.standing.lists if rule.outsiders}
    costs = [f"{format_percent(e.strength)} of {e.context}" for e in regime.treatment.effects if e.of in lists]
    costs += [f"{format_percent(d.share)} of attempts at {d.habit}" for d in regime.treatment.denials if d.of in lists]
    closed = f"find {' and '.join(costs)} closed" if costs else "lose no access that they had before"
    return f"Persons who do not agree are neither recorded nor graded, and {closed}."
