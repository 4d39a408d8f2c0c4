"""Every parameter of a regime says when it is harsher, and two regimes are compared by that."""

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names
from underheaven.spec.models.regime import Regime
from underheaven.spec.reforms.harshness_comparison import find_harsher_changes, harsher_direction
from underheaven.spec.schema_lookup import allowed_alternatives, schema_of

NAMES = {"name", "describes", "schema", "kind", "start", "of", "context", "habit"}
"""What says which thing is meant, and not how much of it."""


def leaves(node, steps):
    """Ways to what stands in a regime, lists of names among them, and no tables or lists of tables."""
    for option in allowed_alternatives(schema_of(Regime), node):
        below = option.get("properties", {})
        items = [o for o in allowed_alternatives(schema_of(Regime), option.get("items", {})) if o.get("properties")]
        for key, inner in below.items():
            yield from leaves(inner, (*steps, key))
        for item in items:
            yield from leaves(item, (*steps, 0))
        if not below and not items:
            yield steps


def test_every_parameter_of_a_regime_says_when_it_is_harsher():
    """A new parameter without a side would let a reform harden a regime by it."""
    top = {k: v for k, v in schema_of(Regime)["properties"].items() if k not in ("amendments", "published", "sources")}
    ways = {way for key, node in top.items() for way in leaves(node, (key,)) if way[-1] not in NAMES or len(way) > 9}
    ways -= {("recording", "rules", 0, "conduct")}
    assert len(ways) > 50
    assert [way for way in sorted(ways, key=str) if harsher_direction(way) is None] == []


@pytest.mark.parametrize("name", shipped_names("regime"))
def test_no_regime_is_harsher_than_itself_and_each_is_than_none(name):
    regime, none = read_regime(name).model, read_regime("none").model
    assert find_harsher_changes(regime, regime) == []
    assert bool(find_harsher_changes(none, regime)) == (name != "none")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("months = 36", 'months = "until performed"'),
        ("months = 36", "months = 36\nearly_removal_after_months = 12\nearly_removal = 0.1"),
        ("grades = { A = 960, D = 0 }", "grades = { A = 960, D = -100000 }"),
        ('grade_at_most = "D"', 'grade_at_least = "A"'),
        ('colour = "black"', 'colour = "red"'),
        ("[standing]", '[applies_to]\nsex = ["men"]\n\n[standing]'),
        ('name = "police"', 'name = "police"\nregions = ["north"]'),
    ],
)
def test_one_way_is_harsher_or_neither_and_never_both(old, new):
    """Terms without end, ways onto a list, and lists of names that mean all when empty have rules of their own."""
    one = read_regime_text(REGIME_TEXT).model
    text = REGIME_TEXT.replace(old, new, 1)
    other = Regime.model_validate(_plain(text))
    assert find_harsher_changes(one, one) == find_harsher_changes(other, other) == []
    there, back = find_harsher_changes(one, other), find_harsher_changes(other, one)
    both = (
        old.startswith(("grade_at", "colour")) or "until performed" in new
    )  # each lists or holds people that the other does not
    assert (bool(there), bool(back)) in (((True, True),) if both else ((True, False), (False, True)))


def _plain(text):
    import tomllib

    from underheaven.spec.assumptions.sourced_numbers import unwrap_sourced

    return unwrap_sourced(tomllib.loads(text))[0] | {"sources": {}}


def test_a_shorter_term_needs_no_early_removal_and_a_debt_paid_ends_any_term():
    before = read_regime_text(
        REGIME_TEXT.replace("months = 36", "months = 36\nearly_removal_after_months = 12\nearly_removal = 0.1", 1)
    ).model
    short, long = (read_regime_text(REGIME_TEXT.replace("months = 36", f"months = {n}", 1)).model for n in (12, 24))
    assert find_harsher_changes(before, short) == []
    assert [place.path for place in find_harsher_changes(before, long)] == [
        "recording.rules[1] (theft).early_removal_after_months"
    ]


def test_a_record_that_earns_points_is_kept_no_less_long():
    """Who gave blood and loses what it earned after a month stands worse, though the record is shorter."""
    shipped = read_regime("imagined-unified").model
    good = [n for n, rule in enumerate(shipped.recording.rules) if rule.points > 0]
    assert good
    for n in good:
        rules = list(shipped.recording.rules)
        rules[n] = rules[n].model_copy(update={"months": 1})
        short = shipped.model_copy(update={"recording": shipped.recording.model_copy(update={"rules": rules})})
        assert [place.path.rpartition(".")[2] for place in find_harsher_changes(shipped, short)] == ["months"]
        assert find_harsher_changes(short, shipped) == []


EARNING = REGIME_TEXT.replace("points = -5\n", "points = 5\n", 1)
"""The document of the tests, a record of which earns points."""


