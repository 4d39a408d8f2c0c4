"""The audit page in a real browser: it reads, fits and prints, works without a mouse, and asks for nothing."""

from __future__ import annotations

import re

import pytest
from shoot import WIDTHS, opened, shoot

pytestmark = pytest.mark.browser

CLIPPED = """() => [...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).flatMap(s => {
  const box = s.getBoundingClientRect();
  return [...s.querySelectorAll('text')].filter(t => t.textContent).filter(t => {
    const b = t.getBoundingClientRect();
    return b.left < box.left - 1.5 || b.right > box.right + 1.5 || b.top < box.top - 1.5 || b.bottom > box.bottom + 1.5;
  }).map(t => t.textContent);
})"""
COLLIDING = """() => [...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).flatMap(s => {
  const boxes = [...s.querySelectorAll('text')].filter(t => t.textContent)
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) =>
    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2 &&
    Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4
  ).map(([b]) => a + ' / ' + b));
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).flatMap(s =>
  [...s.querySelectorAll('text')].filter(t => t.textContent).map(t =>
    parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width)))"""


@pytest.fixture(params=[1280, 390, 320])
def width(request):
    return request.param


@pytest.fixture
def page(browser, page_file, width):
    found = opened(browser, page_file, width)
    yield found
    found.context.close()


def test_axe_finds_nothing(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for closed in (True, False):
        if not closed:
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = axe.Axe().run(page, options={"resultTypes": ["violations"]})
        assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found.response["violations"]] == []


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
