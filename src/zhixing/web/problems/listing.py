"""The register of a year as its address asks for it: searched, filtered, sorted, a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions.problems import seen
from zhixing.actions.roll import roll
from zhixing.core.cells import POST_WORDS
from zhixing.core.people.register import Register
from zhixing.core.problems.register import Problem
from zhixing.core.problems.words import SOURCES, STATES
from zhixing.interop.documents.cells import Cell
from zhixing.store.people.queries import Actor
from zhixing.web.shared.downloads import Offer, list_offers
from zhixing.web.shared.lists import Chip, Filter, Pages, chips, kept, page_of, select
from zhixing.web.shared.units import TONES, short_name

HEADINGS = (
    "编号",
    "问题",
    "来源",
    "教育内容类别",
    "程度（1-5）",
    "责任党组织",
    "发生在哪里",
    "整改时限",
    "状态",
    "超期",
    "成效（条）",
    "往年结转",
)
SORTS = (("", "结转、轻重"), ("due", "时限"), ("state", "整改进度"), ("owner", "责任组织"))
YES = (("yes", "是"),)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem in the list. `late`: how long it is overdue, in words; `chip` the tone of its state."""

    problem: Problem
    url: str
    owner: str
    where: str
    state: str
    chip: str
    late: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Under `HEADINGS`."""
        one = self.problem
        return (
            one.number,
            one.text,
            one.source,
            one.category,
            one.weight,
            self.owner,
            self.where,
            one.due,
            one.state,
            self.late,
            len(one.evidence),
            "是" if one.carried else "",
        )


@dataclass(frozen=True, slots=True)
class ListPage:
    """The register as shown. `whole`: before filters; `years`: (address, year, is shown)."""

    year: int
    years: tuple[tuple[str, int, bool], ...]
    q: str
    filters: tuple[Filter, ...]
    sorts: Filter
    chips: tuple[Chip, ...]
    whole: int
    counts: str
    pages: Pages[ProblemRow]
    exports: tuple[Offer, ...]


def list_page(
    actor: Actor, asked: Mapping[str, str], year: int, years: Sequence[int], today: dt.date
) -> ListPage:
    """What the viewer sees."""
    everything = rows(actor, year, today)
    filters, q = _filters(everything, asked), asked.get("q", "").strip()
    shown = _shown(everything, filters, asked, q)
    keep = _keep(filters, asked, q, year, years)
    found = chips(filters, asked, q, f"查找“{q}”")
    base = reverse("problems:list")
    return ListPage(
        year,
        tuple((f"{base}?year={one}", one, one == year) for one in years) if len(years) > 1 else (),
        q,
        filters,
        select("sort", "排序", SORTS, asked),
        tuple(Chip(one.words, _in_year(one.url, keep)) for one in found),
        len(everything),
        _counts(shown),
        page_of(shown, asked, keep),
        list_offers("problems:export", keep),
    )


def shown_rows(
    actor: Actor, asked: Mapping[str, str], year: int, today: dt.date
) -> tuple[list[ProblemRow], str]:
    """All that the filters leave, and the filters in words: what an export holds."""
    everything = rows(actor, year, today)
    filters, q = _filters(everything, asked), asked.get("q", "").strip()
    told = "，".join(one.words for one in chips(filters, asked, q, f"查找“{q}”"))
    return _shown(everything, filters, asked, q), told


def rows(actor: Actor, year: int, today: dt.date) -> list[ProblemRow]:
    """The register that an actor may see, in its order."""
    register = roll().register
    return [row_of(one, register, today) for one in seen(actor, year)]


def row_of(one: Problem, register: Register, today: dt.date) -> ProblemRow:
    """A problem as a row."""
    late = f"超期 {(today - one.due).days} 天" if one.due and one.overdue(today) else ""
    return ProblemRow(
        one,
        reverse("problems:one", args=[one.id]),
        register.name_of(one.owner),
        "、".join(where(one, register)),
        one.state,
        CHIPS[TONES[one.state]],
        late,
    )


CHIPS = {"neutral": "", "waiting": "wait", "doing": "wait", "done": "ok"}
"""The class of a chip by the tone of a state."""


def where(one: Problem, register: Register) -> list[str]:
    """Where it occurs, in words: organisations, post categories, stations."""
    found = [short_name(register.name_of(org)) for org in one.orgs]
    found += [word for post, word in POST_WORDS.items() if post.value in one.posts]
    return found + [register.stations[uid].name for uid in one.stations if uid in register.stations]


def _filters(everything: Sequence[ProblemRow], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    sources = dict.fromkeys(row.problem.source for row in everything if row.problem.source)
    ordered = [one for one in SOURCES if one in sources] + [one for one in sources if one not in SOURCES]
    categories = dict.fromkeys(row.problem.category for row in everything if row.problem.category)
    owners = {str(row.problem.owner): row.owner for row in everything}
    places = {str(uid): name for row in everything for uid, name in _places(row.problem)}
    found = [
        select("state", "状态", [("open", "未销号"), *((one, one) for one in STATES)], asked),
        select("source", "来源", [(one, one) for one in ordered], asked),
        select("category", "教育内容类别", [(one, one) for one in categories], asked),
    ]
    if len(owners) > 1:
        found.append(select("owner", "责任党组织", list(owners.items()), asked))
    if places:
        found.append(select("place", "发生在", list(places.items()), asked))
    found.append(select("carried", "往年结转", YES, asked))
    found.append(select("overdue", "已超期", YES, asked))
    return tuple(found)


def _places(one: Problem) -> list[tuple[UUID | str, str]]:
    register = roll().register
    found: list[tuple[UUID | str, str]] = [(org, short_name(register.name_of(org))) for org in one.orgs]
    found += [(post.value, word) for post, word in POST_WORDS.items() if post.value in one.posts]
    return found + [(uid, register.stations[uid].name) for uid in one.stations if uid in register.stations]


def _shown(
    everything: Sequence[ProblemRow], filters: Sequence[Filter], asked: Mapping[str, str], q: str
) -> list[ProblemRow]:
    want = {one.name: asked[one.name] for one in filters if one.chosen}
    found = [row for row in everything if _fits(row, want) and _matches(row, q)]
    if asked.get("sort") == "due":
        found.sort(key=lambda row: row.problem.due or dt.date.max)
    elif asked.get("sort") == "state":
        found.sort(key=lambda row: STATES.index(row.problem.state))
    elif asked.get("sort") == "owner":
        orders = {uid: org.order for uid, org in roll().register.orgs.items()}
        found.sort(key=lambda row: orders.get(row.problem.owner, 0))
    return found


def _fits(row: ProblemRow, want: Mapping[str, str]) -> bool:
    one, state = row.problem, want.get("state")
    return (
        (not state or (not one.closed if state == "open" else one.state == state))
        and want.get("source", one.source) == one.source
        and want.get("category", one.category) == one.category
        and want.get("owner", str(one.owner)) == str(one.owner)
        and ("place" not in want or want["place"] in {str(uid) for uid, _ in _places(one)})
        and ("carried" not in want or one.carried)
        and ("overdue" not in want or bool(row.late))
    )


def _matches(row: ProblemRow, q: str) -> bool:
    words = q.lower().split()
    text = f"{row.problem.number} {row.problem.text} {row.owner} {row.where}".lower()
    return all(word in text for word in words)


def _counts(shown: Sequence[ProblemRow]) -> str:
    carried, late = sum(row.problem.carried for row in shown), sum(bool(row.late) for row in shown)
    closed = sum(row.problem.closed for row in shown)
    parts = [f"已销号 {closed} 条"] + ([f"往年结转 {carried} 条"] if carried else [])
    return "，".join(parts + ([f"超期 {late} 条"] if late else []))


def _keep(
    filters: Sequence[Filter], asked: Mapping[str, str], q: str, year: int, years: Sequence[int]
) -> dict[str, str]:
    sort = asked.get("sort", "")
    found = kept(filters, asked, q) | ({"sort": sort} if sort in dict(SORTS) and sort else {})
    return found | ({"year": str(year)} if years and year != years[0] else {})


def _in_year(url: str, keep: Mapping[str, str]) -> str:
    """The address of a chip with the year and the order kept."""
    more = "&".join(f"{name}={keep[name]}" for name in ("year", "sort") if name in keep)
    return f"{url}{'&' if more and url != '?' else ''}{more}"
