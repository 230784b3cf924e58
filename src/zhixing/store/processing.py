"""The register of processing (个人信息处理清单): what the tables and the facts hold about people, field by field.

Columns come from the models' `PERSONAL`, fields of facts from `core.facts.personal`; for each table it stands
here whose data it is, for which purpose it is listed, who sees it and where it comes from. A table that holds
something about somebody and does not stand here stops the register: nothing new arrives unexplained.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from zhixing.core.facts.kinds import BODIES
from zhixing.core.facts.personal import PROCESSING, PURPOSES
from zhixing.store.personal import PersonalField, Term


class Unexplained(LookupError):
    """A table holds something about people and nobody has said whose, who sees it and where it comes from."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is true of all personal columns of a table. `purpose`: a code of `PURPOSES`."""

    title: str
    whose: str
    purpose: str
    seen: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: where it stands, which field, whose, what for, by which article, how long."""

    group: str
    place: str
    field: str
    words: str
    whose: str
    purpose: str
    basis: str
    term: str
    seen: str
    source: str


@dataclass(frozen=True, slots=True)
class Block:
    """Fields of one place that are processed alike: `title` of the place, words and name of each field."""

    title: str
    fields: tuple[tuple[str, str], ...]
    common: Entry


_ORGAN = "机关党委党务干部"
_SELF = "本人"
TABLES: dict[str, Table] = {
    "people.Account": Table("账户", "有账户的人", "account", f"{_SELF}、安全管理员", "设账户时填写"),
    "people.Grant": Table("授权", "有账户的人", "account", f"{_SELF}、安全管理员", "授权时自动记下"),
    "people.Invite": Table("开户凭据", "有账户的人、开户人", "account", "安全管理员", "开户时自动记下"),
    "people.NoticeRead": Table("告知记录", "有账户的人", "account", "本人、审计管理员", "本人阅读告知时记下"),
    "ledger.Fact": Table("事实", "党员、群众、登记人", "records", "见各种事实", "台账导入、手工登记"),
    "ledger.Private": Table("链外另存的文字", "党员、群众", "roster", "见各种事实", "台账导入、手工登记"),
    "ledger.Batch": Table("导入批次", "党员、导入人", "intake", _ORGAN, "导入时自动记下"),
    "ledger.AuditLine": Table(
        "操作记录", "操作人、被查看的人", "audit", "审计管理员；本人看到涉及自己的", "操作时自动记下"
    ),
    "plans.PlanVersion": Table("学习计划", "党务干部、主讲人", "study", "党务干部、书记", "编计划时自动记下"),
    "plans.Opinion": Table(
        "计划意见", "提意见的人、答复人", "study", "提意见的人、机关党委", "征求意见时填写"
    ),
    "plans.Preparation": Table("备课", "备课的人", "study", "党务干部、书记", "备课时勾选"),
    "plans.Batch": Table("批次方案", "党员、党务干部", "study", _ORGAN, "排批次时自动记下"),
    "plans.Seat": Table("批次座次", "党员", "study", "本人、本支部党务干部、机关党委", "采用批次方案时记下"),
    "plans.SeatAsked": Table("调换和候补", "党员", "study", "双方本人、机关党委（看说明留记录）", "本人提出"),
    "plans.Told": Table("学习日期告知", "党员", "study", "本人", "发布和调整时自动记下"),
    "plans.Feed": Table("日程订阅", "党员", "study", "本人", "本人开通"),
    "questions.Version": Table("题目", "写题的人", "study", "党务干部、宣传委员、纪检委员", "写题时自动记下"),
    "questions.Check": Table(
        "题目核对", "核对的人", "study", "党务干部、宣传委员、纪检委员", "核对时自动记下"
    ),
    "questions.Retirement": Table(
        "题目停用", "停用的人", "study", "党务干部、宣传委员、纪检委员", "停用时自动记下"
    ),
    "papers.Paper": Table(
        "试卷", "组卷的人；自测的党员", "study", "党务干部；自测的只有本人", "组卷时自动记下"
    ),
    "papers.Sitting": Table("测验", "发布测验的人", "study", "党务干部", "发布时自动记下"),
    "papers.Invited": Table(
        "参加测验的人", "党员", "study", "本人、本支部党务干部、机关党委", "发布时由名册得出"
    ),
    "papers.Going": Table("正在答的卷", "党员", "study", "本人", "本人作答"),
    "papers.Sheet": Table(
        "测验答卷",
        "党员",
        "study",
        "本人；评分的人（看不到是谁的）；录入的党务干部",
        "本人作答、纸质答卷代录",
    ),
    "outbox.Device": Table("断网待发箱", "有账户的人", "records", "本人", "第一次发送时自动记下"),
    "outbox.Receipt": Table("断网登记的回执", "有账户的人", "records", "本人", "收到时自动记下"),
    "content.Entry": Table("文章", "责任编辑", "study", "署名人人可见，账户编号只供核对", "写稿时自动记下"),
    "content.ArticleVersion": Table("文章版本", "作者、写稿的人", "study", "署名人人可见", "写稿时填写"),
    "content.ReviewStep": Table(
        "三审三校", "审稿的人", "study", "署名人人可见；审稿的话给编辑看", "审稿时记下"
    ),
    "content.Slip": Table("纠错", "报告的人、答复的人", "study", "报告的人本人、编辑", "报告时记下"),
    "content.Erratum": Table("勘误", "更正的人", "study", "编辑", "更正时自动记下"),
    "content.Found": Table("文章检索", "作者", "study", "署名人人可见", "发布时从文章算出"),
    "content.Medium": Table(
        "文库的文件", "朗读、主讲的人，上传的人", "study", "朗读、主讲人人可见", "上传时填写"
    ),
    "memory.Answered": Table("复习记录", "党员", "study", "本人", "本人自愿复习时记下"),
    "notes.Note": Table("笔记", "党员", "study", "本人、本支部抽查的人、机关党委", "本人交来"),
    "notes.Picture": Table(
        "手写笔记的图片", "党员", "study", "本人、本支部抽查的人、机关党委", "本人交来，可以不附"
    ),
    "notes.Check": Table("笔记抽查", "抽查的人", "study", "本人、本支部抽查的人、机关党委", "抽查时记下"),
    "notes.SpotCheck": Table("抽查的签", "抽签的人", "study", "本支部抽查的人、机关党委", "抽签时自动记下"),
    "courses.Standing": Table(
        "课件进度", "党员", "study", "本人；外送打开时由机关党委导出学完与否", "课件自报"
    ),
    "memory.Choice": Table("复习范围", "党员", "study", "本人", "本人选定"),
    "packs.Made": Table("学习包", "做学习包的人", "study", "党务干部、书记", "做学习包时自动记下"),
    "packs.Return": Table(
        "学习包回传",
        "党员、交来的人",
        "study",
        "本人、本支部党务干部和书记（看内容留记录）",
        "本人交来，或支部代录",
    ),
    "packs.Waiting": Table(
        "没有拼齐的回传", "党员、交来的人", "study", "本人、本支部党务干部和书记", "二维码读入时自动记下"
    ),
    "intake.Upload": Table(
        "上传的台账", "党员、上传人", "intake", "上传人、同一范围的党务干部", "上传的工作簿"
    ),
    "intake.UploadedFile": Table(
        "上传的工作簿", "党员", "intake", "上传人、同一范围的党务干部", "上传的工作簿"
    ),
    "intake.Decision": Table(
        "逐行认定", "党员、认定人", "intake", "上传人、同一范围的党务干部", "认定时选择"
    ),
    "intake.Withdrawal": Table("撤回申请", "提出人、第二人", "intake", _ORGAN, "撤回时自动记下"),
    "reviews.FrozenYear": Table("定格的年度", "党员", "archive", _ORGAN, "由账上事实算出"),
    "keeping.Erasure": Table(
        "删除申请", "申请人、被删除的人", "rights", f"{_ORGAN}、书记", "本人申请、期满清理"
    ),
    "voices.Voice": Table("意见建议", "来件人（可以匿名）", "voice", f"{_ORGAN}、书记", "来件人自愿填写"),
    "notices.NoticeAddress": Table("通知地址", "有账户的人", "notice", _SELF, "本人填写"),
}
"""By the model's label."""

