"""What every page has to be, asked of the page in the browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.conftest import WIDTHS

SHOTS = os.environ.get("ZHIXING_SHOTS") == "1"
"""Whether the pictures of the documents are drawn again."""
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
OPENED = "document.querySelectorAll('main details:not(.menu)').forEach((one) => { one.open = true; })"
TARGETS = {"target-size": {"enabled": True}}
"""Not among the rules that axe asks by itself."""
HOUSE = """() => {
  const found = [];
  const heads = document.querySelectorAll('h1').length;
  if (heads !== 1) found.push(`has ${heads} h1`);
  if (!document.title.trim() || document.title.startsWith(' ')) found.push('has no title');
  if (document.querySelectorAll('main').length !== 1) found.push('has no main');
  for (const one of document.querySelectorAll('button, input[type=submit], input[type=button]')) {
    const look = getComputedStyle(one);
    if (look.borderTopStyle === 'outset' || look.backgroundColor === 'rgb(239, 239, 239)')
      found.push(`plain button ${one.outerHTML.slice(0, 90)}`);
  }
  return found;
}"""
PHONE = """(wide) => {
  const found = [], page = document.scrollingElement;
  const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && one.getClientRects().length;
  if (page.scrollWidth > wide) {
    const out = [...document.querySelectorAll('main *')].filter((one) => shown(one)
      && one.getBoundingClientRect().right > wide + 1 && !one.closest('.wide'));
    found.push(`is ${page.scrollWidth} wide: ${out.slice(0, 2).map((one) => one.outerHTML.slice(0, 90))}`);
  }
  window.scrollTo(0, page.scrollHeight);
  const bar = document.querySelector('.tabs')?.getBoundingClientRect();
  const last = [...document.querySelectorAll('main *, .foot *')].filter(shown)
    .reduce((most, one) => Math.max(most, one.closest('.menu') ? 0 : one.getBoundingClientRect().bottom), 0);
  if (bar && last > bar.top + 1) found.push(`ends at ${last} under the bar at ${bar.top}`);
  // WCAG 2.5.8: a small target may be small where a circle of 24 px around its middle touches no other.
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(shown)
    .filter((one) => one.type !== 'hidden' && !one.closest('.unseen, .skip'));
  const rects = new Map(all.map((one) => [one, (one.closest('label') ?? one).getBoundingClientRect()]));
  for (const one of all) {
    const mine = rects.get(one);
    if (mine.width >= 23.5 && mine.height >= 23.5) continue;
    const x = mine.left + mine.width / 2, y = mine.top + mine.height / 2;
    const near = all.find((other) => {
      if (other === one || other.contains(one) || one.contains(other)) return false;
      const r = rects.get(other);
      const dx = Math.max(r.left - x, 0, x - r.right), dy = Math.max(r.top - y, 0, y - r.bottom);
      return Math.hypot(dx, dy) < 11.5;
    });
    if (near) found.push(`small target ${one.outerHTML.slice(0, 80)} beside ${near.outerHTML.slice(0, 60)}`);
  }
  return found.slice(0, 6);
}"""


def broken(page: Page, **options: Any) -> list[str]:  # noqa: ANN401 - as axe takes them
    """The rules of axe that a page breaks, each with the first place.

    All rules are asked; what is in order is not told one by one, which takes axe as long as the asking. Style
    sheets and recordings are not fetched again for two of the rules (`preload`), which takes longer than all others:
    tests/contracts/test_styles.py holds that no style turns the screen and nothing plays by itself.
    """
    asked = {"resultTypes": ["violations"], "preload": False, **options}
    said = Axe().run(page, options=asked).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in said]


def faults_at_the_desk(page: Page) -> list[str]:
    """What axe finds with all that opens open, headings, title, main, buttons."""
    page.evaluate(OPENED)
    found = [f"axe {one}" for one in broken(page, rules=TARGETS)]
    return [*found, *page.evaluate(HOUSE)]


def faults_on_a_phone(page: Page) -> list[str]:
    """The same page in a narrow window: its width, the bar at its foot, what one taps."""
    wide, high = WIDTHS["phone"]
    page.set_viewport_size({"width": wide, "height": high})
    found: list[str] = page.evaluate(PHONE, wide)
    return found


def shoot(page: Page, name: str) -> None:
    """Draws a picture of the documents again, as the window shows the page, where pictures are wanted."""
    if SHOTS:
        page.screenshot(path=IMAGES / f"{name}.png", scale="css")
