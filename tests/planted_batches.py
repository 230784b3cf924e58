"""A bureau that can be planned: rosters of office hours, a room, a speaker, a plan; and a batch worked out at once."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4, uuid5

from tests import cast
from tests.web.planted_plan import PLAN_YEAR as PLAN_YEAR
from tests.web.planted_plan import Planted
from tests.web.planted_plan import built as built
from tests.web.planted_plan import plant as plant

from zhixing.actions import batches, batches_solving
from zhixing.actions.actors import tree
from zhixing.actions.batches_reading import situation as situation
from zhixing.actions.record import enter
from zhixing.actions.roll import roll as roll
from zhixing.core.facts.record import Draft, Source
from zhixing.core.facts.rostering import ShiftRoster, SpeakerSet, VenueSet
from zhixing.core.plan.plan import State
from zhixing.store.plans import models

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
SPACE = UUID("5b1f3f34-1c07-4f3b-9f0a-3df2a2bf7a55")
ROOM, HALL, TEACHER, GUEST = (uuid5(SPACE, word) for word in ("room", "hall", "teacher", "guest"))


def prepare(state: State = State.PUBLISHED) -> Planted:
    """Rosters, rooms, speakers and a plan with two courses."""
    root = tree().root
    assert root is not None
    drafts = [
        Draft(ShiftRoster("常白班", dt.date(2026, 1, 1), None, None), held.org, Source(), subject=one.id)
        for one in roll().register.people.values()
        if (held := one.on_roll(TODAY)) is not None
    ]
    for uid, name, seats in ((ROOM, "机关教室", 12), (HALL, "县委党校礼堂", 60)):
        drafts.append(Draft(VenueSet(name, seats, "", True), root.id, Source(), about=uid))
    for uid, name in ((TEACHER, "秦立言"), (GUEST, "罗文昭")):
        body = SpeakerSet("", "", True, True)
        drafts.append(Draft(body, root.id, Source(), subject=uid, about=uid, private={"name": name}))
    superior = cast.actor("superior", today=TODAY)
    enter(drafts, by=superior, verb="登记", target="班次", now=NOW, today=TODAY)
    return plant(state)


def asked(*, seconds: int = 10, start: dt.date | None = None) -> UUID:
    """A batch that waits."""
    superior = cast.actor("superior", today=TODAY)
    return batches.start(
        PLAN_YEAR, batch=uuid4(), seconds=seconds, start=start, by=superior, now=NOW, today=TODAY
    )


def worked(batch: UUID, *, seconds: int = 1) -> UUID:
    """The background does its work, quickly."""
    models.Batch.objects.filter(id=batch).update(seconds=seconds)
    batches_solving.run(str(batch), now=NOW, today=TODAY)
    return batch


def in_force() -> UUID:
    """A batch that was accepted."""
    batch = worked(asked(start=dt.date(2026, 3, 3)))
    batches.accept(batch, by=cast.actor("superior", today=TODAY), now=NOW)
    return batch


def published(batch: UUID) -> None:
    """As if everybody had been told."""
    models.Batch.objects.filter(id=batch).update(published_at=NOW)
