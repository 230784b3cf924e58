"""The members list: filters kept in the address, how many of how many, and the download of just those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.names import clean_name
from zhixing.interop.pinyin import sounds_like
from zhixing.web.shared.downloads import Offer, offers
from zhixing.web.shared.lists import Chip, Choices, Filter, Pages, chips, kept, page_of, select
from zhixing.web.shared.units import PersonRow, person_row

PLACES: Choices = (("near", "城区"), ("remote", "偏远"))
GAPS: Choices = (("open", "还差学时"), ("met", "已达标"))
LISTED = ("xlsx", "csv", "json", "record", "record-pdf", "register", "register-pdf")
"""What a list of members can be taken away as."""
EXEMPT: Choices = (("yes", "不作硬性要求"), ("no", "有学时目标"))


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list, a page of it. `chips` say what is filtered, each with the address without it."""

    year: int
    as_of: dt.date
    q: str
    filters: tuple[Filter, ...]
    chips: tuple[Chip, ...]
    total: int
    pages: Pages[MemberYear]
    people: tuple[PersonRow, ...]
    sole: bool
    exports: tuple[Offer, ...] = field(default=())


def list_page(whole: OrganYear, asked: Mapping[str, str], base: str) -> ListPage:
    """The list as the address asks for it; `base` is where its downloads are."""
    filters = _filters(whole, asked)
    shown = shown_members(whole, asked)
    q = clean_name(asked.get("q", ""))
    keep = kept(filters, asked, q)
    pages = page_of(shown, asked, keep)
    return ListPage(
        year=whole.year,
        as_of=whole.as_of,
        q=q,
        filters=filters,
        chips=chips(filters, asked, q, f"姓名：{q}"),
        total=len(whole.members),
        pages=pages,
        people=tuple(person_row(member, whole.year) for member in pages.rows),
        sole=len(whole.branches) == 1,
        exports=offers(base, urlencode(keep), forms=LISTED),
    )


def shown_members(whole: OrganYear, asked: Mapping[str, str]) -> tuple[MemberYear, ...]:
    """Those whom the filters leave, in the order of the dossier: branch, then surname strokes."""
    keep: list[Callable[[MemberYear], bool]] = []
    q = clean_name(asked.get("q", ""))
    if q:
        low = q.lower()
        keep.append(lambda member: sounds_like(member.name, low))
    tests: Mapping[str, Callable[[MemberYear], str]] = {
        "branch": lambda member: str(member.branch_id),
        "group": lambda member: member.group,
        "station": lambda member: str(member.station_id or ""),
        "place": lambda member: "remote" if member.remote else "near",
        "gap": _gap,
        "exempt": lambda member: "yes" if member.exempt else "no",
    }
    for one in _filters(whole, asked):
        if one.chosen:
            keep.append(_equals(tests[one.name], asked[one.name]))
    return tuple(member for member in whole.members if all(test(member) for test in keep))


def _equals(read: Callable[[MemberYear], str], wanted: str) -> Callable[[MemberYear], bool]:
    return lambda member: read(member) == wanted


def _gap(member: MemberYear) -> str:
    if not member.in_denominator:
        return ""
    return "met" if member.met else "open"


def _filters(whole: OrganYear, asked: Mapping[str, str]) -> tuple[Filter, ...]:
    """The select boxes; groups and stations are those of the branch chosen."""
    branches = [(str(unit.id), unit.name) for unit in whole.branches]
    near = [m for m in whole.members if asked.get("branch") in (None, "", str(m.branch_id))]
    groups = sorted({member.group for member in near if member.group}, key=lambda name: (len(name), name))
    stations: dict[UUID, str] = {m.station_id: m.station for m in near if m.station_id}
    found = [
        select("group", "党小组", [(name, name) for name in groups], asked),
        select("station", "站点", [(str(uid), name) for uid, name in stations.items()], asked),
        select("place", "远近", PLACES, asked),
        select("gap", "学时", GAPS, asked),
        select("exempt", "豁免", EXEMPT, asked),
    ]
    if len(branches) > 1:
        found.insert(0, select("branch", "党支部", branches, asked))
    return tuple(one for one in found if one.choices)
