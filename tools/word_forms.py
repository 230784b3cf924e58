"""The forms that are printed and filled in by hand (L1 to L4, L8, L16), as Word templates."""

from __future__ import annotations

from tools.ooxml import cell, document, head, p, row, table, tag, tag_row

GREY = "F2F2F2"
FOUR = (24, 54, 24, 54)
"""Two fields a row, each after its name."""


def label(text: str, width: float) -> str:
    """A cell that names the one to its right."""
    return cell(p(text, "label"), width, shade=GREY)


def fields(*pairs: tuple[str, str], widths: tuple[float, ...] = FOUR, height: float = 8) -> str:
    """A row of fields, each after its name."""
    cells = []
    for at, (name, words) in enumerate(pairs):
        cells += [label(name, widths[2 * at]), cell(p(words, "mid"), widths[2 * at + 1])]
    return row(*cells, height=height)


def across(name: str, words: str = "", *, widths: tuple[float, ...] = FOUR, height: float = 8) -> str:
    """A row of one field over the rest of the width; a high one is written in from its top."""
    inner = cell(p(words, "cell"), sum(widths[1:]), span=len(widths) - 1, top=height > 10)
    return row(label(name, widths[0]), inner, height=height)


def lines(name: str, several: str, *, widths: tuple[float, ...] = FOUR, height: float = 8) -> str:
    """A row of one field over the rest of the width, a paragraph for each of `several`, of which there is one at least."""
    words = tag(f"{{%p for line in {several} %}}") + p("{{ line }}", "cell") + tag("{%p endfor %}")
    inner = cell(words, sum(widths[1:]), span=len(widths) - 1, top=height > 10)
    return row(label(name, widths[0]), inner, height=height)


def room(name: str, several: str, told: str, *, height: float) -> str:
    """As `lines`, with room for the pen only where nothing is `told`."""
    return (
        tag_row(f"{{%tr if {told} %}}", FOUR)
        + lines(name, several)
        + tag_row("{%tr else %}", FOUR)
        + lines(name, several, height=height)
        + tag_row("{%tr endif %}", FOUR)
    )


def titled(title: str, under: str, code: str = "") -> str:
    """The title and the line below it, with the code of the form where it has one."""
    number = f"        编号：{code}" if code else ""
    return p(title, "title") + p(under + number, "subtitle")


def session_record() -> str:
    """三会一课记录 (L3)."""
    sign = "主持人签字：            记录人签字：            支部书记签字：            （支部章）"
    return document(
        titled("{{ s.title }}", "{{ s.under }}", "{{ s.code }}"),
        table(
            FOUR,
            fields(("会议类型", "{{ s.form }}"), ("时    间", "{{ s.when }}")),
            fields(("主办组织", "{{ s.organiser }}"), ("地    点", "{{ s.place }}")),
            fields(("主 持 人", "{{ s.host }}"), ("记 录 人", "{{ s.recorder }}")),
            fields(("应    到", "{{ s.expected }}"), ("实    到", "{{ s.present }}")),
            lines("请假、缺席名单及原因", "s.absent", height=15),
            across("列    席", "{{ s.observers }}"),
            lines("议    题", "s.topics"),
            fields(("内容类别", "{{ s.category }}"), ("计学时", "{{ s.hours }}")),
            across("学习材料", "{{ s.materials }}", height=9),
            room("发言要点（含不同意见）", "s.spoken", "s.words", height=60),
            lines("表决情况", "s.ballots"),
            room("决    议", "s.decided", "s.decisions", height=26),
            room("责任人及完成时限", "s.owed", "s.duties", height=14),
        ),
        p("", "gap"),
        p(sign, "sign"),
    )


