"""What the system must not do to people (国办函〔2026〕12号), and how one sees that it does not.

`core.switches` has the closed list of switches that stay off. `examine` looks through names that the
running system really has (columns, fields of facts, routes, settings, pages) for the traces that such a function could not do without.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhixing.core.recording import care, plans, problems, study
from zhixing.core.switches import SWITCHES, Switch


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one place: how many names were looked at, which of them bear a trace."""

    place: str
    looked: int
    hits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A switch and what was seen of it everywhere."""

    switch: Switch
    seen: tuple[Seen, ...]

    @property
    def absent(self) -> bool:
        """Whether nothing was found anywhere."""
        return not any(one.hits for one in self.seen)


def words_of(name: str) -> set[str]:
    """The words of an identifier, single, in neighbouring pairs and all in one: geo_checkin gives geocheckin, too."""
    parts = [part.lower() for part in re.findall(r"[A-Za-z][a-z]*|[A-Z]+", name)]
    return {*parts, *(a + b for a, b in zip(parts, parts[1:], strict=False)), "".join(parts), name.lower()}


def examine(names: Mapping[str, Sequence[str]]) -> tuple[Proof, ...]:
    """Looks for each switch's traces in the names of each place."""
    taken = {place: [(name, words_of(name)) for name in found] for place, found in names.items()}
    return tuple(
        Proof(
            switch,
            tuple(
                Seen(place, len(found), tuple(name for name, words in found if words & switch.traces))
                for place, found in taken.items()
            ),
        )
        for switch in SWITCHES
    )


@dataclass(frozen=True, slots=True)
class FormCost:
    """A form by hand: its title, what it records, fields that must be given, fields that may be left."""

    title: str
    records: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]


FIELD_WORDS: Mapping[str, str] = {
    "org": "党组织",
    "day": "日期",
    "start": "开始",
    "end": "结束",
    "year": "年度",
    "month": "月份",
    "place": "地点",
    "people": "人员",
    "person": "人员",
    "minutes": "时长",
    "problem": "问题",
    "settled": "是否办结",
    "way": "方式",
    "speaker": "谈话人",
    "has_need": "是否有诉求",
    "text": "内容",
    "state": "状态",
    "code": "编号",
    "category": "类别",
    "months": "影响期",
    "due": "时限",
    "source": "来源",
    "weight": "程度",
    "forms": "形式（可多选，一次登记几用）",
    "title": "主题",
    "ledgers": "学时账",
    "organiser": "主办单位",
    "hours": "学时",
    "proof": "凭证",
    "output": "成果形式",
    "result": "抽查结果",
    "score": "得分",
    "full": "满分",
    "delayed": "延时复测",
    "roll": "到场名单",
    "makeups": "补学",
    "places": "发生在哪些单位、岗位类别",
}
_OURS = frozenset({"nth"})
"""Fields that the page fills by itself."""
_FORMS: tuple[tuple[type, str, str], ...] = (
    (study.SessionForm, "学习活动", "一场活动和到场"),
    (study.TrainingForm, "学时登记", "外出培训"),
    (study.SelfStudyForm, "自学成果", "一项自学成果"),
    (study.TestForm, "测验", "一次测验"),
    (care.VisitForm, "下基层", "一次下基层和同去的人"),
    (care.TalkForm, "谈心谈话", "一次谈话（不记内容）"),
    (care.NeedForm, "困难诉求", "一件诉求"),
    (care.GateForm, "评优资格限制", "一段影响期"),
    (care.PledgeForm, "承诺践诺", "一项承诺"),
    (problems.ProblemForm, "突出问题", "一个问题"),
    (plans.PlanForm, "年度计划", "一项计划"),
)


def form_costs() -> tuple[FormCost, ...]:
    """What each form by hand asks, from the forms themselves."""
    found = []
    for form, title, records in _FORMS:
        fields = [one for one in dataclasses.fields(form) if one.name not in _OURS]
        needed = [one.name for one in fields if one.default is dataclasses.MISSING]
        optional = [one.name for one in fields if one.default is not dataclasses.MISSING]
        found.append(FormCost(title, records, tuple(_said(needed)), tuple(_said(optional))))
    return tuple(found)


def asked_twice(costs: Iterable[FormCost]) -> dict[str, tuple[str, ...]]:
    """Things that more than one form records, with the forms: nothing, as long as each has one place."""
    by_thing: dict[str, list[str]] = {}
    for one in costs:
        by_thing.setdefault(one.records, []).append(one.title)
    return {thing: tuple(titles) for thing, titles in by_thing.items() if len(titles) > 1}


def _said(names: Iterable[str]) -> Iterator[str]:
    return (FIELD_WORDS.get(name, name) for name in names)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a way through the system may cost whoever goes it."""

    code: str
    who: str
    wants: str
    typed: str


BUDGETS: tuple[Budget, ...] = (
    Budget("J1", "党务干事", "把手头的台账变成全年记实", "0 处重填；同名两次点击认定"),
    Budget("J3", "记录人", "一场会议入账", "30 人 60 秒，2 处填写；一次登记兼作党课、主题党日、集中学习"),
    Budget("J5", "党员", "弄清一个数字怎么来的", "3 次点击到事实；提异议 1 处填写"),
    Budget("J8", "群众、党员", "提意见建议", "1 处填写，不登录、不留痕"),
    Budget("J11", "机关党委", "看哪里要帮一把", "0 处填写，一页看完"),
    Budget("J13", "管理员", "备份、恢复、核对、升级", "各一条命令"),
)
"""The ways that this release has, with what each may cost at most."""
