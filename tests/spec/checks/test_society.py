from __future__ import annotations

import pytest

from tests.spec.documents import SOCIETY_TEXT, read_society_text, society_faults, swap
from underheaven.scenario.cells import build_cells
from underheaven.spec.checks.attributes import reported_categories
from underheaven.spec.io.document_reader import read_society, shipped_names
from underheaven.spec.models.people import EVERYONE

SEX = "categories = { women = 1, men = 1 }"
REPORT = 'report_as = { young = ["0-17"], grown = ["18-59", "60 and over"] }'
MANY = ", ".join(f"c{i} = 1" for i in range(20))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("factors = { sex", "factors = { sx", "conduct[0] (red light).factors.sx is no attribute"),
        ("men = 1.5", "man = 1.5", 'names the category "man": the attribute sex of Hamlet has no such category'),
        ("value = 1 }", "value = 1, factors = { sex = { man = 2 } } }", "contexts.work.factors.sex.man"),
        ("per_year = 0.5", "per_year = 0.5\nfactors = { wealth = { rich = 2 } }", "habits[0] (flights).factors.wealth"),
        ("find = 0.2 }", "find = 0.2, find_factors = { sex = { man = 2 } } }", "livelihood.jobs.find_factors.sex.man"),
        ("loan_months = 24", "loan_months = 24\nneed_factors = { ag = { old = 2 } }", 'Write "age"'),
        ("unable = 0.2", "unable = 0.2\nunable_factors = { sx = { men = 2 } }", 'Write "sex"'),
        ("unwilling = 0.05", "unwilling = 0.05\nunwilling_factors = { sex = { man = 2 } }", 'Write "men"'),
        ("unable = 0.2", "unable = 0.2\nunable_factors = { sex = { men = -2 } }", "unable_factors.sex.men = -2"),
        ('age = ["0-17"]', 'age = ["0-18"]', 'people.minors.age[0] names the category "0-18"'),
        ('age = ["0-17"]', "age = []", "people.minors.age is empty"),
        (REPORT, 'report_as = { young = ["0-17"] }', 'leaves out "18-59" and "60 and over"'),
        (REPORT, REPORT.replace('["0-17"]', '["0-17", "18-59"]'), "reported under another name already"),
        (REPORT, REPORT.replace('"0-17"', '"0-7", "0-17"'), "the attribute has no such category"),
        (SEX, f"categories = {{ {MANY}, men = 1 }}", "makes 42 reporting groups"),
        (SEX, f'categories = {{ {MANY}, men = 1 }}\nreport_as = "not reported"', ""),
        (SEX, "categories = { women = 0, men = 0 }", "sums to 0"),
        ('name = "hill"', 'name = "valley"', "a region occurs once"),
        ('name = "theft"', 'name = "red light"', "a kind of conduct occurs once"),
        ('name = "age"', 'name = "sex"', "an attribute occurs once"),
        ('"owes, unwilling"', '"owes, unwilling"\nopportunities_per_year = 1', "awaits no opportunity"),
        ('arises_from = "owes, unwilling"', 'arises_from = "owes, unwilling"\nprosocial = true', "not decided by"),
        ('name = "theft"', 'name = "theft"\narises_from = "owes, unwilling"', "theft arises from it already"),
        ('class = "speech"', 'class = "order"', "only speech is decided by the speech threshold"),
        ("threshold = true", "threshold = true\nprosocial = true", "Keep prosocial or threshold"),
        ('"1" = 1', '"0" = 1', "is no household size"),
        ('"1" = 1', '"40" = 1', "is no household size"),
        ('"1" = 1', '"02" = 1', "occurs twice"),
        ('"1" = 1', '"1+" = 1', "is open"),
        ('"1" = 1', '"12" = 1', "Write 12 or more"),
        ('law = "beta", a = 2, b = 3', 'law = "beta", a = 2', "people.traits.conviction.b is missing"),
        ('law = "beta", a = 2, b = 3', 'law = "ladder", a = 2', "a ladder law reads no number"),
        ('law = "beta", a = 2, b = 3', 'law = "fixed", value = 1.5', "conviction lies between 0 and 1"),
        ('law = "uniform", low = 0, high = 2', 'law = "uniform", low = 2, high = 2', "must lie below high"),
        ('law = "uniform", low = 0, high = 2', 'law = "fixed", value = 0', "lies above 0"),
        ('law = "uniform", low = 0, high = 2', 'law = "normal", mean = -1, sd = 1', "lies above 0"),
    ],
)
def test_what_contradicts_itself_is_told(old, new, says):
    text = swap(SOCIETY_TEXT, (old, new))
    if says:
        sentences = society_faults(text)
        assert any(says in sentence for sentence in sentences), sentences
    else:
        assert read_society_text(text).model.name == "Hamlet"


GAME = '[livelihood.exchange]\nrate = 1\nrefusal_conduct = "{}"\n{}\n[response]'
REFUSING = '[[conduct]]\nname = "refusing"\nclass = "order"\ncontext = "reputation"\ngravity = 1\n[response]'


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("refusing", "", None),
        ("refusing", "helps_all = 0\ndefects = 2", None),
        ("refusing", "helps_all = 0", "livelihood.exchange sums to 0"),
        ("refusin", "", 'livelihood.exchange.refusal_conduct = "refusin": the society has no such conduct'),
        ("red light", "", "this conduct comes about in another way already"),
        ("unpaid judgment", "", "this conduct comes about in another way already"),
    ],
)
def test_a_refusal_is_conduct_that_comes_about_in_no_other_way(kind, more, says):
    text = swap(SOCIETY_TEXT, ("[response]", GAME.format(kind, more)))
    text = swap(text, ("[response]", REFUSING))
    if says:
        assert any(says in sentence for sentence in society_faults(text)), society_faults(text)
    else:
        assert read_society_text(text).model.livelihood.exchange.rate == 1


def test_refusing_the_listed_cannot_be_conduct_where_no_refusal_is():
    text = swap(
        SOCIETY_TEXT,
        ("[response]", "[livelihood.exchange]\nrate = 0.1\ndefects = 1\nrefusing_is_recorded = true\n[response]"),
    )
    assert any("no refusal is conduct here" in sentence for sentence in society_faults(text))


def test_too_many_combinations_of_categories_are_refused():
    wide = "\n".join(
        f'[[people.attributes]]\nname = "a{n}"\nreport_as = "not reported"\ncategories = {{ {MANY} }}' for n in range(3)
    )
    sentences = society_faults(swap(SOCIETY_TEXT, ("[people.minors]", wide + "\n[people.minors]")))
    assert any("makes 48000 combinations" in s for s in sentences), sentences
    assert not any("reporting groups" in s for s in sentences)


@pytest.mark.parametrize("name", shipped_names("society"))
def test_reported_categories_are_those_that_groups_are_made_of(name):
    society = read_society(name).model
    parts = {part for label in build_cells(society.people).group_labels for part in label.split(", ")}
    assert set(reported_categories(society)) == parts


def test_a_society_that_reports_nothing_has_one_group():
    silent = 'report_as = "not reported"'
    society = read_society_text(swap(SOCIETY_TEXT, (REPORT, silent), (SEX, f"{SEX}\n{silent}")))
    assert reported_categories(society.model) == [EVERYONE]
