"""The closed list of rule codes (规则代码), each with the parameters it must have: no more, no fewer.

A new rule begins here: a code no fold knows would be a rule that does nothing. Units stand in the names:
hours are whole credit hours, `*_hundredths` hundredths of one, days calendar days, `workdays` working days.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zhixing.core.rules.code import Code as Code
from zhixing.core.rules.code import Kind as Kind
from zhixing.core.rules.code import Param as Param
from zhixing.core.rules.code import whole, wholes, words
from zhixing.core.rules.meeting_codes import MEETINGS
from zhixing.core.rules.memory_codes import MEMORY, REVIEWING
from zhixing.core.rules.note_codes import NOTE, NOTES
from zhixing.core.rules.planning_codes import BATCH, DUTY, PLAN, PLANNING

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

AREAS = (
    _HOURS,
    _CONVERSION,
    _STUDY,
    _LIFE,
    _REVIEW,
    _ORG,
    _CARE,
    _STANDING,
    _HONOUR,
    _GATE,
    _GUARD,
    DUTY,
    PLAN,
    BATCH,
    MEMORY,
    NOTE,
)
"""The sections in the order they are shown."""

_SHARE = (whole("numerator", "分子"), whole("denominator", "分母"))
_FULL_DAY = whole("day_hundredths", "学时")
_HALF_DAY = whole("half_day_hundredths", "学时")
_QUORUM = (*_SHARE, whole("strict", "算够的条件"))

_LIST: tuple[Code, ...] = (
    Code("target.member_hours", _HOURS, "党员集中学习培训学时", (whole("hours", "每年学时"),)),
    Code(
        "target.committee_hours",
        _HOURS,
        "书记和班子成员集中学习培训学时",
        (whole("hours", "每年学时"), words("posts", "适用职务")),
    ),
    Code("target.committee_sessions", _HOURS, "书记和班子成员集中培训", (whole("per_year", "每年次数"),)),
    Code("target.new_secretary", _HOURS, "新任书记任职培训", (whole("months", "任职后月数"),)),
    Code(
        "target.probationary_session",
        _HOURS,
        "新党员参加上级集中培训",
        (whole("times", "次数"), whole("months_after", "转正后月数")),
    ),
    Code("target.rounding", _HOURS, "目标学时取整", (whole("step_hundredths", "取整步长(学时)"),)),
    Code("target.monthly", _HOURS, "目标学时按在册月份折算", (whole("months", "一年月数"),)),
    Code("ledger.separate", _HOURS, "四本学时账分记、不互抵"),
    Code("ledger.double_credit", _HOURS, "一课双记"),
    Code("cadre.yearly_hours", _HOURS, "干部集中培训学时", (whole("hours", "每年学时"),)),
    Code("cadre.yearly_days", _HOURS, "干部集中培训天数", (whole("days", "每年天数"),)),
    Code(
        "cadre.leader_hours",
        _HOURS,
        "县处级以上干部集中培训学时",
        (whole("years", "周期年数"), whole("hours", "周期学时"), whole("months", "周期月数")),
    ),
    Code("online.yearly_hours", _HOURS, "干部网络自学学时", (whole("hours", "每年学时"),)),
    Code("training.rotation", _HOURS, "党员集中轮训", (whole("per_year", "每年次数"),)),
    Code(
        "development.training",
        _HOURS,
        "发展对象短期集中培训",
        (whole("days", "天数"), whole("hours", "学时")),
    ),
    Code(
        "conversion.minutes",
        _CONVERSION,
        "按时长折算",
        (whole("block_minutes", "每段分钟"), whole("block_hundredths", "每段学时")),
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
        (whole("cap_hundredths", "上限(学时)"), words("ledgers", "适用学时账")),
    ),
    Code("conversion.year_end", _CONVERSION, "当年有效、跨年拆分"),
    Code("content.categories", _STUDY, "教育内容类别", (words("names", "类别"),)),
    Code("exemption.study", _STUDY, "不作硬性要求的党员"),
    Code("attendance.fair", _STUDY, "应参加人数的口径"),
    Code("selfstudy.outputs", _STUDY, "自学按成果核验", (words("passing", "计入的抽查结果"),)),
    Code("study.campaign", _STUDY, "党内集中学习教育"),
    Code("study.practice", _STUDY, "设岗定责、承诺践诺和志愿服务"),
    Code("study.analysis", _STUDY, "运用信息数据分析"),
    Code("study.funding", _STUDY, "教育经费", (words("sources", "来源"),)),
    Code("study.accountability", _STUDY, "述职评议与问责", (whole("per_year", "每年次数"),)),
    Code(
        "problem.weak_test",
        _STUDY,
        "测验薄弱项",
        (whole("percent", "得分率（%）"), whole("fewest", "最少人数")),
    ),
    Code(
        "problem.complaints",
        _STUDY,
        "群众诉求的提示",
        (
            whole("share_percent", "占比（%）"),
            whole("rise_percent", "增幅（%）"),
            whole("fewest", "最少件数"),
        ),
    ),
    Code("problem.alike", _STUDY, "相同问题的提示", (whole("percent", "相同比例（%）"),)),
    Code(
        "pack.makeup",
        _STUDY,
        "学习包补学的回传",
        (whole("answers_percent", "作答比例（%）"), whole("note_characters", "心得最少字数")),
    ),
    Code(
        "session.forms",
        _LIFE,
        "组织生活形式",
        (words("names", "名称"), words("codes", "对应的形式")),
        aligned=("names", "codes"),
    ),
    Code("session.several_forms", _LIFE, "一次活动记多种形式"),
    Code("meeting.general", _LIFE, "党员大会", (whole("per_quarter", "每季度次数"),)),
    Code("meeting.committee", _LIFE, "支部委员会会议", (whole("per_month", "每月次数"),)),
    Code("meeting.group", _LIFE, "党小组会", (whole("per_month", "每月次数"),)),
    Code("meeting.theme_day", _LIFE, "主题党日", (whole("per_month", "每月次数"),)),
    Code("meeting.dual", _LIFE, "双重组织生活"),
    Code("meeting.org_life", _LIFE, "组织生活会", (whole("per_year", "每年次数"),)),
    Code("lecture.secretary", _LIFE, "书记讲党课", (whole("per_year", "每年次数"),)),
    Code("quorum.committee", _LIFE, "支委会到会人数", _QUORUM),
    Code("quorum.general", _LIFE, "党员大会到会人数", _QUORUM),
    Code("quorum.election", _LIFE, "选举到会人数", _QUORUM),
    Code("review.yearly", _REVIEW, "民主评议党员", (whole("per_year", "每年次数"),)),
    Code("review.grades", _REVIEW, "评定等次", (words("names", "等次"),)),
    Code("review.excellent_share", _REVIEW, "优秀比例", _SHARE),
    Code("review.probationary", _REVIEW, "预备党员不评定等次"),
    Code("review.ballot", _REVIEW, "无记名测评", (whole("small_sample", "不出分项的人数下限"),)),
    Code("review.decision", _REVIEW, "会议评定并反馈本人"),
    Code("branch.minimum", _ORG, "成立支部的正式党员数", (whole("members", "人数"),)),
    Code("branch.max_members", _ORG, "支部人数", (whole("members", "人数"),)),
    Code("branch.committee_at", _ORG, "设支部委员会的正式党员数", (whole("members", "人数"),)),
    Code(
        "branch.committee_size",
        _ORG,
        "支部委员会人数",
        (whole("fewest", "一般最少"), whole("usual", "一般最多"), whole("most", "最多")),
    ),
    Code("branch.joint_units", _ORG, "联合党支部覆盖单位", (whole("units", "单位数"),)),
    Code("branch.project", _ORG, "工程项目党支部", (whole("months", "工期月数"),)),
    Code("branch.groups", _ORG, "划分党小组"),
    Code("branch.term", _ORG, "支部委员会任期", (whole("years", "年数"), whole("warn_days", "提前天数"))),
    Code("general_branch.at", _ORG, "设党总支的党员数", (whole("members", "人数"),)),
    Code("party_committee.at", _ORG, "设机关党委的党员数", (whole("members", "人数"),)),
    Code("talk.yearly", _CARE, "谈心谈话", (whole("times", "每年次数"),)),
    Code("care.mood", _CARE, "分析思想和心理状态"),
    Code("contact.abroad", _CARE, "联系出国(境)党员", (whole("days", "间隔天数"),)),
    Code("contact.remote", _CARE, "联系偏远站点党员", (whole("days", "间隔天数"),)),
    Code("contact.alone", _CARE, "联系独居老党员和困难党员", (whole("days", "间隔天数"),)),
    Code("need.acceptance", _CARE, "困难诉求的受理", (whole("days", "天数"),)),
    Code("remote.distance", _CARE, "偏远站点的距离", (whole("tenths_km", "距离(公里)"),)),
    Code("leaders.duties", _CARE, "领导班子成员的行政职务", (words("names", "职务"),)),
    Code(
        "standing.lost_contact",
        _STANDING,
        "失去联系的党员",
        (whole("months", "停止党籍月数"), whole("removal_years", "除名年数")),
    ),
    Code("standing.transfer", _STANDING, "转移组织关系", (whole("months", "外出月数"),)),
    Code("standing.transfer_letter", _STANDING, "组织关系介绍信有效期", (whole("days", "天数"),)),
    Code("standing.reminder_talk", _STANDING, "提醒谈话"),
    Code("standing.criticism", _STANDING, "批评教育"),
    Code("standing.rectification", _STANDING, "限期改正", (whole("max_months", "最长月数"),)),
    Code(
        "standing.self_departure",
        _STANDING,
        "自行脱党",
        (whole("months", "连续月数"), wholes("warn_months", "提醒支书的月数")),
    ),
    Code("standing.mobile", _STANDING, "流动党员", (whole("months", "外出月数"),)),
    Code("standing.remote_is_not_mobile", _STANDING, "偏远站点党员不按流动党员管理"),
    Code("award.requirements", _HONOUR, "奖励必备事项", (words("needs", "必填"),)),
    Code("award.no_own_items", _HONOUR, "不自设表彰项目"),
    Code("award.from_excellent", _HONOUR, "推荐对象的产生"),
    Code("award.deed_lengths", _HONOUR, "事迹材料篇幅", (wholes("characters", "字数"),)),
    Code(
        "notice.workdays",
        _HONOUR,
        "公示期",
        (whole("workdays", "工作日"), whole("first_day_counts", "起算日")),
    ),
    Code(
        "gate.effect",
        _GATE,
        "影响期",
        (words("categories", "类别"), wholes("months", "月数"), words("to_check", "月数待核对的类别")),
        aligned=("categories", "months"),
    ),
    Code(
        "gate.no_vote",
        _GATE,
        "没有表决权的情形",
        (words("categories", "类别"), wholes("months", "自起算日起月数")),
        aligned=("categories", "months"),
    ),
    Code("gate.visible_to", _GATE, "影响期的知悉范围", (words("posts", "职务"),)),
    Code("burden.forbidden", _GUARD, "不得设置的功能", (words("features", "功能"),)),
    Code("voice.terms", _GUARD, "投诉建议答复期限", (whole("reply_workdays", "答复工作日"),)),
    Code(
        "appeal.terms",
        _GUARD,
        "异议与复核期限",
        (
            whole("objection_workdays", "提出异议工作日"),
            whole("reexaminers", "复核人数"),
            whole("reply_days", "书面答复天数"),
        ),
    ),
    Code(
        "correction.terms",
        _GUARD,
        "异议答复和更正确认期限",
        (
            whole("answer_workdays", "答复工作日"),
            whole("confirm_workdays", "第二人确认工作日"),
            whole("first_day_counts", "起算日"),
        ),
    ),
)

CODES: Mapping[str, Code] = MappingProxyType(
    {each.code: each for each in (*_LIST, *MEETINGS, *PLANNING, *REVIEWING, *NOTES)}
)
"""Every code the system knows, by name."""
