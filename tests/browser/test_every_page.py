"""Every page of the site, drawn from the URL resolver, in a real browser: as one of those who may see it.

With `ZHIXING_PICTURES=folder` each page is drawn at both widths, to be looked at.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from tests import cast
from tests.browser.conftest import NOW, PASSWORD, TODAY, WIDTHS, YEAR, Site
from tests.browser.lively import Life, enliven, signed_in
from tests.browser.looking import faults_at_the_desk, faults_on_a_phone
from tests.web import test_signing_in as signing
from tests.web.door_table import POST_ONLY
from tests.web.test_doors import doors

from zhixing.actions.own_aspects import ASPECTS

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("ZHIXING_PICTURES", "")
SECOND = "discipline"
"""Whose account has a second factor here."""
FILES = {
    *("member:copy", "member:mine_export", "member:person_export", "overview:year_export"),
    *("officer:branch_export", "officer:members_export", "people:export", "people:transfers_export"),
    *("people:organisations_export", "recording:sessions_export", "rulebooks:book_docx"),
    *("rulebooks:difference_docx", "compliance:paper", "keeping:register_file", "keepers:audit_export"),
    *(
        "problems:export",
        "questions:export",
        "papers:export",
        "papers:document",
        "todo:export",
        "recording:open_export",
        "recording:leave_export",
        "recording:owed_export",
        "correction:export",
        "intake:export",
        "openings:export",
    ),
    *("library:export", "notes:export", "notes:mine_export", "courses:xapi"),
    *(f"library:{name}_export" for name in ("desk", "slips", "media")),
    *("plan:export", "plan:table", "plan:document", "plan:lesson_paper"),
    *("packs:export", "packs:file", "packs:my_file", "packs:returns_export"),
    *("papers:papers_export", "papers:sittings_export"),
    *("batches:export", "batches:unserved_export", "dates:notice", "dates:wall", "api:calendar"),
    *("member:readers_export", "memory:wrong_export", "rosters:export", "rosters:resources_export"),
    *("forms:sign_in", "forms:roster", "forms:plan", "forms:session", "forms:talk", "forms:practice"),
}
"""Answer with a file to be saved: their contents are held by the tests of their screens."""
NO_PAGES = {
    "health:alive": "a word for the machine that watches",
    "health:ready": "a word for the machine that watches",
    "account:size": "sets the type size by POST and leads back",
    "overview:home": "leads to where one begins",
    "intake:progress": "a part of the upload's page, asked for by it",
    "plan:home": "leads to the year that is planned",
    "offline:shell": "made by its scripts; tests/browser/test_offline.py looks at every one of its pages",
    "offline:worker": "a script",
    **{
        f"api:offline_{name}": "words for the pages of a phone"
        for name in ("door", "rolls", "deck", "today", "packs", "pack")
    },
    **dict.fromkeys(("recording:code", "recording:here"), "off until the organ switches it on"),
    **{
        f"questions:{name}": "the bank is empty here; tests/browser/test_questions.py fills it"
        for name in ("one", "edit")
    },
    **{
        f"plan:{name}": "there is no plan here; tests/browser/test_plan.py has one"
        for name in ("cell", "versions", "opinions", "new", "lesson", "edit", "teaching")
    },
    **{
        f"library:{name}": "there is no article here; tests/browser/test_library.py has one"
        for name in ("read", "qr", "versions", "medium", "work", "act", "edit", "slip")
    },
    "library:document": "nothing has been read here; tests/browser/test_library_incoming.py sends documents",
    **{
        f"notes:{name}": "there is no note here; tests/browser/test_notes.py has one"
        for name in ("one", "picture")
    },
    **{
        f"courses:{name}": "there is no course here; tests/browser/test_courses.py has one"
        for name in ("open", "play", "file")
    },
    "rosters:resource": "there is no room here; tests/browser/test_rosters.py has one",
    **{
        f"packs:{name}": "there is no pack here; tests/browser/test_packs.py has one"
        for name in ("one", "codes", "paper", "return", "read_mine")
    },
    **{
        f"papers:{name}": "there is no paper here; tests/browser/test_papers.py has one"
        for name in ("paper", "open", "sitting", "key", "marks", "take", "result")
    },
    "batches:home": "leads to the year that has batches",
    **{
        f"batches:{name}": "there is no batch here; tests/browser/test_batches.py has one"
        for name in ("batch", "progress", "run", "station", "unserved", "compare")
    },
}
"""Other routes that draw no page of their own, and why."""


@dataclass(frozen=True)
class Sight:
    """A page to look at: who looks, the route's name, the address."""

    who: str
    name: str
    address: str


