"""Compile ties and consent to tables."""

from __future__ import annotations

from typing import Any

from underheaven.kernel.table_layout import LOOK_TIES, LOOK_TOWN, MAX_GRADES
from underheaven.scenario.cells import Cells
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.standing import visible_score_step


def fill_tie_rules(t: Any, regime: Regime, rules: tuple[str, ...]) -> None:
    """Fill effects of ties and households; rules: their order in tables."""
    s, association = regime.standing, regime.association
    t.shown_step = visible_score_step(s.start, s.minimum, s.maximum)
    if association.contagion_conduct is not None:
        t.contagion_rule = rules.index(association.contagion_conduct)
    t.contagion_reference_group = LOOK_TIES if association.contagion_reference_group == "ties" else LOOK_TOWN


def fill_consent_rules(t: Any, regime: Regime, cells: Cells) -> None:
    """Fill consent; outsiders have a slot beside the grades, which no effect names."""
    consent = regime.consent
    t.joins[: len(cells.categories)] = consent.share * cells.factor(consent.factors)
    t.outside_state += t.n_grades
    t.grade_label[t.n_grades :] = t.grade_label[t.empty_state % MAX_GRADES]
