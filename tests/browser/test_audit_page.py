"""The audit page in a real browser: it reads, fits and prints, works without a mouse, and asks for nothing."""

from __future__ import annotations

import re

import pytest
from looks import CLIPPED, COLLIDING, SMALLEST, violations
from shoot import WIDTHS, opened, shoot

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1280, 390, 320])
def width(request):
    return request.param


@pytest.fixture
def page(browser, page_file, width):
    found = opened(browser, page_file, width)
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


def test_the_keyboard_reaches_and_opens_everything(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    page.wait_for_url("**#findings")  # the address follows the key, after a moment
    page.locator("figure summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure details").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_it_asks_the_network_for_nothing_and_says_no_error(browser, page_file):
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.resolve().as_uri())
    page.wait_for_load_state("networkidle")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [page_file.resolve().as_uri()]
    assert said == []


def test_in_print_no_picture_is_cut_and_tables_stay_in_the_file(browser, page_file):
    page = opened(browser, page_file, 680)
    page.emulate_media(media="print")
    assert not page.locator("details").first.is_visible()
    assert page.locator(".only-print").is_visible()
    assert page.locator("figure .wide").first.is_visible()
    heights = page.evaluate("[...document.querySelectorAll('.panel')].map(p => p.getBoundingClientRect().height)")
    assert max(heights) < 900  # an A4 page of this width is 990 high
    page.context.close()


def test_pictures_are_taken_at_both_widths_and_in_print(browser, page_file, tmp_path):
    wide, narrow, printed = shoot(browser, page_file, tmp_path)
    sizes = [int.from_bytes(path.read_bytes()[16:20], "big") for path in (wide, narrow)]  # the width in a PNG's head
    assert sizes == list(WIDTHS.values())
    text = printed.read_bytes()
    assert text.startswith(b"%PDF")
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", text)) <= 20
