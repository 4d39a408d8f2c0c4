"""What a page is looked through for in a browser: labels that are cut or covered or too small, and what axe finds."""

from __future__ import annotations

from typing import Any

import pytest

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


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """Gives what axe-core finds on a page, with everything closed and with everything open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = []
    for closed in (True, False):
        if not closed:
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        said = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in said]
    return found
