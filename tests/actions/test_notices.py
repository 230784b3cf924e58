"""Notices leave the house for real (an SMTP and an HTTP sink of our own): once, again after a failure, nothing personal."""

from __future__ import annotations

import datetime as dt
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from django.test import override_settings
from pytest_django import Settings
from tests import cast, kept

from zhixing.actions import notices, voices
from zhixing.core.figures.organ import OrganYear
from zhixing.store.ledger import models, queries, receipts
from zhixing.store.notices import api
from zhixing.store.notices import queries as outbox
from zhixing.store.notices.models import NoticeAddress, Outgoing

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
"""A Monday, nine o'clock in Shanghai."""


class Sink:
    """What came in, by HTTP or by mail; `broken` answers with an error."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.broken = False


@pytest.fixture
def hook() -> Iterator[tuple[Sink, str]]:
    """A webhook on this machine."""
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if not sink.broken:
                sink.got.append(body)
            self.send_response(500 if sink.broken else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield sink, f"json://127.0.0.1:{server.server_port}/zhixing"
    server.shutdown()
    server.server_close()


@pytest.fixture
def mail() -> Iterator[tuple[Sink, str]]:
    """A mail server on this machine: as much SMTP as a sender needs."""
    sink = Sink()
    door = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                _smtp(line, heard, sink)

    threading.Thread(target=talk, daemon=True).start()
    yield sink, f"mailto://127.0.0.1:{door.getsockname()[1]}?from=zhixing@example.cn"
    door.close()


def _smtp(line: socket.socket, heard: Iterator[bytes], sink: Sink) -> None:
    line.sendall(b"220 sink\r\n")
    content: list[bytes] | None = None
    for told in heard:
        if content is not None:
            if told == b".\r\n":
                message = message_from_bytes(b"".join(content))
                parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
                texts = [(part.get_payload(decode=True) or b"").decode() for part in parts]  # type: ignore[union-attr]
                sink.got.append(f"{message['To']}\n" + "\n".join(texts))
                content = None
                line.sendall(b"250 ok\r\n")
            else:
                content.append(told)
            continue
        word = told[:4].upper()
        if word == b"DATA":
            content = []
        line.sendall({b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))


@pytest.fixture
def year(settings: Settings) -> OrganYear:
    """A small bureau with its cast, and one voice that waits."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = kept.bureau()
    voices.speak("同一份名单报了两次", form=uuid4(), today=TODAY)
    return made


def test_the_organ_gets_counts_and_the_receipt_once_a_day(
    year: OrganYear, hook: tuple[Sink, str], mail: tuple[Sink, str]
) -> None:
    address = f"{mail[1]}&to=office@example.cn"
    with override_settings(NOTICE_URLS=[hook[1], address]):
        assert notices.prepare(now=NOW.replace(hour=22) - dt.timedelta(days=1), today=TODAY) == 0, "too early"
        assert notices.prepare(now=NOW, today=TODAY) == 2
        assert notices.prepare(now=NOW, today=TODAY) == 0
        assert notices.send_due(now=NOW) == (2, 0)
        assert notices.send_due(now=NOW) == (0, 0)
        assert notices.prepare(now=NOW + dt.timedelta(days=1), today=TODAY + dt.timedelta(days=1)) == 2
    told = json.loads(hook[0].got[0])["message"]
    assert len(hook[0].got) == len(mail[0].got) == 1
    assert re.search(r"待办事项 \d+ 件", told)
    code = re.search(r"ZX1-\S+", told)
    assert code
    assert code[0] in mail[0].got[0]
    assert "office@example.cn" in mail[0].got[0]
    assert receipts.against(receipts.read(code[0])) == []


def test_nothing_about_anybody_leaves_the_house(year: OrganYear, hook: tuple[Sink, str]) -> None:
    """No name, no id, no title: none of the words on the ledger stands in what was sent."""
    with override_settings(NOTICE_URLS=[hook[1]]):
        notices.prepare(now=NOW, today=TODAY)
        notices.send_due(now=NOW)
    sent = hook[0].got[0] + json.dumps(json.loads(hook[0].got[0]), ensure_ascii=False)
    named = {one.name for one in year.members} | {one.branch for one in year.members}
    named |= {one.group for one in year.members} | set(cast.LABELS.values()) | set(cast.LABELS)
    ids = {
        text
        for fact in queries.facts()
        for one in (fact.uid, fact.subject, fact.about, fact.chain)
        if one
        for text in (str(one), one.hex)
    }
    titles = {
        word
        for body in models.Fact.objects.values_list("body", flat=True)
        for word in json.loads(body).values()
        if isinstance(word, str) and len(word) > 3
    }
    words = {word for word in named | ids | titles if word and not word.isascii()} | ids
    assert [word for word in words if word in sent] == []
    assert "同一份名单" not in sent


