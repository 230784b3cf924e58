"""In which cell somebody stands on a day, by the word lists of the rulebook (plan.tiers, plan.posts)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.cells import POST_WORDS, TIER_WORDS, Cell, Post, Tier
from zhixing.core.people.register import Person, Register
from zhixing.core.plan.audience import Audience, Unclear
from zhixing.core.rules.book import RulebookError, Rulebooks

_TIERS = {word: tier for tier, word in TIER_WORDS.items()}
_POSTS = {word: post for post, word in POST_WORDS.items()}
_DATE = re.compile(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?")
PROBATIONARY = "预备党员"


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of a day. `posts` by the fragment of a name, in order; `committee`: codes of Party posts."""

    precedence: tuple[Tier, ...]
    leadership: frozenset[str]
    middle: tuple[str, ...]
    front: tuple[str, ...]
    retired: frozenset[str]
    activists: frozenset[str]
    committee: frozenset[str]
    new_months: int
    posts: tuple[tuple[str, Post], ...]


def words_on(rules: Rulebooks, day: dt.date) -> Words:
    """The lists in force. Raises RulebookError for a word that names no tier or post."""
    tiers, posts = rules.need("plan.tiers", day), rules.need("plan.posts", day)
    leaders, committee = rules.on("leaders.duties", day), rules.on("target.committee_hours", day)
    return Words(
        precedence=tuple(tier_named(word) for word in tiers.words("precedence")),
        leadership=frozenset(leaders.words("names")) if leaders else frozenset(),
        middle=tiers.words("middle"),
        front=tiers.words("front"),
        retired=frozenset(tiers.words("retired")),
        activists=frozenset(tiers.words("activists")),
        committee=frozenset(committee.words("posts")) if committee else frozenset(),
        new_months=tiers.whole("new_months"),
        posts=tuple(_pair(row) for row in posts.words("words")),
    )


def tier_named(word: str) -> Tier:
    """The tier of a Chinese word. Raises RulebookError."""
    if word not in _TIERS:
        raise RulebookError(f"没有“{word}”这个层次，应为 {'、'.join(_TIERS)}")
    return _TIERS[word]


def post_named(word: str) -> Post:
    """The post category of a Chinese word. Raises RulebookError."""
    if word not in _POSTS:
        raise RulebookError(f"没有“{word}”这个岗位类别，应为 {'、'.join(_POSTS)}")
    return _POSTS[word]


def _pair(row: str) -> tuple[str, Post]:
    fragment, _, post = row.partition("＝")
    return fragment, post_named(post)


def audience(register: Register, rules: Rulebooks, *, year: int, today: dt.date) -> Audience:
    """Everybody on the roll on the year's day nearest to `today`, and the activists, each in a cell."""
    day = min(today, dt.date(year, 12, 31))
    if today < dt.date(year, 1, 1):
        day = dt.date(year, 1, 1)
    words = words_on(rules, day)
    people = sorted(
        (one for one in register.people.values() if _home(one, words, day)), key=lambda one: one.id
    )
    usual = _usual_posts(people, register, words, day)
    cells: dict[UUID, Cell] = {}
    unclear: list[Unclear] = []
    for person in people:
        home = _home(person, words, day)
        tier, doubt = tier_of(person, words, day)
        post = post_of(person, register, words, day)
        why = [doubt] if doubt else []
        if post is None:
            post = usual.get(home) or Post.OFFICE
            why.append("工作站点和支部名称都看不出岗位类别")
        cells[person.id] = Cell(tier, post)
        if why:
            unclear.append(Unclear(person.id, "；".join(why), cells[person.id]))
    return Audience(
        year=year,
        day=day,
        cells=cells,
        exempt=frozenset(one.id for one in people if one.exempt_on(day) is not None),
        names={one.id: one.name for one in people},
        stations=_stations(people, day),
        branches={one.id: home for one in people if (home := _home(one, words, day))},
        unclear=tuple(unclear),
    )


def tier_of(person: Person, words: Words, day: dt.date) -> tuple[Tier, str]:
    """The tier, and a doubt in words where the duty is none that the lists know."""
    place, held = person.place_on(day), person.on_roll(day)
    duty = place.duty.strip() if place else ""
    fits = {
        Tier.LEADERSHIP: duty in words.leadership,
        Tier.MIDDLE: duty.endswith(words.middle),
        Tier.COMMITTEE: any(post.post in words.committee for post in person.posts_on(day)),
        Tier.VETERAN: bool({duty, held.staff if held else ""} & words.retired),
        Tier.NEW: held is not None and _is_new(person, held.standing, words, day),
        Tier.ACTIVIST: held is None,
        Tier.FRONT: True,
    }
    tier = next((one for one in words.precedence if fits[one]), Tier.FRONT)
    if tier is Tier.FRONT and not duty.endswith(words.front):
        return tier, f"职务“{duty}”不在词表里" if duty else "没有登记职务岗位"
    return tier, ""


def post_of(person: Person, register: Register, words: Words, day: dt.date) -> Post | None:
    """By the kind and name of the station, else by the name of the branch; None where neither tells."""
    place = person.place_on(day)
    station = register.stations.get(place.station) if place and place.station else None
    texts = [station.kind, station.name] if station else []
    for text in (*texts, register.name_of(_home(person, words, day))):
        for fragment, post in words.posts:
            if fragment in text:
                return post
    return None


def _home(person: Person, words: Words, day: dt.date) -> UUID | None:
    """The branch whose member he is on the day, or that educates him as an activist; None: not planned for."""
    held = person.on_roll(day)
    if held is not None:
        return held.org
    if person.candidacy is not None and person.candidacy.stage in words.activists and not person.roll:
        return person.candidacy.org
    return None


def _is_new(person: Person, standing: str, words: Words, day: dt.date) -> bool:
    joined = _day(person.words.get("joined_on", ""))
    if standing == PROBATIONARY or joined is None:
        return standing == PROBATIONARY
    months = (day.year - joined.year) * 12 + day.month - joined.month - (day.day < joined.day)
    return 0 <= months < words.new_months


def _day(text: str) -> dt.date | None:
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _usual_posts(
    people: list[Person], register: Register, words: Words, day: dt.date
) -> Mapping[UUID | None, Post]:
    """The commonest post category of each branch."""
    counts: dict[UUID | None, Counter[Post]] = {}
    for person in people:
        post = post_of(person, register, words, day)
        if post is not None:
            counts.setdefault(_home(person, words, day), Counter())[post] += 1
    return {org: max(found, key=lambda one: (found[one], one)) for org, found in counts.items()}


def _stations(people: list[Person], day: dt.date) -> Mapping[UUID, UUID]:
    found = {}
    for person in people:
        place = person.place_on(day)
        if place is not None and place.station is not None:
            found[person.id] = place.station
    return found
