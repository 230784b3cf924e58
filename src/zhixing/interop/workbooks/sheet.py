"""One sheet of cells to records: the header found, the kind told, each line read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhixing.core.intake.rows import Ignored, Origin, Refusal, Row, Sheet, Trouble
from zhixing.interop.workbooks.cells import Cell, Grid, bare_key_of, blank, key_of, text_of
from zhixing.interop.workbooks.columns import KNOWN, PRIVATE, Finding, hinted, match
from zhixing.interop.workbooks.kinds import KINDS, LABELS
from zhixing.interop.workbooks.line import Line

HEADER_DEPTH = 40  # Rows in which a header is looked for; clerks put a title, a unit and a note above it.
MAX_LINES = 10_000  # Far above any bureau's year, and read within the time limit.
_TITLE = re.compile(
    r"^(?P<organ>.*?)(?P<year>(?:19|20)\d{2}|[二][〇零O○0一二三四五六七八九]{3})\s*(?:年度?|学年)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_UNIT = re.compile(
    r"(?:填报|填表|报送|上报|制表)单位(?:[(\uff08][^)\uff09]*[)\uff09])?\s*[:\uff1a]?\s*(?P<unit>[^\s:\uff1a]{2,40})"
)
_TOTAL = re.compile(r"^(?:本[页月季年])?(?:合|小|总|共|累)\s*计(?P<more>.*)$")
_FOOT = re.compile(
    r"^(?:填表|制表|审核|记录|填报|报送|上报|经办|复核|统计|审批|校对|核对|签字|签章|盖章|填写|登记|分管|支部书记|支书|书记|主管|单位|负责|注|备注|说明)"
    r"[^:\uff1a]{0,8}[:\uff1a]"
)
_IN_HOURS = re.compile(r"小时|学时|课时|钟头")
_MONTH = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}\s*[年./-]\s*)?(1[0-2]|0?[1-9])\s*月(?!\s*\d)")
_DAYS = frozenset(range(1, 32))
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "O": "0", "○": "0"}


@dataclass(slots=True)
class Header:
    """Where the header stands: index of its last row in the grid, its texts, the kind it fits."""

    last: int
    texts: list[str]
    finding: Finding
    above: list[str] = field(default_factory=list)


def read_sheet(grid: Grid, file: str, year: int | None) -> Sheet | Refusal | Ignored | None:
    """Read one sheet. None for an empty one; Ignored for notes; Refusal where a needed column is missing."""
    filled = [i for i, row in enumerate(grid.rows) if not all(map(blank, row))]
    if not filled:
        return None
    header = find_header(grid, filled)
    if header is None:
        return Ignored(file, _unknown(grid, filled))
    kind = header.finding.kind
    if grid.hidden:
        return Ignored(file, f"工作表“{grid.name}”是隐藏的,没有读取;要导入请先取消隐藏")
    if header.finding.missing:
        missing = "、".join(header.finding.missing)
        at = grid.first + header.last
        return Refusal(
            file,
            f"“{file}”的工作表“{grid.name}”像是《{kind.label}》,但第{at}行的表头缺少列:{missing}。请补上后再导入",
        )
    if sum(1 for i in filled if i > header.last) > MAX_LINES:
        return Refusal(file, f"“{file}”的工作表“{grid.name}”超过 {MAX_LINES} 行。请拆成几个工作簿再导入")
    return _Reading(grid, file, header, year).sheet()


def find_header(grid: Grid, filled: list[int]) -> Header | None:
    """The row (or two rows, where a merged heading stands over narrower ones) that fits a kind best."""
    best: Header | None = None
    for n, i in enumerate(filled[:HEADER_DEPTH]):
        texts = [_heading(c) for c in grid.rows[i]]
        finding, last = best_kind(texts), i
        if n + 1 < len(filled) and filled[n + 1] == i + 1:
            below = [_heading(c) for c in grid.rows[i + 1]]
            stacked = _stacked(texts, below)
            two = best_kind(stacked)
            if two and all(two.score > one.score for one in (finding, best_kind(below)) if one):
                finding, last, texts = two, i + 1, stacked
        # A tie goes to the earlier row: a page break repeats the header further down.
        if finding and (best is None or finding.score > best.finding.score):
            best = Header(
                last, texts, finding, [t for j in filled[:n] for t in map(text_of, grid.rows[j]) if t]
            )
    return best


def best_kind(headers: list[str]) -> Finding | None:
    """The kind that fits a row of headers best; among equals the one that lacks least, then the first."""
    if sum(1 for h in headers if h) < 2:
        return None
    found = [
        f for kind in KINDS if (f := match(kind, headers)) and len(f.places) * 3 >= sum(map(bool, headers))
    ]
    return max(found, key=lambda f: (f.score, -len(f.missing)), default=None)


def _heading(cell: Cell) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _DAYS:
        return text_of(cell)  # a day of a month's table
    return text_of(cell) if isinstance(cell, str) and len(cell) <= 60 else ""


def _stacked(upper: list[str], lower: list[str]) -> list[str]:
    stacked = []
    for i in range(max(len(upper), len(lower))):
        low = lower[i] if i < len(lower) else ""
        stacked.append(low or (upper[i] if i < len(upper) else ""))
    return stacked


def _unknown(grid: Grid, filled: list[int]) -> str:
    row = max(filled[:HEADER_DEPTH], key=lambda i: sum(1 for c in grid.rows[i] if _heading(c)))
    heads = [_heading(c)[:20] for c in grid.rows[row] if _heading(c)]
    if len(heads) < 3:
        return f"工作表“{grid.name}”里没有台账表头,已跳过"
    return (
        f"工作表“{grid.name}”的表头认不出是哪种台账(第{grid.first + row}行:{'、'.join(heads[:12])})。"
        f"能认的有:{'、'.join(LABELS)}。请对照模板改好表头再导入"
    )


class _Reading:
    """The reading of one recognised sheet."""

    def __init__(self, grid: Grid, file: str, header: Header, year: int | None) -> None:
        self.grid = grid
        self.file = file
        self.header = header
        self.places = {f: p for f, p in header.finding.places.items() if not f.startswith("_")}
        self.kind = header.finding.kind
        self.organ, self.title_year = _title(header.above, grid.name)
        self.year = self.title_year or year
        self.month = _month(header.above, grid.name)
        self.heads = {f: " ".join(header.texts[p].split()) for f, p in self.places.items()}
        self.hours = frozenset(f for f, h in self.heads.items() if f == "minutes" and _IN_HOURS.search(h))
        self.needed = [c.field for c in self.kind.columns if c.need]
        self.keys = {f: key_of(h) for f, h in self.heads.items()}
        self.fills = _merged_values(grid, header.last + 1, set(self.places.values()))

    def sheet(self) -> Sheet:
        records: list[Row] = []
        troubles: list[Trouble] = []
        lines = 0
        blotted = False
        for line in self.lines():
            lines += 1
            record = self.kind.fill(line)
            if not line.broken:
                records.append(record)
            troubles += line.troubles
            blotted = blotted or line.blotted
        return Sheet(
            self.file,
            self.grid.name,
            self.kind.label,
            self.organ,
            self.title_year,
            lines,
            tuple(records),
            tuple(troubles),
            tuple(self.notes(blotted)),
        )

    def lines(self) -> Iterator[Line]:
        """The data rows: no blank rows, totals, signatures or headers repeated by a page break."""
        width = max(self.places.values()) + 1
        for i in range(self.header.last + 1, len(self.grid.rows)):
            row = self.grid.rows[i]
            row = row if len(row) >= width else row + [""] * (width - len(row))
            number = self.grid.first + i
            cells = {f: row[p] for f, p in self.places.items()}
            if self._passed_over(row, cells):
                continue
            for name, place in self.places.items():
                if (i, place) in self.fills and blank(cells[name]):
                    cells[name] = self.fills[i, place]
            unsolved = frozenset(f for f, p in self.places.items() if (number, p) in self.grid.unsolved)
            origin = Origin(self.file, self.grid.name, number)
            yield Line(
                origin,
                cells,
                self.heads,
                year=self.year,
                month=self.month,
                hours=self.hours,
                unsolved=unsolved,
            )

    def _passed_over(self, row: list[Cell], cells: dict[str, Cell]) -> bool:
        if all(map(blank, cells.values())):
            return True
        texts = [t for c in row if (t := text_of(c))]
        lacking = any(blank(cells[f]) for f in self.needed)
        total = _TOTAL.match(texts[0])
        if total and (lacking or not total["more"].strip(":\uff1a")):
            return True
        signatures = all(map(_FOOT.match, texts)) or (_FOOT.match(texts[0]) and (lacking or len(texts) == 1))
        if signatures or (lacking and texts[0] in self.header.above):
            return True
        same = sum(1 for f, c in cells.items() if not blank(c) and key_of(text_of(c)) == self.keys[f])
        return same >= 2 and same * 2 > sum(1 for c in cells.values() if not blank(c))

    def notes(self, blotted: bool) -> Iterator[str]:
        """What the report should say about this sheet's columns."""
        taken = set(self.header.finding.places.values())
        body = self.grid.rows[self.header.last + 1 :]
        for i, head in enumerate(self.header.texts):
            keys = {key_of(head), bare_key_of(head)}
            shown = " ".join(head.split())
            if not head:
                if any(i < len(row) and not blank(row[i]) for row in body) and i not in taken:
                    yield f"第{i + 1}列没有表头,未导入"
            elif keys & PRIVATE or (i not in taken and self._refused(head)):
                yield f"“{shown}”列按规定不收集,未导入"
            elif i in taken and not self._worded(keys) and (order := hinted(self.kind, head)) is not None:
                yield f"“{shown}”列按“{self.kind.columns[order].words[0]}”读入,请核对"
            elif i not in taken and (first := self._told_by(keys)) is not None:
                yield f"“{shown}”列重复(第{first + 1}列已按这一栏读入),第{i + 1}列未导入;请只留一列"
            elif i not in taken and not keys & KNOWN:
                yield f"“{shown}”列不认识,未导入;如果是系统要的列,请对照模板改列名"
        for name, said in self.kind.unsaid:
            if name not in self.places:
                yield said
        if blotted:
            yield "文字里的证件号码、手机号码已略去,未导入"

    def _refused(self, head: str) -> bool:
        """Whether the kind never reads such a column: it would tell of people, and only totals are wanted."""
        return bool(self.kind.refused) and re.search(self.kind.refused, key_of(head)) is not None

    def _told_by(self, keys: set[str]) -> int | None:
        """The column that has been read for the field that these words mean, so that one more is a double."""
        for column in self.kind.columns:
            if column.field in self.places and any(key_of(word) in keys for word in column.words):
                return self.places[column.field]
        return None

    def _worded(self, keys: set[str]) -> bool:
        """Whether a header is one of the kind's own words, so that nothing had to be supposed."""
        return any(key_of(word) in keys for column in self.kind.columns for word in column.words)


