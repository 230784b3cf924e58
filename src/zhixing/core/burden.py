"""What the system must not do to people (国办函〔2026〕12号), and how one sees that it does not.

The closed list of switches that stay off, shared by the compliance page and by the tests: this is the one module
in which their names stand. `examine` looks through names that the running system really has (columns, fields of
facts, routes, settings, pages) for the traces that such a function could not do without.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhixing.core.recording import care, plans, study


@dataclass(frozen=True, slots=True)
class Switch:
    """A forbidden function: its code, what it is in words, the words it would leave in names, what is done instead."""

    code: str
    title: str
    traces: frozenset[str]
    instead: str


def _switch(code: str, title: str, traces: str, instead: str) -> Switch:
    return Switch(code, title, frozenset({code, *traces.split()}), instead)


SWITCHES: tuple[Switch, ...] = (
    _switch(
        "geo_checkin",
        "定位打卡签到",
        "geolocation checkin checkinplace gps clockin punch getcurrentposition",
        "到场由记录人登记应到、实到；会议签到表可打印",
    ),
    _switch(
        "face_checkin",
        "人脸打卡签到",
        "face faceid facecheckin biometric fingerprint liveness getusermedia",
        "不采集人脸、指纹等生物识别信息",
    ),
    _switch(
        "photo_required",
        "强制上传照片、视频",
        "photo photos selfie camera imagefield videofield capture",
        "没有照片、视频字段；会议记录只要文字",
    ),
    _switch(
        "track_upload",
        "强制上传轨迹",
        "track tracks trajectory gpx footprint watchposition",
        "下基层只记地点名称；站点坐标是单位的，不是人的",
    ),
    _switch(
        "ranking",
        "积分排名、排行榜",
        "rank ranks leaderboard topten podium",
        "名单按姓氏笔画排；没有名次",
    ),
    _switch(
        "login_streak",
        "强制定期登录、连续登录统计",
        "streak streaks consecutivelogins logincount dailylogin activedays",
        "登录只用来打开档案，不记入任何数字",
    ),
    _switch(
        "dwell_time",
        "统计在线时长、停留时间",
        "dwell dwelltime onlinetime timeonpage heartbeat sendbeacon screentime",
        "学时只认集中学习培训的登记，不认在线时长",
    ),
    _switch(
        "like_share_score",
        "点赞、转发、投票计入考评",
        "likes likecount upvote thumbsup sharecount repost forwardcount",
        "没有点赞、转发、评论",
    ),
    _switch(
        "forced_push",
        "强推下载、通报安装率",
        "pushmanager pushtoken devicetoken installrate installcount requestpermission",
        "浏览器打开即用，不用安装；通知默认不发",
    ),
    _switch(
        "points_total",
        "总积分",
        "points pointstotal totalpoints totalscore bonuspoints redeem",
        "每件事是一条可核对的事实，不换算成积分",
    ),
    _switch(
        "auto_grade",
        "自动评定等次",
        "autograde gradesuggested grading finalgrade verdict",
        "等次由会议评定，系统只列事实和规则结果",
    ),
)
"""Every switch of the list in `rulebooks/burden-2026.toml`; a test compares them."""
CODES = frozenset(one.code for one in SWITCHES)


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
    (plans.ProblemForm, "突出问题", "一个问题"),
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
