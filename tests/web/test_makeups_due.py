"""补学 in 待办: one line a branch, never late, gone once it is made up."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from tests import cast
from tests.web.conftest import Bureau

from zhixing.actions import makeups, recording
from zhixing.actions.recording import Ask
from zhixing.core.recording.study import MakeupLine, SessionForm

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 - as the server asks
NOW = dt.datetime.now(dt.UTC)


def test_who_was_on_duty_is_one_line_for_the_branch_until_it_is_made_up(
    bureau: Bureau, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    org = bureau.year.branches[0].id
    people = [one.id for one in bureau.year.members if one.branch_id == org and one.on_roll_at_end]
    officer, client = cast.actor("branch", today=TODAY), bureau.clients["branch"]
    before = sum(one.count for one in makeups.waiting(officer, TODAY))
    states = ["duty", "leave", "absent", *["present"] * (len(people) - 3)]
    form = SessionForm(
        org, TODAY, 60, ("党课",), "学党章", ledgers="A", roll=dict(zip(people, states, strict=True))
    )
    held = recording.record_session(form, Ask(officer, NOW, TODAY, uuid4())).main.about
    assert held is not None
    [due] = makeups.waiting(officer, TODAY)
    assert (due.count, due.late, due.org) == (before + 2, False, org)
    assert due.deadline is not None
    client.get("/todo/?sort=makeup")
    with django_assert_max_num_queries(20):
        page = client.get("/todo/?sort=makeup").content.decode()
    assert 'href="/record/makeups/"' in page
    assert due.sentence in page
    assert due.sentence not in bureau.clients["branch_other"].get("/todo/?sort=makeup").content.decode()
    lines = [MakeupLine(one, TODAY, way) for one, way in zip(people[:2], ("video", "delivered"), strict=True)]
    recording.record_makeups(held, lines, Ask(officer, NOW, TODAY, uuid4()))
    assert sum(one.count for one in makeups.waiting(officer, TODAY)) == before
    assert list(makeups.waiting(cast.actor("member", today=TODAY), TODAY)) == []
