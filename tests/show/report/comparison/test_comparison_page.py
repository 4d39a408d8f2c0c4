"""The whole comparison page: well formed, complete, self-contained, the same for the same result."""

from __future__ import annotations

import pytest

from underheaven.errors import RequestError
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.report.comparison import measure_table
from underheaven.show.report.comparison.comparison_page import (
    build_comparison_page,
    check_regime_count,
    lists_and_grades_text,
)
from underheaven.show.report.comparison.measure_marks import PARTS_OF_LIFE

from ..test_audit_page import check


@pytest.fixture(scope="session")
def text(four):
    return build_comparison_page(four)


def test_it_is_a_page_and_always_the_same(four, text):
    read = check(text)
    assert build_comparison_page(four) == text
    assert read.tags.count("table") >= 3
    assert len(text) < 600_000


def test_every_column_is_named_and_stylised(text):
    for name in ("Imagined unified system (never enacted; stylised)", "Rongcheng 2021 (stylised)"):
        assert f'<th scope="col" class="n">{name}</th>' in text


def test_it_says_how_to_make_it_again(text):
    said = text.replace('<span class="word">', "").replace("</span>", "")
    assert "underheaven compare imagined-unified rongcheng-2021" in said
    assert "--start 2050-01 --samples 6 --html comparison.html" in said


def test_every_measure_of_the_table_is_one(context):
    names = [name for _, its in measure_table.TABLE_SECTIONS for name in its]
    assert len(names) == len(set(names))
    assert set(names) <= {*MEASURES, *PAIRED, PARTS_OF_LIFE}
    assert set(names) >= measure_table.DIFFERENCE_MEASURES | measure_table.RANGE_MEASURES


def test_the_table_has_a_cell_a_regime_and_words_where_there_is_no_number(context):
    lines = {line.title: line for _, its in measure_table.measure_table(context) for line in its}
    assert all(len(line.cells) == len(context.reported_scenarios) for line in lines.values())
    assert all(cell.text for line in lines.values() for cell in line.cells)
    cross = lines["Detriment in an unrelated context (U)"].cells
    assert (cross[1].text, cross[1].is_words) == ("nothing is taken", True)
    assert cross[0].span.startswith("{")


def test_the_split_is_a_range_and_never_a_point_alone(context):
    unable = {line.title: line for _, its in measure_table.measure_table(context) for line in its}[
        "Share of those listed for a debt who are unwilling"
    ]
    assert " to " in unable.cells[0].text
    assert unable.cells[0].interval.startswith("base case: ")


def test_a_regime_says_what_it_keeps_and_when_it_begins(context):
    assert lists_and_grades_text(context, "rongcheng-2021").startswith("It keeps no blacklist. People are in ")
    early = type(context)(
        context.dataset.assign_coords(month=[f"2020-{m:02d}" for m in range(1, 13)]),
        context.scenarios,
        context.baseline,
        context.regimes,
        context.society,
    )
    assert (
        "It begins in January 2021, after the months observed: it has no effect on this page."
        in lists_and_grades_text(early, "rongcheng-2021")
    )


@pytest.mark.parametrize(("number", "what"), [(1, "underheaven audit"), (7, "Name fewer")])
def test_one_regime_or_seven_are_refused(number, what):
    with pytest.raises(RequestError, match=what):
        check_regime_count(number)
    check_regime_count(2)
    check_regime_count(6)


def test_what_is_not_in_force_as_it_stands_is_said_before_any_number(four):
    waits = build_comparison_page(four.assign_attrs(waits='{"rongcheng-2021": 2}', amended='{"credit-bureau": [3]}'))
    for says in ("rongcheng-2021 is not in force in the first 2 of the", "credit-bureau is amended within the months"):
        assert waits.index("</h1>") < waits.index(f'<p class="banner">{says}') < waits.index('id="findings"')
