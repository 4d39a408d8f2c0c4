"""The whole comparison page: well formed, complete, self-contained, the same for the same result."""

from __future__ import annotations

import pytest

from underheaven.errors import RequestError
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.page.sides import matrix
from underheaven.show.page.sides.render import check_number, keeps, page
from underheaven.show.page.sides.rows import PARTS

from ..test_render import check


@pytest.fixture(scope="session")
def text(four):
    return page(four)


def test_it_is_a_page_and_always_the_same(four, text):
    read = check(text)
    assert page(four) == text
    assert read.tags.count("table") >= 3
    assert len(text) < 600_000


def test_every_column_is_named_and_stylised(text):
    for name in ("Imagined unified system (never enacted; stylised)", "Rongcheng 2021 (stylised)"):
        assert f'<th scope="col" class="n">{name}</th>' in text


def test_it_says_how_to_make_it_again(text):
    said = text.replace('<span class="word">', "").replace("</span>", "")
    assert "underheaven compare imagined-unified rongcheng-2021" in said
    assert "--start 2050-01 --assumptions 6 --html sides.html" in said


def test_every_measure_of_the_table_is_one(scene):
    names = [name for _, its in matrix.SECTIONS for name in its]
    assert len(names) == len(set(names))
    assert set(names) <= {*MEASURES, *PAIRED, PARTS}
    assert set(names) >= matrix.CHANGED | matrix.OPEN


def test_the_table_has_a_cell_a_regime_and_words_where_there_is_no_number(scene):
    lines = {line.title: line for _, its in matrix.matrix(scene) for line in its}
    assert all(len(line.cells) == len(scene.shown) for line in lines.values())
    assert all(cell.text for line in lines.values() for cell in line.cells)
    cross = lines["Detriment in an unrelated context (U)"].cells
    assert (cross[1].text, cross[1].words) == ("nothing is taken", True)
    assert cross[0].span.startswith("{")


def test_the_split_is_a_range_and_never_a_point_alone(scene):
    unable = {line.title: line for _, its in matrix.matrix(scene) for line in its}[
        "Of those listed for a debt, unwilling"
    ]
    assert " to " in unable.cells[0].text
    assert unable.cells[0].interval.startswith("base case: ")


def test_a_regime_says_what_it_keeps_and_when_it_begins(scene):
    assert keeps(scene, "rongcheng-2021").startswith("It keeps no blacklist. People are in ")
    early = type(scene)(
        scene.dataset.assign_coords(month=[f"2020-{m:02d}" for m in range(1, 13)]), scene.worlds, scene.against,
        scene.regimes, scene.society,
    )  # fmt: skip
    assert "It begins in January 2021, after the months observed: it has no effect on this page." in keeps(
        early, "rongcheng-2021"
    )


@pytest.mark.parametrize(("number", "what"), [(1, "underheaven audit"), (7, "Name fewer")])
def test_one_regime_or_seven_are_refused(number, what):
    with pytest.raises(RequestError, match=what):
        check_number(number)
    check_number(2)
    check_number(6)


def test_what_is_not_in_force_as_it_stands_is_said_before_any_number(four):
    waits = page(four.assign_attrs(waits='{"rongcheng-2021": 2}', amended='{"credit-bureau": [3]}'))
    for says in ("rongcheng-2021 is not in force in the first 2 of the", "credit-bureau is amended within the months"):
        assert waits.index("</h1>") < waits.index(f'<p class="banner">{says}') < waits.index('id="findings"')
