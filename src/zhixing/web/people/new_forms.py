"""Entering somebody who is not on the ledger yet, and the steps of a transfer."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from zhixing.actions import people, transferring
from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.actions.roll import BOOKS
from zhixing.core.people.changes import STAGES
from zhixing.core.people.newcomers import Newcomer
from zhixing.core.people.transfer import Step, Transfer, running_of
from zhixing.web.people import fields
from zhixing.web.people.change_forms import GENDERS, described
from zhixing.web.people.fields import ChangeForm

HERE, CAME, GREW = "here", "came", "grew"
WAYS = ((CAME, "从本单位以外转入"), (GREW, "新接收的预备党员"), (HERE, "一直在册，建账时漏了"))


class NewMember(ChangeForm):
    """A member: from outside, newly admitted, or left out when the books were begun."""

    hint = "花名册导入过的人不用再登。以后的花名册写着同一个人，会认出来，不会记成两个。"
    name = fields.words("姓名", required=True, most=25)
    org = fields.choice("党支部")
    group = fields.words("党小组", most=20, help_text="写已有的党小组名称，没有就空着")
    way = fields.choice("怎么来的", radio=True)
    came_from = fields.words("从哪个党组织转入", most=60, help_text="转入的要写")
    day = fields.day("自何日起在册", required=False)
    gender = fields.choice("性别", required=False)
    ethnicity = fields.words("民族", most=12)
    birth = fields.words("出生年月", most=10, help_text="写成 1980.1")
    education = fields.words("学历", most=12)
    joined_on = fields.day("入党日期", required=False)
    duty = fields.words("岗位或行政职务", most=30)

    def prepare(self) -> None:
        self.choose("org", own_branches(self))
        self.choose("way", WAYS, initial=CAME)
        self.choose("gender", GENDERS)
        self.fields["day"].initial = self.today

    def clean(self) -> dict[str, object]:
        """A way in needs its own words."""
        data: dict[str, object] = super().clean() or {}
        way = data.get("way")
        if way == CAME and not data.get("came_from"):
            self.add_error("came_from", "转入的请写明从哪个党组织转来")
        if way in (CAME, GREW) and not data.get("day") and "day" not in self.errors:
            self.add_error("day", "请填自何日起在册")
        group = str(data.get("group") or "").strip()
        branch = fields.uid_or_none(str(data.get("org") or ""))
        known = {org.name: org.id for org in fields.groups_of(self.whole, branch)}
        if group and branch and group not in known:
            names = "、".join(known) or "还没有党小组"
            self.add_error("group", f"这个支部没有“{group}”（{names}）；可先在组织里建")
        data["group_id"] = known.get(group)
        return data

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        one = Newcomer(
            words=described(self),
            org=UUID(data["org"]),
            group=data["group_id"],
            standing="预备党员" if data["way"] == GREW else "正式党员",
            start=None if data["way"] == HERE else data["day"],
            duty=data["duty"],
            came_from=data["came_from"] if data["way"] == CAME else "",
        )
        person, done = people.enrol_member(sheet, one)
        self.gone_to = reverse("people:card", args=[person])
        return done


class NewCandidate(ChangeForm):
    """A non-member: 群众, 入党申请人, 积极分子, 发展对象."""

    name = fields.words("姓名", required=True, most=25)
    org = fields.choice("联系支部")
    stage = fields.choice("阶段", radio=True)

    def prepare(self) -> None:
        self.choose("org", own_branches(self))
        self.choose("stage", ((one, one) for one in STAGES), initial=STAGES[1])

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        person, done = people.enter_non_member(
            sheet, name=data["name"], org=UUID(data["org"]), stage=data["stage"], mentor=None
        )
        self.gone_to = reverse("people:card", args=[person])
        return done


class StepForm(ChangeForm):
    """A step of the running transfer."""

    step: Step
    day = fields.day("日期")

    @property
    def running(self) -> Transfer | None:
        """The transfer it is a step of."""
        return running_of(self.whole.transfers.values(), self.one.id)

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        group = fields.uid_or_none(data.get("group") or "")
        return transferring.take_step(sheet, self.one.id, self.step, day=data["day"], group=group)


class Letter(StepForm):
    """介绍信已开出."""

    step = Step.IN_TRANSIT
    submit = "登记介绍信已开出"


class Receive(StepForm):
    """接收."""

    step = Step.RECEIVED
    submit = "确认接收"
    group = fields.choice("编入党小组", radio=True, required=False)
    day = fields.day("接收日期")

    def prepare(self) -> None:
        running = self.running
        if running is None or running.target is None:
            del self.fields["group"]
        else:
            self.choose("group", fields.groups(self.whole, running.target, self.today), initial="")


class Return(StepForm):
    """退回."""

    step = Step.RETURNED
    submit = "退回"
    hint = "退回后仍在原支部，原支部可重新办理。"


class Withdraw(StepForm):
    """撤销."""

    step = Step.WITHDRAWN
    submit = "撤销这次转出"
    hint = "撤销后就像没有办过转出，经过仍留在历史里。"


STEPS: dict[str, tuple[str, type[StepForm]]] = {
    "letter": ("介绍信已开出", Letter),
    "receive": ("接收", Receive),
    "return": ("退回", Return),
    "withdraw": ("撤销转出", Withdraw),
}
"""By the word in the address."""


def own_branches(form: ChangeForm) -> list[tuple[str, str]]:
    """The branches whose books the actor keeps."""
    reach = form.actor.reach(*BOOKS)
    return [one for one in fields.branches(form.whole, form.today) if UUID(one[0]) in reach]
