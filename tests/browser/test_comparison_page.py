"""The comparison page in a real browser: it reads and fits at every width, and asks for nothing."""

from __future__ import annotations

import pytest
from looks import CLIPPED, COLLIDING, SMALLEST, violations
from shoot import opened

pytestmark = pytest.mark.browser

OVER_THE_EDGE = """() => ['caption span', '.part span', 'tbody th[scope="row"]']
  .flatMap(which => [...document.querySelectorAll('.comparison ' + which)])
  .filter(e => e.getBoundingClientRect().left < e.closest('.scroll').getBoundingClientRect().left - 1)
  .map(e => e.textContent)"""


@pytest.fixture(params=[1280, 390, 320])
def width(request):
    return request.param


@pytest.fixture
def page(browser, comparison_file, width):
    found = opened(browser, comparison_file, width)
    yield found
    found.context.close()


def test_axe_finds_nothing(page):
    assert violations(page) == []


def test_nothing_is_wider_than_the_window(page, width):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_picture_is_seen_once_and_no_label_is_cut_or_covered(page, width):
    drawn, panels = page.evaluate(
        "[[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length,"
        " document.querySelectorAll('.panel').length]"
    )
    assert drawn == panels > 10
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate(SMALLEST) >= (11.5 if width >= 390 else 9.5)


def test_names_of_measures_stay_where_the_table_is_moved_aside(page, width):
    page.evaluate("document.querySelector('.comparison').parentElement.scrollLeft = 200")
    moved = page.evaluate("document.querySelector('.comparison').parentElement.scrollLeft")
    assert moved > 0 or width == 1280
    if width < 500:
        assert page.evaluate(OVER_THE_EDGE) == []


def test_it_asks_the_network_for_nothing_and_says_no_error(browser, comparison_file):
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(comparison_file.resolve().as_uri())
    page.wait_for_load_state("networkidle")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [comparison_file.resolve().as_uri()]
    assert said == []
