"""今日学习: what is there for a member today, from the books of several parts.

`PROVIDERS` is the declared list of those parts, in the order of the page: each gives what it has for one member on
a day, or nothing. It is for himself alone: nothing is written, and nobody learns whether he looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from zhixing.actions import library, memory, notes
from zhixing.actions.leave import own_leave
from zhixing.actions.makeups import Owed
from zhixing.actions.packs import Offer, Why, offers
from zhixing.actions.plan_people import audience
from zhixing.actions.roll import roll
from zhixing.actions.today_hours import own_year
from zhixing.core.cells import POST_WORDS
from zhixing.core.figures.figure import hours
from zhixing.core.library.article import SORT_WORDS, Article, Validity
from zhixing.core.library.article import Sort as ArticleSort
from zhixing.core.notes.note import State
from zhixing.core.packs.choosing import plain
from zhixing.core.people.changes import home
from zhixing.core.plan.dates import MANNER_WORDS, OwnDate
from zhixing.core.plan.dates_wire import read_dates
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import Actor
from zhixing.store.plans import telling

FRESH = dt.timedelta(days=30)
"""How long something published is new."""
MOST = 3
"""Lines of one part: the page is to be read at a glance."""
MINUTE = 60
MEGA = 1024 * 1024
PACK_WORDS: Mapping[Why, str] = {Why.MAKEUP: "补学", Why.LESSON: "配合上课", Why.DELIVERED: "送学"}
MAKEUP_WORDS: Mapping[str, str] = {"video": "视频补学", "delivered": "送学上门"}
"""The ways to make up a session as a member is told of them, by their codes (`core.recording.study.WAYS`)."""
FULL = 1000
ON_DUTY = "duty"
"""The state of who was on duty (值班): what he missed is offered first."""
WEEKDAYS = "一二三四五六日"


class Sort(StrEnum):
    """What a tile is about."""

    SESSION = "session"
    OWED = "owed"
    PACK = "pack"
    REVIEW = "review"
    NOTE = "note"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and when."""

    actor: Actor
    person: UUID
    now: dt.datetime
    today: dt.date


