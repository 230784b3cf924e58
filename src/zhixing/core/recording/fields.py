"""What each form asks for: declared once, drawn by the pages, counted by the burden check (减负体检).

A field is typed (must be written), chosen (must be picked), or given (filled in beforehand, or may stay empty).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhixing.core.facts.forms import OTHERS, STATUTORY
from zhixing.core.problems.words import SOURCES
from zhixing.core.recording.care import NEED_STATES, PLEDGE_STATES, TALK_WAYS
from zhixing.core.recording.problems import FIRST_STATES
from zhixing.core.recording.study import OUTPUTS, RESULTS, UNCHECKED

FORMS = (*STATUTORY, *OTHERS)


class How(StrEnum):
    """What a field costs whoever fills in the form."""

    TYPED = "打字"
    CHOSEN = "选择"
    GIVEN = "已填好或可不填"


class Shape(StrEnum):
    """How a field is drawn and read."""

    TEXT = "text"
    NUMBER = "number"
    SCORE = "score"
    DATE = "date"
    MONTH = "month"
    CHOICE = "choice"
    TICK = "tick"
    FORMS = "forms"
    PERSON = "person"
    PEOPLE = "people"
    ORG = "org"
    ROLL = "roll"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `options` are offered; `value` stands there beforehand (`today`: the day)."""

    name: str
    label: str
    shape: Shape
    how: How = How.GIVEN
    options: tuple[str, ...] = ()
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A form: its kind in the address, title, group on the first page, fields in order, what it stands for."""

    kind: str
    title: str
    group: str
    told: str
    fields: tuple[Field, ...]
    again: str = ""

    @property
    def typed(self) -> int:
        """Fields that must be typed."""
        return sum(field.how is How.TYPED for field in self.fields)

    @property
    def chosen(self) -> int:
        """Fields that must be picked."""
        return sum(field.how is How.CHOSEN for field in self.fields)


_DAY = Field("day", "日期", Shape.DATE, value="today")
_PERSON = Field("person", "党员", Shape.PERSON, How.CHOSEN)
_ORG = Field("org", "党组织", Shape.ORG)
_STUDY, _CARE, _PLAN = "学习", "联系关怀", "问题与计划"
GROUPS = (_STUDY, _CARE, _PLAN)

SESSION = Journey(
    "session",
    "学习活动（会议）",
    _STUDY,
    "一次录入，可同时算党课、主题党日、集中学习；默认实到，只点例外",
    (
        Field("org", "主办组织", Shape.ORG),
        _DAY,
        Field("forms", "形式", Shape.FORMS, How.CHOSEN, FORMS),
        Field("title", "主题", Shape.TEXT, How.TYPED),
        Field("minutes", "时长（分钟）", Shape.NUMBER, value="60"),
        Field("category", "教育内容类别", Shape.CHOICE),
        Field("ledgers", "学时账", Shape.CHOICE, options=("A", "A+B", ""), value="A"),
        Field("start", "开始时间", Shape.TEXT),
        Field("problem", "对应突出问题", Shape.CHOICE),
        Field("code", "编号", Shape.TEXT),
        Field("roll", "到会情况", Shape.ROLL),
    ),
)

_SMALL = (
    Journey(
        "training",
        "学时登记",
        _STUDY,
        "外出培训按天折算；网络自学填平台认定的学时",
        (
            _PERSON,
            Field("start", "开始日期", Shape.DATE, value="today"),
            Field("end", "结束日期", Shape.DATE, value="today"),
            Field("title", "培训名称", Shape.TEXT, How.TYPED),
            Field("ledgers", "学时账", Shape.CHOICE, options=("A+B", "A", "B", "C"), value="A+B"),
            Field("hours", "学时", Shape.SCORE, hint="只有网络自学（C）要填"),
            Field("organiser", "举办单位", Shape.TEXT),
            Field("proof", "证明材料", Shape.TEXT),
        ),
    ),
    Journey(
        "self-study",
        "自学成果",
        _STUDY,
        "认成果和抽查，不认时长",
        (
            _PERSON,
            _DAY,
            Field("output", "成果", Shape.CHOICE, How.CHOSEN, OUTPUTS),
            Field("result", "抽查结果", Shape.CHOICE, options=(UNCHECKED, *RESULTS), value=UNCHECKED),
        ),
        "同一天的另一份",
    ),
    Journey(
        "test",
        "测验成绩",
        _STUDY,
        "只作帮学参考",
        (
            _PERSON,
            _DAY,
            Field("title", "测验名称", Shape.TEXT, How.TYPED),
            Field("score", "得分", Shape.SCORE, How.TYPED),
            Field("full", "满分", Shape.SCORE, value="100"),
            Field("delayed", "延时复测", Shape.TICK),
        ),
        "同一天的另一次",
    ),
    Journey(
        "visit",
        "下基层",
        _CARE,
        "去了哪里、谁去的、反映了什么问题、办没办结",
        (
            _ORG,
            _DAY,
            Field("place", "地点", Shape.TEXT, How.TYPED),
            Field("people", "参加人", Shape.PEOPLE, How.CHOSEN),
            Field("minutes", "时长（分钟）", Shape.NUMBER, value="240"),
            Field("problem", "反映的问题", Shape.TEXT, hint="没有就不填"),
            Field("settled", "已当场办结", Shape.TICK),
        ),
        "当天的另一次",
    ),
    Journey(
        "talk",
        "谈心谈话",
        _CARE,
        "只记谁、哪天、什么方式；谈话内容不记",
        (
            Field("person", "谈话对象", Shape.PERSON, How.CHOSEN),
            _DAY,
            Field("way", "方式", Shape.CHOICE, options=TALK_WAYS, value=TALK_WAYS[0]),
            Field("speaker", "谈话人", Shape.PERSON, hint="默认是本人"),
            Field("has_need", "谈到了困难或诉求", Shape.TICK),
        ),
        "当天的另一次",
    ),
    Journey(
        "need",
        "困难诉求",
        _CARE,
        "内容加密保存，列表上只有件数和状态",
        (
            _PERSON,
            _DAY,
            Field("text", "诉求", Shape.TEXT, How.TYPED),
            Field("state", "办理状态", Shape.CHOICE, options=("", *NEED_STATES)),
            Field("code", "编号", Shape.TEXT),
        ),
        "当天的另一件",
    ),
    Journey(
        "pledge",
        "承诺践诺",
        _CARE,
        "岗位承诺和完成时限",
        (
            _PERSON,
            _DAY,
            Field("text", "承诺事项", Shape.TEXT, How.TYPED),
            Field("due", "完成时限", Shape.DATE),
            Field("state", "状态", Shape.CHOICE, options=PLEDGE_STATES, value=PLEDGE_STATES[0]),
            Field("code", "编号", Shape.TEXT),
        ),
        "当天的另一件",
    ),
    Journey(
        "gate",
        "评优资格限制",
        _CARE,
        "只记起止和类别，不记事由；只有纪检委员、书记和机关党委知悉",
        (
            _PERSON,
            Field("category", "类别", Shape.CHOICE, How.CHOSEN),
            Field("start", "起算日", Shape.DATE, value="today"),
            Field("months", "影响期（月）", Shape.NUMBER, hint="不填按类别的规定"),
        ),
    ),
    Journey(
        "problem",
        "突出问题",
        _PLAN,
        "查摆出来的问题、谁负责、什么时候销号",
        (
            Field("org", "责任党组织", Shape.ORG),
            Field("text", "问题", Shape.TEXT, How.TYPED),
            Field("source", "来源", Shape.CHOICE, options=("", *SOURCES)),
            Field("category", "教育内容类别", Shape.CHOICE),
            Field("weight", "程度（1 轻—5 重）", Shape.CHOICE, options=("1", "2", "3", "4", "5"), value="1"),
            Field("due", "整改时限", Shape.DATE),
            Field("state", "状态", Shape.CHOICE, options=FIRST_STATES, value=FIRST_STATES[0]),
            Field("code", "编号", Shape.TEXT, value="next", hint="已按顺序编好"),
            Field("orgs", "发生在哪些党组织", Shape.TICKS),
            Field("posts", "发生在哪些岗位类别", Shape.TICKS),
        ),
    ),
    Journey(
        "plan",
        "年度学习计划",
        _PLAN,
        "某月计划开的活动；按计划登记活动时主题已填好",
        (
            _ORG,
            Field("month", "月份", Shape.MONTH, value="today"),
            Field("forms", "形式", Shape.FORMS, How.CHOSEN, FORMS),
            Field("title", "学习主题", Shape.TEXT, How.TYPED),
            Field("minutes", "计划时长（分钟）", Shape.NUMBER),
        ),
    ),
)
JOURNEYS: dict[str, Journey] = {one.kind: one for one in (SESSION, *_SMALL)}
"""By the word in the address; the session has a page of its own."""