def test_what_does_not_arrive_is_tried_again_and_given_up_in_the_end(
    year: OrganYear, hook: tuple[Sink, str]
) -> None:
    sink, url = hook
    sink.broken = True
    with override_settings(NOTICE_URLS=[url]):
        notices.prepare(now=NOW, today=TODAY)
        assert notices.send_due(now=NOW) == (0, 1)
        assert notices.send_due(now=NOW + dt.timedelta(minutes=4)) == (0, 0), "not before the pause is over"
        sink.broken = False
        assert notices.send_due(now=NOW + dt.timedelta(minutes=6)) == (1, 0)
        sink.broken = True
        later = NOW + dt.timedelta(days=1)
        notices.prepare(now=later, today=TODAY + dt.timedelta(days=1))
        tries = 0
        for _ in range(9):
            tries += sum(notices.send_due(now=later))
            later += dt.timedelta(days=2)
        assert tries == 6
    assert sorted(Outgoing.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_an_account_gets_its_own_count_by_its_own_choice(year: OrganYear, mail: tuple[Sink, str]) -> None:
    leader, member = (cast.actor(name, today=TODAY) for name in ("leader", "member"))
    with pytest.raises(notices.NoNotice, match="还没有设置"):
        notices.choose(leader, "chen@example.cn", "weekly", now=NOW)
    with override_settings(NOTICE_MAIL=mail[1]):
        for wrong in ("chen", "a@b", "a@b.cn,c@d.cn", "a@b.cn?to=x", "a b@c.cn"):
            with pytest.raises(notices.NoNotice, match="邮箱"):
                notices.choose(leader, wrong, "weekly", now=NOW)
        notices.choose(leader, "chen@example.cn", "weekly", now=NOW)
        notices.choose(member, "li@example.cn", "daily", now=NOW)
        assert "chen" not in NoticeAddress.objects.get(account=leader.account).address
        assert notices.prepare(now=NOW, today=TODAY) == 1, "nothing waits for the member: nothing is sent"
        assert notices.send_due(now=NOW) == (1, 0)
        tuesday = dt.timedelta(days=1)
        assert notices.prepare(now=NOW + tuesday, today=TODAY + tuesday) == 0
        notices.choose(leader, "", "weekly", now=NOW)
        assert notices.wish_of(leader).address == ""
    assert len(mail[0].got) == 1
    assert "chen@example.cn" in mail[0].got[0]
    assert re.search(r"现有待办 \d+ 件", mail[0].got[0])


def test_two_senders_send_once(year: OrganYear, hook: tuple[Sink, str]) -> None:
    with override_settings(NOTICE_URLS=[hook[1]]):
        notices.prepare(now=NOW, today=TODAY)
        one = outbox.due(NOW)[0]
        assert api.take(one, now=NOW)
        assert not api.take(one, now=NOW)
        assert notices.send_due(now=NOW) == (0, 0)
        assert notices.send_due(now=NOW + api.HELD) == (1, 0), "the first died: the other takes it up"


def test_a_receipt_finds_what_was_rewritten_and_cut(year: OrganYear) -> None:
    kept = receipts.receipt()
    assert receipts.read(kept.code) == kept
    assert receipts.against(kept) == []
    with pytest.raises(receipts.NoReceipt):
        receipts.read(kept.code[:-1])
    assert receipts.against(replace(kept, seq=kept.seq + 1))
    assert receipts.against(replace(kept, facts="0" * 32))
    assert receipts.against(replace(kept, audit="0" * 32))


def test_an_empty_house_has_nothing_to_tell_but_its_receipt(hook: tuple[Sink, str], db: None) -> None:
    with override_settings(NOTICE_URLS=[hook[1]]):
        assert notices.prepare(now=NOW, today=TODAY) == 1
        notices.send_due(now=NOW)
    assert "ZX1-0-" in json.loads(hook[0].got[0])["message"]
