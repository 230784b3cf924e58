"""What a remark on the roster binds (semantics, "Remarks on the roster that bind")."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

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

_MONTH = r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*月?(?:\s*\d{1,2}\s*日)?\s*"
_IN = re.compile(_MONTH + r"(?:由.{0,20}?)?转入")
_OUT = re.compile(_MONTH + r"转出")
_POST = re.compile(
    _MONTH + r"(?:起)?(?:当选|担?任|增补为|增补)(?:为)?(?P<post>[\u4e00-\u9fff]{2,8}?)(?=$|[,,;;。、\s])"
)
_EXEMPT = re.compile(r"不作硬性要求|不做硬性要求")


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


def read_remark(text: str) -> Remark:
    """The binding parts of a remark. Raises nothing: what is not understood binds nothing and is shown."""
    joined, left, post = _IN.search(text), _OUT.search(text), _POST.search(text)
    return Remark(
        joined=_first(joined),
        left=_first(left),
        post=post["post"] if post else "",
        post_from=_first(post),
        exempt=bool(_EXEMPT.search(text)),
    )


def post_code(title: str) -> str | None:
    """The code of a Party post, or None for a word that is none."""
    bare = title.strip()
    if bare in POSTS:
        return POSTS[bare]
    tail = max((word for word in POSTS if bare.endswith(word)), key=len, default=None)
    return POSTS[tail] if tail else None


def _first(found: re.Match[str] | None) -> dt.date | None:
    if found is None or not 1 <= int(found["month"]) <= 12:
        return None
    return dt.date(int(found["year"]), int(found["month"]), 1)


def _month(day: dt.date) -> str:
    return f"{day.year} 年 {day.month} 月"
