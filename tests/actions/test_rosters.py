"""The sample bureau's year 2026: whole, known when told again, and such that everybody can be planned for."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from tests.kept import kept
from tests.sample_year import ROOT

from zhixing.actions.dossier import whole_year
from zhixing.actions.import_folder import import_folder, preview
from zhixing.actions.resources import year_resources
from zhixing.actions.roll import roll
from zhixing.actions.rosters import year_rosters
from zhixing.core.figures.organ import OrganYear
from zhixing.core.rosters.days import State
from zhixing.interop.workbooks.folder import read_folder

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 1, 5)
NEXT = ROOT / "sample" / "云川县2026"


def sample() -> OrganYear:
    """The roster of 2025 with its stations, then the rosters of 2026; the year 2025 as it stood between."""
    folder = read_folder(ROOT / "sample" / "云川县", year=2025)
    import_folder(folder, name="云川县", year=2025, by="样例", now=NOW, today=TODAY)
    before = whole_year(2025, today=TODAY)
    done = import_folder(
        read_folder(NEXT, year=2026), name="2026", year=2026, by="样例", now=NOW, today=TODAY
    )
    assert done.intake.unresolved == ()
    return before


@pytest.fixture(autouse=True)
def before(db: None) -> OrganYear:
    """The sample on the ledger."""
    return kept("sample with rosters", sample)


def test_2025_stays_as_it_was_and_told_again_nothing_is_new(before: OrganYear) -> None:
    after = whole_year(2025, today=TODAY)
    assert after.members == before.members
    again = preview(read_folder(NEXT, year=2026), year=2026, today=TODAY)
    assert again.drafts == []


def test_everybody_can_be_planned_for_within_the_year() -> None:
    rosters = year_rosters(2026, today=TODAY)
    assert rosters.unknown == ()
    register = roll().register
    never: list[UUID] = []
    seldom: list[UUID] = []
    for uid in rosters.columns:
        place = register.people[uid].place_on(TODAY)
        if place is None or place.station is None or not register.people[uid].on_roll(TODAY):
            continue
        spare, free = rosters.may_leave(place.station), rosters.availability(uid).free
        able = sum(one == "1" and left > 0 for one, left in zip(free, spare, strict=True))
        (never if able == 0 else seldom if able < 60 else []).append(uid)
    assert never == []
    assert len(seldom) <= 3


def test_the_cover_holds_and_bites() -> None:
    """Counted anew from the states alone: whoever goes, the minimum stays wherever it was there to begin with."""
    rosters, register = year_rosters(2026, today=TODAY), roll().register
    tight = 0
    for station in register.stations.values():
        people = _people(station.id)
        for t, spare in enumerate(rosters.may_leave(station.id)):
            states = [rosters.states(uid)[t] for uid in people]
            free = [
                s for s, uid in zip(states, people, strict=True) if rosters.availability(uid).free[t] == "1"
            ]
            at_post = states.count(State.DUTY) + states.count(State.WORK)
            going = min(spare, len(free), free.count(State.WORK))
            day, half = rosters.grid.day(t), rosters.grid.half(t)
            minimum = rosters.book.minimum(station.id, day, half, station.minimum)
            assert at_post - going >= min(minimum, at_post), (station.name, day)
            assert spare <= max(1, len(states) // 3) or State.IDLE in states
            tight += spare < len(free)
    assert tight > 1000


def _people(station: UUID) -> list[UUID]:
    register, rosters = roll().register, year_rosters(2026, today=TODAY)
    return [
        uid
        for uid in rosters.columns
        if (place := register.people[uid].place_on(TODAY)) and place.station == station
    ]


def test_rooms_speakers_and_ways() -> None:
    found = year_resources(2026, today=TODAY)
    assert (len(found.venues), len(found.speakers), len(found.peaks)) == (6, 9, 5)
    free = [*(one.free for one in found.venues), *(one.free for one in found.speakers)]
    assert all(set(one) == {"0", "1"} for one in free)
    stations = roll().register.stations
    far = max(found.travel(uid, found.venues[0].id) for uid in stations)
    assert 4 <= far <= 16
    home = found.venues[0].station
    assert home is not None
    assert found.travel(home, found.venues[0].id) == 0
    assert found.travel(None, found.venues[0].id) == 0
    assert year_resources(2026, today=TODAY) is found
