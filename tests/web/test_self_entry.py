"""The rotating code: off by default, a mark for the recorder and nothing else: no fact, no moment, no figure."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests import cast
from tests.web.conftest import Bureau

from zhixing.actions import features, self_entry
from zhixing.core.facts.record import FactError
from zhixing.core.features import SELF_ENTRY
from zhixing.store.ledger import queries
from zhixing.store.ledger.models import AuditLine

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def switched_on(bureau: Bureau) -> Bureau:
    cache.clear()
    by = cast.actor("superior", today=TODAY)
    features.switch(SELF_ENTRY, True, "机关党委会议 2026-03-01", by=by, now=NOW, today=TODAY)
    return bureau


def test_it_is_off_until_the_organ_switches_it_on(bureau: Bureau) -> None:
    branch = bureau.year.branches[0].id
    assert bureau.clients["branch"].get(f"/record/here/{branch}/").status_code == 404
    assert bureau.clients["member"].get("/mine/here/").status_code == 404
    with pytest.raises(FactError):
        self_entry.say_here(cast.actor("member", today=TODAY), "123456", NOW)


def test_who_types_the_code_is_marked_for_the_recorder_and_nothing_is_entered(switched_on: Bureau) -> None:
    bureau, branch = switched_on, switched_on.year.branches[0].id
    person = cast.actor("member", today=TODAY).person
    shown = bureau.clients["branch"].get(f"/record/here/{branch}/").content.decode()
    code = re.search(r'class="code" role="status">([\d ]+)<', shown)
    assert code is not None
    assert bureau.clients["branch_other"].get(f"/record/here/{branch}/").status_code == 404
    facts, lines = queries.fact_count(), AuditLine.objects.count()
    member = bureau.clients["member"]
    assert (
        "到会以记录人点名为准" in member.post("/mine/here/", {"code": code[1]}, follow=True).content.decode()
    )
    wrong = bureau.clients["member_other"].post("/mine/here/", {"code": code[1]})
    assert wrong.status_code == 422
    assert (queries.fact_count(), AuditLine.objects.count()) == (facts, lines)
    roll = bureau.clients["branch"].get(f"/record/session/?org={branch}").content.decode()
    row = re.search(
        rf"<legend>((?:(?!</legend>).)*)</legend>(?:(?!</fieldset>).)*p-{person}", roll, re.DOTALL
    )
    assert row is not None
    assert "说来了" in row[1]
    assert roll.count("说来了") == 1
    assert (
        self_entry.said_here(branch, TODAY + dt.timedelta(days=1), [person] if person else []) == frozenset()
    )


def test_a_code_changes_and_the_one_before_still_holds(switched_on: Bureau) -> None:
    branch, officer = switched_on.year.branches[0].id, cast.actor("branch", today=TODAY)
    noon = timezone.localtime(NOW).replace(hour=12, minute=0, second=0, microsecond=0)
    step = dt.timedelta(minutes=self_entry.minutes_of(TODAY))
    codes = [self_entry.code_shown(officer, branch, noon + n * step) for n in range(4)]
    assert len(set(codes)) == 4
    member = cast.actor("member", today=TODAY)
    assert self_entry.say_here(member, codes[1] or "", noon + 2 * step)
    with pytest.raises(FactError, match="已经换了"):
        self_entry.say_here(member, codes[0] or "", noon + 2 * step)


def test_a_chinese_keyboard_may_type_the_digits_wide_and_nonsense_is_told(switched_on: Bureau) -> None:
    code = self_entry.code_shown(
        cast.actor("branch", today=TODAY), switched_on.year.branches[0].id, timezone.now()
    )
    assert code is not None
    client, wide = switched_on.clients["member"], "".join(chr(ord(one) + 0xFEE0) for one in code)
    assert client.post("/mine/here/", {"code": "我到了"}).status_code == 422
    assert client.post("/mine/here/", {"code": f"{wide[:3]}　{wide[3:]}"}).status_code == 302


def test_no_moment_and_no_order_of_coming_is_kept(switched_on: Bureau) -> None:
    branch, officer = switched_on.year.branches[0].id, cast.actor("branch", today=TODAY)
    code = self_entry.code_shown(officer, branch, NOW) or ""
    self_entry.say_here(cast.actor("member", today=TODAY), code, NOW)
    kept = cache.get(f"self-entry:{branch.hex}:{TODAY}")
    assert kept == sorted(kept)
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in kept)
