"""The facts of a meeting in words: kinds, fields, codes, and what they hold about a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhixing.core.facts.body import Kind

REASONS: Mapping[str, str] = {
    "exempt": "不作硬性要求",
    "off_roll": "当天不在册",
    "in_transit": "组织关系在途",
    "dual": "组织关系在别的支部",
    "probationary": "预备党员",
    "no_vote": "无表决权",
    "abroad": "出国（境）半年以上",
    "agreed": "经支委会同意",
}
"""Why somebody is left out of the roll or of the voting base."""
BY_HAND = ("in_transit", "no_vote", "abroad", "agreed")
"""Reasons that a person states; the others follow from the roll."""
RULES: Mapping[str, str] = {
    "ordinary": "一般事项",
    "committee": "支委会决定",
    "election": "选举",
    "admission": "接收预备党员、转正",
}
"""What a vote is held by."""
WAYS: Mapping[str, str] = {"site": "现场", "remote": "视频", "both": "现场和视频"}
SCOPES: Mapping[str, str] = {"branch": "全体", "committee": "支部委员", "group": "党小组"}
LEAVE: Mapping[str, str] = {"errand": "公务", "shift": "值班", "private": "个人事由"}
"""Why leave is asked for: a code is enough, nobody has to say more."""
ABSENT: Mapping[str, str] = {
    "unstated": "未说明",
    "unreached": "联系不上",
    "unasked": "因事未请假",
    "untold": "没有接到通知",
}
"""Why somebody was absent, as the recorder knows it; what is not in the list is not asked for."""
AWAY: Mapping[str, Mapping[str, str]] = {"leave": LEAVE, "absent": ABSENT}
"""By state on the roll: the reasons it may have. Duty is a reason by itself."""
SETTLED: Mapping[str, str] = {"granted": "准假", "declined": "不准", "withdrawn": "本人撤回"}
DONE, DROPPED = "已办结", "不再办"
DECISION_STATES = (DONE, DROPPED)

KINDS: Mapping[str, str] = {
    "expected_list": "应到名单",
    "left_out": "不列入应到",
    "minutes_kept": "会议记录",
    "observer": "列席",
    "vote_taken": "表决",
    "decision_made": "决议",
    "decision_state": "决议办理",
    "session_dates": "分几天办",
    "video_joined": "视频参会",
    "away_reason": "没到会的原因",
    "leave_asked": "请假申请",
    "leave_settled": "请假批复",
}
LABELS: Mapping[str, str] = {
    "scope": "范围",
    "base": "有表决权人数",
    "others": "不在这次范围",
    "reason": "原因",
    "host": "主持人",
    "recorder": "记录人",
    "rule": "表决规则",
    "approve": "赞成",
    "against": "反对",
    "abstain": "弃权",
    "passed": "通过",
    "dates": "日期",
}
OF_KIND: Mapping[tuple[Kind, str], str] = {
    (Kind.EXPECTED_LIST, "expected"): "应到",
    (Kind.LEFT_OUT, "base"): "不列入",
    (Kind.VOTE_TAKEN, "base"): "应到会有表决权",
    (Kind.VOTE_TAKEN, "present"): "实到有表决权",
    (Kind.LEAVE_SETTLED, "outcome"): "批复",
}
CODES: Mapping[tuple[str, str], str] = {
    **{("reason", code): word for code, word in {**REASONS, **LEAVE, **ABSENT}.items()},
    **{("rule", code): word for code, word in RULES.items()},
    **{("way", code): word for code, word in WAYS.items()},
    **{("scope", code): word for code, word in SCOPES.items()},
    **{("outcome", code): word for code, word in SETTLED.items() if code != "withdrawn"},
    ("base", "roll"): "应到",
    ("base", "vote"): "应到会有表决权",
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a kind holds about somebody: its title, fields, whose they are, which of them are kept apart."""

    title: str
    fields: Mapping[str, str]
    article: str = "第十六条"
    whose: str = "党员"
    source: str = "手工登记"
    apart: frozenset[str] = frozenset()


HELD: Mapping[Kind, Held] = {
    Kind.EXPECTED_LIST: Held(
        "应到名单",
        {
            "scope": "叫了哪些人（全体、委员、党小组）",
            "org": "哪个党组织",
            "expected": "应到人数",
            "base": "有表决权人数",
            "others": "不在这次范围的人数",
            "reason": "到会不足仍然登记的理由",
        },
        apart=frozenset({"reason"}),
    ),
    Kind.LEFT_OUT: Held("不列入应到", {"base": "不列入哪一项", "reason": "原因（代码，不记详情）"}),
    Kind.MINUTES_KEPT: Held(
        "会议记录",
        {
            "place": "地点",
            "host": "主持人（只存编号）",
            "recorder": "记录人（只存编号）",
            "way": "现场或视频",
            "agenda": "议题",
            "materials": "学习材料",
            "words": "发言要点",
        },
        whose="主持人、记录人、会上发言的人",
        apart=frozenset({"agenda", "materials", "words"}),
    ),
    Kind.OBSERVER: Held(
        "列席",
        {"nth": "第几位", "name": "姓名和单位（不在名册上的人）"},
        whose="党员、列席的人",
        apart=frozenset({"name"}),
    ),
    Kind.VOTE_TAKEN: Held(
        "表决",
        {
            "nth": "第几项",
            "rule": "表决规则",
            "base": "应到会有表决权人数",
            "present": "实到有表决权人数",
            "approve": "赞成票数",
            "against": "反对票数",
            "abstain": "弃权票数",
            "passed": "是否通过",
            "matter": "表决事项",
            "reason": "不足法定人数仍然登记的理由",
        },
        whose="表决事项涉及的人；谁投了什么票不记",
        apart=frozenset({"matter", "reason"}),
    ),
    Kind.DECISION_MADE: Held(
        "决议",
        {"nth": "第几项", "due": "完成时限", "text": "决议内容"},
        whose="责任人",
        apart=frozenset({"text"}),
    ),
    Kind.DECISION_STATE: Held("决议办理", {"nth": "第几项", "state": "办到哪一步"}, whose="责任人"),
    Kind.VIDEO_JOINED: Held("视频参会", {"subject": "谁通过视频参加（只存编号）"}),
    Kind.AWAY_REASON: Held("没到会的原因", {"reason": "请假、缺席的原因（从短表里选，不记详情）"}),
    Kind.LEAVE_ASKED: Held(
        "请假申请",
        {"title": "哪次活动", "date": "哪一天", "code": "日程编号", "reason": "事由（三选一，不记详情）"},
        source="本人提出、手工登记",
    ),
    Kind.LEAVE_SETTLED: Held("请假批复", {"outcome": "准假、不准、撤回"}, source="批复时登记"),
}
"""By kind."""
NOBODY: Mapping[Kind, str] = {Kind.SESSION_DATES: "一场活动分在哪几天"}
