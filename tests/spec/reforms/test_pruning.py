"""What named something that is gone goes with it."""

from underheaven.spec.reforms.pruning import prune_references


def test_a_regime_that_lost_its_rules_is_sound_again():
    whole = {
        "sensing": {
            "attention_exponent": 1.0,
            "channels": [{"name": "a", "conduct": ["x", "y"]}, {"name": "b", "conduct": ["y"]}],
        },
        "recording": {"rules": [{"conduct": "x", "months": "until performed"}, {"conduct": "z", "months": 3}]},
        "standing": {
            "grades": {"A": 1},
            "lists": [
                {"name": "one", "conduct": ["x", "y"]},
                {"name": "two", "records_at_least": 2, "records_of": ["y"]},
                {"name": "three", "records_at_least": 2},
                {"name": "four", "grade_at_most": "B"},
            ],
        },
        "treatment": {
            "effects": [{"of": "one"}, {"of": "two"}, {"of": "A"}],
            "rewards": [{"of": "four"}],
            "lenders_see": ["blacklist", "grade"],
            "lenders_believe": [{"of": "clear, grade Z"}],
        },
        "officials": {"quota_per_1000": 1.0, "quota_conduct": "y", "favour_share": 0.1},
        "association": {"household_liability": 0.5, "contagion": 1.0, "contagion_conduct": "y"},
        "score_fitting": {"points_per_unit": 1.0},
    }
    prune_references(whole)
    assert [rule["conduct"] for rule in whole["recording"]["rules"]] == ["x"], "nothing senses z"
    assert [channel["conduct"] for channel in whole["sensing"]["channels"]] == [["x"]]
    assert [rule["name"] for rule in whole["standing"]["lists"]] == ["one", "three"]
    assert [effect["of"] for effect in whole["treatment"]["effects"]] == ["one", "A"]
    assert whole["treatment"]["rewards"] == whole["treatment"]["lenders_believe"] == []
    assert whole["officials"] == {"favour_share": 0.1}
    assert whole["association"] == {}, "nothing passes along, and no rule has a term for a household to bear"
    assert whole["sensing"]["attention_exponent"] == 1.0
    assert "score_fitting" in whole


def test_a_regime_without_rules_keeps_nothing_that_rests_on_them():
    whole = {
        "sensing": {"attention_exponent": 1.0, "channels": [{"name": "a", "conduct": ["x"]}]},
        "standing": {"lists": [{"name": "one", "records_at_least": 1}]},
        "treatment": {"effects": [{"of": "one"}], "lenders_see": ["grade"]},
        "score_fitting": {},
    }
    prune_references(whole)
    assert whole == {
        "sensing": {"channels": []},
        "standing": {"lists": []},
        "treatment": {"effects": [], "lenders_see": []},
    }
