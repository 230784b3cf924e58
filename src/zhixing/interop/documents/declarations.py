"""功能设置说明 (after the form of 备案工作指南) and 个人信息保护影响评估报告 (第五十五、五十六条), prefilled.

What only the organ knows stands as `BLANK`. What the program can tell of itself is filled in from what it really
has: forbidden functions with how their absence was seen, the register of processing, the way to complain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhixing.interop.documents.official import Block, Grid, Heading, Items, Official, Paragraph

BLANK = "（由单位填写）"


@dataclass(frozen=True, slots=True)
class Absent:
    """A forbidden function: its words, what was found of it, what is done instead."""

    title: str
    found: str
    instead: str


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of data of the register: what, whose, what for, by which article, how long, who sees it."""

    what: str
    whose: str
    purpose: str
    basis: str
    term: str
    seen: str


@dataclass(frozen=True, slots=True)
class Itself:
    """What the program tells of itself and of the organ."""

    organ: str
    version: str
    digest: str
    day: str


def function_statement(
    about: Itself, absent: Sequence[Absent], forms: Sequence[tuple[str, str, str]], *, looked: str
) -> Official:
    """《功能设置说明》. `forms`: title, fields that must be given, fields that may be left; `looked`: at what."""
    blocks: list[Block] = [
        *_basics(about),
        Heading(1, "立项审核"),
        _filled(
            ("建设依据", "中国共产党党员教育管理工作条例；单位立项文件：" + BLANK),
            (
                "是否与上级平台重复建设",
                "定位为本单位内部台账和计划工具，导出给上级平台，不替代上级平台；审核意见：" + BLANK,
            ),
            ("立项审核单位和时间", BLANK),
        ),
        Heading(1, "功能设置"),
        Heading(2, "有哪些功能"),
        Items(
            (
                "导入已有台账，形成党员教育全年记实；",
                "手工登记学习活动、培训、谈心谈话等，一次登记多处使用；",
                "党员查看本人档案、提出异议、取得副本；",
                "按规则册列出待办和法定组织生活缺项；",
                "导出公文表式；备份、恢复、核对。",
            )
        ),
        Heading(2, "不设哪些功能"),
        Paragraph(
            "下列功能一律不设，也没有可以打开它们的开关。检查办法：这样的功能离不开的名称，"
            f"由程序在自身的{looked}里逐个找过。"
        ),
        Grid(
            ("不设的功能", "检查结果", "代之以"),
            tuple((one.title, one.found, one.instead) for one in absent),
            (2.6, 1.2, 4.4),
        ),
        Heading(2, "填报项目"),
        Grid(("表", "必填", "可不填"), tuple(forms), (1.6, 3.6, 3.6)),
        Heading(2, "投诉建议功能"),
        Paragraph(
            "每一页下方和登录页都有“意见建议”入口，不登录也能写，只填一处，不记账户、地址和时刻；"
            "凭一次性的查询码看答复。办理部门和电话：" + BLANK
        ),
        *_operation(),
        *_acceptance(),
    ]
    return Official("“知行”功能设置说明", tuple(blocks), signature=about.organ or BLANK)


def _basics(about: Itself) -> list[Block]:
    return [
        Paragraph(
            "按照政务移动互联网应用程序备案工作指南申请表的各部分填写；括号注明由单位填写的，请补齐后再报。"
        ),
        Heading(1, "基本信息"),
        _filled(
            ("名称", "知行（党员教育全年闭环）"),
            ("版本", f"{about.version}；规则版本 {about.digest}"),
            ("主办单位", about.organ or BLANK),
            ("统一社会信用代码、地址", BLANK),
            ("负责人、联系人、电话", BLANK),
            ("运行形态", "网页，不是手机应用程序，不要求下载安装；手机、电脑的浏览器都可以打开"),
            ("支持的操作系统", "服务端：Linux（含 ARM64）、Windows；使用端：任何装有现代浏览器的系统"),
            ("IPv6", "支持；网络是否已开通：" + BLANK),
            ("使用对象和人数", "本单位党员和党务干部；人数：" + BLANK),
        ),
    ]


