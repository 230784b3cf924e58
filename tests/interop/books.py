"""Workbooks for the tests: one small table of each kind, and writers that write it as clerks do."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from tests.interop.books_rosters import ROSTER_TABLES

from zhixing.core.intake.rows import Row, Sheet
from zhixing.interop.workbooks.child import read_workbook

Value = str | int | float | dt.date | None
D = dt.date


@dataclass(frozen=True, slots=True)
class Table:
    """A kind's canonical headers and two rows beneath them."""

    kind: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


TABLES = (
    Table(
        "组织架构",
        ("组织名称", "上级组织", "类型", "成立日期", "换届日期"),
        (
            ("机关第一党支部", "局机关党委", "党支部", D(2019, 6, 1), D(2024, 3, 5)),
            ("农村公路项目部临时党支部", "局机关党委", "临时党支部", D(2023, 2, 28), ""),
        ),
    ),
    Table(
        "站点与班制",
        ("站点", "所属支部", "类型", "距县城(公里)", "经度", "纬度", "每班最低在岗人数", "班制"),
        (
            ("东河1号养护站", "公路养护中心党支部", "养护站", 40.1, 111.94095, 31.35993, 2, "上七休七"),
            ("局机关", "机关第一党支部", "局机关", 0, 111.8, 31.7, 0, "常白班"),
        ),
    ),
    Table(
        "党员花名册",
        (
            *("姓名", "性别", "民族", "出生年月", "学历", "入党日期", "所在党支部", "党小组", "党内职务"),
            *("行政职务/岗位", "人员类别", "岗位类别", "工作地点", "班制", "双重组织生活单位", "备注"),
        ),
        (
            (
                *(
                    "刘\u3000英",
                    "女",
                    "汉族",
                    "1976.11",
                    "中专",
                    D(2002, 3, 20),
                    "机关第一党支部",
                    "第1党小组",
                ),
                *("组织委员", "副局长", "正式党员", "公务员", "局机关", "常白班", "公路养护中心党支部", ""),
            ),
            (
                *(
                    "阿依努尔·买买提艾力",
                    "女",
                    "维吾尔族",
                    "1998.9",
                    "研究生",
                    D(2022, 4, 25),
                    "离退休党支部",
                    "",
                ),
                *("", "养护工", "预备党员", "工勤", "东河1号养护站", "上七休七", "", "2025年7月转入"),
            ),
        ),
    ),
    Table(
        "群众和入党积极分子",
        ("姓名", "类别", "联系支部", "培养联系人"),
        (
            ("陶云健", "入党申请人", "机关第一党支部", "白艳颖"),
            ("闫敏", "群众", "公路养护中心党支部", "李𠅤"),
        ),
    ),
    Table(
        "突出问题清单",
        ("编号", "来源", "问题", "教育内容类别", "程度(1-5)", "责任支部", "整改时限", "状态"),
        (
            ("P01", "群众反映", "坑槽修补慢", "知识技能", 4, "公路养护中心党支部", D(2025, 12, 15), "已销号"),
            (
                "P02",
                "督查通报",
                "文书填写不规范",
                "党章党规党纪",
                1,
                "机关第一党支部",
                D(2025, 5, 15),
                "未开始",
            ),
        ),
    ),
    Table(
        "年度学习计划",
        ("编号", "月份", "学习主题", "形式", "责任支部", "时长(分钟)", "完成情况", "主讲人", "参加对象"),
        (
            ("J01", "3月", "学习党章党规", "党课", "机关第一党支部", 90, "已完成", "高文", "全体党员"),
            ("J02", "11月", "警示案例剖析", "集中学习", "离退休党支部", 60, "未完成", "李成", "全体党员"),
        ),
    ),
    Table(
        "学习活动台账",
        (
            *(
                "活动编号",
                "日期",
                "开始",
                "学习时长(分钟)",
                "形式",
                "主题",
                "教育内容类别",
                "主办组织",
                "计入学时账",
            ),
            *("对应问题", "应到", "实到", "实到名单", "值班名单", "请假名单", "缺席名单", "补学情况", "备注"),
        ),
        (
            (
                *("H001", D(2025, 1, 15), "09:00", 50, "主题党日", "主题党日:先进典型(1月)", "知识技能"),
                *(
                    "机关第一党支部",
                    "A",
                    "P05",
                    5,
                    3,
                    "高文、白\u3000磊、王㛃(离退休党支部)",
                    "程勇东",
                    "冯倩艳",
                ),
                *("", "程勇东 1月18日送学;冯倩艳 1月26日视频补学", ""),
            ),
            (
                *(
                    "H002",
                    D(2025, 5, 23),
                    "14:30",
                    480,
                    "集中轮训",
                    "集中轮训:党的创新理论",
                    "形势政策",
                    "全局",
                ),
                *("A+B", "P12", 2, 1, "高文", "", "", "李成", "", "作废"),
            ),
        ),
    ),
    Table(
        "学时登记表",
        (
            "姓名",
            "所在党支部",
            "开始日期",
            "结束日期",
            "项目",
            "举办单位",
            "类别",
            "天数",
            "证明材料",
            "备注",
        ),
        (
            (
                "高文",
                "机关第一党支部",
                D(2025, 6, 1),
                D(2025, 6, 5),
                "党校主体班",
                "县委组织部",
                "A+B",
                5,
                "结业证书",
                "",
            ),
            (
                "白磊",
                "离退休党支部",
                D(2025, 5, 23),
                D(2025, 5, 23),
                "集中轮训",
                "局机关党委",
                "B",
                1,
                "同台账 H002",
                "",
            ),
        ),
    ),
    Table(
        "自学登记",
        ("姓名", "所在党支部", "日期", "成果", "抽查结果"),
        (
            ("刘颖荣", "机关第一党支部", D(2025, 9, 16), "心得体会", "通过"),
            ("王磊(第2党小组)", "公路养护中心党支部", D(2025, 6, 3), "支部讲课", "退回"),
        ),
    ),
    Table(
        "测验成绩",
        ("姓名", "所在党支部", "日期", "测验", "得分", "满分", "延时复测"),
        (
            ("刘颖荣", "机关第一党支部", D(2025, 4, 20), "条例应知应会", 85.5, 100, "是"),
            ("段涛", "机关第一党支部", D(2025, 6, 20), "条例应知应会", 63, 100, "否"),
        ),
    ),
    Table(
        "下基层记录",
        ("日期", "地点", "参加人", "时长(分钟)", "反映问题", "是否办结"),
        (
            (D(2025, 7, 25), "下垭2号超限检测站", "邵红远、罗辰荣", 120, "饮水设备故障", "否"),
            (D(2025, 1, 17), "东桥8号养护站", "李𠅤", 480, "", ""),
        ),
    ),
    Table(
        "谈心谈话记录",
        ("日期", "谈话人", "谈话对象", "所在党支部", "方式", "是否有诉求"),
        (
            (D(2025, 6, 10), "向慧杰", "刘颖荣", "机关第一党支部", "面谈", "否"),
            (D(2025, 12, 18), "向慧杰", "段涛", "机关第一党支部", "电话", "是"),
        ),
    ),
    Table(
        "困难诉求台账",
        ("编号", "姓名", "所在党支部", "日期", "诉求", "状态"),
        (
            ("N01", "石宇思", "机关第一党支部", D(2025, 5, 10), "轮岗意愿", "办理中"),
            ("N02", "李浩飞", "离退休党支部", D(2025, 10, 10), "就医帮助", "已办结"),
        ),
    ),
    Table(
        "评优资格限制",
        ("姓名", "所在党支部", "类别", "起算日期", "影响期(月)"),
        (
            ("闫远光", "公路养护中心党支部", "诫勉", D(2024, 7, 10), 6),
            ("金林", "离退休党支部", "严重警告", D(2024, 12, 10), 18),
        ),
    ),
    Table(
        "承诺践诺",
        ("编号", "姓名", "所在党支部", "日期", "承诺事项", "完成时限", "状态"),
        (
            ("C01", "高文", "机关第一党支部", D(2025, 1, 10), "帮带两名新职工", D(2025, 12, 31), "践诺中"),
            ("C02", "白磊", "机关第一党支部", D(2025, 2, 10), "整治一处错车台", "", "已完成"),
        ),
    ),
    *(Table(*one) for one in ROSTER_TABLES),
    Table(
        "群众诉求汇总",
        ("月份", "诉求类别", "件数", "渠道", "责任单位"),
        (
            ("2025年1月", "路面坑槽", 14, "12345热线", "公路养护中心党支部"),
            ("2025年2月", "班线服务", 0, "12345热线", "道路运输事务中心党支部"),
        ),
    ),
)
BY_KIND = {table.kind: table for table in TABLES}
ROSTER_KIND = BY_KIND["党员花名册"]


def xlsx(sheets: dict[str, Sequence[Sequence[Value]]]) -> bytes:
    """A workbook of rows of values; dates are real dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    date = book.add_format({"num_format": "yyyy/m/d"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(i, j, dt.datetime(value.year, value.month, value.day), date)
                elif value not in ("", None):
                    sheet.write(i, j, value)
    book.close()
    return out.getvalue()


def separated(rows: Sequence[Sequence[Value]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as delimited text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["" if v is None else v for v in row] for row in rows])
    return out.getvalue().encode(encoding)


def sheet_of(data: bytes, name: str = "甲.xlsx", year: int | None = 2025) -> Sheet:
    """The one sheet in a file, read in this process."""
    (found,) = read_workbook(data, name, year)
    assert isinstance(found, Sheet), found
    return found


def reason_of(data: bytes, name: str = "甲.xlsx") -> str:
    """Why a file was refused."""
    (found,) = read_workbook(data, name, 2025)
    assert not isinstance(found, Sheet), found
    return found.reason


def bare(records: Sequence[Row]) -> list[tuple[object, ...]]:
    """Records without their origins, to compare one workbook with another."""
    return [tuple(getattr(r, f) for f in r.__slots__ if f != "origin") for r in records]
