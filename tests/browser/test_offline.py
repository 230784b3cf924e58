"""Phones without a network, in a real browser: J3 (the recorder), J4 (a day's study), and a shared phone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from tests import cast
from tests.browser.conftest import Site
from tests.browser.looking import broken

from zhixing.actions.features import switch
from zhixing.store.ledger.models import Fact

pytestmark = pytest.mark.browser


@pytest.fixture
def phones(sample_site: Site) -> Iterator[Site]:
    """The sample bureau with the function on."""
    today = timezone.localdate()
    switch("offline_web", True, "网信备案〔2026〕1号", by=cast.actor("dangwei", today=today), now=timezone.now(), today=today)
    yield sample_site


def _along(site: Site, name: str, context: BrowserContext) -> Page:
    """Signed in, with everything taken along."""
    site.sign_in(context, name)
    page = site.page(context)
    page.goto("/offline/")
    page.wait_for_selector(".offline[data-ready=yes]")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_a_meeting_of_thirty_is_on_record_within_a_minute_without_a_network(phones: Site) -> None:
    """J3."""
    context = phones.context("phone")
    page = _along(phones, "zhibu", context)
    context.set_offline(True)
    page.goto("/offline/")
    started = time.perf_counter()
    page.get_by_role("link", name="点名", exact=True).click()
    page.wait_for_selector(".call")
    people = page.locator(".call").count()
    assert broken(page) == []
    print(people)
