"""What returns after a regime on speech ends: speech at once or within months, legitimacy and beliefs over years."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from underheaven.fields.scales import BELIEF_ONE
from underheaven.run.execute import execute_study
from underheaven.run.study import read_study

from ..contract.worlds import alter

END, LAST = 36, 119
"""The first month after the end, and the last."""
APART = (("conduct.speaking out.imitation", 0.0),)
FORGIVING = (("response.legitimacy_loss", 0.0),)
ON_EDGE = (
    ("conduct.speaking out.imitation", 0.4),
    ("people.traits.speech_threshold.sd", 0.08),
    ("response.legitimacy_loss", 0.6),
)
"""People much alike, who look at each other and resent being wronged."""


@cache
def lived(society: tuple[tuple[str, float], ...] = (), false: float | None = None) -> Any:
    """Lives the study with fewer persons, over its society changed at dotted paths."""
    study = read_study("speech-after")
    few = {"persons": 2000, "replicates": 2}
    more = {} if false is None else {"sensing.channels.informers.false_records_per_year": false}
    return execute_study(
        replace(
            study,
            plan=study.plan.model_copy(update=few),
            society=alter(study.society, dict(society)),
            regimes=tuple(alter(regime, more) for regime in study.regimes),
        )
    )


def speaking(world: str, *months: int, **how: Any) -> list[float]:
    """Gives speech in some months over that of the same people without a regime."""
    spoken = lived(**how)["speaking"].sum(["group", "replicate"])
    share = spoken.sel(scenario=world).values / spoken.sel(scenario="none").values
    return [float(share[month]) for month in months]


def of_all(name: str, world: str, month: int, **belief: str) -> float:
    """Gives a mean over persons, of the world less that of none."""
    held = lived()[name].sel(**belief).isel(month=month).sum("replicate") / BELIEF_ONE
    persons = lived()["persons"].isel(month=month).sum(["group", "replicate"])
    mean = held / persons
    return float(mean.sel(scenario=world) - mean.sel(scenario="none"))


def test_speech_is_back_within_months_of_the_repeal_and_not_where_the_rumour_stays():
    before, after, later = speaking("ended", END - 1, END, END + 6)
    assert before < 0.3
    assert 0.6 < after < 0.95
    assert later > 1
    assert speaking("ended-on-paper", END - 1)[0] == before
    silenced = lived()["silenced"].sum(["group", "replicate"])
    assert silenced.sel(scenario="ended")[END - 1] > 0
    assert (silenced.sel(scenario="ended")[END:] == 0).all()
    assert (silenced.sel(scenario="ended-on-paper")[END:] > 0).all()
    assert max(speaking("ended-on-paper", END, END + 6, LAST)) < 0.3


def test_it_is_back_at_once_where_nobody_looks_at_others():
    before, after = speaking("ended", END - 1, END, society=APART)
    assert before < 0.4
    assert after > 0.98


def test_more_is_said_than_before_until_legitimacy_has_healed():
    year, last = speaking("ended", END + 12, LAST)
    assert year > last > 1
    assert year > 1.08
    assert of_all("legitimacy", "ended", END - 1) < -0.01
    assert of_all("legitimacy", "ended", END + 12) < 0.8 * -0.01
    assert of_all("legitimacy", "ended", LAST) > 0.4 * of_all("legitimacy", "ended", END - 1)
    assert max(speaking("ended", *range(LAST + 1), society=FORGIVING)) == pytest.approx(1, abs=0.001)


def test_beliefs_are_slow_and_hold_nobody_back():
    """A year after all who would speak do so again, people still expect more sanctions than without the regime."""
    about = {"belief_about": "speech, guilty"}
    early, late = (of_all("belief", "ended", month, **about) for month in (END - 1, END + 12))
    assert late > 0.3 * early > 0


def test_silence_never_outlives_the_regime_and_outcry_can():
    """Speech begins from silence in every world; where the wronged carry others along, they keep speaking."""
    spoken = speaking("ended", END - 1, END + 24, LAST, society=ON_EDGE, false=0.2)
    assert spoken[1] > 5
    assert spoken[2] > 5
    assert max(speaking("ended-on-paper", END + 24, LAST, society=ON_EDGE, false=0.2)) < 3
