"""Numbers inside a sentence."""

from __future__ import annotations

import pytest

from underheaven.measure.inference.interval import NO_VARIATION, Interval, t_interval
from underheaven.show.formatting import format_month
from underheaven.show.report import phrases
from underheaven.show.report.report_context import build_report_context


def found(mean, low, high, replicates=2):
    return Interval(mean, low, high, replicates, "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (found(838, 823, 852), "(between 823 and 852)"),
        (found(3, -3, 9), "(between 0 and 9)"),
        (found(3.66601, 3.66600, 3.66602), "(between 3.666 and 3.66602)"),
        (found(4, 4, 4), f"({NO_VARIATION})"),
        (t_interval([4.0]), phrases.ONE_REPLICATE),
        (t_interval([4.0, float("nan")]), phrases.UNDEFINED_INTERVAL),
    ],
)
def test_between(value, said):
    assert phrases.interval_phrase(value) == said


def test_what_cannot_be_is_in_no_interval():
    wide = found(0.18, -1.4, 1.83)
    assert phrases.interval_phrase(wide, least=-1.0, most=1.0) == "(between \N{MINUS SIGN}1 and 1)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (found(0.8, 0.799, 0.8), "80 % (between 79.9 and 80)"),
        (found(0.98, 0.95, 1.2), "98 % (between 95 and 100)"),
        (found(0.00004, 0.00003, 0.00005), "40 in a million (between 30 and 50)"),
        (found(1.0, 1.0, 1.0), f"100 % {f'({NO_VARIATION})'}"),
    ],
)
def test_share(value, said):
    assert phrases.share_phrase(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (found(244, 189, 300), "244 more loans (between 189 and 300)"),
        (found(-5, -6, -4), "5 fewer loans (between 4 and 6)"),
        (found(1, 0.5, 1.5), "1 more loan (between 0.5 and 1.5)"),
        (found(-5, -24, 14), "5 fewer loans, which may be chance (between 24 fewer and 14 more)"),
        (found(1e-14, -3, 3), "as many loans (between 3 fewer and 3 more)"),
        (found(0, 0, 0), "as many loans"),
        (t_interval([7.0]), f"7 more loans {phrases.ONE_REPLICATE}"),
    ],
)
def test_more(value, said):
    assert phrases.difference_phrase(value, "loan", "more", "fewer") == said


@pytest.mark.parametrize(
    ("value", "there"),
    [
        (found(0, 0, 0), False),
        (found(0, -1, 1), True),
        (t_interval([0.0]), False),
        (t_interval([2.0]), True),
        (t_interval([float("nan")]), False),
    ],
)
def test_a_difference_moves_where_any_replicate_has_one(value, there):
    assert phrases.is_nonzero(value) is there


def test_real_persons_only_where_published_counts_stand(result):
    """Entries were published for the last month; persons on a list were not, whatever else was."""
    context, two = build_report_context(result), found(2000, -10, 3000)  # 1,000 persons who stand for a hundred million
    said = (
        " (for comparison only, scaled to a population of 100 million: 2 million people; simulation error alone: "
        "0 to 3 million; published: 87,100)"
    )
    assert phrases.real_count_phrase(context, "court", "entries", two) == said
    once_more = " (for comparison only, scaled: 2 million; simulation error alone: 0 to 3 million; published: 87,100)"
    assert phrases.real_count_phrase(context, "court", "entries", two, "", size_known=True) == once_more
    assert phrases.real_count_phrase(context, "court", "entries", found(0.01, 0, 0)) == ""  # ten people
    assert phrases.real_count_phrase(context, "court", "listed_now", two) == ""
    assert (
        phrases.real_count_phrase(build_report_context(result.assign_attrs(about="[]")), "court", "entries", two) == ""
    )


def test_months_are_said():
    assert format_month("2013-10") == "October 2013"
    assert phrases.capitalise("abc") == "Abc"
