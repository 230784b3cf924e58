"""Doors to the pages without a network: only while the organ has switched them on; what comes back shows on no page of others."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from py_mini_racer import MiniRacer
from tests import cast
from tests.web.banked import bank
from tests.web.conftest import Bureau

import zhixing
from zhixing.actions import leave, offline, sync
from zhixing.actions.features import switch
from zhixing.actions.outboxes import held
from zhixing.actions.rosters import YearRosters
from zhixing.core.facts.kinds import Kind
from zhixing.core.recording.study import usual_minutes
from zhixing.core.rosters.days import State
from zhixing.core.sync.envelope import Envelope, Outcome, Verb
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.outbox.models import Receipt

pytestmark = pytest.mark.django_db
DOOR = 'href="/offline/"'
ADMIN = (
    "/",
    "/keepers/accounts/",
    "/keepers/system/",
    "/keepers/system/accounts/",
    "/keepers/audit/",
    "/todo/",
)
PAGES = (("member", "/mine/today/"), ("branch", "/record/"))


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_the_door_is_there_only_while_the_function_is_on(bureau: Bureau, name: str, address: str) -> None:
    assert DOOR not in bureau.clients[name].get(address).content.decode()
    now, today = timezone.now(), timezone.localdate()
    for on in (True, False):
        by = cast.actor("superior", today=today)
        switch("offline_web", on, "网信备案〔2026〕1号", by=by, now=now, today=today)
        assert (DOOR in bureau.clients[name].get(address).content.decode()) is on


CALLED = Path(zhixing.__file__).parent / "web/shared/static/zhixing/offline/called.js"


def _phone(  # noqa: ANN401
    rolls: Any,  # noqa: ANN401
    forms: list[str],
    *,
    group: str = "",
    day: dt.date | None = None,
    usual_of: list[str] | None = None,
) -> Any:
    """What the phone lists, tells and sends for a meeting of the first roll; nobody is tapped."""
    engine = MiniRacer()
    engine.eval(re.sub(r"^export ", "", CALLED.read_text("utf-8"), flags=re.M))
    on = (day or timezone.localdate()).isoformat()
    said = {"day": on, "minutes": "60", "title": "研究工作", "words": "", "decision": ""}
    told = engine.eval(
        f"const roll = {json.dumps(rolls['rolls'][0])}, forms = {json.dumps(forms)}, said = {json.dumps(said)};"
        f"const found = whom(roll, forms, {json.dumps(group)});"
        f"for (const one of found.people) said[`p-${{one.person}}`] = begins(one, {json.dumps(on)});"
        f"const minutes = usual({json.dumps(rolls['minutes'])}, {json.dumps(usual_of or [])});"
        f"const told = beginning(found.people.filter((one) => !one.exempt), {json.dumps(on)});"
        "const body = meeting(roll, found, forms, (name) => said[name] ?? null);"
        "JSON.stringify({ found, body, told, minutes })"
    )
    return json.loads(str(told))


def _rolls(bureau: Bureau) -> Any:  # noqa: ANN401 - as JSON has it
    by, now, today = cast.actor("superior", today=timezone.localdate()), timezone.now(), timezone.localdate()
    switch("offline_web", True, "网信备案〔2026〕1号", by=by, now=now, today=today)
    return json.loads(bureau.clients["branch"].get("/api/offline/rolls/").content)


@pytest.mark.parametrize("form", ["支委会", "党小组会", "党课"])
def test_what_a_phone_sends_of_each_form_is_taken_with_its_own_list(bureau: Bureau, form: str) -> None:
    """支委会 calls the committee, 党小组会 one group, the others everybody: on the phone as at the desk."""
    rolls = _rolls(bureau)
    (roll,) = rolls["rolls"]
    group = roll["groups"][-1]
    whole, committee = (len(roll[name]) for name in ("people", "committee"))
    assert 0 < committee < whole
    assert 0 < len(group["people"]) < whole
    sent = _phone(rolls, [form], group=group["id"])
    now, today = timezone.now(), timezone.localdate()
    envelope = Envelope(uuid4(), Verb.MEETING, json.dumps(sent["body"]), uuid4(), 1, now)
    (receipt,) = sync.take([envelope], by=cast.actor("branch", today=today), now=now, today=today)
    assert receipt.outcome is Outcome.TAKEN, receipt
    listed = json.loads(Fact.objects.filter(kind=Kind.EXPECTED_LIST).latest("received_at").body)
    wanted = {
        "支委会": ("committee", roll["org"], committee),
        "党小组会": ("group", group["id"], len(group["people"])),
        "党课": ("branch", roll["org"], whole),
    }[form]
    assert (listed["scope"], listed["org"]) == (wanted[0], wanted[1].replace("-", ""))
    assert len(sent["found"]["people"]) == wanted[2]
    assert listed["expected"] == sum(not one["exempt"] for one in sent["found"]["people"])
    assert [one["number"] for one in sent["found"]["people"]] == list(range(1, wanted[2] + 1))


def test_leave_granted_stands_on_the_list_of_its_own_day(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for a day gone by, of a meeting written down afterwards; and of no other."""
    today = timezone.localdate()
    gone, person = today - dt.timedelta(days=3), cast.actor("member", today=today).person
    assert person is not None
    asked = leave.Leave(uuid4(), person, "学习", gone, "", "errand", uuid4(), gone, "granted")
    monkeypatch.setattr(leave, "leaves", lambda: (asked,))
    rolls = _rolls(bureau)
    for day, state in ((gone, "leave"), (today, "present")):
        assert _phone(rolls, ["党课"], day=day)["body"]["values"]["session"]["roll"][str(person)] == state


