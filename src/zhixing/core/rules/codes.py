"""The closed list of rule codes (规则代码), each with the parameters it must have: no more, no fewer.

A new rule begins here: a code no fold knows would be a rule that does nothing. Units stand in the names:
hours are whole credit hours, `*_hundredths` hundredths of one, days calendar days, `workdays` working days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a parameter may be. Whole numbers are never negative; lists are never empty."""

    WHOLE = "整数"
    WORDS = "文字清单"
    WHOLES = "整数清单"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name in the file, its kind, and the words officers read."""

    name: str
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class Code:
    """A rule code: `title` in words, `area` its section, `aligned` lists that must be of equal length."""

    code: str
    area: str
    title: str
    params: tuple[Param, ...] = ()
    aligned: tuple[str, ...] = ()

    def param(self, name: str) -> Param | None:
        """The parameter of this name, or None."""
        return next((each for each in self.params if each.name == name), None)


def _whole(name: str, title: str) -> Param:
    return Param(name, Kind.WHOLE, title)


def _words(name: str, title: str) -> Param:
    return Param(name, Kind.WORDS, title)


def _wholes(name: str, title: str) -> Param:
    return Param(name, Kind.WHOLES, title)


_HOURS = "学时"
_CONVERSION = "学时折算"
_STUDY = "教育内容与学习"
_LIFE = "组织生活"
_REVIEW = "民主评议"
_ORG = "组织设置"
_CARE = "联系与谈心"
_STANDING = "党员管理"
_HONOUR = "表彰与公示"
_GATE = "评优资格"
_GUARD = "减负与申诉"
_DUTY = "班次与在岗"

AREAS = (_HOURS, _CONVERSION, _STUDY, _LIFE, _REVIEW, _ORG, _CARE, _STANDING, _HONOUR, _GATE, _GUARD, _DUTY)
"""The sections in the order they are shown."""

_SHARE = (_whole("numerator", "分子"), _whole("denominator", "分母"))
_FULL_DAY = _whole("day_hundredths", "学时")
_HALF_DAY = _whole("half_day_hundredths", "学时")
_QUORUM = (*_SHARE, _whole("strict", "算够的条件"))

_LIST: tuple[Code, ...] = (
    Code("target.member_hours", _HOURS, "党员集中学习培训学时", (_whole("hours", "每年学时"),)),
    Code(
        "target.committee_hours",
        _HOURS,
        "书记和班子成员集中学习培训学时",
        (_whole("hours", "每年学时"), _words("posts", "适用职务")),
    ),
    Code("target.committee_sessions", _HOURS, "书记和班子成员集中培训", (_whole("per_year", "每年次数"),)),
    Code("target.new_secretary", _HOURS, "新任书记任职培训", (_whole("months", "任职后月数"),)),
    Code(
        "target.probationary_session",
        _HOURS,
        "新党员参加上级集中培训",
        (_whole("times", "次数"), _whole("months_after", "转正后月数")),
    ),
    Code("target.rounding", _HOURS, "目标学时取整", (_whole("step_hundredths", "取整步长(学时)"),)),
    Code("target.monthly", _HOURS, "目标学时按在册月份折算", (_whole("months", "一年月数"),)),
    Code("ledger.separate", _HOURS, "四本学时账分记、不互抵"),
    Code("ledger.double_credit", _HOURS, "一课双记"),
    Code("cadre.yearly_hours", _HOURS, "干部集中培训学时", (_whole("hours", "每年学时"),)),
    Code("cadre.yearly_days", _HOURS, "干部集中培训天数", (_whole("days", "每年天数"),)),
    Code(
        "cadre.leader_hours",
        _HOURS,
        "县处级以上干部集中培训学时",
        (_whole("years", "周期年数"), _whole("hours", "周期学时"), _whole("months", "周期月数")),
    ),
    Code("online.yearly_hours", _HOURS, "干部网络自学学时", (_whole("hours", "每年学时"),)),
    Code("training.rotation", _HOURS, "党员集中轮训", (_whole("per_year", "每年次数"),)),
    Code(
        "development.training",
        _HOURS,
        "发展对象短期集中培训",
        (_whole("days", "天数"), _whole("hours", "学时")),
    ),
    Code(
        "conversion.minutes",
        _CONVERSION,
        "按时长折算",
        (_whole("block_minutes", "每段分钟"), _whole("block_hundredths", "每段学时")),
    ),
    Code("conversion.training_day", _CONVERSION, "脱产培训一天", (_FULL_DAY,)),
    Code("conversion.half_day", _CONVERSION, "脱产培训半天", (_HALF_DAY,)),
    Code(
        "conversion.practice_half_day",
        _CONVERSION,
        "实践活动半天",
        (_HALF_DAY,),
    ),
    Code(
        "conversion.daily_cap",
        _CONVERSION,
        "每人每天上限",
        (_whole("cap_hundredths", "上限(学时)"), _words("ledgers", "适用学时账")),
    ),
    Code("conversion.year_end", _CONVERSION, "当年有效、跨年拆分"),
    Code("content.categories", _STUDY, "教育内容类别", (_words("names", "类别"),)),
    Code("exemption.study", _STUDY, "不作硬性要求的党员"),
    Code("attendance.fair", _STUDY, "应参加人数的口径"),
    Code("selfstudy.outputs", _STUDY, "自学按成果核验", (_words("passing", "计入的抽查结果"),)),
    Code("study.campaign", _STUDY, "党内集中学习教育"),
    Code("study.practice", _STUDY, "设岗定责、承诺践诺和志愿服务"),
    Code("study.analysis", _STUDY, "运用信息数据分析"),
    Code("study.funding", _STUDY, "教育经费", (_words("sources", "来源"),)),
    Code("study.accountability", _STUDY, "述职评议与问责", (_whole("per_year", "每年次数"),)),
    Code(
        "session.forms",
        _LIFE,
        "组织生活形式",
        (_words("names", "名称"), _words("codes", "对应的形式")),
        aligned=("names", "codes"),
    ),
    Code("session.several_forms", _LIFE, "一次活动记多种形式"),
    Code("meeting.general", _LIFE, "党员大会", (_whole("per_quarter", "每季度次数"),)),
    Code("meeting.committee", _LIFE, "支部委员会会议", (_whole("per_month", "每月次数"),)),
    Code("meeting.group", _LIFE, "党小组会", (_whole("per_month", "每月次数"),)),
    Code("meeting.theme_day", _LIFE, "主题党日", (_whole("per_month", "每月次数"),)),
    Code("meeting.dual", _LIFE, "双重组织生活"),
    Code("meeting.org_life", _LIFE, "组织生活会", (_whole("per_year", "每年次数"),)),
    Code("lecture.secretary", _LIFE, "书记讲党课", (_whole("per_year", "每年次数"),)),
    Code("quorum.committee", _LIFE, "支委会到会人数", _QUORUM),
    Code("quorum.general", _LIFE, "党员大会到会人数", _QUORUM),
    Code("quorum.election", _LIFE, "选举到会人数", _QUORUM),
    Code("review.yearly", _REVIEW, "民主评议党员", (_whole("per_year", "每年次数"),)),
    Code("review.grades", _REVIEW, "评定等次", (_words("names", "等次"),)),
    Code("review.excellent_share", _REVIEW, "优秀比例", _SHARE),
    Code("review.probationary", _REVIEW, "预备党员不评定等次"),
    Code("review.ballot", _REVIEW, "无记名测评", (_whole("small_sample", "不出分项的人数下限"),)),
    Code("review.decision", _REVIEW, "会议评定并反馈本人"),
    Code("branch.minimum", _ORG, "成立支部的正式党员数", (_whole("members", "人数"),)),
    Code("branch.max_members", _ORG, "支部人数", (_whole("members", "人数"),)),
    Code("branch.committee_at", _ORG, "设支部委员会的正式党员数", (_whole("members", "人数"),)),
    Code(
        "branch.committee_size",
        _ORG,
        "支部委员会人数",
        (_whole("fewest", "一般最少"), _whole("usual", "一般最多"), _whole("most", "最多")),
    ),
    Code("branch.joint_units", _ORG, "联合党支部覆盖单位", (_whole("units", "单位数"),)),
    Code("branch.project", _ORG, "工程项目党支部", (_whole("months", "工期月数"),)),
    Code("branch.groups", _ORG, "划分党小组"),
    Code("branch.term", _ORG, "支部委员会任期", (_whole("years", "年数"), _whole("warn_days", "提前天数"))),
    Code("general_branch.at", _ORG, "设党总支的党员数", (_whole("members", "人数"),)),
    Code("party_committee.at", _ORG, "设机关党委的党员数", (_whole("members", "人数"),)),
    Code("talk.yearly", _CARE, "谈心谈话", (_whole("times", "每年次数"),)),
    Code("care.mood", _CARE, "分析思想和心理状态"),
    Code("contact.abroad", _CARE, "联系出国(境)党员", (_whole("days", "间隔天数"),)),
    Code("contact.remote", _CARE, "联系偏远站点党员", (_whole("days", "间隔天数"),)),
    Code("contact.alone", _CARE, "联系独居老党员和困难党员", (_whole("days", "间隔天数"),)),
    Code("need.acceptance", _CARE, "困难诉求的受理", (_whole("days", "天数"),)),
    Code("remote.distance", _CARE, "偏远站点的距离", (_whole("tenths_km", "距离(公里)"),)),
    Code("leaders.duties", _CARE, "领导班子成员的行政职务", (_words("names", "职务"),)),
    Code(
        "standing.lost_contact",
        _STANDING,
        "失去联系的党员",
        (_whole("months", "停止党籍月数"), _whole("removal_years", "除名年数")),
    ),
    Code("standing.transfer", _STANDING, "转移组织关系", (_whole("months", "外出月数"),)),
    Code("standing.transfer_letter", _STANDING, "组织关系介绍信有效期", (_whole("days", "天数"),)),
    Code("standing.reminder_talk", _STANDING, "提醒谈话"),
    Code("standing.criticism", _STANDING, "批评教育"),
    Code("standing.rectification", _STANDING, "限期改正", (_whole("max_months", "最长月数"),)),
    Code(
        "standing.self_departure",
        _STANDING,
        "自行脱党",
        (_whole("months", "连续月数"), _wholes("warn_months", "提醒支书的月数")),
    ),
    Code("standing.mobile", _STANDING, "流动党员", (_whole("months", "外出月数"),)),
    Code("standing.remote_is_not_mobile", _STANDING, "偏远站点党员不按流动党员管理"),
    Code("award.requirements", _HONOUR, "奖励必备事项", (_words("needs", "必填"),)),
    Code("award.no_own_items", _HONOUR, "不自设表彰项目"),
    Code("award.from_excellent", _HONOUR, "推荐对象的产生"),
    Code("award.deed_lengths", _HONOUR, "事迹材料篇幅", (_wholes("characters", "字数"),)),
    Code(
        "notice.workdays",
        _HONOUR,
        "公示期",
        (_whole("workdays", "工作日"), _whole("first_day_counts", "起算日")),
    ),
    Code(
        "gate.effect",
        _GATE,
        "影响期",
        (_words("categories", "类别"), _wholes("months", "月数"), _words("to_check", "月数待核对的类别")),
        aligned=("categories", "months"),
    ),
    Code(
        "gate.no_vote",
        _GATE,
        "没有表决权的情形",
        (_words("categories", "类别"), _wholes("months", "自起算日起月数")),
        aligned=("categories", "months"),
    ),
    Code("gate.visible_to", _GATE, "影响期的知悉范围", (_words("posts", "职务"),)),
    Code("burden.forbidden", _GUARD, "不得设置的功能", (_words("features", "功能"),)),
    Code("voice.terms", _GUARD, "投诉建议答复期限", (_whole("reply_workdays", "答复工作日"),)),
    Code(
        "appeal.terms",
        _GUARD,
        "异议与复核期限",
        (
            _whole("objection_workdays", "提出异议工作日"),
            _whole("reexaminers", "复核人数"),
            _whole("reply_days", "书面答复天数"),
        ),
    ),
    Code(
        "correction.terms",
        _GUARD,
        "异议答复和更正确认期限",
        (
            _whole("answer_workdays", "答复工作日"),
            _whole("confirm_workdays", "第二人确认工作日"),
            _whole("first_day_counts", "起算日"),
        ),
    ),
    Code(
        "roster.duties",
        _DUTY,
        "班次的写法",
        (
            _words("morning", "上午当班"),
            _words("afternoon", "下午当班"),
            _words("night", "夜里当班"),
            _words("off", "轮休"),
            _words("away", "不在岗"),
        ),
    ),
    Code(
        "roster.patterns",
        _DUTY,
        "班制",
        (
            _words("names", "轮班的班制"),
            _words("cycles", "轮转周期"),
            _words("office", "坐班"),
            _words("none", "不排班"),
            _words("also", "别的写法"),
        ),
        aligned=("names", "cycles"),
    ),
    Code("roster.after_night", _DUTY, "下夜班", (_whole("afternoon_too", "当天下午"),)),
    Code(
        "roster.cover",
        _DUTY,
        "站点同时外出人数",
        (
            *_SHARE,
            _whole("at_least", "至少人数"),
            _whole("relief_numerator", "备勤比例分子"),
            _whole("relief_denominator", "备勤比例分母"),
        ),
    ),
    Code(
        "roster.travel",
        _DUTY,
        "站点到场地的往返时间",
        (_whole("km_per_hour", "时速（公里）"), _whole("detour_hundredths", "绕行系数")),
    ),
)

CODES: Mapping[str, Code] = MappingProxyType({each.code: each for each in _LIST})
"""Every code the system knows, by name."""