def _title(above: list[str], sheet: str) -> tuple[str, int | None]:
    """The bureau and the year, from the rows above the header, else the year from the sheet's name."""
    organ, year, unit = "", None, ""
    for text in above:
        if match := _UNIT.search(text):
            unit = unit or re.sub(r"(?:机关)?党委$|机关党委$", "", match["unit"])
        elif (match := _TITLE.match(text)) and year is None:
            year = int("".join(_DIGITS.get(c, "2" if c == "二" else c) for c in match["year"]))
            organ = match["organ"].strip(" (\uff08\u3000")
    if year is None and (match := _YEAR.search(sheet)):
        year = int(match[1])
    return organ or unit, year


def _month(above: list[str], sheet: str) -> int | None:
    """The month that the rows above the header tell, else the sheet's name; None for none or several."""
    for text in (*above, sheet):
        found = {int(month) for month in _MONTH.findall(text)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _merged_values(grid: Grid, first: int, places: set[int]) -> dict[tuple[int, int], Cell]:
    """What a cell merged over several rows says to the rows below its first: (row index, column) → value."""
    values: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, _ in grid.merges:
        start = top - grid.first
        if (
            bottom <= top
            or left not in places
            or not first <= start < len(grid.rows)
            or left >= len(grid.rows[start])
        ):
            continue
        value = grid.rows[start][left]
        for i in range(start + 1, min(bottom - grid.first, len(grid.rows) - 1) + 1):
            values.setdefault((i, left), value)
    return values
