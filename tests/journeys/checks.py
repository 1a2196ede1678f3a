"""What holds for every page: readable by everybody, narrow or wide, in the right order."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(os.environ.get("HOLDFAST_SCREENSHOTS", ROOT / "var" / "screenshots"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST = 320


def check_page(page: Page) -> None:
    """Nothing that axe finds, nothing wider than 320 px, headings in order, a title."""
    page.wait_for_load_state()
    assert faults_found_by_axe(page) == []
    check_plain_page(page)


def check_plain_page(page: Page) -> None:
    """The same without axe, which is a script and never answers where scripts are off."""
    assert headings_out_of_order(page) == []
    assert re.fullmatch(r"(Error: )?\S.+ – Holdfast", page.title()), page.title()
    assert wider_than_the_narrowest(page) == []


def faults_found_by_axe(page: Page) -> list[str]:
    """Each fault as rule, what it asks, and the places where it was found.

    Contrast, which takes most of the time, follows from the classes on the way down to a text:
    it is asked of a page that has a way down which was on no page before.
    """
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES},
    }
    ways = set(page.evaluate(_WAYS_DOWN))
    if ways <= _WAYS_WITH_CONTRAST:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found = Axe().run(page, options=options).response["violations"]
    if not found:
        _WAYS_WITH_CONTRAST.update(ways)
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'][:160] for node in fault['nodes'][:5]]}"
        for fault in found
    ]


def headings_out_of_order(page: Page) -> list[str]:
    """Headings that skip a level, and any number of main headings but one."""
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6",
        # The error summary stands before the main heading, where GOV.UK puts it.
        """all => all.filter(each => !each.closest(".govuk-error-summary"))
            .map(each => [Number(each.tagName[1]), each.textContent.trim()])""",
    )
    wrong = [] if sum(level == 1 for level, _ in levels) == 1 else ["not exactly one h1"]
    before = 0
    for level, text in levels:
        if level > before + 1:
            wrong.append(f"h{level} after h{before}: {text}")
        before = level
    return wrong


def wider_than_the_narrowest(page: Page) -> list[str]:
    """What sticks out when the window is made 320 px wide."""
    wide: Any = page.viewport_size or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    try:
        return page.evaluate(_STICKS_OUT)
    finally:
        page.set_viewport_size(wide)


def screenshot(page: Page, name: str) -> None:
    """Pictures of the page at desktop and phone width, in `var/screenshots`."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    wide: Any = page.viewport_size or {"width": 1280, "height": 900}
    page.evaluate("window.scrollTo(0, 0)")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(wide)


_WAYS_WITH_CONTRAST: set[str] = set()
_WAYS_DOWN = """() => {
  const way = (each) => !each || each === document.documentElement ? ""
    : `${way(each.parentElement)}>${each.tagName}.${each.className}`
      + (each.disabled ? ":disabled" : "") + (each === document.activeElement ? ":focus" : "");
  const texts = [...document.body.querySelectorAll("*")].filter(
    (each) => [...each.childNodes].some((one) => one.nodeType === 3 && one.data.trim()));
  return [...new Set(texts.map(way))];
}"""
_STICKS_OUT = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= window.innerWidth) return [];
  const out = [...document.querySelectorAll("body *")].filter(
    (each) => each.getBoundingClientRect().right > window.innerWidth + 1
      && !each.closest(".hf-scroll"));
  return [`${wide} px wide`, ...out.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))];
}"""
