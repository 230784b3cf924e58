"""What a pack may be made of, and what is chosen beforehand: an officer who comes from a lesson or session types nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from zhixing.actions import library, plan
from zhixing.actions.choosing import branches_kept
from zhixing.actions.makeups import OwedSession, still_owed
from zhixing.actions.packs import Choice, may_make
from zhixing.actions.questions import bank
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind, SessionHeld
from zhixing.core.library.article import Article
from zhixing.core.packs.choosing import articles_of, plain, questions_named, usable
from zhixing.core.plan.plan import AnnualPlan, Lesson
from zhixing.core.questions.question import Question
from zhixing.store.ledger import bookings
from zhixing.store.packs import queries
from zhixing.store.people.queries import Actor

WHOLE_ORGAN = "全局"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What may be chosen: articles that may go along, questions that may be asked, for whom."""

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    orgs: tuple[tuple[UUID | None, str], ...]


@dataclass(frozen=True, slots=True)
class Starts:
    """What a pack may be made for: sessions that somebody still may make up, lessons of this year's plan."""

    sessions: tuple[OwedSession, ...]
    lessons: tuple[Lesson, ...]


def catalogue(actor: Actor, *, today: dt.date) -> Catalogue:
    """What an actor may choose from. Anchor items (锚题) are not: their answers are to be learnt by nobody."""
    root = roll().register.root
    whole: list[tuple[UUID | None, str]] = [(None, WHOLE_ORGAN)] if root and may_make(actor, None) else []
    articles = tuple(one for one in library.published(actor) if usable(one))
    questions = tuple(one for one in bank(today=today) if not one.anchor)
    return Catalogue(articles, questions, (*whole, *branches_kept(actor, *BOOKKEEPERS)))


def starts(actor: Actor, *, today: dt.date) -> Starts:
    """What an actor may make packs for, lessons in the order of the plan."""
    held = plan.current(today.year)
    known = roll().register
    reach = actor.reach(*BOOKKEEPERS)
    lessons = [
        one
        for one in (held.plan.lessons if held else ())
        if one.org in reach or (known.root is not None and one.org == known.root.id)
    ]
    return Starts(still_owed(actor, today), tuple(lessons))


def for_lesson(lesson: UUID, actor: Actor, *, today: dt.date) -> Choice | None:
    """A pack of a lesson as its plan tells it; None where there is none such."""
    found = _lesson(lesson, today)
    if found is None:
        return None
    return replace(_chosen(found.title, found.category, found, actor, today), lesson=lesson)


def for_session(session: UUID, actor: Actor, *, today: dt.date) -> Choice | None:
    """A pack for those who missed a session, made of the lesson of the same title if the plan has it.

    None where it is none of the actor's: neither in his books nor missed by his people.
    """
    held = bookings.thing(Kind.SESSION_HELD, session)
    if held is None or not isinstance(held.body, SessionHeld):
        return None
    known = held.chain in actor.reach(*BOOKKEEPERS)
    if not known and not any(one.session == session for one in still_owed(actor, today)):
        return None
    lesson = next(
        (one for one in _lessons(today) if plain(one.title) == plain(held.body.title)),
        None,
    )
    return replace(_chosen(held.body.title, held.body.category, lesson, actor, today), session=session)


def for_pack(pack: UUID, actor: Actor) -> Choice | None:
    """The pack as it is, to make another version of it; None where it is none of the actor's."""
    row = queries.latest(pack)
    held = queries.pack(pack, row.version) if row and may_make(actor, row.org) else None
    if held is None:
        return None
    return Choice(
        held.title,
        held.org,
        tuple(one.id for one in held.texts),
        tuple(one.id for one in held.questions),
        bool(held.recordings),
        held.asks,
        held.keys,
        held.session,
        held.lesson,
        held.id,
    )


def blank(actor: Actor, *, today: dt.date) -> Choice:
    """A pack by hand."""
    return _chosen("", "", None, actor, today)


def _chosen(title: str, category: str, lesson: Lesson | None, actor: Actor, today: dt.date) -> Choice:
    offered = catalogue(actor, today=today)
    org = offered.orgs[0][0] if offered.orgs else None
    teaching = lesson.plan if lesson else None
    words = [*(teaching.materials if teaching else ()), title]
    texts = articles_of(words, category, offered.articles) if title else ()
    tests = teaching.tests if teaching else ()
    asked = questions_named(tests, words, category, offered.questions) if title else ()
    return Choice(title[:60], org, texts, asked, asks=(teaching.action if teaching else "")[:200])


def _lesson(lesson: UUID, today: dt.date) -> Lesson | None:
    return next((one for one in _lessons(today) if one.id == lesson), None)


def _lessons(today: dt.date) -> tuple[Lesson, ...]:
    held = plan.current(today.year)
    whole: AnnualPlan | None = held.plan if held else None
    return whole.lessons if whole else ()
