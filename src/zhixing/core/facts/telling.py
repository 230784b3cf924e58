"""A fact in words: what it states, field by field, for whoever may read it. Ids become names or are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields

from zhixing.core.cells import POST_WORDS
from zhixing.core.facts import meeting_words
from zhixing.core.facts.body import Kind
from zhixing.core.facts.kinds import BODIES
from zhixing.core.facts.record import Draft, Fact

KIND_WORDS: Mapping[str, str] = {
    "org_set": "党组织",
    "station_set": "站点",
    "person_described": "花名册登记",
    "membership": "组织关系",
    "post_held": "党内职务",
    "exemption": "不作硬性要求",
    "assignment": "岗位和站点",
    "dual_life": "双重组织生活",
    "span_closed": "期间结束",
    "non_member": "发展阶段",
    "transfer_opened": "组织关系转出",
    "transfer_state": "组织关系转接进展",
    "org_closed": "党组织撤销",
    "session_held": "学习活动",
    "attendance": "出席登记",
    "makeup": "补学",
    "training": "学时登记",
    "self_study": "自学成果",
    "self_study_checked": "自学抽查",
    "test_taken": "测验",
    "practice_visit": "下基层活动",
    "practice_joined": "下基层",
    "talk": "谈心谈话",
    "need_raised": "困难诉求",
    "need_state": "诉求办理",
    "problem_set": "突出问题",
    "problem_state": "问题整改",
    "problem_place": "问题所在",
    "problem_evidence": "整改成效",
    "problem_merged": "问题归并",
    "complaint_total": "群众诉求合计",
    "gate": "评优资格限制",
    "plan_item": "计划项目",
    "plan_item_done": "计划完成",
    "pledge": "承诺",
    "pledge_state": "践诺",
    "reversal": "冲正",
    "objection": "异议",
    "objection_answered": "异议答复",
    "change_proposed": "更正提议",
    "change_settled": "更正结果",
    "calendar_year": "放假安排",
    "feature_set": "可选功能",
    "shift_roster": "轮班",
    "month_roster": "月班次表",
    "duty_exception": "换班",
    "leave_span": "不在岗期间",
    "cover_set": "站点最低在岗",
    "venue_set": "场地",
    "speaker_set": "师资",
    "unavailable": "不能安排的日子",
    "peak_set": "业务高峰",
    **meeting_words.KINDS,
}
"""Kinds of facts in words."""

_LABELS: Mapping[str, str] = {
    "state": "状态",
    "way": "方式",
    "title": "主题",
    "organiser": "主办",
    "ledgers": "学时账",
    "start": "起",
    "until": "止（不含）",
    "end": "结束日期",
    "as_of": "花名册日期",
    "minutes": "时长（分钟）",
    "form": "形式",
    "category": "教育内容类别",
    "problem": "对应问题",
    "expected": "应到人数",
    "present": "实到人数",
    "void": "作废",
    "hours": "学时",
    "proof": "证明材料",
    "same_as": "同台账",
    "output": "成果",
    "result": "抽查结果",
    "score": "得分",
    "full": "满分",
    "delayed": "延时复测",
    "place": "地点",
    "settled": "已解决",
    "speaker": "谈话人",
    "has_need": "提出诉求",
    "code": "编号",
    "due": "时限",
    "org": "党组织",
    "group": "党小组",
    "standing": "党员身份",
    "staff": "人员身份",
    "post": "职务代码",
    "decided_by": "决定",
    "station": "站点",
    "shift": "班制",
    "duty": "岗位",
    "stage": "阶段",
    "mentor": "培养联系人",
    "outcome": "结果",
    "nth": "第几次",
    "text": "内容",
    "source": "来源",
    "weight": "权重",
    "owner": "责任",
    "name": "名称",
    "year": "年度",
    "month": "月份",
    "kind": "类型",
    "parent": "上级党组织",
    "order": "排序",
    "founded": "成立日期",
    "elected": "本届选出日期",
    "distance": "离县城（公里）",
    "longitude": "经度",
    "latitude": "纬度",
    "minimum": "每班最低在岗人数",
    "target": "转入党组织",
    "off": "放假日",
    "work": "调休上班日",
    "notice": "通知文号",
    "pattern": "班制",
    "since": "自",
    "anchor": "轮班起点",
    "marks": "每天班次",
    "date": "日期",
    "part": "时段",
    "weekdays": "星期",
    "half": "半天",
    "seats": "座位",
    "open": "在用",
    "topics": "可讲类别",
    "outside": "外请",
    "orgs": "所在党组织",
    "posts": "岗位类别",
    "stations": "所在站点",
    "words": "成效",
    "channel": "渠道",
    **meeting_words.LABELS,
    "count": "件数",
    "on": "是否打开",
    "basis": "依据",
}
_OF_KIND: Mapping[tuple[Kind, str], str] = {
    (Kind.POST_HELD, "title"): "职务",
    (Kind.TEST_TAKEN, "title"): "测验名称",
    (Kind.TRAINING, "title"): "培训名称",
    (Kind.PRACTICE_VISIT, "problem"): "反映的问题",
    (Kind.TRANSFER_OPENED, "source"): "转出党组织",
    (Kind.DUTY_EXCEPTION, "duty"): "安排",
    (Kind.COMPLAINT_TOTAL, "category"): "诉求类别",
    (Kind.COMPLAINT_TOTAL, "unit"): "责任单位",
    **meeting_words.OF_KIND,
}
"""Where a field means something else than its name says elsewhere."""
_HIDDEN = {
    "places",
    "drafts",
    "account",
    "person",
    "objection",
    "late",
    "nth",
    "post",
    "code",
    "into",
    "rests",
    "thing",
}
"""What only the machine needs."""
_CODES: Mapping[tuple[str, str], str] = {
    ("state", "present"): "实到",
    ("state", "duty"): "值班",
    ("state", "leave"): "请假",
    ("state", "absent"): "缺席",
    ("way", "video"): "视频补学",
    ("way", "delivered"): "送学",
    ("outcome", "upheld"): "维持",
    ("outcome", "corrected"): "已更正",
    ("outcome", "elsewhere"): "已另行更正",
    ("outcome", "withdrawn"): "撤回",
    ("outcome", "confirmed"): "第二人确认",
    ("outcome", "declined"): "第二人不同意",
    ("state", "in_transit"): "在途",
    ("state", "received"): "已接收",
    ("state", "returned"): "已退回",
    ("state", "withdrawn"): "已撤销",
    ("part", "am"): "上午",
    ("part", "pm"): "下午",
    ("part", "night"): "夜班",
    ("half", "am"): "上午",
    ("half", "pm"): "下午",
    ("duty", "on"): "当班",
    ("duty", "off"): "不当班",
    ("duty", "plan"): "照班表",
    ("kind", "party_committee"): "机关党委",
    ("kind", "general_branch"): "党总支",
    ("kind", "branch"): "党支部",
    ("kind", "temporary_branch"): "临时党支部",
    ("kind", "joint_branch"): "联合党支部",
    ("kind", "party_group"): "党小组",
    **meeting_words.CODES,
}
_HUNDREDTHS = {"hours", "score", "full"}
_NAMED = {"org", "group", "station", "mentor", "speaker", "parent", "target", "owner", "host", "recorder"}
_SEVERAL = {"orgs", "stations"}
"""Ids joined by commas."""
_POSTS = {post.value: word for post, word in POST_WORDS.items()}
_IDS = 32
"""Hexadecimal digits of an id: `source` is one in some facts and a word in others."""
_CONFIDENTIAL = frozenset(
    {
        *(KIND_WORDS[kind.value] for kind, body in BODIES.items() if body.SEALED),
        *(KIND_WORDS[kind.value] for kind in (Kind.GATE, Kind.NEED_STATE, Kind.TALK)),
    }
)
NAMELESS = "（名称不在此处显示）"

Names = Mapping[str, str]
"""Names of organisations, stations and people by their id as bodies spell it (32 hexadecimal digits)."""


@dataclass(frozen=True, slots=True)
class Said:
    """One field of a fact: its word, its value in words."""

    label: str
    value: str


def kind_word(kind: Kind) -> str:
    """The kind in words."""
    return KIND_WORDS[kind.value]


def confidential(kind: Kind) -> bool:
    """Whether it is confidential that there is such a fact at all: its words are sealed, or it tells how far one is."""
    return BODIES[kind].SEALED or kind is Kind.NEED_STATE


def tells_of_confidential(words: str) -> bool:
    """Whether a line names a confidential kind (sealed words, and 评优资格限制 with its years), in any case or verb."""
    return any(word in words for word in _CONFIDENTIAL)


def said(fact: Fact | Draft, names: Names, *, title: str = "") -> tuple[Said, ...]:
    """Every field that tells something, the day first; `title` of the session or visit it is about."""
    found = [Said("日期", fact.day.isoformat())] if fact.day else []
    found += [Said("活动", title)] if title and not getattr(fact.body, "title", "") else []
    for item in fields(fact.body):  # type: ignore[arg-type]
        value = getattr(fact.body, item.name)
        if item.name not in _HIDDEN and value not in (None, ""):
            label = _OF_KIND.get((fact.kind, item.name)) or _LABELS.get(item.name, item.name)
            found.append(Said(label, value_words(item.name, value, names)))
    return tuple(found)


def line(fact: Fact | Draft, names: Names, *, title: str = "") -> str:
    """The fact in one line without its day: 集中学习研讨，实到."""
    shown = [one for one in said(fact, names, title=title) if one.label != "日期" and one.value != "否"]
    plain = {
        "主题",
        "职务",
        "测验名称",
        "培训名称",
        "活动",
        "状态",
        "方式",
        "成果",
        "抽查结果",
        "党组织",
        "地点",
        "阶段",
    }
    parts = [one.value if one.label in plain else f"{one.label} {one.value}" for one in shown]
    return "，".join(parts) or kind_word(fact.kind)


def value_words(name: str, value: object, names: Names) -> str:
    """A field's value as one reads it: codes and ids in words, hundredths with their point."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int) and name in _HUNDREDTHS:
        return decimal(value)
    if isinstance(value, int) and name == "distance":
        return f"{value / 10:g}"
    text = str(value)
    if name in _SEVERAL:
        return "、".join(names.get(one, NAMELESS) for one in text.split(","))
    if name == "posts":
        return "、".join(_POSTS.get(one, one) for one in text.split(","))
    if name in _NAMED or (name == "source" and len(text) == _IDS and text.isascii()):
        return names.get(text, NAMELESS)
    return _CODES.get((name, text), text)


def decimal(hundredths: int) -> str:
    """2950 → 29.5."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
