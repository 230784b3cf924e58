"""Make the Word templates in `src/zhixing/interop/documents/templates/`.

    python -m tools.word_templates [FOLDER]

They are ordinary Word files with template tags in them (docxtpl), so an office may open one and move a line;
this script lays out the ones that are shipped, the same bytes every time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.ooxml import cell, document, head, p, row, table, tag, tag_row
from tools.ooxml_package import package
from tools.word_forms import FORMS, GREY, label
from tools.word_official import official

FOLDER = Path(__file__).resolve().parents[1] / "src/zhixing/interop/documents/templates"


def value(text: str, width: float, *, span: int = 1) -> str:
    """A cell filled in."""
    return cell(p(text, "mid"), width, span=span)


def record_sheet() -> str:
    """个人年度记实表: one page of facts, then the hours one by one."""
    return document(
        tag("{%p for s in sheets %}"),
        p("{{ s.title }}", "title"),
        p("{{ s.under }}", "subtitle"),
        _basics(),
        p("", "gap"),
        _figures(),
        p("", "gap"),
        _opinions(),
        p("", "gap"),
        p("{{ s.foot }}", "note"),
        p("{{ s.detail_title }}", "page"),
        _details(),
        tag("{%p endfor %}"),
    )


def _basics() -> str:
    w = (20, 40, 16, 24, 20, 36)
    return table(
        w,
        row(
            *(label("姓    名", w[0]), value("{{ s.name }}", w[1])),
            *(label("性  别", w[2]), value("{{ s.gender }}", w[3])),
            *(label("民    族", w[4]), value("{{ s.ethnicity }}", w[5])),
        ),
        row(
            *(label("出生年月", w[0]), value("{{ s.birth }}", w[1])),
            *(label("学  历", w[2]), value("{{ s.education }}", w[3])),
            *(label("入党时间", w[4]), value("{{ s.joined }}", w[5])),
        ),
        row(
            *(label("所在支部", w[0]), value("{{ s.branch }}", sum(w[1:4]), span=3)),
            *(label("党 小 组", w[4]), value("{{ s.group }}", w[5])),
        ),
        row(
            *(label("党内职务", w[0]), value("{{ s.post }}", w[1])),
            *(label("类  别", w[2]), value("{{ s.standing }}", w[3])),
            *(label("岗    位", w[4]), value("{{ s.duty }}", w[5])),
        ),
        row(
            *(label("工作站点", w[0]), value("{{ s.station }}", sum(w[1:4]), span=3)),
            *(label("年末在册", w[4]), value("{{ s.roll }}", w[5])),
        ),
    )


def _figures() -> str:
    w = (30, 20, 90, 16)
    cells = (
        cell(p("{{ r.label }}", "label"), w[0]),
        cell(p("{{ r.value }}", "mid"), w[1]),
        cell(p("{{ r.words }}", "note"), w[2]),
        cell(p("{{ r.marks }}", "small"), w[3]),
    )
    return table(
        w,
        head(w, ("项  目", "数  据", "算式与说明", "依  据"), height=7),
        tag_row("{%tr for r in s.rows %}", w),
        row(*cells, height=6.3),
        tag_row("{%tr endfor %}", w),
        row(cell(p("依据：{{ s.cites }}", "note"), sum(w), span=4), height=6.3),
    )


def _opinions() -> str:
    w = (78, 78)
    blank = p("", "cell") * 2
    return table(
        w,
        row(
            cell(p("本人意见：", "cell") + blank + p("签字：          年   月   日", "sign"), w[0], top=True),
            cell(
                p("支部意见：", "cell") + blank + p("书记签字：     （支部章）   年   月   日", "sign"),
                w[1],
                top=True,
            ),
            height=26,
        ),
    )


def _details() -> str:
    sign = "本人签字：              支部书记签字：              （支部章）      年   月   日"
    w = (13, 54, 34, 11, 11, 33)
    cells = (
        *(cell(p("{{ d.day }}", "fine_mid"), w[0]), cell(p("{{ d.title }}", "fine"), w[1])),
        *(cell(p("{{ d.detail }}", "fine"), w[2]), cell(p("{{ d.ledger }}", "fine_mid"), w[3])),
        *(cell(p("{{ d.amount }}", "fine_mid"), w[4]), cell(p("{{ d.source }}", "fine"), w[5])),
    )
    return table(
        w,
        head(w, ("日期", "场次或项目", "形式与状态", "账", "学时", "来源"), height=7),
        tag_row("{%tr for d in s.details %}", w),
        row(*cells, height=5.2),
        tag_row("{%tr endfor %}", w),
        # A row of the table, so that a signature never stands on a page alone.
        row(cell(p("{{ s.detail_foot }}", "note") + p(sign, "sign"), sum(w), span=6), height=16),
    )


def hour_register() -> str:
    """学时登记表 (L7), turned a quarter; one table, members one after the other."""
    w = (24, 21, 56, 32, 13, 15, 40, 24)
    cells = [
        cell(p(f"{{{{ r.{name} }}}}", style), width)
        for name, style, width in zip(
            ("name", "day", "title", "host", "ledger", "amount", "proof", "sum"),
            ("mid", "small", "note", "note", "small", "small", "note", "small"),
            w,
            strict=True,
        )
    ]
    titles = ("姓名", "日期", "项目", "举办单位", "类别", "学时", "证明人/材料", "累计")
    return document(
        p("{{ s.title }}", "title"),
        p("{{ s.under }}", "subtitle"),
        table(
            w,
            head(w, titles),
            tag_row("{%tr for m in s.members %}", w),
            tag_row("{%tr for r in m.rows %}", w),
            row(*cells, height=6.3),
            tag_row("{%tr endfor %}", w),
            row(cell(p("{{ m.sum }}", "cell", bold=True), sum(w), span=8, shade=GREY), height=6.5),
            tag_row("{%tr endfor %}", w),
        ),
        p("", "gap"),
        p("{{ s.foot }}", "note"),
        p("记录人：              支部书记签字：              （支部章）      年   月   日", "sign"),
        landscape=True,
    )


def indicator_card() -> str:
    """班子指标卡: those who lead first, then each measure with formula, data and exceptions."""
    return document(
        tag("{%p for u in units %}"),
        p("{{ u.title }}", "title"),
        p("{{ u.under }}", "subtitle"),
        p("一、班子成员带头情况", "area"),
        _rows("l", "u.leaders", (22, 40, 13, 17, 13, 27, 13, 11), LEADERS),
        p("二、指标", "area"),
        _measures(),
        p("三、教育内容结构", "area"),
        _rows("c", "u.content", (76, 26, 26, 28), CONTENT),
        p("四、驻地与偏远党员对照", "area"),
        _rows("f", "u.fairness", (66, 45, 45), FAIRNESS),
        tag("{%p if u.rhythms %}"),
        p("五、组织生活节拍", "area"),
        p("台账中没有某一形式，可能另册记载，不等于没有开展。", "note"),
        _rows("h", "u.rhythms", (28, 24, 104), RHYTHMS),
        tag("{%p endif %}"),
        p("", "gap"),
        p("依据：{{ u.cites }}", "note"),
        p("{{ u.foot }}", "note"),
        p("党组织书记签字：              （党组织章）      年   月   日", "sign"),
        tag("{%p endfor %}"),
    )


LEADERS = (
    ("姓名", "name", "mid"),
    ("职务", "post", "small"),
    ("目标", "target", "mid"),
    ("集中学习", "earned", "mid"),
    ("还差", "gap", "mid"),
    ("集中学习出席", "fair", "small"),
    ("下基层", "practice", "mid"),
    ("谈话", "talks", "mid"),
)
CONTENT = (
    ("教育内容类别", "category", "cell"),
    ("场次", "sessions", "mid"),
    ("学时", "hours", "mid"),
    ("占学时", "share", "mid"),
)
RHYTHMS = (
    ("形式", "form", "mid"),
    ("已开展", "held", "mid"),
    ("应开展而台账中没有的时段", "missing", "note"),
)
FAIRNESS = (("对照项", "label", "cell"), ("驻地", "near", "mid"), ("偏远站点", "remote", "mid"))


def _rows(name: str, loop: str, widths: tuple[float, ...], columns: tuple[tuple[str, str, str], ...]) -> str:
    cells = [
        cell(p(f"{{{{ {name}.{field} }}}}", style), width)
        for (_, field, style), width in zip(columns, widths, strict=True)
    ]
    return table(
        widths,
        head(widths, [title for title, _, _ in columns], height=7),
        tag_row(f"{{%tr for {name} in {loop} %}}", widths),
        row(*cells, height=6),
        tag_row("{%tr endfor %}", widths),
    )


def _measures() -> str:
    w = (27, 36, 20, 59, 14)
    exceptions = tag("{%p for e in i.exceptions %}") + p("{{ e }}", "note") + tag("{%p endfor %}")
    cells = (
        *(cell(p("{{ i.name }}", "label"), w[0]), cell(p("{{ i.formula }}", "note"), w[1])),
        *(
            cell(p("{{ i.data }}", "mid") + p("{{ i.share }}", "small"), w[2]),
            cell(exceptions, w[3]),
            cell(p("{{ i.marks }}", "small"), w[4]),
        ),
    )
    return table(
        w,
        head(w, ("指标", "公式", "数据", "例外与说明", "依据"), height=7),
        tag_row("{%tr for i in u.measures %}", w),
        row(*cells, height=7, split=True),
        tag_row("{%tr endfor %}", w),
    )


def rulebook() -> str:
    """规则手册: area by area, each rule with its numbers, article and check."""
    w = (38, 54, 32, 32)
    check = tag("{%p if r.pending %}") + p("{{ r.check|zh }}", "note", bold=True) + tag("{%p else %}")
    check += p("{{ r.check|zh }}", "note") + tag("{%p endif %}")
    cells = (
        cell(p("{{ r.title }}", "label") + p("{{ r.code }}", "code"), w[0]),
        cell(p("{{ r.text|zh }}", "note") + p("对象：{{ r.binds|zh }}", "note"), w[1]),
        cell(tag("{%p for n in r.params %}") + p("{{ n|zh }}", "note") + tag("{%p endfor %}"), w[2]),
        cell(p("{{ r.cite|zh }}（{{ r.strength }}）", "note") + check, w[3]),
    )
    return document(
        p("{{ title }}", "title"),
        p("{{ under|zh }}", "subtitle"),
        p("{{ note|zh }}", "text"),
        p("{{ pending|zh }}", "text"),
        tag("{%p for a in areas %}"),
        p("{{ a.title }}", "area"),
        table(
            w,
            head(w, ("规则", "内容与对象", "参数", "依据与核对")),
            tag_row("{%tr for r in a.rules %}", w),
            row(*cells, height=8),
            tag_row("{%tr endfor %}", w),
        ),
        tag("{%p endfor %}"),
    )


def rulebook_difference() -> str:
    """两版规则对照: what is new, gone and changed."""
    w = (12, 37, 40, 40, 27)
    cells = (
        *(
            cell(p("{{ d.change }}", "label"), w[0]),
            cell(p("{{ d.title }}", "label") + p("{{ d.code }}", "code"), w[1]),
        ),
        *(cell(p("{{ d.old|zh }}", "note"), w[2]), cell(p("{{ d.new|zh }}", "note"), w[3])),
        cell(tag("{%p for n in d.params %}") + p("{{ n|zh }}", "note") + tag("{%p endfor %}"), w[4]),
    )
    return document(
        p("{{ title }}", "title"),
        p("原：{{ under_old|zh }}", "note"),
        p("新：{{ under_new|zh }}", "note"),
        p("", "gap"),
        table(
            w,
            head(w, ("变化", "规则", "{{ old }}", "{{ new }}", "参数")),
            tag_row("{%tr for d in rows %}", w),
            row(*cells, height=8),
            tag_row("{%tr endfor %}", w),
        ),
        p("", "gap"),
        p("{{ foot|zh }}", "note"),
    )


TEMPLATES = {
    "record_sheet": (record_sheet, "个人年度记实表"),
    "hour_register": (hour_register, "学时登记表"),
    "indicator_card": (indicator_card, "班子指标卡"),
    "rulebook": (rulebook, "规则手册"),
    "rulebook_difference": (rulebook_difference, "规则手册对照"),
    **FORMS,
}


def main(folder: Path) -> None:
    """Writes every template."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, title) in TEMPLATES.items():
        (folder / f"{name}.docx").write_bytes(package(make(), title))
    (folder / "official.docx").write_bytes(official())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
