"""Forms from the ledger: filled in rightly, for officers only, each with its audit line, and keyed back by number."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import docx
import pytest
from docx.oxml.ns import qn
from pytest_django import DjangoAssertNumQueries, Settings
from tests import cast, kept
from tests.sample_year import YEAR

from zhixing.actions import forms
from zhixing.actions.choosing import called_to
from zhixing.actions.export import Document
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Attendance, Kind, PracticeVisit, SessionHeld, Talk
from zhixing.core.facts.record import Fact
from zhixing.core.figures.organ import OrganYear
from zhixing.interop.documents.pdf import PdfError
from zhixing.store.ledger import models, things
from zhixing.store.people.queries import Actor

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
ENDINGS: tuple[Literal["docx", "pdf"], ...] = ("docx", "pdf")


@dataclass(frozen=True)
class Bureau:
    year: OrganYear

    def actor(self, name: str) -> Actor:
        return cast.actor(name, today=TODAY)

    @property
    def branch(self) -> UUID:
        return self.year.branches[0].id

    @property
    def root(self) -> UUID:
        assert self.year.organ is not None
        return self.year.organ.id


@pytest.fixture
def bureau(settings: Settings) -> Bureau:
    """Twenty-four members in two branches, and the cast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    year = kept.bureau()
    return Bureau(year)


