"""Columns and the words clerks put over them: the parts of which the kinds are made."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from zhixing.core.intake.rows import Row
from zhixing.interop.workbooks.cells import bare_key_of, key_of, words
from zhixing.interop.workbooks.line import Line


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a kind. `words` in order of preference; the first is the one to name to the clerk.

    `need`: without the column the sheet is refused. `mark`: how strongly the column tells this kind from
    others, 0 for not at all; `telling`: only so many leading words do (0 for all of them).
    """

    field: str
    words: tuple[str, ...]
    need: bool = False
    mark: int = 0
    telling: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook: its label, its columns and how a line becomes a record.

    Of each group in `either` one field at least must have a column. `unsaid`: what is assumed, and noted,
    when a field has none. `hints` read a header that no word fits: the first pattern found in it tells the field.
    `refused`: headers with this pattern are never read in this kind, and the report says so.
    """

    label: str
    columns: tuple[Column, ...]
    fill: Callable[[Line], Row]
    either: tuple[tuple[str, ...], ...] = ()
    unsaid: tuple[tuple[str, str], ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    refused: str = ""


# Words that several kinds share; a kind names them as $NAME.
SHARED = {
    "NAME": """
        姓名 党员姓名 名字 党员 党员名字 同志姓名 人员姓名 学员姓名 学员 参训人员 参训人 参训党员
        参加人员姓名 本人姓名 职工姓名 对象
    """,
    "BRANCH": """
        所在党支部 所在支部 支部名称 党支部 支部 所属支部 所属党支部 党支部名称 所在支部名称
        所在党支部名称 所属支部名称 所在党组织 所属党组织 党组织 党组织名称 所在党组织名称
        组织关系所在支部 组织关系所在党支部 组织关系所在党组织 支部(党小组) 单位(支部)
    """,
    "DAY": """
        日期 时间 年月日 登记日期 登记时间
    """,
    "FORM": """
        形式 活动形式 组织形式 学习形式 会议形式 开展形式 教育形式 培训形式 类型 活动类型 会议类型
        学习类型 活动类别 会议类别 方式 学习方式 活动方式
    """,
    "REMARK": """
        备注 说明 备注说明 情况说明 附注 备注(说明) 其他说明 其它说明 注
    """,
    "LEDGERS": """
        计入学时账 学时账 计入台账 账别 学时类别 学时账别 计入账别 计入学时 记入学时账 学时台账 学时归属
        学时账类别 计学时类别 学时分类 计入哪本账 计入账本 计入账 所计学时账 计账类别 记入台账 记账类别
    """,
    "MINUTES": """
        学习时长(分钟) 时长(分) 时长 学习时长 时长分钟 学习时长分 分钟 分钟数 活动时长 会议时长 培训时长
        学习分钟 学习分钟数 用时 历时 总时长 时长(小时) 学习时长(小时) 小时 小时数 时长(学时) 学时 学时数
        课时 计学时 学习学时 时长小时 活动时长分钟 活动时长小时
    """,
    "STATE": """
        状态 办理状态 进展 进展情况 办理情况 办理结果 办理进度 办理进展 当前状态 整改状态 整改情况 整改进度
        落实情况 完成情况 是否办结 是否完成 办结情况 销号情况
    """,
    "CODE": """
        编号 序列号 登记号 登记编号 台账编号 记录编号
    """,
}

# Columns of real workbooks that the system has no place for; left out without a word.
UNTAKEN = frozenset(
    map(
        key_of,
        words("""
            序号 编次 行号 No. 主持人 主持 记录人 记录员 主讲人 主讲 授课人 讲课人 授课教师 教师 讲师
            列席 列席人员 列席名单 地点 活动地点 学习地点 会议地点 培训地点 审核人 填表人 制表人 登记人
            证明人 负责人 责任人 签名 签字 本人签名 本人签字 支书签字 支部书记签字 双方签字 转正日期
            转正时间 参加工作时间 参加工作日期 工作时间 年龄 党龄 政治面貌 请假人数 缺席人数 值班人数
            补学人数 列席人数 累计 累计学时 小计 合计 学位 职称 专业 毕业院校 同行 同行人 检查人 抽查人
            审核日期 检查日期 抽查日期 监考人 性别 民族 出生年月 出生日期 学历 文化程度 名次 是否及格
            及格 是否合格 合格 材料 附件
        """),
    )
)
# Columns that must never be read (domain 6.3, integrity rule 11): the report says so and no cell is read.
PRIVATE = frozenset(
    map(
        key_of,
        words("""
            身份证号 身份证 身份证号码 公民身份号码 证件号码 证件号 联系电话 电话 电话号码 手机 手机号
            手机号码 联系方式 移动电话 办公电话 家庭电话 家庭住址 住址 地址 家庭地址 现住址 现居住地
            通讯地址 户籍地址 户籍 户口所在地 籍贯 出生地 银行卡号 银行账号 卡号 邮箱 电子邮箱 微信
            微信号 QQ QQ号 家庭成员 家庭情况 配偶 配偶姓名 子女 健康状况 身体状况 宗教信仰 婚姻状况 婚姻
            照片 党费 党费金额 工资 谈话内容要点 谈话内容 谈话要点 内容要点 谈话主要内容 谈话记录
            谈话情况 意见建议 意见和建议 答复 答复跟进 答复/跟进 跟进情况 思想状况 思想动态 心理状况
            发言要点 讨论发言 表决情况 处分原因 限制原因 事由 原因 违纪事实 处分事由 处理原因 主要事实
            经纬度定位 定位 签到位置 排名 积分
        """),
    )
)
KNOWN = UNTAKEN | PRIVATE


_SPEC = re.compile(r"(?P<field>\w+)(?P<need>\*)?(?:\+(?P<mark>\d+))?(?:/(?P<telling>\d+))?$")


def kind(
    label: str,
    fill: Callable[[Line], Row],
    table: str,
    *,
    either: tuple[tuple[str, ...], ...] = (),
    unsaid: tuple[tuple[str, str], ...] = (),
    hints: tuple[tuple[str, str], ...] = (),
    refused: str = "",
) -> Kind:
    """A kind from a table of its columns, a column a line: `field*+2/7: words`.

    `*` needed, `+2` the mark, `/7` how many leading words tell; lines set in carry on. Raises ValueError.
    """
    columns = []
    for entry in re.split(r"\n(?=\S)", table.strip()):
        head, _, body = entry.partition(":")
        spec = _SPEC.match(head)
        if spec is None:
            raise ValueError(f"{label}: {head!r} is no column")
        said: tuple[str, ...] = ()
        for word in words(body):
            said += words(SHARED[word[1:]]) if word.startswith("$") else (word,)
        columns.append(
            Column(spec["field"], said, bool(spec["need"]), int(spec["mark"] or 0), int(spec["telling"] or 0))
        )
    return Kind(label, tuple(columns), fill, either, unsaid, hints, refused)


@dataclass(frozen=True, slots=True)
class Finding:
    """How well a row of headers fits a kind: columns by field, the fields without one, the score."""

    kind: Kind
    places: dict[str, int]
    missing: tuple[str, ...]
    score: float


@functools.cache
def _index(columns: tuple[Column, ...]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Key of a word → the (column, rank of the word) that claim it."""
    index: dict[str, dict[int, int]] = {}
    for order, column in enumerate(columns):
        for rank, word in enumerate(column.words):
            index.setdefault(key_of(word), {}).setdefault(order, rank)
    return {key: tuple(claims.items()) for key, claims in index.items()}


