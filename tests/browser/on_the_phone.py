"""A phone with everything taken along; and what lies on it, for whoever finds it: caches, databases as far as readable."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from tests import cast
from tests.browser.conftest import Site

from zhixing.actions.features import switch


def switch_on() -> None:
    """The organ has the pages without a network."""
    now, today = timezone.now(), timezone.localdate()
    by = cast.actor("dangwei", today=today)
    switch("offline_web", True, "网信备案〔2026〕1号", by=by, now=now, today=today)


def taken_along(site: Site, name: str, context: BrowserContext) -> Page:
    """Signed in, with everything taken along."""
    site.sign_in(context, name)
    page = site.page(context)
    page.goto("/offline/")
    page.wait_for_selector(".offline[data-ready=yes]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def cached(page: Page) -> list[str]:
    """Addresses in the worker's caches that are no shell and no static file."""
    found: list[str] = page.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys()) {
            for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname);
          }
          return all;
        }"""
    )
    return [one for one in found if one != "/offline/" and not one.startswith("/static/zhixing/")]


def readable(page: Page) -> str:
    """Everything in every database of this phone that can be read without a key."""
    text: str = page.evaluate(
        """async () => {
          const words = [];
          const decoder = new TextDecoder();
          const said = (one) => JSON.stringify(one, (_, value) => (
            value instanceof ArrayBuffer ? decoder.decode(value) : value));
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
              const asked = indexedDB.open(name);
              asked.onsuccess = () => done(asked.result);
            });
            for (const store of db.objectStoreNames) {
              const rows = await new Promise((done) => {
                const asked = db.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
              });
              words.push(name, store, said(rows));
            }
            db.close();
          }
          return words.join(" ");
        }"""
    )
    assert "outbox" in text
    return text


def taken_packs(page: Page) -> list[str]:
    """What lies there of packs: recordings, and packs without their versions."""
    names: list[str] = page.evaluate(
        """async () => {
          const { name } = (await indexedDB.databases()).find((one) => /^zhixing-offline-[0-9]/.test(one.name));
          const over = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
          const db = await over(indexedDB.open(name));
          const names = await over(db.transaction("taken").objectStore("taken").getAllKeys());
          db.close();
          return names;
        }"""
    )
    return sorted(
        name.rsplit("-", 1)[0] if name.startswith("pack-") else name
        for name in names
        if name.startswith(("pack-", "audio-"))
    )
