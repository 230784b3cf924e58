"""What each kind of fact holds about a person: field by field, what for, by which article, how long, who sees it.

`PROCESSING` has an entry for every kind that is about somebody, `NOBODY` names the others with the reason. A test
demands that every kind stands in one of the two, with exactly the fields of its body and the words kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhixing.core.facts import meeting_words
from zhixing.core.facts.body import Kind

PURPOSES: Mapping[str, str] = {
    "roster": "党员名册和组织关系管理",
    "duty": "按岗位和班次安排学习",
    "study": "党员教育培训登记和学时",
    "practice": "下基层和承诺践诺登记",
    "care": "谈心谈话和困难帮扶",
    "gate": "评优资格审查",
    "records": "账目的来源、更正和核对",
    "intake": "台账导入",
    "archive": "年度归档",
    "account": "登录和授权",
    "audit": "操作留痕",
    "rights": "办理删除等个人信息权利申请",
    "voice": "听取意见建议",
    "notice": "待办通知",
}
"""The closed list of purposes by code (目的)."""


@dataclass(frozen=True, slots=True)
class Processing:
    """What a kind of fact holds about somebody. `fields`: of the body, then of the words kept `apart`."""

    title: str
    whose: str
    purpose: str
    basis: str
    term: str
    seen: str
    source: str
    fields: Mapping[str, str]
    apart: frozenset[str] = frozenset()


_PIPL = "个人信息保护法第十三条第一款第三项"
_EDUCATION = f"{_PIPL}；中国共产党党员教育管理工作条例"
_TERM = "组织关系转出或停止履职后 5 年"
_OFFICERS = "本人、本支部党务干部、书记、纪检委员、机关党委"
_SECRETARIES = "本人、书记、纪检委员、机关党委；每次打开都留痕"
_ROSTER = "党员花名册、手工登记"
_SHEETS = "学习台账、手工登记"
_DUTY = "班次表、请假与换班表、手工登记"
_DATES = {"start": "自何日起", "until": "到何日前止"}


def _one(
    title: str,
    purpose: str,
    fields: Mapping[str, str],
    *,
    article: str = "",
    whose: str = "党员",
    seen: str = _OFFICERS,
    source: str = _SHEETS,
    apart: frozenset[str] = frozenset(),
) -> Processing:
    return Processing(title, whose, purpose, _EDUCATION + article, _TERM, seen, source, fields, apart)


_NAMED = frozenset({"name", "gender", "ethnicity", "birth", "education", "joined_on", "roster_year"})
PROCESSING: Mapping[Kind, Processing] = {
    Kind.PERSON_DESCRIBED: _one(
        "人员",
        "roster",
        {
            "as_of": "花名册截至日期",
            "name": "姓名",
            "gender": "性别",
            "ethnicity": "民族",
            "birth": "出生年月",
            "education": "学历",
            "joined_on": "入党时间",
            "roster_year": "花名册年度",
        },
        article="第二十五条",
        whose="党员、群众",
        source=_ROSTER,
        apart=_NAMED,
    ),
    Kind.MEMBERSHIP: _one(
        "组织关系",
        "roster",
        {
            "org": "党支部",
            "group": "党小组",
            "standing": "党员类别（正式、预备）",
            "staff": "人员类别（在职、离退休等）",
            "as_of": "花名册截至日期",
            **_DATES,
        },
        article="第二十五条",
        source=_ROSTER,
    ),
    Kind.POST_HELD: _one(
        "党内职务",
        "roster",
        {"org": "任职的党组织", "post": "职务", "title": "花名册上的写法", **_DATES},
        source=_ROSTER,
    ),
    Kind.EXEMPTION: _one(
        "豁免",
        "study",
        {"decided_by": "谁定的（不记病情）", **_DATES},
        article="第二十三条（年老体弱不作硬性要求）",
        source=_ROSTER,
    ),
    Kind.ASSIGNMENT: _one(
        "工作地点",
        "duty",
        {"station": "站点", "shift": "班制", "duty": "岗位或行政职务", **_DATES},
        source=_ROSTER,
    ),
    Kind.DUAL_LIFE: _one(
        "双重组织生活", "roster", {"org": "还参加哪个单位的组织生活", **_DATES}, source=_ROSTER
    ),
    Kind.SPAN_CLOSED: _one("终止", "roster", {"until": "到何日前止"}, source=_ROSTER),
    Kind.NON_MEMBER: _one(
        "群众和发展对象",
        "roster",
        {"stage": "阶段", "org": "联系支部", "mentor": "培养联系人（只存编号）", "as_of": "台账截至日期"},
        whose="群众、申请人、积极分子、发展对象、培养联系人",
        article="；中国共产党发展党员工作细则",
        source="群众和入党积极分子台账、手工登记",
    ),
    Kind.ATTENDANCE: _one("到场", "study", {"state": "实到、值班、请假、缺席"}, article="第十六条、第二十条"),
    Kind.MAKEUP: _one("补学", "study", {"way": "补学方式"}, article="第二十三条"),
    Kind.TRAINING: _one(
        "学时登记",
        "study",
        {
            "title": "培训项目",
            "organiser": "主办单位",
            "ledgers": "计入哪本学时账",
            "end": "结束日期",
            "hours": "学时",
            "same_as": "同一活动的编号",
            "proof": "凭证",
            "void": "是否作废",
        },
        article="第二十条",
    ),
    Kind.SELF_STUDY: _one("自学成果", "study", {"output": "成果形式", "nth": "同日第几件"}),
    Kind.SELF_STUDY_CHECKED: _one("抽查", "study", {"result": "抽查结果"}),
    Kind.TEST_TAKEN: _one(
        "测验",
        "study",
        {"title": "测验名称", "score": "得分", "full": "满分", "delayed": "是否延时复测", "nth": "第几次"},
    ),
    Kind.PRACTICE_JOINED: _one("参加下基层", "practice", {"subject": "谁参加了（只存编号）"}),
    Kind.TALK: _one(
        "谈心谈话",
        "care",
        {"speaker": "谁谈的（只存编号）", "way": "方式", "has_need": "是否提出诉求", "nth": "同日第几次"},
        article="第十九条",
        whose="党员、谈话人",
    ),
    Kind.NEED_RAISED: _one(
        "困难诉求",
        "care",
        {"code": "台账编号", "text": "诉求内容"},
        article="；个人信息保护法第二十八条（从严）",
        seen=_SECRETARIES,
        source="困难诉求台账、手工登记",
        apart=frozenset({"text"}),
    ),
    Kind.NEED_STATE: _one("诉求办理", "care", {"state": "办到哪一步"}, source="困难诉求台账、手工登记"),
    Kind.GATE: _one(
        "评优资格限制",
        "gate",
        {"until": "影响期到何日前止", "category": "类别", "months": "影响期月数"},
        article="；个人信息保护法第二十八条（从严）",
        seen=_SECRETARIES,
        source="评优资格限制表、手工登记",
        apart=frozenset({"category", "months"}),
    ),
    Kind.PLEDGE: _one(
        "承诺",
        "practice",
        {"code": "台账编号", "due": "时限", "text": "承诺内容"},
        article="第二十二条",
        source="承诺践诺台账、手工登记",
        apart=frozenset({"text"}),
    ),
    Kind.PLEDGE_STATE: _one("践诺", "practice", {"state": "践诺到哪一步"}, source="承诺践诺台账、手工登记"),
    Kind.REVERSAL: _one(
        "冲正", "records", {"subject": "被冲正的事实是谁的（只存编号）"}, source="撤回、更正时自动记下"
    ),
    Kind.TRANSFER_OPENED: _one(
        "转出",
        "roster",
        {"source": "转出的党组织", "target": "转入的党组织", "elsewhere": "本局以外的党组织名称"},
        article="第二十五条",
        source="手工登记",
        apart=frozenset({"elsewhere"}),
    ),
    Kind.TRANSFER_STATE: _one(
        "转接状态",
        "roster",
        {"state": "在途、接收、退回、撤销"},
        article="第二十五条",
        source="手工登记",
    ),
    Kind.OBJECTION: _one(
        "异议",
        "rights",
        {"nth": "对同一条的第几次", "reason": "异议理由"},
        article="；个人信息保护法第四十六条、第五十条",
        source="本人提出",
        apart=frozenset({"reason"}),
    ),
    Kind.OBJECTION_ANSWERED: _one(
        "异议答复",
        "rights",
        {"outcome": "结果", "account": "谁答复的（账户编号）", "words": "答复"},
        article="；个人信息保护法第四十六条、第五十条",
        whose="提出异议的人、答复人",
        source="答复时登记",
        apart=frozenset({"words"}),
    ),
    Kind.CHANGE_PROPOSED: _one(
        "更正提议",
        "records",
        {
            "drafts": "改为什么（不含姓名等文字）",
            "late": "是否定格后的补记",
            "objection": "回应哪件异议（编号）",
            "account": "谁提出的（账户编号）",
            "person": "提出人（编号）",
            "nth": "对同一条的第几次",
            "reason": "理由",
            "words": "改为的文字",
        },
        article="；个人信息保护法第四十六条",
        whose="党员、提出人",
        source="更正时登记",
        apart=frozenset({"reason", "words"}),
    ),
    Kind.SHIFT_ROSTER: _one(
        "轮班",
        "duty",
        {
            "pattern": "班制",
            "since": "自何日起",
            "until": "到何日前止",
            "anchor": "轮班起点",
        },
        source=_DUTY,
    ),
    Kind.MONTH_ROSTER: _one(
        "月班次表", "duty", {"month": "月份", "marks": "每天的班次（早中夜白休假）"}, source=_DUTY
    ),
    Kind.DUTY_EXCEPTION: _one(
        "换班",
        "duty",
        {"date": "日期", "part": "上午、下午或夜班", "duty": "当班、不当班或照班表"},
        source=_DUTY,
    ),
    Kind.LEAVE_SPAN: _one(
        "不在岗期间（不记原因）",
        "duty",
        {"since": "自何日起", "until": "到何日前止", "half": "上午或下午"},
        source=_DUTY,
    ),
    Kind.SPEAKER_SET: _one(
        "师资",
        "study",
        {
            "person": "哪位党员（只存编号）",
            "topics": "可讲的教育内容类别",
            "outside": "是否外请",
            "open": "是否还请",
            "name": "姓名和单位",
        },
        whose="党员、外请主讲人",
        source="师资表、手工登记",
        apart=frozenset({"name"}),
    ),
    Kind.CHANGE_SETTLED: _one(
        "更正结果",
        "records",
        {"outcome": "结果", "account": "第二人（账户编号）", "words": "理由"},
        article="；个人信息保护法第四十六条",
        whose="党员、第二人",
        source="确认时登记",
        apart=frozenset({"words"}),
    ),
    **{
        kind: _one(
            held.title,
            "study",
            held.fields,
            article=held.article,
            whose=held.whose,
            source=held.source,
            apart=held.apart,
        )
        for kind, held in meeting_words.HELD.items()
    },
}
"""By kind, in the order of the closed list."""

NOBODY: Mapping[Kind, str] = {
    Kind.ORG_SET: "党组织的名称和日期",
    Kind.STATION_SET: "站点的位置和班制；是单位的地点，不是人的行踪",
    Kind.ORG_CLOSED: "党组织自何日起撤销",
    Kind.CALENDAR_YEAR: "一年的放假调休安排",
    Kind.FEATURE_SET: "单位打开或关闭的可选功能和依据",
    Kind.COVER_SET: "站点每个半天最低在岗人数",
    Kind.VENUE_SET: "场地的名称、座位和所在站点",
    Kind.UNAVAILABLE: "场地或主讲人不能安排的日子；不记原因",
    Kind.PEAK_SET: "单位的业务高峰期",
    Kind.SESSION_HELD: "一场活动；谁到场另记",
    Kind.PRACTICE_VISIT: "一次下基层；谁参加另记；填写说明要求不写群众姓名",
    Kind.PROBLEM_SET: "单位的突出问题；责任方是党支部；填写说明要求不写姓名",
    Kind.PROBLEM_STATE: "问题整改到哪一步",
    Kind.PROBLEM_PLACE: "问题出在哪些单位、岗位类别、站点",
    Kind.PROBLEM_EVIDENCE: "整改成效和它依据的活动、测验、诉求合计；填写说明要求不写姓名",
    Kind.PROBLEM_MERGED: "两条相同的问题归并为一条",
    Kind.COMPLAINT_TOTAL: "群众诉求按月、按类的件数；不含任何人的信息",
    Kind.PLAN_ITEM: "年度学习计划的一项",
    Kind.PLAN_ITEM_DONE: "计划的一项已完成",
    **meeting_words.NOBODY,
}
"""Kinds that hold nothing about anybody, each with what they hold instead."""
