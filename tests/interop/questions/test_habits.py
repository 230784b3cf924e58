"""How people really write questions: headings by other words, answers in brackets or at the end, Word's own numbers."""

from __future__ import annotations

import io

import docx
import pytest
import xlsxwriter
from tests.interop.evil_articles import HEAD, W, para
from tests.interop.evil_articles import docx as word

from zhixing.core.questions.question import TRUE_FALSE, Cited, Form, Question
from zhixing.core.questions.taking import Read
from zhixing.interop.questions.doors import read_file


def _found(text: str, name: str = "题.txt") -> list[Read]:
    found = read_file(text.encode(), name)
    assert not found.refused, found.refused
    return list(found.found)


def _good(text: str, name: str = "题.txt") -> list[Question]:
    found = _found(text, name)
    assert [one.reasons for one in found] == [()] * len(found)
    return [one.question for one in found if one.question is not None]


def _workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("题库")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def test_a_workbook_with_a_title_above_and_other_headings() -> None:
    data = _workbook(
        [
            ["2026 年党员应知应会题库"],
            [],
            ["序号", "试题类型", "试题内容", "A", "B", "C", "D", "正确答案", "答案解析", "出处", "考点"],
            [
                1,
                "单项选择题",
                "每年不少于多少学时？",
                24,
                32,
                40,
                56,
                "B",
                "见条例",
                "《条例》第二十条",
                "学时，培训",
            ],
            [2, "判断题", "主题党日每月 1 次。", "", "", "", "", "√", "", "", ""],
            [3, "多选题", "三会包括？", "大会", "支委会", "小组会", "局务会", "A,B,C", "", "", ""],
            [4, "填空题", "大会每（ ）召开一次。", "", "", "", "", "季度|季", "", "", ""],
            [5, "问答题", "什么是党课？", "", "", "", "", "按期给党员上的课", "", "", ""],
            [6, "", "没写题型，选哪个？", "甲", "乙", "", "", "乙", "", "", ""],
            [],
            [7, "连线题", "连一连", "", "", "", "", "A", "", "", ""],
            [8, "单选", "没有答案？", "甲", "乙", "", "", "", "", "", ""],
        ]
    )
    found = read_file(data, "题.xlsx").found
    good = [one.question for one in found if one.question]
    assert [one.form for one in good] == [
        Form.SINGLE,
        Form.TRUE_FALSE,
        Form.MULTIPLE,
        Form.FILL_IN,
        Form.SHORT,
        Form.SINGLE,
    ]
    assert good[0].options == ("24", "32", "40", "56")
    assert good[0].cites == (Cited("条例", "第二十条"),)
    assert good[0].topics == ("学时", "培训")
    assert good[3].blanks == (("季度", "季"),)
    assert good[3].stem == "大会每____召开一次。"
    assert good[5].right == frozenset({1})
    wrong = [(one.place, one.reasons[0]) for one in found if one.reasons]
    assert wrong[0][0] == "“题库”第 11 行"
    assert "题型“连线题”认不出来" in wrong[0][1]
    assert "没有答案" in wrong[1][1]


def test_options_in_one_cell_and_a_csv_of_excel() -> None:
    text = '题型,题目,选项,答案\n单选,选哪个？,"A.甲;B.乙;C.丙",C\n多选,选哪些？,"甲\n乙\n丙",AB\n'
    found = read_file(text.encode("gb18030"), "题.csv").found
    assert [one.question.options for one in found if one.question] == [("甲", "乙", "丙")] * 2


def test_a_workbook_without_headings_is_told_what_to_write() -> None:
    refused = read_file(_workbook([["甲", "乙"], ["丙", "丁"]]), "题.xlsx").refused
    assert "请在一行里写上：题型、题干" in refused


INLINE = """党支部工作应知应会

一、单项选择题（每题 2 分）
1．党员大会一般（ B ）召开一次。
A．每月  B．每季度
C．每半年  D．每年
2、支委会一般（  ）召开一次。
A、每月
B、每季度
【答案】A
【解析】第十二条。
二、多项选择题
1. 三会包括（ABC）。
A.大会 B.支委会 C.小组会 D.局务会
三、判断题
1. 预备党员不评定等次。（√）
2. 支部一般不超过 100 人。（ × ）
四、填空题
1. 大会每____，支委会每____。
答案：季度；月
五、简答题
1. 简述三会一课。
答：
1. 支部党员大会；
2. 支部委员会；
3. 党小组会和党课。
2. 什么是双重组织生活？
答：以普通党员身份参加所在支部的组织生活。
"""


def test_answers_in_brackets_and_after_each_question() -> None:
    good = _good(INLINE)
    assert [one.form for one in good] == [
        *(Form.SINGLE, Form.SINGLE, Form.MULTIPLE, Form.TRUE_FALSE, Form.TRUE_FALSE),
        *(Form.FILL_IN, Form.SHORT, Form.SHORT),
    ]
    assert good[0].stem == "党员大会一般（　　）召开一次。"
    assert good[0].options == ("每月", "每季度", "每半年", "每年")
    assert [sorted(one.right) for one in good[:5]] == [[1], [0], [0, 1, 2], [0], [1]]
    assert good[1].why == "第十二条。"
    assert good[3].options == TRUE_FALSE
    assert good[5].blanks == (("季度",), ("月",))
    assert good[6].model.count("\n") == 2
    assert good[7].model == "以普通党员身份参加所在支部的组织生活。"


AT_THE_END = """1. 甲题选哪个（ ）
A. 一 B. 二 C. 三 D. 四
2. 乙题选哪些（ ）
A. 一 B. 二 C. 三 D. 四
3. 丙说得对。（ ）
{end}
"""