def text_of(document: Document | None, tmp: Path) -> str:
    """All words without spaces."""
    assert document is not None
    if document.name.endswith(".docx"):
        body = docx.Document(io.BytesIO(document.content)).element.body
        return re.sub(r"\s", "", "".join(t.text or "" for t in body.iter(qn("w:t"))))
    (tmp / "x.pdf").write_bytes(document.content)
    done = subprocess.run(["pdftotext", "-raw", tmp / "x.pdf", "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", done.stdout.decode())


def held_by(branch: UUID) -> Fact:
    """A session of the branch with somebody away."""
    for fact in things.of_kinds(Kind.SESSION_HELD):
        assert isinstance(fact.body, SessionHeld)
        assert fact.about
        states = {one.body.state for one in things.about(fact.about) if isinstance(one.body, Attendance)}
        if fact.chain == branch and not fact.body.void and states - {"present"} and "present" in states:
            return fact
    raise AssertionError("no such session")


def first(kind: Kind, chain: UUID | None = None) -> Fact:
    return next(fact for fact in things.of_kinds(kind) if chain in (None, fact.chain))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_becomes_its_record(bureau: Bureau, ending: Literal["docx", "pdf"], tmp_path: Path) -> None:
    fact = held_by(bureau.branch)
    assert isinstance(fact.body, SessionHeld)
    assert fact.about
    made = forms.session_form(bureau.actor("branch"), fact.about, "L3", ending, now=NOW, today=TODAY)
    text = text_of(made, tmp_path)
    register = roll().register
    stood = [one for one in things.about(fact.about) if isinstance(one.body, Attendance)]
    away = [one for one in stood if isinstance(one.body, Attendance) and one.body.state != "present"]
    for part in (fact.body.code, re.sub(r"\s", "", fact.body.title), fact.body.form, f"{len(stood)}人"):
        assert part in text
    assert all(register.people[one.subject].name in text for one in away if one.subject)
    signed = forms.session_form(bureau.actor("branch"), fact.about, "L4", ending, now=NOW, today=TODAY)
    names = text_of(signed, tmp_path)
    assert all(register.people[one.subject].name in names for one in stood if one.subject)
    assert fact.body.code in names
    assert "补印" in names


@pytest.mark.parametrize("ending", ENDINGS)
def test_roster_plan_talk_and_visit(bureau: Bureau, ending: Literal["docx", "pdf"], tmp_path: Path) -> None:
    officer, whole = bureau.actor("branch"), bureau.actor("superior")
    register = roll().register
    roster = text_of(forms.roster_form(officer, bureau.branch, ending, now=NOW, today=TODAY), tmp_path)
    mine = [p.name for p in register.people.values() if (r := p.on_roll(TODAY)) and r.org == bureau.branch]
    others = [p.name for p in register.people.values() if (r := p.on_roll(TODAY)) and r.org != bureau.branch]
    assert all(name in roster for name in mine)
    assert not any(name in roster for name in others if name not in mine)
    everybody = text_of(forms.roster_form(whole, bureau.root, ending, now=NOW, today=TODAY), tmp_path)
    assert all(name in everybody for name in (*mine, *others))
    plan = forms.plan_form(whole, YEAR, bureau.root, ending, now=NOW, today=TODAY)
    assert all(
        re.sub(r"\s", "", one.title) in text_of(plan, tmp_path)
        for one in (bureau.year.organ.plan if bureau.year.organ else ())
    )
    assert "完成情况" in text_of(
        forms.plan_form(officer, YEAR, bureau.branch, ending, now=NOW, today=TODAY), tmp_path
    )
    talk = first(Kind.TALK, bureau.branch)
    assert isinstance(talk.body, Talk)
    assert talk.subject
    sheet = text_of(forms.talk_form(officer, talk.uid, ending, now=NOW, today=TODAY), tmp_path)
    assert register.people[talk.subject].name in sheet
    assert "诉求" not in sheet
    visit = first(Kind.PRACTICE_VISIT)
    assert isinstance(visit.body, PracticeVisit)
    record = text_of(forms.practice_form(whole, visit.uid, ending, now=NOW, today=TODAY), tmp_path)
    assert re.sub(r"\s", "", visit.body.place) in record


def test_others_get_nothing_and_leave_no_line(bureau: Bureau) -> None:
    session, talk = held_by(bureau.branch), first(Kind.TALK, bureau.branch)
    meeting = forms.Meeting("学习", TODAY)
    before = models.AuditLine.objects.filter(verb="导出").count()
    assert session.about
    for name in ("branch_other", "member", "discipline", "publicity", "system", "security", "audit"):
        who = bureau.actor(name)
        assert forms.session_form(who, session.about, "L3", "pdf", now=NOW, today=TODAY) is None
        assert forms.session_form(who, session.about, "L4", "pdf", now=NOW, today=TODAY) is None
        assert forms.sign_in_form(who, bureau.branch, meeting, "pdf", now=NOW, today=TODAY) is None
        assert forms.roster_form(who, bureau.branch, "pdf", now=NOW, today=TODAY) is None
        assert forms.plan_form(who, YEAR, bureau.branch, "pdf", now=NOW, today=TODAY) is None
        assert forms.talk_form(who, talk.uid, "pdf", now=NOW, today=TODAY) is None
    superior = bureau.actor("superior")
    for uid in (uuid4(), session.uid):
        assert forms.session_form(superior, uid, "L3", "pdf", now=NOW, today=TODAY) is None
        assert forms.talk_form(superior, uid, "pdf", now=NOW, today=TODAY) is None
        assert forms.practice_form(superior, uid, "pdf", now=NOW, today=TODAY) is None
        assert forms.roster_form(superior, uid, "pdf", now=NOW, today=TODAY) is None
    assert forms.plan_form(bureau.actor("branch"), YEAR, bureau.root, "pdf", now=NOW, today=TODAY) is None
    assert models.AuditLine.objects.filter(verb="导出").count() == before


def test_each_form_leaves_one_line(bureau: Bureau) -> None:
    officer, talk = bureau.actor("branch"), first(Kind.TALK, bureau.branch)
    made = forms.talk_form(officer, talk.uid, "pdf", now=NOW, today=TODAY)
    assert made is not None
    assert made.media == "application/pdf"
    line = models.AuditLine.objects.order_by("-position").first()
    assert line is not None
    assert (line.by, line.verb, line.target, line.subject) == (
        officer.signature,
        "导出",
        f"谈心谈话记录表-{talk.day}.pdf",
        talk.subject,
    )
    assert made.name != line.target, "the file is named for the member, the line is not"


def test_a_sheet_to_sign_numbers_everybody_called(bureau: Bureau, tmp_path: Path) -> None:
    officer, day = bureau.actor("branch"), TODAY
    meeting = forms.Meeting("学习《条例》", day, "15:00", "三楼会议室")
    made = forms.sign_in_form(officer, bureau.branch, meeting, "pdf", now=NOW, today=TODAY)
    text = text_of(made, tmp_path)
    list_now = called_to(bureau.branch, day)
    assert list_now.code in text
    assert "三楼会议室" in text
    assert list_now.expected
    for n, person in enumerate(list_now.people, 1):
        assert f"{n}{person.name}" in text


def test_a_sheet_for_the_committee_or_a_group_carries_the_code_of_the_page(
    bureau: Bureau, tmp_path: Path
) -> None:
    officer, day = bureau.actor("branch"), TODAY
    group = next(one for one in roll().register.orgs.values() if one.parent == bureau.branch)
    whole = called_to(bureau.branch, day)
    for form, only in (("支委会", None), ("党小组会", group.id)):
        meeting = forms.Meeting("研究工作", day, forms=(form,), group=only)
        made = forms.sign_in_form(officer, bureau.branch, meeting, "pdf", now=NOW, today=TODAY)
        text, list_now = text_of(made, tmp_path), called_to(bureau.branch, day, (form,), only)
        assert list_now.code in text
        assert list_now.code != whole.code
        assert (group.name if only else "（支委会）") in text
        missing = next(one for one in whole.people if one not in list_now.people)
        assert missing.name not in text or any(one.name == missing.name for one in list_now.people)


def test_a_folder_of_fonts_that_is_gone_is_said(bureau: Bureau, settings: Settings, tmp_path: Path) -> None:
    settings.FONTS = str(tmp_path / "none")
    with pytest.raises(PdfError, match="ZHIXING_FONTS"):
        forms.roster_form(bureau.actor("branch"), bureau.branch, "pdf", now=NOW, today=TODAY)
    assert forms.roster_form(bureau.actor("branch"), bureau.branch, "docx", now=NOW, today=TODAY)


def test_forms_ask_little_of_the_database(
    bureau: Bureau, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer, session = bureau.actor("branch"), held_by(bureau.branch)
    assert session.about
    with django_assert_max_num_queries(20):
        forms.session_form(officer, session.about, "L3", "pdf", now=NOW, today=TODAY)
    with django_assert_max_num_queries(20):
        forms.roster_form(officer, bureau.branch, "pdf", now=NOW, today=TODAY)
