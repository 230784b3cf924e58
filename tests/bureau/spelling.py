"""A clerk's handwriting: how dates, names, lists and remarks come out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from tests.bureau.model import Bureau, Member, Outsider, Training

_WIDE = str.maketrans("0123456789.-/", "0123456789.-/")
_DIGITS = str.maketrans("123456789", "一二三四五六七八九")
_ARABIC = str.maketrans("一二三四五六七八九", "123456789")
_WEEK = "一二三四五六日"
SUFFIXES = ("临时党支部", "联合党支部", "党支部")


@dataclass(slots=True)
class Hand:
    """One clerk: what the seed makes him do. Chances are per cell."""

    rng: Random
    bureau: Bureau
    real_dates: float
    bare_dates: bool
    wide_spaces: float
    joint: str
    twice: float
    needless: float
    short_branches: bool
    short_kinds: bool
    makeup_style: int
    makeup_joint: str

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.rng.random() < share

    def date(self, day: dt.date) -> dt.date | str:
        """A day in one of the clerk's spellings, or a real date."""
        if self.chance(self.real_dates):
            return day
        y, m, d = day.year, day.month, day.day
        forms = [
            *(f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}/{m}/{d}", day.isoformat(), f"{y}-{m}-{d}"),
            *(
                f"{y}.{m:02d}.{d:02d}",
                f"{y} 年 {m} 月 {d} 日",
                f"{y}年{m:02d}月{d:02d}日",
                f"{y}{m:02d}{d:02d}",
            ),
            *(
                f"{y}.{m}.{d}".translate(_WIDE),
                f"{y}年{m}月{d}日(星期{_WEEK[day.weekday()]})",
                f"{y}年{m}月{d}号",
            ),
        ]
        if self.bare_dates and y == self.bureau.year:
            forms += [f"{m}月{d}日", f"{m}.{d}"] * 3
        return self.rng.choice(forms)

    def name(self, name: str) -> str:
        """A name, two characters set apart by a full-width space, the separator in one of its shapes."""
        if "·" in name:
            return name.replace("·", self.rng.choice("··••・‧"))
        if len(name) == 2 and self.chance(self.wide_spaces):
            return f"{name[0]}{self.rng.choice(('　', ' ', '  '))}{name[1]}"
        return name

    def told(self, member: Member, *, host: str = "", column: bool = False) -> str:
        """A member as a list names him: with brackets where namesakes ask for it, sometimes without need.

        `host` is the branch whose list it is; `column`: the row has a branch column.
        """
        same = [other for other in self.bureau.members if other.name == member.name]
        if column or (host and member.branch == host):
            same = [other for other in same if other.branch == member.branch]
        needs = len(same) > 1
        if not needs and not self.chance(self.needless):
            return self.name(member.name)
        forms = []
        alike = [other for other in same if other.group.translate(_DIGITS) == member.group.translate(_DIGITS)]
        if member.group and len(alike) == 1:
            forms.append(self._group(member.group))
        if sum(other.branch == member.branch for other in same) == 1:
            forms.append(self.branch(member.branch))
        if member.group or not forms:
            joint = self.rng.choice(("", "", "、", " "))
            forms.append(
                self.branch(member.branch) + (joint + self._group(member.group) if member.group else "")
            )
        left, right = self.rng.choice(("()", "()", "()", "【】", "〔〕"))
        return (
            f"{self.name(member.name)}{self.rng.choice(('', '', ' '))}{left}{self.rng.choice(forms)}{right}"
        )

    def branch(self, branch: str) -> str:
        """A branch by its name, or shortened where no other branch could be meant."""
        if not self.short_branches or not self.chance(0.5):
            return branch
        suffix = next(suffix for suffix in SUFFIXES if branch.endswith(suffix))
        stem = branch.removesuffix(suffix)
        if suffix != "党支部":
            return branch
        return self.rng.choice((stem + "支部", stem))

    def _group(self, group: str) -> str:
        if not group.startswith("第"):
            return group
        number = group[1]
        numbers = (number.translate(_DIGITS), number.translate(_ARABIC))
        n = self.rng.choice(numbers)
        return self.rng.choice((group, f"第{n}党小组", f"第{n}小组", f"{n}组", f"第{n}组"))

    def people(self, members: list[Member], *, host: str = "", visitors: list[Outsider] | None = None) -> str:
        """A list in one cell, now and then a name twice."""
        words = [self.told(member, host=host) for member in members]
        words += [self.name(one.name) for one in visitors or []]
        if words and self.chance(self.twice):
            words.insert(self.rng.randrange(len(words) + 1), words[0])
        if not words and self.chance(0.3):
            return self.rng.choice(("无", "/", "—"))
        tail = self.joint if words and self.chance(0.03) else ""
        return self.joint.join(words) + tail

    def makeups(self, rows: list[tuple[Member, dt.date, str]], host: str) -> str:
        """补学情况: `江辉泽 1月21日视频补学`, parted by semicolons or lines."""
        words = []
        for member, day, way in rows:
            late = day.year != self.bureau.year
            m, d, year = day.month, day.day, f"{day.year}年" if late and self.chance(0.5) else ""
            name = self.told(member, host=host)
            if name.endswith(("于", "已")):
                name += " "
            way = self.rng.choice(("送学", "送学上门")) if way == "送学" else way
            forms = (
                f"{name} {year}{m}月{d}日{way}",
                f"{name}{year}{m}月{d}日{way}",
                f"{name}\u3000{year}{m}月{d}日{way}",
                f"{name} {day.year}.{m}.{d} {way}",
                f"{name}({year}{m}月{d}日{way})",
                f"{name}:{year}{m}月{d}号{way}",
                f"{name}于{year}{m}月{d}日{way}",
                f"{name} {day.isoformat()}{way}",
            )
            words.append(forms[self.makeup_style])
        return self.makeup_joint.join(words)

    def remark(self, member: Member) -> str:
        """The binding remarks of a roster in the clerk's words."""
        y, found = self.bureau.year, []
        if member.arrives:
            month = self._month(y, member.arrives)
            found.append(
                self.rng.choice(
                    (f"{month}转入", f"{month}由县水利局转入", f"{month}转入组织关系", f"{month}从外单位转入")
                )
            )
        if member.leaves:
            month = self._month(y, member.leaves)
            found.append(
                self.rng.choice(
                    (f"{month}转出", f"{month}转出至县发改局", f"{month}组织关系转出", f"{month}转出组织关系")
                )
            )
        if member.post and member.post_from:
            month = self._month(y, member.post_from)
            word = self.rng.choice(("任", "起任", "担任", "当选", "增补为", "补选为", "起担任"))
            found.append(f"{month}{word}{member.post}")
        if member.exempt:
            cause = self.rng.choice(("年老体弱", "长期患病", "行动不便", "失能", "重病卧床"))
            free = self.rng.choice((",不作硬性要求", ",不做硬性要求", "不作硬性要求", ",学习不作硬性要求"))
            found.append(cause + free)
        self.rng.shuffle(found)
        if not found and self.chance(0.04):
            return self.rng.choice(("省级优秀共产党员", "2019年7月入职", "党龄满50年", "借调县委办"))
        return self.rng.choice((";", ",", "。")).join(found)

    def _month(self, year: int, month: int) -> str:
        plain = f"{year}年{month}月"
        forms = (
            plain,
            plain,
            f"{year}.{month}",
            f"{year}年{month:02d}月",
            f"{plain}12日",
            f"自{plain}",
            f"{month}月",
        )
        return self.rng.choice(forms)

    def post(self, member: Member) -> str:
        """党内职务 as rosters write it."""
        if not member.post:
            return self.rng.choice(("", "", "", "无", "/", "党员", "党小组长"))
        if member.post in ("书记", "副书记"):
            return self.rng.choice(("党支部", "支部", "")) + member.post
        return self.rng.choice(
            (member.post, member.post, f"支部{member.post}" if member.post != "支部委员" else member.post)
        )

    def kind(self, member: Member) -> str:
        """人员类别."""
        return member.kind.removesuffix("党员") if self.short_kinds else member.kind

    def ledgers(self, ledgers: str) -> str:
        """A, A+B in the clerk's words."""
        if "+" not in ledgers:
            return self.rng.choice((ledgers, ledgers, f"{ledgers}账", ledgers.lower()))
        return self.rng.choice((ledgers, ledgers, "A、B", "AB", "A+B", "A/B", "A和B"))

    def proof(self, training: Training) -> str:
        """证明材料; a row that repeats a session names it."""
        if not training.proof.startswith("同台账"):
            return training.proof
        code = training.proof.removeprefix("同台账").strip()
        return self.rng.choice(
            (f"同台账 {code}", f"同台账{code}", f"同台账:{code}", f"同台账({code})", f"同台账 {code}。")
        )
