"""Every operation says what it does, and what causes a list or a grade is found."""

from typing import get_args

from underheaven.spec.io.document_reader import read_regime
from underheaven.spec.models.reform import MULTIPLYING_OPERATIONS, OperationName
from underheaven.spec.reforms.operations import OPERATIONS, conduct_behind, describe_operation


def test_every_operation_is_there_and_says_what_it_does():
    assert set(OPERATIONS) == set(get_args(OperationName))
    assert all(describe_operation(do).endswith(".") for do in OPERATIONS)
    assert all("so many times" in describe_operation(do) for do in MULTIPLYING_OPERATIONS)


def test_causes_of_lists_and_grades():
    whole = dict(read_regime("imagined-unified").raw)
    raw = {part: said for part, said in whole.items() if part not in ("score_fitting", "officials")}
    raw["standing"] = whole["standing"] | {"association": 0}
    taking = {rule["conduct"] for rule in raw["recording"]["rules"] if rule["points"] < 0}
    assert conduct_behind(raw, "C") == conduct_behind(raw, "discredited") == taking
    assert conduct_behind(raw, "watched") == {"speaking out", "petitioning", "posting accusations"}
    assert "" in conduct_behind(raw | {"standing": raw["standing"] | {"association": 0.2}}, "C")
    assert conduct_behind(raw | {"score_fitting": {}}, "C") == {rule["conduct"] for rule in raw["recording"]["rules"]}
