from __future__ import annotations

import pytest

from underheaven.spec.people import Law, Traits
from underheaven.spec.traits import NEEDS, check_traits

NUMBERS = {"value": 0.5, "low": 0.1, "high": 0.9, "a": 2.0, "b": 2.0, "mean": 0.5, "sd": 0.1}
PLAIN = Law(law="fixed", value=0.5)


def faults(law: Law, trait: str = "conviction") -> list[str]:
    laws = {"conviction": PLAIN, "aversion": PLAIN, "grievance": PLAIN, "speech_threshold": PLAIN, trait: law}
    return [".".join(map(str, f.steps)) for f in check_traits(Traits(**laws))]


@pytest.mark.parametrize("law", NEEDS)
def test_a_law_needs_its_numbers_and_no_others(law):
    needs = NEEDS[law]
    assert faults(Law(law=law, **{key: NUMBERS[key] for key in needs})) == []
    assert faults(Law(law=law)) == [f"people.traits.conviction.{key}" for key in needs]
    others = {key: number for key, number in NUMBERS.items() if key not in needs}
    assert len(faults(Law(law=law, **NUMBERS))) == len(others)


def test_a_threshold_may_lie_anywhere_but_a_share_may_not():
    assert faults(Law(law="fixed", value=7.0), "speech_threshold") == []
    assert faults(Law(law="fixed", value=7.0), "grievance") == ["people.traits.grievance.value"]
    assert faults(Law(law="uniform", low=-0.5, high=1.0), "aversion") == ["people.traits.aversion.low"]
