"""A small bureau in the midst of work: something waits on every page, so that none is looked at empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.test import Client
from tests import cast
from tests.sent import officer, sent

from zhixing.actions.actors import tree
from zhixing.actions.problems import open_problems
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Attendance, Kind, NeedRaised, ProblemSet
from zhixing.core.facts.record import Fact
from zhixing.core.figures.organ import OrganYear
from zhixing.core.people.register import Person
from zhixing.store.ledger import queries, things
from zhixing.store.people.models import Account
from zhixing.store.people.queries import Hat

BACKEND = "zhixing.store.people.signing_in.Accounts"


@dataclass(frozen=True)
class Life:
    """What there is to look at."""

    branch: UUID
    person: UUID
    moving: UUID
    absence: UUID
    objection: UUID
    proposal: UUID
    session: UUID
    talk: UUID
    problem: UUID
    problems: tuple[UUID, UUID]
    upload: UUID
    account: int


def signed_in(name: str) -> Client:
    """A client with this name's session."""
    client = Client()
    client.force_login(User.objects.get(username=name), backend=BACKEND)
    return client


def enliven(year: OrganYear, *, today: dt.date) -> Life:
    """An upload, an objection, a proposal, a transfer on its way, a voice, a wish to erase: each waiting."""
    branch, other = year.branches[0].id, year.branches[1].id
    clerk, member = signed_in("branch"), signed_in("member")
    mine = cast.actor("member", today=today).person
    missed = [f for f in queries.facts() if f.subject == mine and f.body == Attendance("absent")]
    moving = _plain(branch, mine, today)
    said = {"uid": uuid4(), "day": today.isoformat(), "target": other, "letter": "on"}
    _done(clerk, f"/people/{moving.id}/change/transfer/", **said)
    objection = _done(member, f"/mine/object/{missed[0].uid}/", uid=uuid4(), reason="当天到会，签到表有我")
    typed = {"uid": uuid4(), "how": "change", "state": "present", "reason": "核对签到表，此人到会"}
    proposal = _done(clerk, f"/corrections/propose/{missed[1].uid}/", **typed)
    form = {"form": uuid4(), "words": "同一份名单报了两次，能不能只报一次"}
    assert Client().post("/complaints/", form).status_code == 200
    need = next(one for one in queries.facts() if isinstance(one.body, NeedRaised))
    wish = {"fact": need.uid, "ground": "unlawful", "reason": "写多了"}
    _done(signed_in("superior"), "/privacy/erasures/", **wish)
    held = _first(Kind.SESSION_HELD, branch).about
    assert held is not None
    hat = Hat("branch", branch, frozenset(tree().below(branch)))
    return Life(
        branch=branch,
        person=moving.id,
        moving=moving.id,
        absence=missed[0].uid,
        objection=UUID(objection.split("/")[-2]),
        proposal=UUID(proposal.split("/")[-2]),
        session=held,
        talk=_first(Kind.TALK, branch).uid,
        problem=next(one.uid for one in queries.facts() if isinstance(one.body, ProblemSet)),
        problems=_two_open_problems(today),
        upload=sent(officer("clerk", hat, account=999)),
        account=int(Account.objects.get(user__username="branch").pk),
    )


def _two_open_problems(today: dt.date) -> tuple[UUID, UUID]:
    first, second, *_ = [one.id for one in open_problems(today.year, today=today)]
    return first, second


def _plain(branch: UUID, apart_from: UUID | None, today: dt.date) -> Person:
    """A member of the branch without a post, who is none of the cast."""
    people = roll().register.people.values()
    return next(
        one
        for one in people
        if (now := one.on_roll(today))
        and now.org == branch
        and now.group
        and not one.posts_on(today)
        and one.id != apart_from
    )


def _done(client: Client, address: str, **said: object) -> str:
    """Fills in a form; where one lands."""
    answer = client.post(address, said)
    assert answer.status_code == 302, f"{address}: {answer.status_code} {answer.content.decode()[:2000]}"
    return str(answer["Location"])


def _first(kind: Kind, branch: UUID) -> Fact:
    return next(fact for fact in things.of_kinds(kind) if fact.chain == branch)