def test_a_channel_that_sees_what_earns_points_is_neither_blinded_nor_sharpened():
    assert EARNING != REGIME_TEXT
    regime = read_regime_text(EARNING).model
    kind = next(rule.conduct for rule in regime.recording.rules if rule.points > 0)
    place, channel = next((i, c) for i, c in enumerate(regime.sensing.channels) if kind in c.conduct)

    def other(**changes):
        channels = list(regime.sensing.channels)
        channels[place] = channel.model_copy(update=changes)
        return regime.model_copy(update={"sensing": regime.sensing.model_copy(update={"channels": channels})})

    for changes in (
        {"detection_rate": 0.0},
        {"detection_rate": 1.0},
        {"coverage": 0.01},
        {"conduct": ["not " + kind]},
        {"regions": ["nowhere"]},
        {"detection_factors": {"sex": {"women": 0.0}}},
    ):
        assert [one.path.rpartition(".")[2] for one in find_harsher_changes(regime, other(**changes))] == [*changes], (
            changes
        )
    assert find_harsher_changes(regime, other(false_records_per_year=0.0, mistaken_identity=0.0)) == []


def test_what_earns_points_is_not_taken_away():
    regime = read_regime_text(EARNING).model
    rules = [rule for rule in regime.recording.rules if rule.points <= 0]
    without = regime.model_copy(update={"recording": regime.recording.model_copy(update={"rules": rules})})
    (found,) = find_harsher_changes(regime, without)
    assert found.path.startswith("recording.rules[")
    assert "is gone" in str(found)
    blind = regime.model_copy(update={"sensing": regime.sensing.model_copy(update={"channels": []})})
    assert all("sensing.channels[" in one.path for one in find_harsher_changes(regime, blind))
    assert find_harsher_changes(regime, blind)


GREY = REGIME_TEXT.replace("[standing]", "[consent]\nrequired = true\nshare = 0.5\n\n[standing]", 1).replace(
    "[[treatment.effects]]",
    '[[standing.lists]]\nname = "no account"\ncolour = "grey"\noutsiders = true\n\n[[treatment.effects]]',
    1,
)
"""The document of the tests, in which people are asked and whoever does not agree is listed."""


def agreeing(**changes):
    regime = read_regime_text(GREY).model
    return regime.model_copy(update={"consent": regime.consent.model_copy(update=changes)})


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"share": 0.0}, "consent.share"),
        ({"share": 0.9}, "consent.share"),
        ({"conviction": 0.5}, "consent.conviction"),
        ({"factors": {"sex": {"men": 0.5}}}, "consent.factors.sex.men"),
        ({"factors": {"sex": {"men": 1.5}}}, "consent.factors.sex.men"),
    ],
)
def test_where_a_list_holds_outsiders_who_agrees_is_left_as_it_is(changes, path):
    """Fewer who agree are more on the list; more who agree are more who are recorded."""
    regime, other = read_regime_text(GREY).model, agreeing(**changes)
    (found,) = find_harsher_changes(regime, other)
    assert found.path == path
    assert "a list holds those who have not agreed" in found.why
    assert "free those who stay out" in found.instead


def test_where_no_list_holds_outsiders_fewer_may_agree():
    lists = [rule for rule in agreeing().standing.lists if not rule.outsiders]
    standing = agreeing().standing.model_copy(update={"lists": lists})
    one, other = (agreeing(share=share).model_copy(update={"standing": standing}) for share in (0.5, 0.1))
    assert find_harsher_changes(one, other) == find_harsher_changes(agreeing(), other) == []
    assert [place.path for place in find_harsher_changes(one, other, [agreeing()])] == [
        "consent.share"
    ]  # in another month
    assert (
        find_harsher_changes(one, agreeing(factors={"sex": {"men": 1.0}}).model_copy(update={"standing": standing}))
        == []
    )


def test_a_record_is_given_a_term_only_where_neither_guilt_nor_fear_hangs_on_it():
    """Households answer for records with a term, and people reckon with the months of one that has any."""
    open_ended = 'months = "until performed"\nremoved_by_performance = true'
    before = read_regime_text(REGIME_TEXT.replace("months = 36", open_ended, 1)).model

    def term(months):
        return read_regime_text(
            REGIME_TEXT.replace("months = 36", f"months = {months}\nremoved_by_performance = true", 1)
        ).model

    def guilty(regime):
        association = regime.association.model_copy(update={"household_liability": 0.5})
        return regime.model_copy(update={"association": association})

    assert find_harsher_changes(before, term(24)) == find_harsher_changes(guilty(before), term(12)) == []
    (feared,) = find_harsher_changes(before, term(25))
    assert feared.path == "recording.rules[1] (theft).months"
    assert "feared_months" in feared.why
    (passed,) = find_harsher_changes(guilty(before), guilty(term(12)))
    assert (passed.path, passed.before) == ("recording.rules[1] (theft).months", '"until performed"')
    assert "a household answers for records with a term" in passed.why
    assert [place.path for place in find_harsher_changes(before, term(12), [guilty(term(12))])] == [passed.path]


