"""The publications behind mechanisms, and the condition under which a result cites each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society

MechanismTest = Callable[[Regime, Society], bool]


@dataclass(frozen=True)
class Mechanism:
    """A part of the model with its publication; is_on: whether a regime and a society switch it on."""

    key: str
    why: str
    is_on: MechanismTest


def _has_records(regime: Regime, society: Society) -> bool:
    return bool(regime.recording.rules)


def _has_learning(regime: Regime, society: Society) -> bool:
    return _has_records(regime, society) and society.response.learn_up + society.response.learn_down > 0


def _has_thresholds(regime: Regime, society: Society) -> bool:
    return any(kind.threshold and kind.opportunities_per_year > 0 for kind in society.conduct)


def _closes_work(regime: Regime, society: Society) -> bool:
    return any(effect.context == "work" and effect.strength > 0 for effect in regime.treatment.effects)


def _has_attention(regime: Regime, society: Society) -> bool:
    return regime.sensing.follows_records


def _has_association(regime: Regime, society: Society) -> bool:
    return regime.standing.association > 0


def _has_exchange(regime: Regime, society: Society) -> bool:
    return society.livelihood.exchange.rate > 0


def _has_contagion(regime: Regime, society: Society) -> bool:
    return regime.association.contagion > 0


def _has_score_fitting(regime: Regime, society: Society) -> bool:
    return regime.score_fitting is not None


MECHANISMS = (
    Mechanism("becker1968", "an act weighs its gain against the chance and the weight of a record", _has_records),
    Mechanism(
        "lochner2007", "chances of a sanction are learned from one's own months and the household's", _has_learning
    ),
    Mechanism("granovetter1978", "speech follows thresholds", _has_thresholds),
    Mechanism("pager2003", "a listing makes finding work harder; the size is the document's own", _closes_work),
    Mechanism("ensign2018", "attention follows past records", _has_attention),
    Mechanism("wei2016", "a score includes the scores of ties", _has_association),
    Mechanism("nowak1998", "people help or refuse each other by standing", _has_exchange),
    Mechanism("clark2020", "people help or refuse each other by their records", _has_exchange),
    Mechanism("perdomo2020", "points are fitted to records that earlier points helped to make", _has_score_fitting),
    Mechanism("lum2014", "exclusion passes along ties", _has_contagion),
)
