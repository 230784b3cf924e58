"""Papers made and opened through their forms, for tests of their screens."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone
from tests.core.papers.planted import question

from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.kinds import TestTaken as Taken
from zhixing.core.papers.paper import laid_out
from zhixing.core.questions.question import Form
from zhixing.store.ledger import things
from zhixing.store.papers import queries
from zhixing.store.questions import api as bank
from zhixing.store.questions.api import Hand

FORMS = (Form.SINGLE, Form.MULTIPLE, Form.TRUE_FALSE, Form.FILL_IN, Form.SHORT)
MADE = {
    "form-1": "single",
    "count-1": "4",
    "marks-1": "2",
    "form-2": "multiple",
    "count-2": "2",
    "marks-2": "4",
    "form-3": "true_false",
    "count-3": "2",
    "marks-3": "1",
    "form-4": "fill_in",
    "count-4": "1",
    "marks-4": "2.5",
    "minutes": "30",
    "anchors": "0",
}


def fill_bank() -> None:
    """Six questions of each form."""
    now = timezone.now()
    for n in range(1, 31):
        one = question(n, FORMS[n % 5], category="党章党规", topics=("组织生活",), document="《党章》")
        bank.write_new(one, uid=uuid4(), hand=Hand("甲（jia）", None, now))


def org_of(client: Client) -> str:
    """The first organisation that the form offers."""
    found = re.search(
        r'<select name="org"><option value="([0-9a-f-]+)"', client.get("/papers/make/").content.decode()
    )
    assert found
    return found[1]


def made(client: Client, **more: str) -> UUID:
    """A paper kept by the form; its id."""
    uid = uuid4()
    sent = {
        **MADE,
        "uid": str(uid),
        "seed": "7",
        "title": "第四季度测验",
        "org": org_of(client),
        "act": "keep",
        **more,
    }
    answer = client.post("/papers/make/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return uid


def opened(client: Client, paper: UUID, **more: str) -> UUID:
    """A sitting opened by the form; its id."""
    uid, now = uuid4(), timezone.localtime()
    sent = {
        "uid": str(uid),
        "opens_at": f"{now - dt.timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        "grace": "5",
        "way": "assigned",
        **more,
    }
    answer = client.post(f"/papers/{paper}/open/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return uid


def right_of(paper: UUID) -> dict[str, str | list[str]]:
    """What a form sends for every question right."""
    row = queries.paper(paper)
    assert row is not None
    sent: dict[str, str | list[str]] = {}
    for n, item in enumerate(row.paper.items):
        if item.question.options:
            sent[f"item-{n}"] = [str(place) for place in sorted(item.question.right)]
        else:
            sent[f"text-{n}-0"] = "三会一课"
    return sent


def taken() -> list[Taken]:
    """The results on record, in order of entry."""
    return [fact.body for fact in things.of_kinds(Kind.TEST_TAKEN) if isinstance(fact.body, Taken)]


def keyed(client: Client, sitting: UUID, person: UUID, typed: dict[str, str]) -> str:
    """Keys a sheet in; the page that follows."""
    sent = {"uid": str(uuid4()), "person": str(person), "day": f"{timezone.localdate()}", **typed}
    return client.post(f"/papers/sittings/{sitting}/key/", sent, follow=True).content.decode()


def letters_of(paper: UUID) -> dict[str, str]:
    """What an officer types for every question right, in the letters of the printed paper."""
    row = queries.paper(paper)
    assert row is not None
    typed = {}
    for spot in laid_out(row.paper):
        one = row.paper.items[spot.item].question
        if one.form is Form.TRUE_FALSE:
            typed[f"q-{spot.item}"] = "√"
        elif one.options:
            typed[f"q-{spot.item}"] = "".join(spot.letter(place).lower() for place in one.right)
        elif one.form is Form.FILL_IN:
            typed[f"q-{spot.item}"] = "三会一课"
    return typed


def people_of(branch: UUID) -> list[UUID]:
    """Who is on the roll of a branch today."""
    today = timezone.localdate()
    return [
        uid
        for uid, one in roll().register.people.items()
        if (span := one.on_roll(today)) is not None and span.org == branch
    ]