def sign_in() -> str:
    """签到表 (L4): two columns of signers a page."""
    w = (9, 19, 20, 20, 10) * 2
    cells = []
    for side, at in (("left", 0), ("right", 5)):
        number = f"{{% if r.{side}.number %}}{{{{ r.{side}.number }}}}{{% endif %}}"
        words = (
            number,
            f"{{{{ r.{side}.name }}}}",
            f"{{{{ r.{side}.group }}}}",
            "",
            f"{{{{ r.{side}.remark }}}}",
        )
        cells += [cell(p(text, "small"), w[at + n]) for n, text in enumerate(words)]
    heads = ("序号", "姓名", "党小组", "本人签名", "备注") * 2
    return document(
        titled("{{ s.title }}", "{{ s.under }}", "{{ s.code }}"),
        table(
            FOUR,
            across("活动名称", "{{ s.activity }}"),
            fields(("时间", "{{ s.when }}"), ("地点", "{{ s.place }}")),
            fields(("应到", "{{ s.expected }} 人"), ("实到", "      人")),
        ),
        p("", "gap"),
        table(
            w,
            head(w, heads),
            tag_row("{%tr for r in pairs %}", w),
            row(*cells, height=9),
            tag_row("{%tr endfor %}", w),
        ),
        p("", "gap"),
        p("{{ note }}", "note"),
        p("记录人：              支部书记签字：              （支部章）      年   月   日", "sign"),
    )


def roster() -> str:
    """党员花名册 (L1), turned a quarter; the two columns the ledger does not hold stay empty."""
    w = (9, 17, 9, 11, 16, 16, 20, 14, 19, 20, 20, 21, 17, 16)
    heads = (
        *("序号", "姓名", "性别", "民族", "出生年月", "学历", "入党日期", "转正日期"),
        *("党小组", "党内职务", "行政职务/岗位", "工作地点", "联系电话", "备注"),
    )
    names = (
        *("number", "name", "gender", "ethnicity", "birth", "education", "joined", ""),
        *("group", "post", "duty", "station", "", "remark"),
    )
    cells = [
        cell(p(f"{{{{ r.{name} }}}}" if name else "", "small"), width)
        for name, width in zip(names, w, strict=True)
    ]
    return document(
        p("党员花名册", "title"),
        p("{{ under }}", "subtitle"),
        table(
            w,
            head(w, heads),
            tag_row("{%tr for b in branches %}", w),
            row(cell(p("{{ b.words }}", "cell", bold=True), sum(w), span=len(w), shade=GREY), height=6.5),
            tag_row("{%tr for r in b.rows %}", w),
            row(*cells, height=7),
            tag_row("{%tr endfor %}", w),
            tag_row("{%tr endfor %}", w),
        ),
        p("", "gap"),
        p("{{ foot }}", "note"),
        p("填表人：              党组织书记签字：              （党组织章）      年   月   日", "sign"),
        landscape=True,
    )


def plan() -> str:
    """年度学习计划表 (L2), turned a quarter."""
    w = (10, 13, 36, 41, 16, 26, 12, 16, 16, 13, 12, 14)
    heads = (
        *("序号", "时间", "学习主题", "学习内容/篇目", "形式", "参加范围"),
        *("学时", "主讲人", "责任人", "地点", "完成情况", "备注"),
    )
    names = (
        *("number", "month", "title", "content", "form", "scope"),
        *("hours", "speaker", "owner", "place", "state", "note"),
    )
    left = ("title", "content", "scope", "note")
    cells = [
        cell(p(f"{{{{ r.{name} }}}}", "note" if name in left else "small"), width)
        for name, width in zip(names, w, strict=True)
    ]
    return document(
        p("{{ title }}", "title"),
        p("{{ under }}", "subtitle"),
        table(
            w,
            head(w, heads),
            tag_row("{%tr for r in rows %}", w),
            row(*cells, height=8),
            tag_row("{%tr endfor %}", w),
        ),
        p("", "gap"),
        p("制表人：              党组织书记签字：              （党组织章）      年   月   日", "sign"),
        landscape=True,
    )