WHO = {
    **dict.fromkeys(("keepers:accounts", "keepers:account"), "security"),
    **dict.fromkeys(("keepers:system", "keepers:system_accounts"), "system"),
    **dict.fromkeys(("keepers:audit", "keepers:audit_purge"), "audit"),
    **dict.fromkeys(("officer:branch", "recording:session", "recording:sheet", "todo:list"), "branch"),
    **dict.fromkeys(
        ("people:list", "people:change", "forms:list", "intake:list", "openings:members"), "branch"
    ),
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_reauthenticate"), SECOND),
    **dict.fromkeys(("mfa_generate_recovery_codes",), SECOND),
    **dict.fromkeys(("account:mine", "account:privacy", "account_change_password", "notices:own"), "member"),
    **dict.fromkeys(("account_reauthenticate", "mfa_index", "mfa_activate_totp"), "member"),
    **dict.fromkeys(("compliance:checkup", "keeping:register", "rulebooks:list"), "member"),
    "batches:mine": "member",
    **dict.fromkeys(("library:list", "library:own"), "member"),
    "dates:mine": "member",
    "packs:mine": "member",
    **dict.fromkeys(("notes:mine", "notes:new"), "member"),
    **dict.fromkeys(("today:home", "memory:home", "memory:wrong", "memory:subjects"), "member"),
    **dict.fromkeys(("account_login", "account:activate", "voices:say", "voices:answer"), ""),
    "recording:sessions": "publicity",
    "people:step": "branch_other",
    "keeping:erasures": "leader",
}
"""Who looks; the organ's officer at all others, a member at what is his."""
KINDS = ("talk", "visit", "training", "problem", "plan", "test")
VERBS = ("words", "group", "transfer", "post", "place", "exempt", "dual", "leave")
ACTS = ("rename", "elect", "group", "station", "close")
MORE: dict[str, dict[str, tuple[str, ...]]] = {
    "<slug:kind>": {"recording:form": KINDS},
    "<slug:verb>": {"people:change": VERBS},
    "<slug:word>": {"member:aspect": tuple(ASPECTS)},
    "<slug:act>": {
        "people:unit": ACTS,
        "rosters:enter": ("pattern", "exception", "leave", "cover"),
        "rosters:resource_new": ("venue", "speaker", "peak"),
    },
}
"""Slots that take several words: each is a page."""


def sights(life: Life) -> Iterator[Sight]:
    """All pages."""
    for door in doors():
        if door.name in FILES | POST_ONLY | NO_PAGES.keys() | {"mfa_authenticate"}:
            continue
        who = WHO.get(door.name, "member" if door.name.startswith("member:") else "superior")
        who = "superior" if door.name == "member:person" else who
        addresses = ["/" + door.route]
        for slot, several in MORE.items():
            words = several.get(door.name, ("problem",))
            addresses = [one.replace(slot, word) for one in addresses for word in words]
        for address in addresses:
            yield Sight(who, door.name, _filled(address, door.name, life))
    yield Sight("superior", "correction:case", f"/corrections/{life.proposal}/")
    yield Sight("member", "rulebooks:book", "/rulebooks/education-2019/")
    for who, address in (("superior", "/todo/"), ("member", "/places/"), ("superior", "/nothing/")):
        yield Sight(who, "more", address)


def _filled(address: str, name: str, life: Life) -> str:
    values = {
        "<int:year>": YEAR,
        "<uuid:branch>": life.branch,
        "<uuid:person>": life.moving if name == "people:step" else life.person,
        "<uuid:session>": life.session,
        "<uuid:fact>": life.talk if name == "recording:entry" else life.absence,
        "<uuid:case>": life.objection,
        "<uuid:objection>": life.objection,
        "<uuid:upload>": life.upload,
        "<uuid:about>": life.problem,
        "<uuid:problem>": life.problems[0],
        "<uuid:into>": life.problems[1],
        "<int:number>": 1,
        "<int:account>": life.account,
        "<slug:step>": "receive",
        "<slug:book>": "hours-2019",
        "<slug:old>": "hours-2009",
        "<slug:new>": "hours-2019",
    }
    for slot, value in values.items():
        address = address.replace(slot, str(value))
    assert "<" not in address, f"teach this test what {address} takes"
    return address


