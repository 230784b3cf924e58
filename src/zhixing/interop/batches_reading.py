"""A value inside a JSON file with the path that leads to it, so that every complaint says where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class BatchesError(ValueError):
    """A file of the batches planner that can't be read; the sentence names file, key and remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file: `key` how one gets there, e.g. `courses[3].venues`."""

    file: str
    key: str
    value: Any

    def wrong(self, remedy: str) -> BatchesError:
        """The complaint about this place."""
        return BatchesError(f"“{self.file}”的 {self.key or '最外层'} 不对：{remedy}")

    def mapping(self) -> Place:
        """Itself, if it holds keys."""
        if not isinstance(self.value, dict):
            raise self.wrong("要是一个由键和值组成的对象（花括号）")
        return self

    def at(self, name: str) -> Place:
        """What stands under a key; it must be there."""
        key = f"{self.key}.{name}" if self.key else name
        if name not in self.value:
            raise BatchesError(f"“{self.file}”缺少 {key}；请补上后再读")
        return Place(self.file, key, self.value[name])

    def part(self, name: str) -> Place:
        """An object under a key."""
        return self.at(name).mapping()

    def lists(self, name: str) -> list[Place]:
        """The items of a list under a key."""
        found = self.at(name)
        if not isinstance(found.value, list):
            raise found.wrong("要是一个清单（方括号）")
        return [Place(self.file, f"{found.key}[{at}]", each) for at, each in enumerate(found.value)]

    def rows(self, name: str) -> list[Place]:
        """The objects of a list under a key."""
        return [each.mapping() for each in self.lists(name)]

    def _count(self, low: int, below: int | None) -> int:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value < (below or 1 << 30):
            upto = f"，小于 {below}" if below is not None else ""
            raise self.wrong(f"要是整数，不小于 {low}{upto}；现在是 {value!r}")
        return value

    def whole(self, name: str, *, low: int = 0, below: int | None = None) -> int:
        """A whole number under a key."""
        return self.at(name)._count(low, below)

    def number(self, at: int) -> int:
        """The item's own number: its place in the list."""
        found = self.at("id")
        if found.value != at or isinstance(found.value, bool):
            raise found.wrong(f"编号要从 0 起按顺序写，这里应为 {at}")
        return at

    def word(self, name: str) -> str:
        """A text under a key."""
        found = self.at(name)
        if not isinstance(found.value, str):
            raise found.wrong("要是文字")
        return found.value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts under a key."""
        found = self.lists(name)
        for each in found:
            if not isinstance(each.value, str):
                raise each.wrong("要是文字")
        return tuple(each.value for each in found)

    def wholes(
        self, name: str, *, length: int | None = None, below: int | None = None, once: bool = False
    ) -> tuple[int, ...]:
        """A list of whole numbers under a key, of this length, each below a limit, none twice."""
        found = self.lists(name)
        if length is not None and len(found) != length:
            raise self.at(name).wrong(f"要有 {length} 个数，现在是 {len(found)} 个")
        numbers = tuple(each._count(0, below) for each in found)
        if once and len(set(numbers)) != len(numbers):
            raise self.at(name).wrong("同一个编号写了两次；请去掉重复的")
        return numbers

    def flags(self, name: str, length: int) -> str:
        """A text of '0' and '1', one for each half-day."""
        found = self.at(name)
        if not isinstance(found.value, str) or len(found.value) != length or set(found.value) - {"0", "1"}:
            raise found.wrong(f"要是 {length} 个 0 或 1 连成的文字，一个半天一个")
        return found.value

    def three(self) -> tuple[int, int, int]:
        """A list of three whole numbers."""
        if not isinstance(self.value, list) or len(self.value) != 3:
            raise self.wrong("要是三个整数：成员、要求、期号")
        numbers = [
            Place(self.file, f"{self.key}[{at}]", each)._count(0, None) for at, each in enumerate(self.value)
        ]
        return numbers[0], numbers[1], numbers[2]