BUILT_IN: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    (
        "auth.User",
        "用户名、口令摘要、最近登录时间",
        "有账户的人",
        "随账户；离开本单位后 1 年",
        "安全管理员（看不到口令）",
        "设账户时填写",
        "account",
    ),
    (
        "sessions.Session",
        "登录会话的编号和到期时间",
        "有账户的人",
        "8 小时，或关浏览器即失效；每天清理",
        "无人查看",
        "登录时自动产生",
        "account",
    ),
    (
        "mfa.Authenticator",
        "第二因素的密钥（动态口令）、恢复码",
        "有账户的人",
        "随账户；本人可以停用",
        "无人查看",
        "本人设置第二因素时产生",
        "account",
    ),
)
"""Tables that come with the frameworks: label, what, whose, term, who sees it, source, purpose."""
_ACCOUNT = "个人信息保护法第十三条第一款第三项、第五十一条：登录和权限所必需"


def term_of(model: str, field: str) -> Term | None:
    """The term on a column that the retention run acts on."""
    declared: tuple[PersonalField, ...] = getattr(apps.get_model(model), "PERSONAL", ())
    return next((one.acts for one in declared if one.name == field), None)


def register() -> list[Entry]:
    """Every line: facts kind by kind, then the tables. Raises Unexplained."""
    return [*_facts(), *_tables(), *_frameworks()]