def test_a_redlist_that_lenders_favour_is_left_as_it_is():
    """Catches a reform that takes from people the list on which lenders lend to them."""
    red = """

[[standing.lists]]
name = "models"
colour = "red"
conduct = ["theft"]
"""
    text = REGIME_TEXT.replace(
        "[[treatment.effects]]",
        '[treatment]\nlenders_see = ["redlist"]\n\n'
        '[[treatment.lenders_believe]]\nof = "redlisted"\nrepaid = 1000.0\ndefaulted = 0.0\n\n'
        "[[treatment.effects]]",
        1,
    ).replace("[treatment]", f"{red}\n[treatment]", 1)
    favoured = read_regime_text(text).model
    without = [one for one in favoured.standing.lists if one.name != "models"]
    smaller = [
        one if one.name != "models" else one.model_copy(update={"conduct": ["red light"]})
        for one in favoured.standing.lists
    ]

    def listing(lists, believed=favoured.treatment.lenders_believe):
        standing = favoured.standing.model_copy(update={"lists": lists})
        treatment = favoured.treatment.model_copy(update={"lenders_believe": believed})
        return favoured.model_copy(update={"standing": standing, "treatment": treatment})

    for lists in (without, smaller):
        (found,) = find_harsher_changes(favoured, listing(lists))
        assert found.path.startswith("standing.lists[1] (models)")
        assert "would receive fewer loans" in found.why
    unseen = read_regime_text(
        text.replace('lenders_see = ["redlist"]', 'lenders_see = ["blacklist"]').replace(
            'of = "redlisted"', 'of = "blacklisted"'
        )
    ).model
    gone = unseen.model_copy(update={"standing": unseen.standing.model_copy(update={"lists": without})})
    assert find_harsher_changes(unseen, gone) == []


@pytest.mark.parametrize(("before", "after"), [(False, True), (True, False)])
def test_the_law_of_a_term_is_left_as_it_is(before, after):
    """Of the same mean: some records end earlier under one, and others under the other."""
    one, other = (
        read_regime_text(REGIME_TEXT.replace("months = 24", f"months = 24\ngeometric = {str(law).lower()}", 1)).model
        for law in (before, after)
    )
    assert [found.path for found in find_harsher_changes(one, other)] == ["recording.rules[0] (red light).geometric"]
    assert find_harsher_changes(one, one) == []


def test_no_way_around_a_record_is_closed_and_no_fit_is_moved():
    """Catches a reform that makes a fit monthly, which tripled what people lost, or that ends a way out."""
    bought = read_regime_text(REGIME_TEXT.replace("months = 24", "months = 24\nevadable = true", 1)).model
    plain = read_regime_text(REGIME_TEXT).model
    assert [found.path for found in find_harsher_changes(bought, plain)] == ["recording.rules[0] (red light).evadable"]
    assert find_harsher_changes(plain, bought) == []
    fitted = read_regime("imagined-unified").model
    for change in ({"every_months": 1}, {"every_months": 60}, {"refit": False}):
        other = fitted.model_copy(update={"score_fitting": fitted.score_fitting.model_copy(update=change)})
        assert [found.path for found in find_harsher_changes(fitted, other)] == [f"score_fitting.{next(iter(change))}"]


BELIEVED = REGIME_TEXT.replace(
    "[[treatment.effects]]",
    '[treatment]\nlenders_see = ["blacklist"]\n\n'
    '[[treatment.lenders_believe]]\nof = "clear"\nrepaid = 1000.0\ndefaulted = 0.0\n\n'
    "[[treatment.effects]]",
    1,
)


def test_a_belief_that_is_gone_is_judged_as_what_stands_in_its_place():
    """Where a regime says nothing lenders start from the society's counts, or from the belief on whom they see."""
    credit = read_society("china-2020").model.livelihood.credit
    mild = read_regime_text(BELIEVED).model
    harsh = read_regime_text(
        BELIEVED.replace("repaid = 1000.0\ndefaulted = 0.0", "repaid = 0.0\ndefaulted = 1000.0")
    ).model

    def treated(regime, **changes):
        return regime.model_copy(update={"treatment": regime.treatment.model_copy(update=changes)})

    milder = credit.model_copy(update={"pseudo_repaid": 1000.0, "pseudo_defaulted": 0.0})
    for known in (None, credit):
        (found,) = find_harsher_changes(mild, treated(mild, lenders_believe=[]), credit=known)
        assert found.path == "treatment.lenders_believe[0] (clear)"
        assert "the society's own counts" in found.why
    assert find_harsher_changes(mild, treated(mild, lenders_believe=[]), credit=milder) == []
    assert find_harsher_changes(harsh, treated(harsh, lenders_believe=[]), credit=milder) == []
    assert len(find_harsher_changes(harsh, treated(harsh, lenders_believe=[]))) == 1
    # whoever is no longer told apart from those of whom lenders think ill
    assert [p.path for p in find_harsher_changes(harsh, treated(harsh, lenders_see=[]), credit=milder)] == [
        "treatment.lenders_see"
    ]
    assert find_harsher_changes(mild, treated(mild, lenders_see=[]), credit=credit) == []
    # a belief on those whom lenders no longer see: they are clear, of whom lenders think better
    listed = harsh.treatment.lenders_believe[0].model_copy(update={"of": "blacklisted"})
    both = treated(mild, lenders_believe=[*mild.treatment.lenders_believe, listed])
    assert find_harsher_changes(both, treated(mild, lenders_see=[])) == []
