"""Results over the pipe as JSON, decoded only into the records we know.

The child has parsed a stranger's file, so nothing it says is unpickled; types are checked field by field.
"""

from __future__ import annotations

import datetime as dt
import json
import types
from collections.abc import Callable
from dataclasses import fields
from typing import Union, get_args, get_origin, get_type_hints

from zhixing.core.intake.rows import Ignored, MakeupNote, Origin, Refusal, Row, Sheet, Trouble

Outcome = Sheet | Refusal | Ignored
_ROWS: dict[str, type[Row]] = {cls.__name__: cls for cls in get_args(Row)}
_DAY = dt.date.fromisoformat


class Garbled(ValueError):
    """The child's answer is not one of ours."""


def pack(outcomes: list[Outcome]) -> bytes:
    """Outcomes of one file as one line of JSON. Origins shrink to their row number."""
    return json.dumps([_packed(o) for o in outcomes], ensure_ascii=True, separators=(",", ":")).encode()


def _packed(outcome: Outcome) -> dict[str, object]:
    if not isinstance(outcome, Sheet):
        return {"type": type(outcome).__name__, "file": outcome.file, "reason": outcome.reason}
    return {
        "type": "Sheet",
        "file": outcome.file,
        "sheet": outcome.sheet,
        "kind": outcome.kind,
        "organ": outcome.organ,
        "year": outcome.year,
        "rows": outcome.rows,
        "records": [
            [type(r).__name__, *(_value(getattr(r, f.name)) for f in fields(r))] for r in outcome.records
        ],
        "troubles": [[t.origin.row, t.field, t.value, t.reason] for t in outcome.troubles],
        "notes": outcome.notes,
    }


def _value(value: object) -> object:
    if isinstance(value, Origin):
        return value.row
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, MakeupNote):
        return [value.name, value.year, value.month, value.day, value.way]
    if isinstance(value, tuple):
        return [_value(v) for v in value]
    return value


def unpack(line: bytes) -> list[Outcome]:
    """The outcomes in a line of JSON. Raises Garbled for anything that `pack` would not have written."""
    try:
        return [_outcome(item) for item in _list(json.loads(line))]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise Garbled(str(error)) from None


def _outcome(packed: object) -> Outcome:
    if not isinstance(packed, dict):
        raise Garbled("not an outcome")
    item: dict[str, object] = packed
    file = _str(item["file"])
    if item["type"] == "Refusal":
        return Refusal(file, _str(item["reason"]))
    if item["type"] == "Ignored":
        return Ignored(file, _str(item["reason"]))
    if item["type"] != "Sheet":
        raise Garbled("unknown outcome")
    sheet = _str(item["sheet"])
    return Sheet(
        file,
        sheet,
        kind=_str(item["kind"]),
        organ=_str(item["organ"]),
        year=_int_or_none(item["year"]),
        rows=_int(item["rows"]),
        records=tuple(_record(r, file, sheet) for r in _list(item["records"])),
        troubles=tuple(
            Trouble(Origin(file, sheet, _int(row)), _str(name), _str(value), _str(reason))
            for row, name, value, reason in map(_list, _list(item["troubles"]))
        ),
        notes=tuple(_str(n) for n in _list(item["notes"])),
    )


def _record(packed: object, file: str, sheet: str) -> Row:
    name, row, *values = _list(packed)
    cls = _ROWS[_str(name)]
    make: Callable[..., Row] = cls
    readers = _READERS[cls]
    if len(values) != len(readers):
        raise Garbled("wrong number of fields")
    record: Row = make(
        Origin(file, sheet, _int(row)), *(read(v) for read, v in zip(readers, values, strict=True))
    )
    return record


def _readers(cls: type[Row]) -> tuple[Callable[[object], object], ...]:
    """A checked reader for each field behind the origin, from the record's own annotations."""
    hints = get_type_hints(cls)
    return tuple(_reader(hints[f.name]) for f in fields(cls)[1:])


def _reader(hint: object) -> Callable[[object], object]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(a for a in get_args(hint) if a is not type(None))
        return _optional(_reader(inner))
    if get_origin(hint) is tuple:
        read = _reader(get_args(hint)[0])
        return lambda value: tuple(read(v) for v in _list(value))
    raise TypeError(f"no reader for {hint}")


def _optional(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else read(value)


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise Garbled("not a string")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Garbled("not an integer")
    return value


def _int_or_none(value: object) -> int | None:
    return None if value is None else _int(value)


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise Garbled("not a flag")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Garbled("not a list")
    return value


def _note(value: object) -> MakeupNote:
    name, year, month, day, way = _list(value)
    return MakeupNote(_str(name), _int_or_none(year), _int(month), _int(day), _str(way))


_PLAIN: dict[object, Callable[[object], object]] = {
    str: _str,
    int: _int,
    bool: _bool,
    dt.date: lambda value: _DAY(_str(value)),
    MakeupNote: _note,
}
_READERS = {cls: _readers(cls) for cls in _ROWS.values()}
