"""A publication is cited only where its mechanism is on."""

from underheaven.show.export.mechanism_sources import MECHANISMS
from underheaven.spec.io.document_reader import read_regime, read_society

OFF, PLAIN = read_regime("none").model, read_society("plain").model
COURT, VILLAGE = read_regime("court-defaulters-2013").model, read_society("village").model
RONGCHENG = read_regime("rongcheng-2016").model


def on(regime, society):
    return {m.key for m in MECHANISMS if m.is_on(regime, society)}


def test_nothing_is_cited_where_nothing_is_on():
    assert on(OFF, PLAIN) == set()


def test_speech_and_help_are_the_societys_and_records_are_the_regimes():
    assert on(OFF, VILLAGE) == {"granovetter1978", "nowak1998", "clark2020"}
    assert on(RONGCHENG, PLAIN) >= {"becker1968"}
    assert "lochner2007" not in on(RONGCHENG, PLAIN)  # nobody learns there
    assert "lochner2007" in on(RONGCHENG, VILLAGE)
    assert "pager2003" not in on(COURT, VILLAGE)  # work is closed by an amendment only


def test_each_further_mechanism_has_a_switch():
    def with_part(model, part, **values):
        return model.model_copy(update={part: getattr(model, part).model_copy(update=values)})

    from underheaven.spec.models.livelihood import Exchange
    from underheaven.spec.models.score_fitting import ScoreFitting

    assert on(with_part(OFF, "sensing", attention_exponent=1.0), PLAIN) == {"ensign2018"}
    assert on(with_part(OFF, "standing", association=0.5), PLAIN) == {"wei2016"}
    assert on(with_part(OFF, "association", contagion=0.2), PLAIN) == {"lum2014"}
    fitting = OFF.model_copy(update={"score_fitting": ScoreFitting(points_per_unit=100)})
    assert on(fitting, PLAIN) == {"perdomo2020"}
    playing = with_part(PLAIN, "livelihood", exchange=Exchange(rate=0.5))
    assert on(OFF, playing) == {"nowak1998", "clark2020"}
    assert on(OFF, with_part(PLAIN, "livelihood", exchange=Exchange(rate=0.0))) == set()