@pytest.mark.parametrize(
    "end",
    [
        "参考答案\n1.B 2.ACD 3.√",
        "答案：1.B；2.ACD；3.√",
        "参考答案：\n1、B\n2、ACD\n3、对",
        "答案\n1-1 B 2 ACD 3 ×",
    ],
)
def test_answers_in_a_list_at_the_end(end: str) -> None:
    good = _good(AT_THE_END.format(end=end))
    assert [sorted(one.right) for one in good[:2]] == [[1], [0, 2, 3]]
    assert good[2].form is Form.TRUE_FALSE


SECTIONS = """一、单选题
1. 甲题选哪个（ ）
A. 一 B. 二 C. 三
2. 乙题选哪个（ ）
A. 一 B. 二 C. 三
二、判断题
1. 丙说得对。（ ）
2. 丁说得对。（ ）
参考答案
一、单选题
1-2 CA
二、判断题：1.× 2.√
"""


def test_a_list_at_the_end_under_its_own_headings() -> None:
    assert [sorted(one.right) for one in _good(SECTIONS)] == [[2], [0], [1], [0]]


def test_a_question_without_answer_does_not_hold_up_the_others() -> None:
    found = _found("1. 没有答案（ ）\nA. 甲 B. 乙\n2. 有答案（A）\nA. 甲 B. 乙\n")
    assert [bool(one.question) for one in found] == [False, True]
    assert found[0].place == "第 1 题"
    assert "没有答案" in found[0].reasons[0]


def test_years_and_decimals_at_the_beginning_of_a_line_are_no_numbers() -> None:
    good = _good("1. 细则何时修订？\n2019.5.6 印发的是条例。\n1.5 小时不算。\n答案：2026 年\n")
    assert len(good) == 1
    assert good[0].stem.count("\n") == 2 or "2019.5.6" in good[0].stem


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("测验", level=1)
    document.add_paragraph("一、单选题")
    for stem, options in (("甲题选哪个（ B ）", "一二三"), ("乙题选哪个（ C ）", "四五六")):
        document.add_paragraph(f"1. {stem}" if stem.startswith("甲") else f"2. {stem}")
        paragraph = document.add_paragraph("")
        for letter, option in zip("ABC", options, strict=True):
            paragraph.add_run(f"{letter}. {option}")
            if letter != "C":
                paragraph.add_run().add_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_with_typed_numbers_and_soft_breaks() -> None:
    found = read_file(_word(), "题.docx").found
    assert [one.reasons for one in found] == [(), ()]
    assert [one.question.options for one in found if one.question] == [("一", "二", "三"), ("四", "五", "六")]


NUMBERING = (
    f"{HEAD}<w:numbering {W}>"
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def _counted(text: str, depth: int) -> str:
    about = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    return f"<w:p>{about}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_that_counts_by_itself_and_keeps_what_was_struck_out() -> None:
    struck = "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:r><w:t>答案：C</w:t></w:r></w:p>"
    body = "".join(
        [
            *(_counted("甲题选哪个", 0), _counted("一", 1), _counted("二", 1), para("答案：B")),
            *(_counted("乙题选哪个", 0), _counted("三", 1), _counted("四", 1), _counted("五", 1), struck),
        ]
    )
    data = word(body, extra={"word/numbering.xml": NUMBERING.encode()})
    good = [one.question for one in read_file(data, "题.docx").found if one.question]
    assert [(one.stem, one.options, sorted(one.right)) for one in good] == [
        ("甲题选哪个", ("一", "二"), [1]),
        ("乙题选哪个", ("三", "四", "五"), [2]),
    ]


GIFT = """// 老师的题
$CATEGORY: $course$/党章党规党纪

::第一题:: 主题党日每月几次？ {
=1 次 # 对
~2 次
~%0%4 次
}

三会包括？ {
~%50%大会
~%50%支委会
~%-100%局务会
}

预备党员不评定等次。{T#错了#对了}

大会每 {=季度 =季} 召开一次。

什么是党课？ {}

配对 {
=甲 -> 1
=乙 -> 2
}

多少学时？ {#32:0}
"""


def test_gift_of_others() -> None:
    found = _found(GIFT)
    good = [one.question for one in found if one.question]
    assert [one.form for one in good] == [Form.SINGLE, Form.MULTIPLE, Form.TRUE_FALSE, Form.FILL_IN]
    assert good[0].options == ("1 次", "2 次", "4 次")
    assert good[0].topics == ("党章党规党纪",), "made its category beside the bank"
    assert good[3].stem == "大会每 ____ 召开一次。"
    assert good[3].blanks == (("季度", "季"),)
    reasons = " ".join(reason for one in found for reason in one.reasons)
    for told in ("没有参考答案", "匹配题", "数值题"):
        assert told in reasons
    assert found[0].place == "第 4 行"


MOODLE = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/知识技能</text></category></question>
<question type="multichoice"><name><text>一</text></name>
<questiontext format="html"><text><![CDATA[<p>主题党日<b>每月</b>几次？&nbsp;</p>]]></text></questiontext>
<single>true</single>
<answer fraction="100" format="html"><text><![CDATA[<p>1 次</p>]]></text></answer>
<answer fraction="0"><text>2 &lt; 3 次</text></answer></question>
<question type="matching"><questiontext><text>配对</text></questiontext></question>
<question type="multichoice"><questiontext format="html"><text><![CDATA[<img src="a.png"> 看图]]></text>
</questiontext><single>true</single><answer fraction="100"><text>甲</text></answer></question>
</quiz>"""


def test_moodle_of_others() -> None:
    found = _found(MOODLE, "题.xml")
    one = found[0].question
    assert one is not None
    assert one.stem == "主题党日每月几次？"
    assert one.options == ("1 次", "2 < 3 次")
    assert "匹配题" in found[1].reasons[0]
    assert "图片" in found[2].reasons[0]