class Tour:
    """One browser, one signed-in context for each of the cast; all faults are collected."""

    def __init__(self, site: Site) -> None:
        self.site, self.faults, self.seen = site, list[str](), 0
        self.contexts: dict[str, BrowserContext] = {}
        self.pages: dict[str, Page] = {}

    def context(self, who: str) -> BrowserContext:
        """The context of this one of the cast, signed in."""
        if who not in self.contexts:
            context = self.site.context("desk")
            if who:
                client = signed_in(who)
                if who == SECOND:
                    signing.TestSecondFactor().set_up(client)
                else:
                    client.post("/accounts/again/", {"password": PASSWORD})
                held = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": held, "url": self.site.url}])
            context.on("request", lambda asked: self._asked(asked.url))
            self.contexts[who] = context
        return self.contexts[who]

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.site.url + "/"):
            self.faults.append(f"asks another host: {url}")

    def page(self, who: str) -> Page:
        """The window of this one of the cast, as wide as a desk."""
        if who not in self.pages:
            self.pages[who] = self.site.page(self.context(who))
        wide, high = WIDTHS["desk"]
        self.pages[who].set_viewport_size({"width": wide, "height": high})
        return self.pages[who]

    def look(self, sight: Sight) -> None:
        """Opens a page and notes what is wrong with it."""
        page = self.page(sight.who)
        status = getattr(page.goto(sight.address), "status", 0)
        wanted = 404 if sight.address == "/nothing/" else 200
        path = urlsplit(page.url).path
        if status != wanted or path != sight.address:
            self.faults.append(f"{sight.who} {sight.address}: {status} at {path}")
        self.judge(page, f"{sight.name} {sight.who} {sight.address}")

    def judge(self, page: Page, called: str) -> None:
        """What is wrong with the page that stands open."""
        self.seen += 1
        _shoot(page, called, "desk")
        found = faults_at_the_desk(page)
        found += [f"at {WIDTHS['phone'][0]} px {fault}" for fault in faults_on_a_phone(page)]
        if PICTURES:
            page.reload()
            _shoot(page, called, "phone")
        found += [f"says {words}" for words in self.site.complaints if "404 (Not Found)" not in words]
        self.site.complaints.clear()
        self.faults += [f"{called} {fault}" for fault in found]


def _shoot(page: Page, called: str, width: str) -> None:
    if PICTURES:
        words = called.replace(":", "-").split(" ")
        last = words[2].strip("/").split("/")[-1].replace("-", "_")
        more = f"-{last}" if last.isalpha() else ""
        name = f"{words[0]}{more}-{words[1] or 'nobody'}-{width}.png"
        page.screenshot(path=Path(PICTURES) / name, full_page=True, scale="css")


@pytest.fixture
def life(site: Site, today: dt.date) -> Life:
    """The small bureau with the whole cast, in the midst of work."""
    cast.hire(site.year, now=NOW, today=TODAY)
    return enliven(site.year, today=today)


@pytest.fixture
def today() -> dt.date:
    """The server's day."""
    return timezone.localdate()


@pytest.mark.parametrize("part", range(2))
def test_every_page_is_sound(site: Site, life: Life, part: int) -> None:
    tour = Tour(site)
    pages = sorted(sights(life), key=lambda one: one.who)
    for sight in pages[part::2]:
        tour.look(sight)
    if part:
        _asked_for_a_code(tour)
    print(tour.seen, "pages")
    assert not tour.faults, "\n".join(["", *tour.faults])


def _asked_for_a_code(tour: Tour) -> None:
    """The page between password and code, which only somebody with a second factor comes to."""
    tour.context(SECOND)
    page = tour.site.page(tour.context(""))
    page.goto("/accounts/login/")
    page.fill("#id_login", SECOND)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/2fa/code/**")
    tour.judge(page, "mfa_authenticate  /accounts/2fa/code/")


def test_what_draws_no_page_is_known() -> None:
    routes = {door.name for door in doors()}
    declared = [*FILES, *POST_ONLY, *NO_PAGES]
    assert set(declared) <= routes
    assert len(declared) == len(set(declared)), "each for one reason"
