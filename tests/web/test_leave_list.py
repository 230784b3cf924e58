"""The list of leave as a file, for those who answer it; and what was granted, on the roll."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID, uuid4

import pytest
from tests import cast
from tests.published import Slot
from tests.web.conftest import Bureau
from tests.web.test_dates import told

from zhixing.actions import leave

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 - as the server asks


def test_the_list_of_leave_is_taken_along_as_it_is_shown(bureau: Bureau) -> None:
    person = cast.actor("member", today=TODAY).person
    assert person is not None
    day = next(d for n in range(20, 40) if (d := TODAY + dt.timedelta(days=n)).weekday() == 1)
    told(bureau, [Slot(1, day)], {person: 0})
    mine, officer = bureau.clients["member"], bureau.clients["branch"]
    page = mine.get("/mine/dates/").content.decode()
    code = page.split('action="/mine/leave/')[1].split("/")[0]
    assert "导出所列" not in officer.get("/record/leave/").content.decode(), "nothing to take along yet"
    mine.post(f"/mine/leave/{UUID(code)}/", {"uid": str(uuid4()), "reason": "errand"})
    assert "导出所列" in officer.get("/record/leave/").content.decode()
    table = officer.get("/record/leave/export/csv/").content.decode("utf-8-sig")
    name = next(one.name for one in bureau.year.members if one.id == person)
    assert f'"{name}"' in table
    assert f'"{day}","公务","等支部批","{TODAY}"' in table
    other = bureau.clients["branch_other"].get("/record/leave/export/csv/").content.decode("utf-8-sig")
    assert name not in other
    assert officer.get("/record/leave/export/pdf/").status_code == 404


def test_leave_that_was_granted_brings_its_reason_to_the_roll(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = bureau.year.branches[0].id
    person = next(one.id for one in bureau.year.members if one.branch_id == org and one.on_roll_at_end)
    held = leave.Leave(uuid4(), person, "党课", TODAY, "", "errand", org, TODAY, "granted")
    monkeypatch.setattr(leave, "leaves", lambda: (held,))
    page = bureau.clients["branch"].get(f"/record/session/?org={org}").content.decode()
    [chosen] = re.findall(rf'<select name="why-leave-{person}".*?</select>', page)
    assert '<option value="errand" selected>' in chosen
    assert page.count(" selected>公务") == 1
    assert leave.granted_from(TODAY) == {person: {TODAY.isoformat(): "errand"}}
