"""The parser of the command line, speaking Chinese where the library speaks English. Errors still end with 2."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import NoReturn

UNREADABLE = 2
Told = Callable[[re.Match[str]], str]


def _plain(choices: str) -> str:
    return "、".join(one.strip().strip("'") for one in choices.split(","))


SENTENCES: tuple[tuple[str, Told], ...] = (
    (r"the following arguments are required: (.*)", lambda m: f"还要写明：{_plain(m[1])}"),
    (r"unrecognized arguments: (.*)", lambda m: f"不认得：{m[1]}"),
    (r"argument 命令: invalid choice: '(.*?)' \(.*\)", lambda m: f"没有“{m[1]}”这个命令"),
    (
        r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)",
        lambda m: f"{m[1]} 不能写“{m[2]}”，可用：{_plain(m[3])}",
    ),
    (r"argument (.*?): invalid int value: '(.*)'", lambda m: f"{m[1]} 要写整数，不能写“{m[2]}”"),
    (r"argument (.*?): invalid float value: '(.*)'", lambda m: f"{m[1]} 要写数字，不能写“{m[2]}”"),
    (r"argument (.*?): expected .*", lambda m: f"{m[1]} 后面要写内容"),
    (r"argument (.*?): ignored explicit argument '(.*)'", lambda m: f"{m[1]} 后面不写内容，多了“{m[2]}”"),
    (r"ambiguous option: (.*?) could match (.*)", lambda m: f"{m[1]} 可以指 {_plain(m[2])}，请写全"),
    (r"argument (.*?): (.*)", lambda m: f"{m[1]}：{m[2]}"),
)
"""What the library says, and how it is told. Its wording differs a little from one Python to the next."""


def told(message: str) -> str:
    """A complaint of the library in Chinese; what is not known stays as it is."""
    for pattern, sentence in SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence(found)
    return message


class Usage(argparse.HelpFormatter):
    """Help that begins with 用法."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """As the library does it, under another word."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class CommandLine(argparse.ArgumentParser):
    """The library's parser with Chinese headings and errors; its verbs are of the same kind."""

    def __init__(self, *, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog=prog, description=description, formatter_class=Usage, add_help=False)
        self._positionals.title, self._optionals.title = "依次写", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_help(self) -> str:
        """The library's help; it puts a narrow colon after its headings."""
        return re.sub(r"^(依次写|选项):$", r"\1：", super().format_help(), flags=re.MULTILINE)

    def error(self, message: str) -> NoReturn:
        """Says how the command goes and what was wrong, and ends with 2."""
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}：{told(message)}。全部说明：{self.prog} --help\n")