@dataclass(frozen=True, slots=True)
class Way:
    """A way to make up a session, or what to read for it: `door` by what its page is found, empty without one.

    `sort`: whose page that is, a pack's or an article's (FRESH).
    """

    words: str
    sort: Sort = Sort.OWED
    door: tuple[UUID | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A thing in a tile: its words, what stands at its end; `door`: by what its page is found, as its route takes it.

    `ways`: how a session may be made up, all alike; `reading`: what the library has of the same title.
    """

    words: str
    aside: str = ""
    door: tuple[UUID | str, ...] = ()
    ways: tuple[Way, ...] = ()
    reading: Way | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """What a part has for today. `kicker` over the title, `aside` beside it, `soft` under it; `share` in permille."""

    sort: Sort
    title: str
    kicker: str = ""
    aside: str = ""
    soft: str = ""
    lines: tuple[Line, ...] = ()
    share: int | None = None


Provider = Callable[[Asked], Iterator[Tile]]


def for_today(actor: Actor, *, now: dt.datetime) -> tuple[Tile, ...]:
    """The tiles of a member, in the order of the page; nothing for an account without a person."""
    if actor.person is None:
        return ()
    asked = Asked(actor, actor.person, now, timezone.localdate(now))
    return tuple(tile for provider in PROVIDERS for tile in provider(asked))


def _session(asked: Asked) -> Iterator[Tile]:
    """The next of one's own dates, as it was told."""
    local = timezone.localtime(asked.now).replace(tzinfo=None)
    dates = {one for row in telling.told_years(asked.person) for one in read_dates(row.body)}
    coming = sorted(one for one in dates if not one.cancelled and one.end > local)
    if coming:
        leave = own_leave(asked.person).get(coming[0].code.hex)
        told = f"已请假，{leave.words}" if leave else ""
        yield _tile_of(coming[0], asked.today, len(coming), told)


def _tile_of(one: OwnDate, today: dt.date, count: int, leave: str) -> Tile:
    day = one.start.date()
    left = (day - today).days
    when = {0: "今天", 1: "明天", 2: "后天"}.get(
        left, f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    )
    soft = "，".join(part for part in (one.place, one.speaker and f"主讲 {one.speaker}") if part)
    more = f"后面还有 {count - 1} 场" if count > 1 else ""
    return Tile(
        Sort.SESSION,
        one.title,
        kicker=f"下一场 · {MANNER_WORDS[one.manner]}",
        aside=more,
        lines=(Line(f"{when} {one.start:%H:%M}—{one.end:%H:%M}".replace(" 0", " "), leave),),
        soft=soft,
    )


def _owed(asked: Asked) -> Iterator[Tile]:
    """How far one has come with the year's hours, said calmly, and what may be made up and how, duty first."""
    own = own_year(asked.actor, asked.person, asked.today)
    missed = sorted(own.missed, key=lambda one: (one.state != ON_DUTY, one.day))
    lines = tuple(_owed_line(asked, one) for one in missed[:MOST])
    soft = ""
    if missed:
        soft = f"可补学 {len(missed)} 场，和到会一样算；补不补、补哪场，自己定。{_whom(asked)}"
    year = own.hours
    if year is None:
        if missed:
            yield Tile(Sort.OWED, f"可以补学 {len(missed)} 场", lines=lines, soft=soft)
        return
    gap = year.gap
    title = f"今年还差 {hours(gap)} 学时" if gap else "今年的集中学习学时够了"
    told = f"{hours(year.done)} / {hours(year.target)}"
    share = min(FULL, year.done * FULL // year.target)
    yield Tile(Sort.OWED, title, aside=told, soft=soft, lines=lines, share=share)


def _owed_line(asked: Asked, one: Owed) -> Line:
    """A session with its ways: the packs handed out for it, a video of the library, what the branch arranges."""
    packs = (
        Way(
            f"学习包（{each.returned.state_words}）" if each.returned else "学习包",
            Sort.PACK,
            (each.row.pack, each.row.version),
        )
        for each in _offers(asked)
        if each.owed is not None and each.owed.session == one.session
    )
    alike = [each for each in _published(asked.actor) if plain(each.title) == plain(one.title)]
    video = next((each for each in alike if each.sort is ArticleSort.VIDEO), None)
    text = next((each for each in alike if each.sort is not ArticleSort.VIDEO), None)
    arranged = (
        Way(MAKEUP_WORDS[code], Sort.FRESH, (video.id,))
        if code == "video" and video
        else Way(MAKEUP_WORDS[code])
        for code in one.ways
    )
    return Line(
        f"{one.title}（{'去年 ' if one.day.year < asked.today.year else ''}{one.day.month}月{one.day.day}日，{one.away}）",
        f"{hours(one.hours)} 学时",
        ways=(*packs, *arranged),
        reading=Way(SORT_WORDS[text.sort], Sort.FRESH, (text.id,)) if text else None,
    )


def _whom(asked: Asked) -> str:
    """Who arranges a make-up; `makeups.waiting` has told those who keep the books of that branch."""
    register = roll().register
    person = register.people.get(asked.person)
    branch = register.name_of(home(person)) if person else "所在支部"
    return f"视频、送学由支部安排，补完由支部登记：请找{branch}的党务干部，这几场已经列在支部的“待办”里。"


def _packs(asked: Asked) -> Iterator[Tile]:
    """Packs to read or hear, those that make something up first; what was returned already is left out."""
    found = [one for one in _offers(asked) if one.returned is None]
    if found:
        lines = tuple(
            Line(
                one.row.title,
                f"{PACK_WORDS[one.why]}，{_size(one.row.size)}",
                (one.row.pack, one.row.version),
            )
            for one in found[:MOST]
        )
        more = f"共 {len(found)} 个" if len(found) > MOST else ""
        yield Tile(Sort.PACK, "学习包", aside=more, lines=lines)


@once
def _offers(asked: Asked) -> tuple[Offer, ...]:
    """Read once for the session's line and for the packs' tile."""
    missed = own_year(asked.actor, asked.person, asked.today).missed
    return offers(asked.person, asked.today, missed=missed)


@once
def _published(actor: Actor) -> tuple[Article, ...]:
    """What holds of the library, read once for two tiles."""
    return tuple(one for one in library.published(actor) if one.validity is Validity.CURRENT)


def _size(size: int) -> str:
    return f"{size / MEGA:.1f} MB" if size >= MEGA else f"{max(1, size // 1024)} KB"


def _review(asked: Asked) -> Iterator[Tile]:
    """About five minutes of cards; a pause is kept quiet about."""
    deck = memory.deck(asked.person, now=asked.now)
    if deck.paused or not deck.cards:
        return
    count = len(deck.today)
    if not count:
        yield Tile(Sort.REVIEW, "今天的复习做完了", soft="只有本人看得到。")
        return
    minutes = f"约 {max(1, round(deck.seconds / MINUTE))} 分钟"
    yield Tile(Sort.REVIEW, f"复习 {count} 题", aside=minutes, soft="只有本人看得到；不做也不要紧。")


def _note(asked: Asked) -> Iterator[Tile]:
    """Something to write down; what was sent back is named with the word on it."""
    back = [(row, word) for row, word in notes.own(asked.person) if row.state is State.RETURNED]
    lines = tuple(Line(row.title, word or "退回修改", (row.id,)) for row, word in back[:MOST])
    soft = "" if lines else "读了、讲了、看了，有一点体会就写；手写的附图片。"
    yield Tile(Sort.NOTE, "退回修改的笔记" if lines else "写笔记", soft=soft, lines=lines)


def _fresh(asked: Asked) -> Iterator[Tile]:
    """Lately published in the library and suited to one's post."""
    cell = audience(asked.today.year, today=asked.today).cells.get(asked.person)
    post = POST_WORDS[cell.post] if cell else ""
    lately = [
        one
        for one in _published(asked.actor)
        if one.published_at is not None
        and one.published_at > asked.now - FRESH
        and (not one.posts or {post, cell.post.value if cell else ""} & set(one.posts))
    ]
    if lately:
        lines = tuple(Line(one.title, SORT_WORDS[one.sort], (one.id,)) for one in lately[:MOST])
        more = f"近 30 天 {len(lately)} 篇" if len(lately) > MOST else ""
        yield Tile(Sort.FRESH, "文库新发布", aside=more, lines=lines)


PROVIDERS: tuple[Provider, ...] = (_session, _owed, _packs, _review, _note, _fresh)
"""In the order of the page. A part with something for the day adds its line here."""