def test_duty_stands_on_the_phone_as_at_the_desk_in_the_same_words(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Day by day, so far back as leave: the same states, and the same sentence above the list."""
    today = timezone.localdate()

    def turns(rosters: YearRosters, person: UUID) -> tuple[State, ...]:
        """Every other day, for half of the people."""
        days = ((State.DUTY,) * 2, (State.REST,) * 2)
        return tuple(
            half for nth in range(rosters.grid.half_days // 2) for half in days[(person.int + nth) % 2]
        )

    monkeypatch.setattr(YearRosters, "states", turns)
    rolls = _rolls(bureau)
    (roll,) = rolls["rolls"]
    expected = [UUID(one["person"]) for one in roll["people"] if not one["exempt"]]
    on_duty = 0
    for day in (today - dt.timedelta(days=nth) for nth in (0, 1, 2, 3, 4, 31)):
        away = leave.excused(expected, day, "", today=today)
        sent = _phone(rolls, ["党课"], day=day)
        states = sent["body"]["values"]["session"]["roll"]
        assert [states[str(one)] for one in expected] == [away.get(one, "present") for one in expected], day
        desk = bureau.clients["branch"].get(f"/record/session/?day={day}").content.decode()
        assert sent["told"].removeprefix("应到 ") in desk, day
        on_duty += list(away.values()).count("duty")
    assert on_duty
    assert "已记值班，来了的改成实到" in _phone(rolls, ["党课"], day=_duty_day(roll))["told"]


def _duty_day(roll: Any) -> dt.date:  # noqa: ANN401
    today = timezone.localdate().isoformat()
    return dt.date.fromisoformat(next(day for one in roll["people"] for day in one["duty"] if day <= today))


def test_rosters_are_not_read_anew_for_every_day_or_roll(bureau: Bureau) -> None:
    _rolls(bureau)
    with CaptureQueriesContext(connection) as asked:
        bureau.clients["superior"].get("/api/offline/rolls/")
    assert len(asked) <= 30, len(asked)


@pytest.mark.parametrize(("forms", "minutes"), [([], 60), (["党课"], 60), (["党课", "组织生活会"], 120)])
def test_a_meeting_takes_as_long_on_the_phone_as_at_the_desk(
    bureau: Bureau, forms: list[str], minutes: int
) -> None:
    assert usual_minutes(forms) == minutes
    assert _phone(_rolls(bureau), forms or ["党课"], usual_of=forms)["minutes"] == minutes


def test_a_phone_is_told_whose_rolls_it_has_not(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "MOST_ROLLS", 1)
    told = offline.rolls(cast.actor("superior", today=timezone.localdate()), today=timezone.localdate())
    assert [one.org for one in told.rolls] == [None]
    assert told.rest == tuple(one.name for one in bureau.year.branches)


def test_what_came_of_review_shows_to_nobody_else(bureau: Bureau) -> None:
    """No audit line, nothing in the copy of anybody else's data, no word of it on pages of officers and keepers."""
    now, today = timezone.now(), timezone.localdate()
    card = bank(2, now=now)[0]
    answer = {
        "uid": str(uuid4()),
        "question": str(card.id),
        "version": 1,
        "rating": 3,
        "at": (now - dt.timedelta(minutes=5)).isoformat(),
    }
    body = json.dumps({"answers": [answer]})
    sent = Envelope(uuid4(), Verb.REVIEW, body, uuid4(), 1, now)
    lines = AuditLine.objects.count()
    (receipt,) = sync.take([sent], by=cast.actor("member", today=today), now=now, today=today, device_now=now)
    assert receipt.outcome is Outcome.TAKEN, receipt
    assert AuditLine.objects.count() == lines
    stored = Receipt.objects.get(uid=sent.uid)
    assert stored.anchor == ""
    mine = cast.actor("member", today=today).account
    for name in ("member", "member_other", "branch", "superior", "system", "security", "audit"):
        account = cast.actor(name, today=today).account
        told = [one.words for one in held(account)]
        assert told == (["复习 1 条的回执（编号、摘要、时刻）"] if account == mine else []), name
    for name in ("branch", "superior", "system", "security", "audit"):
        for address in ADMIN:
            page = bureau.clients[name].get(address, follow=True).content.decode()
            for trace in (str(sent.uid), str(sent.device), stored.digest, "断网登记的回执"):
                assert trace not in page, (name, address)
