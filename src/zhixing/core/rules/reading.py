"""One table of a rulebook read key by key: types, dates and unknown keys, each error with file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from zhixing.core.rules.book import RulebookError, Value
from zhixing.core.rules.codes import Code, Kind, Param
from zhixing.core.rules.locate import Mark, line_of


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table with the place it stands at: file, header name, and which of that name (from 0)."""

    file: str
    places: tuple[Mark, ...]
    name: str
    nth: int
    values: Mapping[str, object]

    def refuse(self, reason: str, key: str = "") -> NoReturn:
        """Raise `RulebookError` at the line of `key`, or of the table's header."""
        raise RulebookError(reason, file=self.file, line=line_of(self.places, self.name, self.nth, key))

    def known(self, keys: frozenset[str]) -> None:
        """Refuse any key that is not among `keys`: a misspelt key must not pass unseen."""
        for key in self.values:
            if key not in keys:
                self.refuse(f"不认识的栏目 {key}", key)

    def word(self, key: str, *, default: str | None = None) -> str:
        """A text that is not blank; `default` when the key is absent (None: it must be there)."""
        if key not in self.values:
            if default is None:
                self.refuse(f"缺少 {key}")
            return default
        value = self.values[key]
        if not isinstance(value, str):
            self.refuse(f"{key} 应当写成文字", key)
        if default is None and not value.strip():
            self.refuse(f"{key} 不能为空", key)
        return value.strip()

    def day(self, key: str) -> dt.date | None:
        """A date such as 2019-05-06, or None when the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            self.refuse(f"{key} 应当是日期,写成 2019-05-06 这样,不加引号", key)
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key} 只能写 true 或 false", key)
        return value


def read_params(table: Table, code: Code) -> dict[str, Value]:
    """The parameters of a rule, exactly those its code asks for."""
    given = table.values.get("params", {})
    if not isinstance(given, dict):
        table.refuse("params 应当是一张参数表", "params")
    for name in given:
        if code.param(name) is None:
            table.refuse(f"规则 {code.code} 没有名为 {name} 的参数", name)
    read = {param.name: _param(table, code, param, given) for param in code.params}
    lengths = {len(value) for name in code.aligned if isinstance(value := read[name], tuple)}
    if len(lengths) > 1:
        table.refuse(f"规则 {code.code} 的 {'、'.join(code.aligned)} 应当一样长", code.aligned[0])
    return read


def _param(table: Table, code: Code, param: Param, given: Mapping[str, object]) -> Value:
    if param.name not in given:
        table.refuse(f"规则 {code.code} 缺少参数 {param.name}({param.title})")
    value = _typed(param.kind, given[param.name])
    if value is None:
        table.refuse(
            f"规则 {code.code} 的参数 {param.name}({param.title})应当是{param.kind.value}", param.name
        )
    return value


def _typed(kind: Kind, value: object) -> Value | None:
    """The value when it is of the kind, else None. TOML's true is a whole number to Python, not to us."""
    if kind is Kind.WHOLE:
        return _whole(value)
    if not isinstance(value, list) or not value:
        return None
    if kind is Kind.WHOLES:
        wholes = tuple(each for each in map(_whole, value) if each is not None)
        return wholes if len(wholes) == len(value) else None
    words = tuple(each for each in map(_word, value) if each is not None)
    return words if len(words) == len(value) == len(set(words)) else None


def _whole(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if fits and isinstance(value, int) else None


def _word(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None
