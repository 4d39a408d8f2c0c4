"""Documents that did not ship, and shipped ones under a shipped reform: told apart by their texts."""

from underheaven.run.reform import plan_reforms
from underheaven.spec.io.document_origins import describe_origins, find_changed_regimes
from underheaven.spec.io.document_reader import read_regime, read_society

COURT, SOCIETY = "court-defaulters-2013", "china-2020"


def texts(*documents):
    return [(d.where, d.text) for d in documents]


def test_what_ships_has_no_mark():
    assert describe_origins(texts(read_regime(COURT), read_regime("none"), read_society(SOCIETY))) == ""


def test_a_regime_under_a_shipped_reform_says_by_which():
    study = plan_reforms(COURT, society=SOCIETY)
    documents = texts(*study.scenarios, study.society)
    names = {name for name in study.names if name not in (COURT, "none")}
    assert find_changed_regimes(documents) == dict.fromkeys(names, COURT)
    said = ", ".join(name for name in study.names if name in names)
    assert study.mark.startswith(f"{COURT} is changed here by one shipped reform at a time ({said}); ")
    assert "did not ship" not in study.mark
    assert "no count under a reform describes a real population" in study.mark


def test_neither_the_name_of_a_reform_nor_a_foreign_regime_is_cover():
    study = plan_reforms(COURT, society=SOCIETY)
    (where, text), *rest = texts(*study.scenarios, study.society)
    name = where.removesuffix(".toml")
    said = describe_origins([(where, text + "\n# another rule\n"), *rest])
    assert f"did not ship with Underheaven ({name})" in said
    alone = [(where, text), rest[-1]]
    assert f"did not ship with Underheaven ({name})" in describe_origins(alone)
    foreign = [(where, text), (f"{COURT}.toml", read_regime(COURT).text + "\n"), rest[-1]]
    assert f"did not ship with Underheaven ({name}, {COURT})" in describe_origins(foreign)


def test_what_is_foreign_beside_a_shipped_reform_is_said_too():
    study = plan_reforms(COURT, society=SOCIETY)
    said = describe_origins([("mine.toml", read_regime(COURT).text + "\n"), *texts(*study.scenarios, study.society)])
    assert "did not ship with Underheaven (mine)." in said
    assert f"{COURT} is changed here by one shipped reform at a time (" in said


def test_one_reform_is_named_in_a_sentence():
    """Catches a title of reforms strung together without a verb."""
    study = plan_reforms(COURT, only=("consent",), society=SOCIETY)
    assert study.mark.startswith(f"{COURT} is changed here by the shipped reform consent; no count under a reform")
