from underheaven.show.likeness import likeness_sentences
from underheaven.show.society import society_parts
from underheaven.spec.read import read_society
from underheaven.spec.shipped import shipped

from ..contract.worlds import alter


def test_a_society_says_how_many_are_alike_and_how_many_chance_would_have():
    village = alter(read_society("village"), {"ties.alike_share": 0.5, "ties.alike_by": "sex", "ties.nearby_share": 0})
    (sentence,) = likeness_sentences(village)
    assert sentence.startswith("50 % of the acquaintances in one's own town are drawn among those alike in sex. Of ")
    assert "where chance would have 5" in sentence
    assert sentence.endswith("Coleman's index of inbreeding is 0.5.")
    assert sentence in dict(society_parts(village))["Who lives there"]


def test_no_society_that_ships_draws_anybody_for_likeness():
    for name in shipped("society"):
        assert list(likeness_sentences(read_society(name))) == []
