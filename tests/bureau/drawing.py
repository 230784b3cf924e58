"""Drawing a bureau's year from a seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from tests.bureau.model import (
    WHOLE,
    Bureau,
    Gate,
    Member,
    Need,
    Output,
    Problem,
    Session,
    Talk,
    Test,
    Training,
    Visit,
)
from tests.bureau.people import ORGANS, draw_outsiders, draw_people

FORMS = ("主题党日", "集中学习", "党课", "党员大会", "支委会", "专题讲座", "警示教育")
TOPICS = ("学习党章党规", "安全生产与服务群众", "先进典型事迹", "警示案例剖析", "党的创新理论")
CATEGORIES = (
    "政治理论",
    "政治教育和政治训练",
    "党章党规党纪",
    "党的宗旨",
    "革命传统",
    "形势政策",
    "知识技能",
)
MINUTES = (30, 45, 50, 60, 60, 90, 90, 100, 120, 150, 180, 240, 480)
COURSES = ("县委党校主体班", "市交通系统业务培训", "党务干部培训班", "跨年专题培训")
WAYS = ("视频补学", "送学")


def draw(seed: int) -> Bureau:
    """The bureau of a seed."""
    rng = Random(seed)
    year = rng.choice((2023, 2024, 2025, 2025, 2025))
    branches, stations, members = draw_people(rng, year)
    bureau = Bureau(seed, rng.choice(ORGANS), year, branches, members, stations)
    bureau.outsiders = draw_outsiders(rng, branches, members)
    _problems(rng, bureau)
    _sessions(rng, bureau)
    _trainings(rng, bureau)
    _echoes(rng, bureau)
    _outputs(rng, bureau)
    _deeds(rng, bureau)
    return bureau


def _day(rng: Random, year: int, month: int) -> dt.date:
    return dt.date(year, month, rng.randint(1, 28))


def _sessions(rng: Random, bureau: Bureau) -> None:
    drawn = []
    for branch in bureau.branches:
        own = [member for member in bureau.members if member.branch == branch]
        for month in range(1, 13):
            for _ in range(rng.choice((1, 1, 2))):
                drawn.append(_session(rng, bureau, branch, _day(rng, bureau.year, month), "A", own))
        last = dt.date(bureau.year, 12, rng.choice((30, 31, 31)))
        drawn.append(_session(rng, bureau, branch, last, "A", own))
    for month in (3, 6, 9, 12):
        day = _day(rng, bureau.year, month)
        some = [member for member in bureau.members if rng.random() < 0.8]
        drawn.append(_session(rng, bureau, WHOLE, day, rng.choice(("A+B", "A+B", "B", "C")), some))
    if rng.random() < 0.5:
        drawn.sort(key=lambda session: session.day)
    for n, session in enumerate(drawn, 1):
        session.code = f"H{n:03d}"
        session.void = rng.random() < 0.04
    bureau.sessions = drawn


def _session(
    rng: Random, bureau: Bureau, organiser: str, day: dt.date, ledgers: str, people: list[Member]
) -> Session:
    minutes = 480 if organiser == WHOLE and rng.random() < 0.6 else rng.choice(MINUTES)
    form = "集中轮训" if organiser == WHOLE else rng.choice(FORMS)
    title = f"{form}:{rng.choice(TOPICS)}({day.month}月)"
    problem = rng.choice(bureau.problems).code if rng.random() < 0.5 else ""
    start = rng.choice(("09:00", "14:30", "15:00"))
    session = Session(
        "", day, start, minutes, form, title, rng.choice(CATEGORIES), organiser, ledgers, problem
    )
    guests = [m for m in bureau.members if m not in people and rng.random() < 1.5 / len(bureau.members)]
    for member in [*people, *(guests if organiser != WHOLE else [])]:
        if not member.on_roll(day.month) or (member.exempt and rng.random() < 0.6):
            continue
        state = rng.choices(("present", "duty", "leave", "absent"), (75, 10, 8, 7))[0]
        session.lists[state].append(member)
        if state != "present" and rng.random() < 0.5:
            session.makeups.append((member, _makeup_day(rng, bureau, day), rng.choice(WAYS)))
    free = [one for one in bureau.outsiders if all(one.name != member.name for member in bureau.members)]
    if free and rng.random() < 0.2:
        session.visitors.append(rng.choice(free))
    return session


def _makeup_day(rng: Random, bureau: Bureau, held: dt.date) -> dt.date:
    """Some days later; in December either clamped to the 30th, even for the 31st, or in January."""
    day = held + dt.timedelta(rng.randint(1, 25))
    if day.year == bureau.year and day <= dt.date(bureau.year, 12, 30):
        return day
    if rng.random() < 0.5:
        return dt.date(bureau.year, 12, 30)
    return dt.date(bureau.year + 1, 1, rng.randint(1, 5))


def _trainings(rng: Random, bureau: Bureau) -> None:
    taken: set[tuple[int, dt.date]] = set()
    for _ in range(len(bureau.members) // 4):
        member = rng.choice(bureau.members)
        start = _day(rng, bureau.year, rng.randint(1, 12))
        length = rng.randint(1, 5)
        edge = rng.random()
        if edge < 0.08:
            start, length = dt.date(bureau.year, 12, rng.randint(27, 31)), rng.randint(2, 5)
        elif edge < 0.14:
            start, length = dt.date(bureau.year - 1, 12, rng.randint(28, 31)), rng.randint(2, 5)
        elif edge < 0.3 and bureau.sessions:
            start = rng.choice(bureau.sessions).day
        end = start + dt.timedelta(length - 1)
        if (member.no, start) in taken or end >= bureau.today:
            continue
        taken.add((member.no, start))
        # Study by oneself is no training of days: C has hours of its own, D counts outputs.
        ledgers = rng.choice(("A", "B", "A+B", "A+B"))
        title = rng.choice(COURSES)
        void = rng.random() < 0.05
        proof = rng.choice(("结业证书", "培训通知", ""))
        bureau.trainings.append(Training(member, start, end, title, "县委组织部", ledgers, proof, void))


def _echoes(rng: Random, bureau: Bureau) -> None:
    """Rows of the register that repeat another row or a session: by its number, or by the same day and title."""
    for training in list(bureau.trainings):
        if rng.random() < 0.08 and not training.void:
            proof = rng.choice((training.proof, "学员名册"))
            bureau.trainings.append(replace(training, proof=proof, echo=True))
    for session in bureau.sessions:
        if session.minutes != 480 or session.void:
            continue
        for member in session.lists["present"]:
            if rng.random() < 0.3:
                named = rng.random() < 0.6
                title = rng.choice(("全员轮训", session.title)) if named else session.title
                proof = f"同台账 {session.code}" if named else "签到表"
                day = session.day
                bureau.trainings.append(
                    Training(member, day, day, title, "局机关党委", session.ledgers, proof, echo=True)
                )
    rng.shuffle(bureau.trainings)


def _outputs(rng: Random, bureau: Bureau) -> None:
    for member in bureau.members:
        for _ in range(rng.randint(0, 4)):
            day = _day(rng, bureau.year, rng.randint(1, 12))
            form = rng.choice(("心得体会", "读书笔记", "支部讲课", "典型学习"))
            result = rng.choice(("通过", "通过", "优", "退回", "未抽查"))
            bureau.outputs.append(Output(member, day, form, result))
            if rng.random() < 0.05:
                bureau.outputs.append(Output(member, day, form, rng.choice(("通过", "退回", "未抽查"))))
        if rng.random() < 0.4:
            day = dt.date(bureau.year, rng.randint(1, 12), 20)
            score, delayed = rng.randint(40, 100), rng.random() < 0.5
            bureau.tests.append(Test(member, day, "条例应知应会", score, delayed))


def _problems(rng: Random, bureau: Bureau) -> None:
    for n in range(1, rng.randint(5, 15)):
        state = rng.choice(("未开始", "整改中", "已销号"))
        due = _day(rng, bureau.year, rng.randint(3, 12))
        branch = rng.choice(bureau.branches)
        text = rng.choice(("坑槽修补慢", "执法文书填写不规范", "偏远站点党员参加集中学习少"))
        bureau.problems.append(
            Problem(
                f"P{n:02d}", text, "民主测评", rng.choice(CATEGORIES), rng.randint(1, 5), branch, due, state
            )
        )


def _deeds(rng: Random, bureau: Bureau) -> None:
    leaders = {
        branch: [m for m in bureau.members if m.branch == branch and m.post] for branch in bureau.branches
    }
    for n in range(len(bureau.members) // 4):
        day = _day(rng, bureau.year, rng.randint(1, 12))
        place, joined = rng.choice(bureau.stations).name, tuple(rng.sample(bureau.members, rng.randint(1, 4)))
        problem = rng.choice(("", "会车困难,需增设错车台", "饮水设备故障"))
        if all((visit.day, visit.place) != (day, place) for visit in bureau.visits) or n % 2:
            bureau.visits.append(
                Visit(day, place, joined, rng.choice((120, 240, 480)), problem, rng.random() < 0.5)
            )
    for member in bureau.members:
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            speaker = rng.choice(leaders[member.branch])
            if speaker is not member:
                day = _day(rng, bureau.year, rng.randint(1, 12))
                way = rng.choice(("面谈", "电话"))
                bureau.talks.append(Talk(day, speaker, member, way, rng.random() < 0.3))
        if rng.random() < 0.04:
            start = dt.date(bureau.year - rng.randint(0, 1), rng.randint(1, 12), rng.randint(2, 28))
            bureau.gates.append(
                Gate(member, rng.choice(("诫勉", "党内警告", "严重警告")), start, rng.choice((6, 12, 18, 24)))
            )
    for n in range(1, rng.randint(4, 20)):
        member, day = rng.choice(bureau.members), _day(rng, bureau.year, rng.randint(1, 12))
        text, state = (
            rng.choice(("就医帮助", "子女入学", "轮岗意愿")),
            rng.choice(("已办结", "办理中", "受理")),
        )
        bureau.needs.append(Need(f"N{n:02d}", member, day, text, state))