def talk_sheet() -> str:
    """谈心谈话记录表 (L8)."""
    w = (26, 52, 26, 52)
    return document(
        titled("{{ title }}", "{{ s.under }}"),
        table(
            w,
            fields(("时    间", "{{ s.when }}"), ("地    点", ""), widths=w),
            fields(("谈 话 人", "{{ s.speaker }}"), ("谈话对象", "{{ s.partner }}"), widths=w),
            fields(("方    式", "{{ s.way }}"), ("类    型", "{{ kinds }}"), widths=w),
            across("谈话内容要点", widths=w, height=86),
            across("意见建议", widths=w, height=42),
            across("答复与跟进", widths=w, height=34),
        ),
        p("", "gap"),
        p("{{ foot }}", "note"),
        p("谈话人签字：                    谈话对象签字：                    年   月   日", "sign"),
    )


def practice_record() -> str:
    """调研、下基层记录 (L16)."""
    w = (26, 52, 26, 52)
    return document(
        titled("{{ title }}", "{{ s.under }}"),
        table(
            w,
            fields(("日    期", "{{ s.when }}"), ("地    点", "{{ s.place }}"), widths=w),
            across("同行人员", "{{ s.companions }}", widths=w, height=14),
            across("走访对象类别与人次", widths=w, height=14),
            across("反映问题", "{{ s.problem }}", widths=w, height=52),
            across("现场答复", widths=w, height=44),
            fields(("交办单位", ""), ("时    限", ""), widths=w),
            fields(("办    结", "{{ s.settled }}"), ("办结日期", ""), widths=w),
            across("回    访", widths=w, height=30),
        ),
        p("", "gap"),
        p("记录人签字：              负责人签字：              年   月   日", "sign"),
    )


def lesson_plan() -> str:
    """教案 with its checklist, one page."""
    w = (26, 52, 26, 52)
    steps = (14, 24, 92, 26)
    ready = [
        cell(p(f"{{{{ r.{name} }}}}", style), width)
        for name, style, width in zip(
            ("before", "who", "text", "done"), ("small", "small", "note", "small"), steps, strict=True
        )
    ]
    lists = (("学习材料", "materials"), ("讨论题", "questions"), ("测验题", "tests"))
    return document(
        titled("{{ title }}", "{{ s.under }}"),
        table(
            w,
            across("课    题", "{{ s.title }}", widths=w),
            fields(("时    间", "{{ s.when }}"), ("学    时", "{{ s.hours }}"), widths=w),
            fields(("内容类别", "{{ s.category }}"), ("形    式", "{{ s.form }}"), widths=w),
            fields(("参加范围", "{{ s.scope }}"), ("组织方式", "{{ s.way }}"), widths=w),
            fields(("主 讲 人", "{{ s.speaker }}"), ("责任单位", "{{ s.owner }}"), widths=w),
            across("对应问题", "{{ s.answers }}", widths=w),
            across("学习目标", "{{ s.goal }}", widths=w, height=14),
            *(_listed(name, f"s.{key}", w) for name, key in lists),
            across("会后行动", "{{ s.action }}", widths=w, height=12),
        ),
        p("", "gap"),
        table(
            steps,
            head(steps, ("提前", "谁来办", "备课清单", "备好打勾")),
            tag_row("{%tr for r in s.steps %}", steps),
            row(*ready, height=7),
            tag_row("{%tr endfor %}", steps),
        ),
        p("", "gap"),
        p("主讲人签字：                    责任人签字：                    年   月   日", "sign"),
    )


def _listed(name: str, values: str, widths: tuple[float, ...]) -> str:
    """A row of several lines, one below the other; the list holds one at least, for a cell needs a paragraph."""
    lines = tag(f"{{%p for line in {values} %}}") + p("{{ line }}", "cell") + tag("{%p endfor %}")
    inner = cell(lines, sum(widths[1:]), span=len(widths) - 1, top=True)
    return row(label(name, widths[0]), inner, height=14)


FORMS = {
    "session_record": (session_record, "三会一课记录"),
    "sign_in": (sign_in, "签到表"),
    "roster": (roster, "党员花名册"),
    "plan": (plan, "年度学习计划表"),
    "lesson_plan": (lesson_plan, "教案"),
    "talk_sheet": (talk_sheet, "谈心谈话记录表"),
    "practice_record": (practice_record, "调研（下基层）记录"),
}
