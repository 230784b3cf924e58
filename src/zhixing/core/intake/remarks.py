"""What a remark on the roster binds (semantics, "Remarks on the roster that bind")."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

POSTS = {
    "书记": "secretary",
    "党支部书记": "secretary",
    "支部书记": "secretary",
    "党总支书记": "secretary",
    "副书记": "deputy_secretary",
    "党支部副书记": "deputy_secretary",
    "支部副书记": "deputy_secretary",
    "组织委员": "organization_officer",
    "宣传委员": "publicity_officer",
    "纪检委员": "discipline_officer",
    "青年委员": "youth_officer",
    "支部委员": "committee_member",
    "支委": "committee_member",
    "委员": "committee_member",
}
"""Party posts as rosters spell them, and their codes (glossary, domain section 5)."""

_NOT_POSTS = re.compile(r"团支?部?|工会|妇|党组|小组|党委|党工委|纪委|政协|人大|[村居业家]委")
"""Words that make a secretary or member of something else than a branch committee."""

_MONTH = (
    r"(?<![\d年./-])(?:(?P<year>(?:20)?\d{2}|今|本)\s*[年./-]\s*(?P<month>\d{1,2})(?!\d)|(?P<bare>\d{1,2})(?=\s*月))"
    r"\s*月?份?(?:[./-]?\s*\d{1,2}\s*[日号]?)?\s*"
)
_GAP = r"[^\d,,;;。、]{0,20}?"
_IN = re.compile(_MONTH + _GAP + "转入")
_OUT = re.compile(_MONTH + _GAP + "转出")
_POST = re.compile(
    _MONTH
    + r"(?:起|开始)?(?:经\S{0,8}?)?(?:当选|补选|增补|增选|改任|接任|新任|担任|任)为?"
    + r"(?P<post>[\u4e00-\u9fff]{2,20}?)(?=$|[^\u4e00-\u9fff])"
)
_EXEMPT = re.compile(r"不\s*[作做]\s*(?:[\u4e00-\u9fff]{0,6}?)(?:硬性|刚性)\s*(?:学习)?\s*要求")
_HINTS = re.compile("转入|转出|调入|调出|调走|调离|离职|辞职|去世|退党|[任免卸选]|硬性|要求|豁免")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was understood: months are the first day of that month; `post` a word of the roster."""

    joined: dt.date | None = None
    left: dt.date | None = None
    post: str = ""
    post_from: dt.date | None = None
    exempt: bool = False

    @property
    def meaning(self) -> str:
        """In words, for confirmation; empty where nothing binds."""
        parts = []
        if self.joined:
            parts.append(f"自 {_month(self.joined)}起在册,当月计入")
        if self.left:
            parts.append(f"自 {_month(self.left)}起不在册,当月不计")
        if self.post and self.post_from:
            parts.append(f"自 {_month(self.post_from)}起任{self.post},当月按任职计目标")
        if self.exempt:
            parts.append("不作硬性要求:没有学时目标,不进任何分母;病情等原因不入库")
        return ";".join(parts)


def read_remark(text: str, year: int) -> Remark:
    """The binding parts of a remark; a month without a year is one of the roster's `year`.

    Raises nothing: what is not understood binds nothing (see `may_bind`).
    """
    joined, left, post = _IN.search(text), _OUT.search(text), _POST.search(text)
    if post is not None and post_code(post["post"]) is None:
        post = None
    return Remark(
        joined=_first(joined, year),
        left=_first(left, year),
        post=post["post"] if post else "",
        post_from=_first(post, year),
        exempt=bool(_EXEMPT.search(text)),
    )


def without_cause(text: str) -> str:
    """A remark as it may be stored: of an exemption only that it is one, never the illness behind it."""
    if not _EXEMPT.search(text):
        return text
    kept = []
    for clause in re.split(r"[,,;;。、]", text):
        if _EXEMPT.search(clause):
            kept.append("不作硬性要求")
        elif _IN.search(clause) or _OUT.search(clause) or _POST.search(clause):
            kept.append(clause.strip())
    return ",".join(dict.fromkeys(kept))


def may_bind(text: str) -> bool:
    """Whether a remark that bound nothing sounds as if it ought to."""
    return bool(_HINTS.search(text))


def post_code(title: str) -> str | None:
    """The code of a Party post, the first of several (组织委员兼党小组长), or None for a word that is none."""
    found = _post(title)
    return POSTS[found[1]] if found else None


def by_ending(title: str) -> bool:
    """Whether a title is read as a committee member's by its ending only (统战委员), which is to be shown."""
    found = _post(title)
    return found is not None and found[1] == "委员" != found[0]


def _post(title: str) -> tuple[str, str] | None:
    """The part of a title that is a branch post, and the word of `POSTS` that it ends with."""
    for part in re.split(r"[、,,;;/兼()()\s]+", title):
        # Of 机关党委第一党支部书记 what counts is the branch.
        own = part[part.rfind("党支部") :] if "党支部" in part else part
        tail = max((word for word in POSTS if own.endswith(word)), key=len, default=None)
        if tail and not _NOT_POSTS.search(own):
            return own, tail
    return None


def impossible(remark: Remark, today: dt.date) -> str:
    """Why a remark cannot be so and the row is left open, in words; empty where it can."""
    if remark.joined and remark.left and remark.left < remark.joined:
        return "备注里转出的月份早于转入的月份,没有读作在册的时间;请核对后改写再导入"
    if remark.joined and remark.joined > today:
        return f"备注里转入的月份({_month(remark.joined)})在今天({today})之后;转入后再导入,或核对年份"
    return ""


def until_today(remark: Remark, today: dt.date) -> tuple[Remark, list[str]]:
    """The remark without what lies after today, and a reason for each part left out."""
    ahead = []
    if remark.left and remark.left > today:
        ahead.append(f"备注里转出的月份({_month(remark.left)})在今天({today})之后,仍按在册计;到时再导入")
        remark = replace(remark, left=None)
    if remark.post_from and remark.post_from > today:
        ahead.append(
            f"备注里任职的月份({_month(remark.post_from)})在今天({today})之后,暂不按任职计;到时再导入"
        )
        remark = replace(remark, post="", post_from=None)
    return remark, ahead


def same_month(told: dt.date, held: dt.date | None) -> bool:
    """Whether a month told by a remark (its first day) is that of a day on the ledger, entered by hand perhaps."""
    return held is not None and (told.year, told.month) == (held.year, held.month)


def _first(found: re.Match[str] | None, year: int) -> dt.date | None:
    if found is None:
        return None
    month = int(found["month"] or found["bare"])
    written = found["year"] or ""
    if written.isdigit():
        year = int(written) if len(written) == 4 else 2000 + int(written)
    return dt.date(year, month, 1) if 1 <= month <= 12 else None


def _month(day: dt.date) -> str:
    return f"{day.year} 年 {day.month} 月"
