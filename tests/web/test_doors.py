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

OPEN_ROUTES = {"health:alive", "health:ready", "account_login", "account_logout", "account:size"}
OPEN_ROUTES |= {"account:activate", "mfa_authenticate"}
OPEN_ROUTES |= {"voices:say", "voices:answer"}
EVERY_HAT = {"account:privacy", "account:mine", "account_change_password", "account_reauthenticate"}
EVERY_HAT |= {"mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "overview:places"}
EVERY_HAT |= {"overview:home"}
EVERY_HAT |= {"mfa_reauthenticate"}
NOTHING_YET = {"mfa_deactivate_totp", "mfa_view_recovery_codes"}
"""One's own second factor, which nobody here has set (tests/web/test_signing_in.py has)."""
EVERYBODY = {
    "overview:year",
    "rulebooks:list",
    "rulebooks:book",
    "rulebooks:book_docx",
}
EVERYBODY |= {"rulebooks:difference", "rulebooks:difference_docx"}
EVERYBODY |= {"compliance:checkup", "keeping:register", "keeping:register_file", "notices:own"}
KEPT_PAGES = {
    "security": {f"keepers:{name}" for name in ("accounts", "account")},
    "system": {f"keepers:{name}" for name in ("system", "system_accounts")},
    "audit": {f"keepers:{name}" for name in ("audit", "audit_export", "audit_purge")},
}
KEPT_WRITES = {
    "security": {f"keepers:{name}" for name in ("grant", "factor", "unlock", "sessions", "end")},
    "system": {f"keepers:{name}" for name in ("active", "invite")},
    "audit": set[str](),
}
"""Each administrator's own; the writes answer to POST only."""
OPENINGS, OPENING_WRITES = {"openings:members", "openings:export"}, {"openings:slips"}
DESKS = {"voices:desk", "keeping:erasures", "compliance:paper"}
DESK_WRITES = {"voices:reply", "keeping:due", "keeping:decide"}
"""For the organ's officer and the secretary of the committee; the latter answer to POST only."""
FILLED_IN = {"notices:own", "keeping:erasures"}
"""Pages with a form of their own: what they take is held by the tests of their screens."""
FILLED_IN |= {f"people:{name}" for name in ("change", "unit", "new_member", "new_candidate", "found")}
FOUNDING = {"people:found"}
"""The organ's officer's alone."""
OWN_FILE = {"member:mine", "member:mine_export"}
OWN_FILE |= {f"member:{name}" for name in ("held", "readers", "readers_export", "copy", "objections")}
OWN_WRITES = {"member:withdraw_objection"}
WHOLE = {"overview:year_export"}
KEPT_BY = ("superior", "leader", "branch", "secretary", "branch_other")
"""Who keeps books, of whatever part."""
IMPORTS = {"intake:list", "intake:export"}
BATCHES = {"intake:report"}
UPLOADS = {"intake:upload", "intake:progress"}
WRITES = {
    f"intake:{verb}"
    for verb in ("receive", "decide", "accept", "drop", "again", "withdraw", "answer", "go_on")
}
"""Answer to POST only; who may is held by the tests of their screens."""
LISTS = {"officer:members", "officer:members_export"}
LISTS |= {f"people:{name}" for name in ("list", "export", "transfers", "transfers_export")}
LISTS |= {"people:organisations", "people:organisations_export"}
BRANCHES = {"officer:branch", "officer:branch_export"}
MEMBERS = {"member:person", "member:person_export"}
BOOKS = {"forms:list", "forms:sign_in", "forms:practice"}
"""For whoever keeps the books of a branch, or of the whole. The visit here was made by both branches."""
FORMS_OWN = {"forms:roster", "forms:plan", "forms:session", "forms:talk"}

MEMBERS |= {"people:card"}
BOOKS |= {"people:new_member", "people:new_candidate"}
FORMS_OWN |= {"people:change", "people:unit"}
NOTHING_YET |= {"people:step"}
WRITES |= {"recording:makeups", "recording:state"}
WRITES |= {"api:record"}
"""What it takes and from whom is held by tests/web/test_records_api.py."""
FILLED_IN |= {"recording:session", "recording:sheet", "recording:form"}
BOOKS |= {"recording:session", "recording:form", "recording:open", "recording:open_export"}
FORMS_OWN |= {"recording:sheet", "recording:entry"}
MEMBERS |= {"recording:session_file"}
LISTS |= {"todo:list", "todo:export", "recording:start"}
SESSION_LISTS = {"recording:sessions", "recording:sessions_export"}
"""For whoever reads a branch's year, and for the publicity officer: no names stand there."""
"""Nobody is being transferred here (tests/web/test_people.py has somebody)."""
BOOKS |= {"correction:list", "correction:export"}
FORMS_OWN |= {"correction:propose"}
NOTHING_YET |= {"correction:case", "member:objection", "member:object"}
"""Nobody has objected to anything here (tests/web/test_correcting_pages.py has somebody)."""
KEPT_PAGES["system"] |= {"calendar:home"}
FOUNDING |= {"calendar:home"}
FILLED_IN |= {"correction:propose", "calendar:home"}
OPEN_ROUTES |= {"api:calendar"}
"""Whoever has the secret address; tests/web/test_dates.py holds that every other is one and the same 404."""
OWN_FILE |= {"dates:mine"}
OWN_WRITES |= {"dates:open_feed", "dates:revoke_feed"}
FOUNDING |= {"dates:publishing"}
FILLED_IN |= {"dates:publishing"}
BOOKS |= {"dates:papers"}
NOTHING_YET |= {"dates:notice", "dates:wall"}
"""Nothing has been published here (tests/web/test_dates.py publishes)."""
SESSION_LISTS |= {"problems:list", "problems:export", "problems:signals"}
PROBLEMS = {"problems:one"}
"""Also for the publicity officer of the branch."""
FORMS_OWN |= {"problems:change", "problems:places"}
FILLED_IN |= {"problems:change", "problems:places"}
WRITES |= {"problems:step", "problems:effect"}
NOTHING_YET |= {"problems:merge"}
"""No two of the problems here are given to be merged (tests/web/test_problems.py merges)."""
ROSTER = {"rosters:home"}
"""Readers a station's, members their own."""
LISTS |= {"rosters:export", "rosters:resources", "rosters:resources_export"}
BOOKS |= {"rosters:enter", "rosters:resource_new"}
NOTHING_YET |= {"rosters:resource"}
"""There is no room here yet (tests/web/test_rosters.py has some)."""
WRITES |= {"rosters:call_off"}
FILLED_IN |= {"rosters:enter", "rosters:resource_new", "rosters:resource"}
FOUNDING |= {f"batches:{name}" for name in ("change", "wish", "asks")}
FILLED_IN |= {"batches:change", "batches:wish"}
BOOKS |= {"batches:home", "batches:year"}
OWN_FILE |= {"batches:mine"}
OWN_WRITES |= {"batches:ask", "batches:answer"}
BATCH_WRITES = {f"batches:{name}" for name in ("start", "make_up", "do", "lock", "settle")}
FOUNDING |= BATCH_WRITES
NOTHING_YET |= {f"batches:{name}" for name in ("batch", "progress", "run", "station", "compare")}
NOTHING_YET |= {f"batches:{name}" for name in ("unserved", "unserved_export", "export")}
"""No batch has been asked for here (tests/web/test_batches.py has one)."""
EVERYBODY |= {"plan:home", "plan:year"}
BOOKS |= {"plan:draft"}
FILLED_IN |= {"plan:draft"}
WRITES |= {f"plan:{verb}" for verb in ("step", "restore", "answer", "act")}
NOTHING_YET |= {f"plan:{name}" for name in ("cell", "export", "table", "document", "versions", "opinions")}
NOTHING_YET |= {f"plan:{name}" for name in ("new", "lesson", "edit", "teaching", "lesson_paper")}
"""No plan has been drafted here (tests/web/test_plan.py has one)."""
POST_ONLY = BATCH_WRITES | WRITES | DESK_WRITES | OWN_WRITES | OPENING_WRITES | set[str]().union(*KEPT_WRITES.values())


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


def may_see(name: str, door: str, *, branch_own: bool, known: bool) -> bool:
    """The table of who sees what, written down apart from the code. `branch_own`: of the first branch."""
    if name == "stranger" or not known or door in NOTHING_YET:
        return False
    if door in EVERY_HAT:
        return True
    if name in KEEPERS:
        return door in KEPT_PAGES[name] | KEPT_WRITES[name]
    if door in FOUNDING:
        return name == "superior"
    if door in OPENINGS | OPENING_WRITES:
        return name in KEPT_BY
    if door in EVERYBODY:
        return True
    if door in ROSTER:
        return name != "publicity"
    if door in SESSION_LISTS:
        return not name.startswith("member")
    if door in PROBLEMS:
        own = branch_own is (name != "branch_other")
        return name in ("superior", "leader") or (own and not name.startswith("member"))
    if door in OWN_FILE | OWN_WRITES:
        return name.startswith("member")
    if door in BOOKS | FORMS_OWN:
        whole = door in BOOKS or name in ("superior", "leader")
        own = branch_own is (name != "branch_other")
        return name in ("superior", "leader", "branch", "secretary", "branch_other") and (whole or own)
    if door in DESKS | DESK_WRITES:
        return name in ("superior", "leader")
    if door in IMPORTS | WRITES:
        return name in KEPT_BY
    if door in BATCHES:
        return name in ("superior", "leader")
    if door in UPLOADS:
        whole = name in ("superior", "leader")
        return name in KEPT_BY and (whole or branch_own is (name != "branch_other"))
    if name == "superior":
        return door in WHOLE | LISTS | BRANCHES | MEMBERS
    if name == "leader":
        return door in WHOLE | LISTS | BRANCHES | MEMBERS
    if name in ("branch", "secretary", "discipline", "branch_other"):
        own = branch_own is (name != "branch_other")
        return door in LISTS or (door in BRANCHES | MEMBERS and own)
    return False


def may_send(name: str, door: str, *, branch_own: bool, known: bool) -> bool:
    """Who may POST at all: where a route takes nothing else, having the role is enough to be answered."""
    return may_see(name, door, branch_own=branch_own, known=known or door in POST_ONLY)


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
        "<uuid:erasure>": str(uuid4()),
        "<int:voice>": "7",
        "<int:account>": str(Account.objects.order_by("pk").values_list("pk", flat=True).last()),
        "<int:grant>": str(Grant.objects.order_by("pk").values_list("pk", flat=True).first()),
        "<slug:paper>": "functions",
        "<slug:kind>": "talk",
        "<uuid:about>": str(uuid4()),
        "<slug:verb>": "words",
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
    known = OPEN_ROUTES | EVERY_HAT | NOTHING_YET | EVERYBODY | OWN_FILE | WHOLE | LISTS | BRANCHES | MEMBERS
    known |= OWN_WRITES | FOUNDING | IMPORTS | BATCHES | UPLOADS | WRITES
    known |= BOOKS | FORMS_OWN | DESKS | DESK_WRITES | SESSION_LISTS | PROBLEMS | ROSTER
    known |= OPENINGS | OPENING_WRITES | set[str]().union(*KEPT_PAGES.values(), *KEPT_WRITES.values())
    assert {door.name for door in doors()} == known


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
    assert ends["member"].request["PATH_INFO"] == f"/{YEAR}/mine/"


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