def match(kind: Kind, headers: list[str]) -> Finding | None:
    """Fit headers to a kind, each header to the field that prefers its word most; None where no mark fits."""
    index = _index(kind.columns)
    claims: list[tuple[int, int, int, int]] = []
    for place, header in enumerate(headers):
        full, bare = key_of(header), bare_key_of(header)
        if not full or full in PRIVATE or bare in PRIVATE:
            continue
        exact = index.get(full, ())
        claims += [(rank, order, place, rank) for order, rank in exact]
        # A header that fits only without its brackets gives way to one that fits as it stands.
        near = [] if exact else index.get(bare, ())
        claims += [(rank + 100, order, place, rank) for order, rank in near]
        if not exact and not near and (order := hinted(kind, header)) is not None:
            claims.append((1000, order, place, 1000))
    places: dict[str, int] = {}
    marks = 0
    for _, order, place, rank in sorted(claims):
        column = kind.columns[order]
        if column.field not in places and place not in places.values():
            places[column.field] = place
            marks += column.mark if not column.telling or rank < column.telling else 0
    if not marks or len(places) < 2:
        return None
    return _weigh(kind, headers, places, marks)


_NO_LIST = re.compile(r"人数|人次|原因|事由|理由|时间|日期|率|数$|单位|电话|签")
"""What makes a header speak of something about a list or a state, not of the list itself."""


def hinted(kind: Kind, header: str) -> int | None:
    """The column that a strange header means by the kind's hints (因公未到人员 → 值班名单), or None."""
    key = key_of(header)
    if {key, bare_key_of(header)} & KNOWN or _NO_LIST.search(key):
        return None
    field = next((field for field, pattern in kind.hints if re.search(pattern, key)), None)
    return next((n for n, column in enumerate(kind.columns) if column.field == field), None)


def _weigh(kind: Kind, headers: list[str], places: dict[str, int], marks: int) -> Finding:
    strangers = sum(
        1
        for i, h in enumerate(headers)
        if h and i not in places.values() and not {key_of(h), bare_key_of(h)} & KNOWN
    )
    missing = tuple(c.words[0] for c in kind.columns if c.need and c.field not in places)
    for group in kind.either:
        if not any(field in places for field in group):
            missing += ("或".join(c.words[0] for f in group for c in kind.columns if c.field == f),)
    score = len(places) + marks - 0.5 * strangers - 1.5 * len(missing)
    return Finding(kind, places, missing, score)
