"""Pictures of a page in a headless browser: ``python tests/browser/shoot.py audit.html docs/pictures``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTHS = {"wide": 1280, "narrow": 390}


def browser_path() -> str | None:
    """Returns the path of a browser of the Chromium family, or None where none is installed."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def browsing() -> Iterator[Any]:
    """Gives a headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Without its sandbox, so that it also runs inside a container; it opens one local file of our own.
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Any, page_file: Path, width: int, height: int = 900) -> Any:
    """Gives a page opened at a width, offline."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(page_file.resolve().as_uri())
    return page


def shoot(browser: Any, page_file: Path, folder: Path) -> list[Path]:
    """Takes the whole page at both widths, and as it prints; returns the files."""
    made = []
    for name, width in WIDTHS.items():
        page = opened(browser, page_file, width)
        made.append(folder / f"audit-{name}.png")
        page.screenshot(path=made[-1], full_page=True)
        page.close()
    page = opened(browser, page_file, WIDTHS["wide"])
    made.append(folder / "audit-print.pdf")
    page.pdf(path=made[-1], format="A4")
    page.close()
    return made


def shoot_for_readme(browser: Any, page_file: Path, folder: Path) -> list[Path]:
    """Takes the two pictures of docs/audit.md: the findings, and the first figures on a telephone."""
    page = opened(browser, page_file, 820, 1150)
    first = folder / "audit-findings.png"
    page.screenshot(path=first)
    page.close()
    page = opened(browser, page_file, WIDTHS["narrow"], 1150)
    page.evaluate("document.querySelector('figure').scrollIntoView()")
    second = folder / "audit-telephone.png"
    page.screenshot(path=second)
    page.close()
    return [first, second]


if __name__ == "__main__":
    with browsing() as chromium:
        for file in shoot_for_readme(chromium, Path(sys.argv[1]), Path(sys.argv[2])):
            print(file)