def _operation() -> list[Block]:
    return [
        Heading(1, "运维和安全"),
        _filled(
            ("运维团队", BLANK),
            ("管理制度", "系统、安全、审计三类管理员分设，看不到党员资料；单位制度文件：" + BLANK),
            ("部署位置", "单位自有或政务云服务器，境内；不引用外部字体、脚本和统计；具体位置：" + BLANK),
            ("技术方案", "账目只增不改，逐条成链，可核对；保密文字逐条加密（AES-256-GCM）；全程 https"),
            ("登录安全", "口令不少于 12 位，失败限次；党务干部和管理员用第二因素；无默认口令"),
            ("操作记录", "登录、查看、写入、导出、拒绝都留痕，保存不少于 6 个月"),
            ("备份", "在线备份，附校验清单；恢复前核对，损坏的拒绝恢复"),
            ("安全测试", "测试报告：" + BLANK),
            ("等保定级和测评", "按二级设计；定级备案号、测评时间：" + BLANK),
            ("个人信息保护影响评估", "见《个人信息保护影响评估报告》；完成时间：" + BLANK),
        ),
    ]


def _acceptance() -> list[Block]:
    return [
        Heading(1, "上线验收"),
        _filled(("试运行起止", BLANK), ("验收结论、验收人", BLANK)),
        Heading(1, "同类应用情况和承诺"),
        _filled(
            ("本单位已有的同类应用", BLANK),
            ("整合、关停安排", "关停时发布公告，数据可全部导出；安排：" + BLANK),
        ),
        Paragraph(
            "本单位承诺：不以本系统的登录、在线时长、点赞转发、照片轨迹作为考评依据；不强制下载使用，不通报安装率、登录率；"
            "不以系统留痕代替工作实绩。承诺人（签章）：" + BLANK
        ),
    ]


def impact_assessment(about: Itself, held: Sequence[Held], sealed: Sequence[str]) -> Official:
    """《个人信息保护影响评估报告》: purpose and necessity, effects and risks, measures (第五十六条); kept 3 years or more."""
    rows = tuple((one.what, one.whose, one.purpose, one.basis, one.term, one.seen) for one in held)
    blocks: tuple[Block, ...] = (
        Paragraph("依据个人信息保护法第五十五条、第五十六条；本报告和处理情况记录至少保存三年。"),
        Heading(1, "评估对象"),
        _filled(
            ("系统", f"知行 {about.version}"),
            ("处理者", about.organ or BLANK),
            ("评估时间、评估人", f"{about.day}；{BLANK}"),
            (
                "为什么要评估",
                "处理涉及困难诉求、评优资格限制等一旦泄露容易损害人格尊严的信息，按敏感个人信息从严",
            ),
        ),
        Heading(1, "处理目的、处理方式是否合法、正当、必要"),
        Heading(2, "处理哪些信息"),
        Grid(("信息", "谁的", "目的", "依据", "期限", "谁看得到"), rows, (2.4, 1.3, 1.6, 2.2, 1.6, 1.9)),
        Heading(2, "最小必要"),
        Paragraph(
            "身份证号、电话、住址、家庭、健康、宗教、财产、人脸、行踪没有字段，台账里有也不读；谈话内容不记；"
            "不靠“同意”处理，只有本人自愿留下的通知邮箱除外。单位意见：" + BLANK
        ),
        Heading(1, "对个人权益的影响和安全风险"),
        Items(
            (
                "超范围查看：按支部和职务分开，缺省拒绝，保密内容每次打开都留痕，本人看得到谁看过；",
                "错误记录影响评议：每个数字可追到事实和条款，本人可以异议，由第二人确认更正；",
                "自动化决策：系统不打总分、不排名、不定等次（第二十四条）；",
                "泄露和毁损：逐条加密、备份校验、操作记录；剩余风险和处置：" + BLANK,
            )
        ),
        Heading(1, "保护措施是否合法、有效并与风险程度相适应"),
        Items(
            (
                f"加密保存：{'、'.join(sealed)}；",
                "告知：首次登录阅读告知并按版本留痕（第十七条、第三十条）；",
                "权利：查阅、复制、更正、删除、说明均在页面上受理（第四十四条至第五十条）；",
                "期限：到期清单预览、两人确认后删除，链不断；",
                "管理：三员分设、培训、应急预案：" + BLANK,
            )
        ),
        Heading(1, "结论"),
        Paragraph("可以处理 / 采取下列措施后可以处理 / 不得处理：" + BLANK),
        _filled(("个人信息保护负责人", BLANK), ("单位负责人（签章）", BLANK), ("日期", BLANK)),
    )
    return Official("个人信息保护影响评估报告", blocks, signature=about.organ or BLANK)


def _filled(*pairs: tuple[str, str]) -> Grid:
    return Grid(("项目", "内容"), pairs, (1.0, 2.6))


def statement_forms(
    forms: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]],
) -> list[tuple[str, str, str]]:
    """Forms by hand as rows of the statement."""
    return [(title, "、".join(needed), "、".join(optional) or "—") for title, needed, optional in forms]
