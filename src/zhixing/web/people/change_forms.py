"""One small form for each change to a person. What is known already is filled in; the day is today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from zhixing.actions import people, transferring
from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.core.people.changes import STAGES, TITLES, home
from zhixing.core.people.spans import Span
from zhixing.web.people import fields
from zhixing.web.people.fields import ChangeForm


class GivePost(ChangeForm):
    """任职."""

    hint = "任职当月起按班子成员的学时目标计算。一人任两个职务，登记两次。"
    title = fields.choice("职务")
    day = fields.day("自何日起")

    def prepare(self) -> None:
        self.choose("title", ((one, one) for one in TITLES))

    def send(self, sheet: Sheet) -> Entered:
        return people.give_post(sheet, self.one.id, **_picked(self, "title", "day"))


class EndPost(ChangeForm):
    """免职."""

    held = fields.choice("职务", radio=True)
    day = fields.day("到何日止")

    def prepare(self) -> None:
        name = self.whole.register.name_of
        _offer(self, self.one.posts, {p.fact: f"{name(p.org)}{p.title}" for p in self.one.posts})

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return people.end_post(sheet, self.one.id, held=UUID(data["held"]), day=data["day"])


class Exempt(ChangeForm):
    """不作硬性要求."""

    hint = "条例第二十三条所说的党员。只登记由谁决定，不写原因。"
    decided_by = fields.words("由谁决定", required=True, most=30)
    day = fields.day("自何日起")

    def prepare(self) -> None:
        self.fields["decided_by"].initial = "支部委员会"

    def send(self, sheet: Sheet) -> Entered:
        return people.exempt(sheet, self.one.id, **_picked(self, "decided_by", "day"))


class EndExemption(ChangeForm):
    """不作硬性要求 ends."""

    hint = "从这一天起，学时目标照常计算。"
    held = fields.choice("哪一段", radio=True)
    day = fields.day("到何日止")

    def prepare(self) -> None:
        known = {s.fact: f"自 {s.start or '建账前'} 起，{s.decided_by}决定" for s in self.one.exemptions}
        _offer(self, self.one.exemptions, known)

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return people.end_exemption(sheet, self.one.id, held=UUID(data["held"]), day=data["day"])


class Place(ChangeForm):
    """Station, shift and duty."""

    station = fields.choice("站点", required=False)
    shift = fields.choice("班制", required=False)
    duty = fields.words("岗位或行政职务", most=30)
    day = fields.day("自何日起")

    def prepare(self) -> None:
        now = next((span for span in reversed(self.one.places) if span.until is None), None)
        station = str(now.station) if now and now.station else ""
        self.choose("station", [("", "无"), *fields.stations(self.whole, home(self.one))], initial=station)
        self.choose("shift", [("", "无"), *fields.shifts(self.whole)], initial=now.shift if now else "")
        self.fields["duty"].initial = now.duty if now else ""

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        station = fields.uid_or_none(data["station"])
        return people.place(
            sheet, self.one.id, station=station, shift=data["shift"], duty=data["duty"], day=data["day"]
        )


class Group(ChangeForm):
    """换党小组."""

    group = fields.choice("换到", radio=True, required=False)
    day = fields.day("自何日起")

    def prepare(self) -> None:
        now = self.one.roll[-1].group
        self.choose(
            "group",
            fields.groups(self.whole, home(self.one), self.today),
            initial=str(now) if now else "",
        )

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return people.change_group(
            sheet, self.one.id, group=fields.uid_or_none(data["group"]), day=data["day"]
        )


class Confirm(ChangeForm):
    """预备党员转正."""

    day = fields.day("转正日期")

    def send(self, sheet: Sheet) -> Entered:
        return people.confirm(sheet, self.one.id, **_picked(self, "day"))


class TakePart(ChangeForm):
    """双重组织生活."""

    hint = "党员领导干部既编入一个支部，又参加另一个支部的组织生活。"
    org = fields.choice("同时参加")
    day = fields.day("自何日起")

    def prepare(self) -> None:
        self.choose("org", fields.branches(self.whole, self.today, but=home(self.one)))

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return people.take_part(sheet, self.one.id, org=UUID(data["org"]), day=data["day"])


class EndPart(ChangeForm):
    """双重组织生活 ends."""

    held = fields.choice("不再参加", radio=True)
    day = fields.day("到何日止")

    def prepare(self) -> None:
        name = self.whole.register.name_of
        _offer(self, self.one.dual, {span.fact: name(span.org) for span in self.one.dual})

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return people.end_part(sheet, self.one.id, held=UUID(data["held"]), day=data["day"])


class Words(ChangeForm):
    """Name, birth and the like put right."""

    submit = "保存"
    hint = "只收这几项，别的不收。原来的写法留在历史里。"
    name = fields.words("姓名", required=True, most=25)
    gender = fields.choice("性别", required=False)
    ethnicity = fields.words("民族", most=12)
    birth = fields.words("出生年月", most=10, help_text="写成 1980.1")
    education = fields.words("学历", most=12)
    joined_on = fields.day("入党日期", required=False)

    def prepare(self) -> None:
        self.choose("gender", GENDERS)
        if self.person is None:
            return
        for word in ("name", "gender", "ethnicity", "birth", "education", "joined_on"):
            self.fields[word].initial = self.person.words.get(word, "")
        if not self.person.roll:
            for word in ("gender", "ethnicity", "birth", "education", "joined_on"):
                del self.fields[word]

    def send(self, sheet: Sheet) -> Entered:
        return people.describe(sheet, self.one.id, words=described(self))


class Stage(ChangeForm):
    """发展阶段."""

    stage = fields.choice("阶段", radio=True)
    mentor = fields.choice("培养联系人", required=False)
    day = fields.day("自何日起")

    def prepare(self) -> None:
        now = self.one.candidacy
        self.choose("stage", ((one, one) for one in STAGES), initial=now.stage if now else "")
        self.choose(
            "mentor", mentors(self, home(self.one)), initial=str(now.mentor) if now and now.mentor else ""
        )

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        mentor = fields.uid_or_none(data["mentor"])
        return people.change_stage(sheet, self.one.id, stage=data["stage"], mentor=mentor, day=data["day"])


class Admit(ChangeForm):
    """接收为预备党员."""

    hint = "预备党员由有审批权的党委批准，这里只登记结果。"
    group = fields.choice("编入党小组", radio=True, required=False)
    gender = fields.choice("性别", required=False)
    ethnicity = fields.words("民族", most=12)
    birth = fields.words("出生年月", most=10, help_text="写成 1990.1")
    education = fields.words("学历", most=12)
    day = fields.day("支部大会通过日期（入党日期）")

    def prepare(self) -> None:
        self.choose("gender", GENDERS)
        self.choose("group", fields.groups(self.whole, home(self.one), self.today), initial="")

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        group = fields.uid_or_none(data["group"])
        return people.admit(sheet, self.one.id, group=group, day=data["day"], words=described(self))


class Leave(ChangeForm):
    """不再在册."""

    hint = "去世或出党的。原因不在这里登记；转往别处的用“转出组织关系”。这一天起不再在册，任职等一并终止。"
    submit = "登记不再在册"
    day = fields.day("自何日起")

    def send(self, sheet: Sheet) -> Entered:
        return people.leave(sheet, self.one.id, **_picked(self, "day"))


class TransferOut(ChangeForm):
    """转出组织关系."""

    submit = "办理转出"
    hint = "对方接收以前仍在本支部，学习和组织生活照旧由本支部负责。"
    target = fields.choice("转往本局支部", required=False)
    elsewhere = fields.words("或转往本局以外", most=60, help_text="写党组织全称")
    day = fields.day("转出日期")
    letter = forms.BooleanField(label="介绍信当日已开出", required=False, initial=True)

    def prepare(self) -> None:
        here = home(self.one)
        self.choose("target", [("", "—"), *fields.branches(self.whole, self.today, but=here)])

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        target = fields.uid_or_none(data["target"])
        return transferring.open_transfer(
            sheet, self.one.id, target=target, **_picked(self, "elsewhere", "day", "letter")
        )


GENDERS = (("", "未填"), ("男", "男"), ("女", "女"))


def described(form: ChangeForm) -> dict[str, str]:
    """The words of a description as typed."""
    data = form.cleaned_data
    joined = data.get("joined_on")
    found = {word: data.get(word) or "" for word in ("name", "gender", "ethnicity", "birth", "education")}
    return {**found, "joined_on": joined.isoformat() if joined else ""}


def mentors(form: ChangeForm, branch: UUID) -> list[tuple[str, str]]:
    """The members of a branch on the roll today."""
    people_there = form.whole.register.people.values()
    mine = [one for one in people_there if (now := one.on_roll(form.today)) and now.org == branch]
    return [("", "暂无"), *((str(one.id), one.name) for one in mine)]


def _offer(form: ChangeForm, spans: Sequence[Span], words: dict[UUID, str]) -> None:
    """The spans still open; the only one is chosen already."""
    running = [span for span in spans if span.until is None]
    only = str(running[0].fact) if len(running) == 1 else None
    form.choose("held", [(str(span.fact), words[span.fact]) for span in running], initial=only)


def _picked(form: ChangeForm, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
