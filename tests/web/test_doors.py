"""Every route × role × own and other things × random ids, drawn from the URL resolver; a planted hole is found."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from tests.cast import KEEPERS
from tests.sample_year import YEAR
from tests.sent import officer, sent
from tests.web.conftest import Bureau
from tests.web.door_table import EVERY_HAT, FILLED_IN, NOTHING_YET, OPEN_ROUTES, POST_ONLY, ROUTES, may_see

from zhixing.actions.actors import tree
from zhixing.actions.export import FORMS
from zhixing.actions.problems import all_problems
from zhixing.config.urls import urlpatterns
from zhixing.core.facts.kinds import Kind, PracticeVisit
from zhixing.store.intake.models import Upload
from zhixing.store.ledger import things
from zhixing.store.people.models import Account, Grant
from zhixing.store.people.queries import Hat
from zhixing.web.shared.gate import OPEN, allowed_roles

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Door:
    """A route: its name, its path as declared, the view behind it."""

    name: str
    route: str
    view: object


def doors(patterns: list[URLPattern | URLResolver] | None = None) -> list[Door]:
    """All routes of the site."""
    return list(_walk(patterns if patterns is not None else get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Door]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, route, inner)
        else:
            yield Door(space + str(one.name), route, one.callback)


def holes(found: list[Door]) -> list[str]:
    """Routes that declare nothing, or are open to the world without being known as such."""
    return [
        door.name
        for door in found
        if not allowed_roles(door.view)  # type: ignore[arg-type]
        or (allowed_roles(door.view) == OPEN and door.name not in OPEN_ROUTES)  # type: ignore[arg-type]
    ]


def addresses(door: Door, bureau: Bureau) -> Iterator[tuple[str, bool, bool]]:
    """Addresses of a route: to the officer's own branch, to the other one, and to nothing."""
    branches = [unit.id for unit in bureau.year.branches]
    people = [next(m.id for m in bureau.year.members if m.branch_id == branch) for branch in branches]
    form = {"member:copy": "docx", "member:readers_export": "xlsx"}.get(door.name, "")
    form = form or {"member": "record", "forms": "L3"}.get(door.name.partition(":")[0], next(iter(FORMS)))
    for branch, person, own, known in (
        (branches[0], people[0], True, True),
        (branches[1], people[1], False, True),
        (
            uuid4(),
            uuid4(),
            False,
            not ({"branch", "person", "session", "fact", "upload", "problem"} & _names(door)),
        ),
    ):
        yield _filled(door, branch, person, form, YEAR), own, known
    if {"branch", "person", "session", "fact", "upload", "problem"} & _names(door):
        # Ids that exist, of something else: a person where a branch is asked for, and the other way about.
        yield _filled(door, people[0], branches[0], form, YEAR), True, False
    if "year" in _names(door):
        yield _filled(door, branches[0], people[0], form, 1999), True, False
    if "form" in _names(door):
        yield _filled(door, branches[0], people[0], "nonsense", YEAR), True, False


def _names(door: Door) -> set[str]:
    return {
        part.split(":")[-1].rstrip(">") for part in door.route.split("<")[1:] for part in [part.split(">")[0]]
    }


def _thing(door: Door, branch: UUID) -> UUID:
    """A session, talk or visit of this branch; an id of nothing for a branch that is none."""
    kind = {
        "forms:talk": Kind.TALK,
        "recording:entry": Kind.TALK,
        "forms:practice": Kind.PRACTICE_JOINED,
    }.get(door.name, Kind.SESSION_HELD)
    own = next((fact for fact in things.of_kinds(kind) if fact.chain == branch), None)
    if own is None:
        return uuid4()
    if kind is Kind.TALK or own.about is None or door.name == "correction:propose":
        return own.uid
    about = things.about(own.about)
    visit = next((fact.uid for fact in about if isinstance(fact.body, PracticeVisit)), own.about)
    return visit if kind is Kind.PRACTICE_JOINED else own.about


def _problem(branch: UUID) -> UUID:
    """A problem that this branch answers for; an id of nothing for a branch that is none."""
    return next((one.id for one in all_problems().values() if one.owner == branch), uuid4())


def _upload(branch: UUID) -> UUID:
    """An upload of this branch's officer, who is nobody of the cast; one for all routes."""
    if branch not in tree().orgs:
        return uuid4()
    waiting = Upload.objects.filter(account=999, reach=str(branch)).first()
    if waiting is not None:
        return waiting.id
    return sent(officer("clerk", Hat("branch", branch, frozenset({branch})), account=999))


