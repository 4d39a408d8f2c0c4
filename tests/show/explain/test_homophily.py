from underheaven.show.explain.homophily import homophily_sentences
from underheaven.show.explain.society import society_parts
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_society

from ...contract.worlds import alter


def test_a_society_says_how_many_are_alike_and_how_many_chance_would_have():
    village = alter(read_society("village"), {"ties.alike_share": 0.5, "ties.alike_by": "sex", "ties.nearby_share": 0})
    (sentence,) = homophily_sentences(village)
    assert sentence.startswith(
        "50 % of the acquaintances in one's own town are drawn from persons of the same sex. Of "
    )
    assert "share it, and by chance 5" in sentence
    assert sentence.endswith("Coleman's index of inbreeding homophily is 0.5.")
    assert sentence in dict(society_parts(village))["Who lives there"]


def test_no_society_that_ships_draws_anybody_for_likeness():
    for name in shipped_names("society"):
        assert list(homophily_sentences(read_society(name))) == []
