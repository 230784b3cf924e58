"""Drawing the people of a bureau: branches, groups, stations, members with namesakes, outsiders."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.bureau.model import Member, Outsider, Station

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗于向和段成安连全应支曾覃"
DOUBLE = ("欧阳", "司马", "上官", "诸葛")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志文华斌辉玲"
RARE = (
    "王㛃",
    "张䶮",
    "刘𬭎",
    "李𠅤",
    "𠮷田",
    "阿依努尔·买买提艾力",
    "古丽·阿不都",
    "扎西·次仁",
    "刘于",
    "陈思于",
    "向已",
)
BRANCHES = (
    *("机关第一党支部", "机关第二党支部", "离退休党支部", "公路养护中心党支部", "交通综合执法大队党支部"),
    *(
        "农村公路项目部临时党支部",
        "客运服务中心党支部",
        "港航海事所党支部",
        "超限检测站党支部",
        "运输企业联合党支部",
    ),
)
ORGANS = ("云川县交通运输局", "石岭县交通运输局", "青河县水利局", "临江区住房和城乡建设局")
POSTS = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员", "青年委员", "支部委员")
STAGES = ("入党申请人", "入党积极分子", "发展对象", "群众")


def draw_people(rng: Random, year: int) -> tuple[list[str], list[Station], list[Member]]:
    """Branches, stations and members; the members in the order of a roster."""
    branches = rng.sample(BRANCHES, rng.randint(3, 8))
    stations = [_station(rng, branch, n) for branch in branches for n in range(1, rng.randint(2, 4))]
    size = rng.choice((60, 80, 110, 150, 150, 220, 300))
    names = _names(rng, size)
    groups = {branch: _groups(rng) for branch in branches}
    members: list[Member] = []
    taken: set[tuple[str, str, str]] = set()
    for n in range(size):
        branch = branches[n * len(branches) // size]
        group = rng.choice(groups[branch])
        name = names[n]
        if (name, branch, group) in taken:
            name = names[n] = _fresh(rng, set(names))
        taken.add((name, branch, group))
        place = sum(member.branch == branch for member in members)
        members.append(_member(rng, n, name, branch, group, place, stations, year))
    return branches, stations, members


def _member(
    rng: Random, no: int, name: str, branch: str, group: str, place: int, stations: list[Station], year: int
) -> Member:
    post, post_from, arrives, leaves, exempt = "", None, None, None, False
    fate = rng.random()
    if place < len(POSTS) and (place == 0 or rng.random() < 0.5):
        post = POSTS[place]
        post_from = rng.randint(1, 12) if rng.random() < 0.4 else None
        leaves = rng.randint(2, 12) if rng.random() < 0.1 else None
        if place and rng.random() < 0.15:
            arrives, post_from, leaves = rng.randint(1, 6), rng.randint(6, 12), None
    elif fate < 0.08:
        arrives = rng.randint(1, 12)
        leaves = rng.randint(arrives + 1, 12) if arrives < 11 and rng.random() < 0.2 else None
    elif fate < 0.16:
        leaves = rng.randint(1, 12)
    elif fate < 0.24:
        exempt = True
        leaves = rng.randint(2, 12) if rng.random() < 0.1 else None
    here = [station.name for station in stations if station.branch == branch]
    return Member(
        no,
        name,
        branch,
        group,
        "预备党员" if rng.random() < 0.05 else "正式党员",
        rng.choice(("科员", "养护工", "执法员", "局长", "副局长", "收费员")),
        rng.choice([*here, ""]),
        dt.date(rng.randint(1975, year - 2), rng.randint(1, 12), rng.randint(1, 28)),
        post,
        post_from,
        arrives,
        leaves,
        exempt,
    )


def draw_outsiders(rng: Random, branches: list[str], members: list[Member]) -> list[Outsider]:
    """Non-members, some of them namesakes of members."""
    known = {member.name for member in members}
    staying = [member for member in members if member.leaves is None]
    found: list[Outsider] = []
    for n in range(rng.randint(8, 25)):
        name = rng.choice(members).name if n % 6 == 5 else _fresh(rng, known)
        if any(other.name == name for other in found):
            continue
        found.append(Outsider(name, rng.choice(STAGES), rng.choice(branches), rng.choice(staying)))
    return found


def _names(rng: Random, size: int) -> list[str]:
    names = rng.sample(RARE, rng.randint(4, len(RARE)))
    while len(names) < size:
        names.append(_fresh(rng, set(names)))
    rng.shuffle(names)
    for _ in range(max(4, size // 20)):
        one, other = rng.randrange(size), rng.randrange(size)
        near = min(size - 1, one + rng.randint(1, 6))
        names[rng.choice((other, near))] = names[one]
    return names


def _fresh(rng: Random, known: set[str]) -> str:
    """A name that nobody has yet."""
    while True:
        surname = rng.choice(DOUBLE) if rng.random() < 0.04 else rng.choice(SURNAMES)
        name = surname + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
        if name not in known:
            return name


def _groups(rng: Random) -> list[str]:
    style = rng.random()
    if style < 0.2:
        return [""]
    if style < 0.35:
        return ["外业党小组", "内业党小组", "机动党小组"]
    if style < 0.6:
        return [f"第{n}党小组" for n in "一二三四"[: rng.randint(2, 4)]]
    return [f"第{n}党小组" for n in range(1, rng.randint(3, 5))]


def _station(rng: Random, branch: str, n: int) -> Station:
    kind = rng.choice(("养护站", "执法中队", "服务窗口", "超限检测站"))
    name = f"{rng.choice('东南西北上下')}{rng.choice('河沟桥岭坪垭')}{n}号{kind}"
    return Station(
        f"{branch[:2]}{name}",
        branch,
        kind,
        rng.randint(0, 900) / 10,
        rng.randint(0, 3),
        rng.choice(("常白班", "上七休七", "三班两倒")),
    )
