"""XML of strangers as a tree: no document type, so no entity of their own; depth and number of elements capped."""

from __future__ import annotations

import xml.parsers.expat as expat
from dataclasses import dataclass, field

MAX_ELEMENTS = 200_000
MAX_DEPTH = 60
MAX_TEXT = 8 * 1024 * 1024


class BadXml(ValueError):
    """It is no XML, or a trap; the sentence has a remedy and lacks the file's name."""


@dataclass(slots=True)
class Node:
    """An element: its name without the namespace, attributes likewise, children; `text` before the first child."""

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Node | None:
        """The first child of this name."""
        return next((one for one in self.children if one.name == name), None)

    def every(self, name: str) -> list[Node]:
        """Every descendant of this name, in order."""
        found, waiting = [], list(reversed(self.children))
        while waiting:
            one = waiting.pop()
            if one.name == name:
                found.append(one)
            waiting.extend(reversed(one.children))
        return found


class _Builder:
    def __init__(self) -> None:
        self.top = Node("", {})
        self.open = [self.top]
        self.elements = 0
        self.size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS or len(self.open) > MAX_DEPTH:
            raise BadXml("的内容太多或者套得太深，不像题库。请拆成几个文件再导入")
        told = {_bare(key): value for key, value in attributes.items()}
        node = Node(_bare(name), told)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise BadXml("的文字太多，不像题库。请拆成几个文件再导入")
        self.open[-1].text += text

    def refuse(self, *_: object) -> int:
        raise BadXml("含有不安全的 XML 声明，不予读取。请从原来的系统重新导出")


def read_xml(data: bytes) -> Node:
    """The root element. Raises BadXml."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.ExternalEntityRefHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BadXml("不是完整的 XML（可能没有传完）。请从原来的系统重新导出") from None
    except (LookupError, ValueError) as found:
        if isinstance(found, BadXml):
            raise
        raise BadXml("的文字编码认不出来。请另存为 UTF-8 再导入") from None
    return builder.top.children[0]


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]
