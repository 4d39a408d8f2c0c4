"""Every operation says what it does, and what causes a list or a grade is found."""

from typing import get_args

from underheaven.spec.operations import DEEDS, causes, meaning
from underheaven.spec.read import read_regime
from underheaven.spec.reform import MULTIPLIES, Deed


def test_every_operation_is_there_and_says_what_it_does():
    assert set(DEEDS) == set(get_args(Deed))
    assert all(meaning(do).endswith(".") for do in DEEDS)
    assert all("so many times" in meaning(do) for do in MULTIPLIES)


def test_causes_of_lists_and_grades():
    whole = dict(read_regime("imagined-unified").raw)
    raw = {part: said for part, said in whole.items() if part not in ("fusion", "officials")}
    raw["standing"] = whole["standing"] | {"association": 0}
    taking = {rule["conduct"] for rule in raw["recording"]["rules"] if rule["points"] < 0}
    assert causes(raw, "C") == causes(raw, "discredited") == taking
    assert causes(raw, "watched") == {"speaking out", "petitioning", "posting accusations"}
    assert "" in causes(raw | {"standing": raw["standing"] | {"association": 0.2}}, "C")
    assert causes(raw | {"fusion": {}}, "C") == {rule["conduct"] for rule in raw["recording"]["rules"]}
