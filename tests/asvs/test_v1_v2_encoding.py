"""ASVS 5.0 V1 and V2: encoding and sanitisation, validation and business logic."""

from __future__ import annotations

import ast
import re

import pytest
from django.test import Client
from tests import cast
from tests.contracts.source import PACKAGE
from tests.web.conftest import TODAY, Bureau

from zhixing.actions import invites, keeping
from zhixing.core.people.grants import Wanted
from zhixing.interop.documents.cells import DANGEROUS, in_csv
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.people.models import Account, Grant

pytestmark = pytest.mark.django_db
EVIL = '"><script>alert(1)</script>'
TEMPLATES = sorted((PACKAGE / "web").rglob("*.html"))
"""Pages that are served; those inside a pack are files, tested for planted words in tests/interop/packs."""
DRAWN = {"totp_svg", "slip.picture", "page.address.picture", "qr", "page.qr"}
"""Pictures made here of an address or a key."""
CLEANED = {"page.desk.version.article.body", "page.article.body", "card.reading.html", "body"}
"""Texts that interop.cleaned let through before they were kept (tests/interop/articles, tests/web/test_library)."""
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def calls(name: str) -> list[str]:
    """Where a function of this dotted name is called in our code."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (name, name.rpartition(".")[2]):
                if "." not in name or ast.unparse(node.func) == name:
                    found.append(f"{path.name}:{node.lineno}")
    return found


@pytest.mark.asvs("V1.1.1", "V1.1.2", "V1.2.1")
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("security", "/keepers/accounts/?q={}"),
        ("audit", "/keepers/audit/?verb={}"),
        ("audit", "/keepers/audit/?first={}"),
        ("system", "/keepers/system/accounts/?q={}"),
        ("branch", "/2025/members/?q={}"),
    ],
)
def test_words_from_an_address_are_text(bureau: Bureau, name: str, address: str) -> None:
    from urllib.parse import quote

    for coded in (quote(EVIL), quote(quote(EVIL))):
        text = bureau.clients[name].get(address.format(coded)).content.decode()
        assert "<script>alert" not in text


@pytest.mark.asvs("V1.2.2", "V3.7.2")
@pytest.mark.parametrize(
    "where", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_elsewhere(bureau: Bureau, where: str) -> None:
    for client, address in (
        (bureau.clients["member"], "/privacy/"),
        (Client(), "/size/"),
        (Client(), "/accounts/login/"),
    ):
        form = {"next": where, "login": "member", "password": cast.PASSWORD, "size": ""}
        assert client.post(address, form)["Location"].startswith("/")
        assert "evil" not in client.post(address, form).get("Location", "")


@pytest.mark.asvs("V1.2.3")
def test_no_script_is_written_from_values() -> None:
    assert [p.name for p in TEMPLATES if re.search(r"<script(?![^>]*src=)", p.read_text("utf-8"))] == []


@pytest.mark.asvs("V1.2.4")
@pytest.mark.parametrize("word", ["' OR 1=1 --", "1; DROP TABLE ledger_fact", "%' ESCAPE '"])
def test_words_are_no_sql(bureau: Bureau, word: str) -> None:
    before = Fact.objects.count()
    page = bureau.clients["audit"].get("/keepers/audit/", {"verb": word, "account": word, "below": word})
    assert page.status_code == 200
    assert "没有符合条件" in page.content.decode() or "below" in word
    assert bureau.clients["branch"].get("/2025/members/", {"q": word}).status_code == 200
    assert Fact.objects.count() == before


@pytest.mark.asvs("V1.2.5")
def test_no_shell_is_started() -> None:
    assert calls("os.system") == []
    shells = [p.name for p in SOURCES if re.search(r"shell\s*=\s*True", p.read_text("utf-8"))]
    assert shells == []


@pytest.mark.asvs("V1.2.9", "V1.3.12")
def test_words_are_no_pattern(bureau: Bureau) -> None:
    import time

    start = time.perf_counter()
    assert bureau.clients["branch"].get("/2025/members/", {"q": "(a+)+$" * 40 + "!"}).status_code == 200
    assert time.perf_counter() - start < 10


@pytest.mark.asvs("V1.2.10")
@pytest.mark.parametrize("first", list(DANGEROUS))
def test_no_cell_becomes_a_formula(first: str) -> None:
    assert in_csv(f"{first}cmd|' /C calc'!A0")[0] not in DANGEROUS


@pytest.mark.asvs("V1.3.2")
@pytest.mark.parametrize("name", ["eval", "exec"])
def test_nothing_is_evaluated(name: str) -> None:
    assert calls(name) == []


@pytest.mark.asvs("V1.3.3", "V1.3.4")
def test_only_pictures_drawn_here_and_cleaned_texts_are_let_through_unescaped() -> None:
    safe = {p: re.findall(r"\{\{\s*([\w.]+)\|safe", p.read_text("utf-8")) for p in TEMPLATES}
    assert {word for found in safe.values() for word in found} == DRAWN | CLEANED


@pytest.mark.asvs("V1.3.6")
def test_no_address_of_a_visitor_is_asked_for() -> None:
    users = [
        p.name for p in SOURCES if re.search(r"urlopen|requests\.(get|post)|httpx", p.read_text("utf-8"))
    ]
    assert [name for name in users if "web" in name or "views" in name] == []


@pytest.mark.asvs("V1.3.7", "V1.3.10")
def test_no_template_is_made_of_words(bureau: Bureau) -> None:
    assert calls("Template") == []
    page = bureau.clients["audit"].get("/keepers/audit/", {"account": "{{ 7|add:7 }}{7*7}%s"})
    assert "{{ 7|add:7 }}{7*7}%s" in page.content.decode()


@pytest.mark.asvs("V1.5.2")
@pytest.mark.parametrize("name", ["pickle.loads", "pickle.load", "marshal.loads", "yaml.load"])
def test_nothing_is_unpickled(name: str) -> None:
    assert calls(name) == []


@pytest.mark.asvs("V2.2.1", "V2.2.2")
@pytest.mark.parametrize(
    "form",
    [
        {"role": "king"},
        {"role": "branch", "org": "no-id"},
        {"role": "superior", "start": "gestern"},
        {"role": "superior", "until": "1999-01-01"},
        {"role": "superior", "reason": ""},
    ],
)
def test_what_is_not_expected_is_refused_by_the_server(bureau: Bureau, form: dict[str, str]) -> None:
    number = Account.objects.get(user__username="publicity").pk
    given = {"org": "", "start": "", "until": "", "reason": "理由", **form}
    before = Grant.objects.count()
    assert bureau.clients["security"].post(f"/keepers/accounts/{number}/grant/", given).status_code == 422
    assert Grant.objects.count() == before


@pytest.mark.asvs("V2.2.3")
def test_things_that_belong_together_are_checked_together(bureau: Bureau) -> None:
    number = Account.objects.get(user__username="publicity").pk
    security = cast.actor("security", today=TODAY)
    from tests.web.test_keepers import NOW

    from zhixing.core.people.grants import GrantError

    wanted = Wanted("superior", bureau.year.branches[0].id, TODAY, None, "理由")
    with pytest.raises(GrantError):
        keeping.give_role(security, number, wanted, now=NOW, today=TODAY)


@pytest.mark.asvs("V2.3.1")
def test_no_step_of_signing_in_is_skipped(bureau: Bureau) -> None:
    client = Client()
    for address in ("/accounts/2fa/code/", "/accounts/2fa/set/", "/accounts/mine/", "/privacy/"):
        assert client.get(address).status_code == 302
    assert client.post("/accounts/2fa/code/", {"code": "000000"})["Location"].startswith("/accounts/login/")


@pytest.mark.asvs("V2.3.2", "V2.4.1")
def test_there_is_a_limit_to_trying(bureau: Bureau) -> None:
    form = {"username": "member", "code": "AAAA-AAAA-AAAA", "password1": "x", "password2": "x"}
    form["password1"] = form["password2"] = "ein langer satz zum merken"
    answers = [Client().post("/accounts/activate/", form).status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2


@pytest.mark.asvs("V2.3.3")
def test_half_of_an_act_is_none(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.web.test_keepers import NOW

    before = Grant.objects.count(), AuditLine.objects.count()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the line cannot be written")

    monkeypatch.setattr("zhixing.actions.keeping.ledger.audit", broken)
    number = Account.objects.get(user__username="publicity").pk
    wanted = Wanted("superior", None, TODAY, None, "理由")
    with pytest.raises(RuntimeError):
        keeping.give_role(cast.actor("security", today=TODAY), number, wanted, now=NOW, today=TODAY)
    assert (Grant.objects.count(), AuditLine.objects.count()) == before


@pytest.mark.asvs("V2.3.4", "V6.5.1")
def test_a_code_is_used_once(bureau: Bureau) -> None:
    from tests.web.test_signing_in import NOW

    branch = cast.actor("branch", today=TODAY)
    free = next(one for one in invites.places(branch, today=TODAY) if one.state == "none")
    slip = invites.open_for(branch, [free.person], now=NOW, today=TODAY)[0]
    word = "ein langer satz zum merken"
    assert invites.activate(slip.username, slip.code, word, now=NOW) is not None
    assert invites.activate(slip.username, slip.code, word, now=NOW) is None


@pytest.mark.asvs("V2.3.5")
def test_what_weighs_much_takes_two(bureau: Bureau) -> None:
    from tests.web.test_keepers import NOW

    security = cast.actor("security", today=TODAY)
    own = Grant.objects.get(account_id=security.account)
    with pytest.raises(keeping.REFUSALS):
        keeping.end_role(security, own.pk, now=NOW, today=TODAY)