def blocks(entries: Iterable[Entry]) -> list[Block]:
    """The entries with what is alike said once."""
    alike: dict[tuple[str, ...], list[Entry]] = {}
    for one in entries:
        key = (one.group, one.place, one.whose, one.purpose, one.basis, one.term, one.seen, one.source)
        alike.setdefault(key, []).append(one)
    return [
        Block(
            same[0].words.partition("：")[0],
            tuple((one.words.partition("：")[2] or one.words, one.field) for one in same),
            same[0],
        )
        for same in alike.values()
    ]


def _facts() -> list[Entry]:
    return [
        Entry(
            group="事实",
            place=kind.value,
            field=name,
            words=f"{one.title}：{words}{'（加密）' if name in one.apart and BODIES[kind].SEALED else ''}",
            whose=one.whose,
            purpose=PURPOSES[one.purpose],
            basis=one.basis,
            term=one.term,
            seen=one.seen,
            source=one.source,
        )
        for kind, one in PROCESSING.items()
        for name, words in one.fields.items()
    ]


def _tables() -> list[Entry]:
    found = []
    for model in apps.get_models():
        for one in getattr(model, "PERSONAL", ()):
            table = TABLES.get(model._meta.label)
            if table is None:
                raise Unexplained(f"store/processing.py 的 TABLES 里没有 {model._meta.label}")
            words = f"{table.title}：{one.purpose}"
            found.append(
                Entry(
                    group="库表",
                    place=model._meta.db_table,
                    field=one.name,
                    words=words,
                    whose=table.whose,
                    purpose=PURPOSES[table.purpose],
                    basis=one.basis,
                    term=one.term,
                    seen=table.seen,
                    source=table.source,
                )
            )
    return found


def _frameworks() -> list[Entry]:
    known = {model._meta.label: model._meta.db_table for model in apps.get_models()}
    return [
        Entry("框架", known[label], "（整表）", what, whose, PURPOSES[purpose], _ACCOUNT, term, seen, source)
        for label, what, whose, term, seen, source, purpose in BUILT_IN
        if label in known
    ]