def _filled(door: Door, branch: UUID, person: UUID, form: str, year: int) -> str:
    values = {
        "<int:year>": str(year),
        "<uuid:branch>": str(branch),
        "<uuid:person>": str(person),
        "<slug:form>": form,
        "<slug:ending>": "docx",
        "<uuid:session>": str(_thing(door, branch) if "<uuid:session>" in door.route else ""),
        "<uuid:fact>": str(_thing(door, branch) if "<uuid:fact>" in door.route else ""),
        "<uuid:problem>": str(_problem(branch)),
        "<uuid:into>": str(uuid4()),
        "<uuid:item>": str(uuid4()),
        "<int:number>": "1",
        "<slug:cell>": "front-office",
        "<uuid:lesson>": str(uuid4()),
        "<uuid:case>": str(uuid4()),
        "<uuid:feed>": str(uuid4()),
        "<uuid:batch>": str(uuid4()),
        "<uuid:station>": str(uuid4()),
        "<slug:secret>": "0" * 40,
        "<uuid:objection>": str(uuid4()),
        "<uuid:upload>": str(_upload(branch) if "<uuid:upload>" in door.route else ""),
        "<uuid:asked>": str(uuid4()),
        "<uuid:leave>": str(uuid4()),
        "<uuid:code>": str(uuid4()),
        "<uuid:pack>": str(uuid4()),
        "<slug:version>": "0" * 16,
        "<uuid:returned>": str(uuid4()),
        "<int:nth>": "1",
        "<uuid:erasure>": str(uuid4()),
        "<int:voice>": "7",
        "<uuid:article>": str(uuid4()),
        "<uuid:paper>": str(uuid4()),
        "<uuid:sitting>": str(uuid4()),
        "<uuid:medium>": str(uuid4()),
        "<uuid:note>": str(uuid4()),
        "<uuid:slip>": str(uuid4()),
        "<int:account>": str(Account.objects.order_by("pk").values_list("pk", flat=True).last()),
        "<int:grant>": str(Grant.objects.order_by("pk").values_list("pk", flat=True).first()),
        "<slug:paper>": "functions",
        "<slug:kind>": "talk",
        "<uuid:about>": str(uuid4()),
        "<slug:verb>": "words",
        "<slug:word>": "review",
        "<slug:step>": "receive",
        "<slug:act>": {"rosters:enter": "leave", "rosters:resource_new": "venue"}.get(door.name, "group"),
        "<uuid:thing>": str(uuid4()),
        "<slug:book>": "hours-2019",
        "<slug:old>": "hours-2019",
        "<slug:new>": "hours-2024",
    }
    address = "/" + door.route
    for slot, value in values.items():
        address = address.replace(slot, value)
    assert "<" not in address, f"teach this test what {door.route} takes"
    return address


def test_every_route_declares_who_may() -> None:
    assert holes(doors()) == []


def test_every_route_stands_in_the_table() -> None:
    assert {door.name for door in doors()} == ROUTES


PARTS, PROBES = 6, 5000
"""Every sixth route together, so that processes share the work; probes at the least, in all."""


def shut_doors() -> list[Door]:
    """The routes that are not open to the world."""
    return [door for door in doors() if door.name not in OPEN_ROUTES]


def test_the_probes_are_many(bureau: Bureau) -> None:
    asked = sum(len(list(addresses(door, bureau))) for door in shut_doors()) * (len(bureau.clients) + 1)
    print(asked, "requests")
    assert asked >= PROBES


@pytest.mark.parametrize("part", range(PARTS))
def test_every_role_at_every_door(bureau: Bureau, part: int) -> None:
    wrong = []
    for door in shut_doors()[part::PARTS]:
        for address, own, known in addresses(door, bureau):
            for role, client in bureau.clients.items():
                status = client.get(address).status_code
                seen = may_see(role, door.name, branch_own=own, known=known)
                there = (405,) if door.name in POST_ONLY else (200, 302)
                if door.name in POST_ONLY:
                    seen = may_see(role, door.name, branch_own=own, known=True)
                if (status in there) is not seen or (not seen and status != 404):
                    wrong.append(f"{role} {address}: {status}, should {'see' if seen else 'not see'}")
            status = Client().get(address).status_code
            if status not in (302, 404):
                wrong.append(f"nobody {address}: {status}")
    assert wrong == []


def test_redirects_lead_to_what_is_ones_own(bureau: Bureau) -> None:
    ends = {
        role: client.get("/", follow=True)
        for role, client in bureau.clients.items()
        if role not in ("stranger", *KEEPERS)
    }
    assert {role: end.status_code for role, end in ends.items()} == dict.fromkeys(ends, 200)
    assert ends["superior"].request["PATH_INFO"] == f"/{YEAR}/"
    assert ends["branch"].request["PATH_INFO"] == bureau.own
    assert ends["member"].request["PATH_INFO"] == "/mine/today/"


def test_nothing_is_written_through_a_page(bureau: Bureau) -> None:
    for door in doors():
        if door.name not in OPEN_ROUTES | EVERY_HAT | NOTHING_YET | POST_ONLY | FILLED_IN:
            address = next(addresses(door, bureau))[0]
            status = bureau.clients["superior"].post(address).status_code
            assert status in (404, 405), f"{address}: {status}"


def _undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everything about everybody")


def test_a_planted_hole_is_found_and_answers_nobody(bureau: Bureau) -> None:
    planted = types.ModuleType("planted")
    planted.urlpatterns = [path("hole/", _undeclared, name="hole"), *urlpatterns]  # type: ignore[attr-defined]
    assert holes(doors(planted.urlpatterns)) == ["hole"]
    with override_settings(ROOT_URLCONF=planted):
        for client in [*bureau.clients.values(), Client()]:
            assert client.get("/hole/").status_code == 404
