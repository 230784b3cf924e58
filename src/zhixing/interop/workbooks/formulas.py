"""Formulas without a stored result, which a reader of cells would take for empty cells.

Programs write such formulas (a spreadsheet program stores the result too); the clerk must be told.
"""

from __future__ import annotations

import html
import re

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_CELL = re.compile(rb"<(?:\w+:)?c\s")
_PLACE = re.compile(rb'[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")


def unsolved(content: bytes) -> frozenset[tuple[int, int]]:
    """(row from 1, column from 0) of formulas without a stored result in a worksheet's XML."""
    if not _FORMULA.search(content):
        return frozenset()
    holes = set()
    # Split at each cell's beginning: one pass, whatever the XML leaves open.
    for cell in _CELL.split(content)[1:]:
        place = _PLACE.match(cell)
        if place and _FORMULA.search(cell) and not _VALUE.search(cell):
            holes.add((int(place[2]), _column(place[1])))
    return frozenset(holes)


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Sheet name → part name in the package, from workbook.xml and its relations."""
    targets: dict[bytes, bytes] = {}
    for tag in _RELATION.findall(relations):
        found = dict(_ATTRIBUTE.findall(tag))
        targets[found.get(b"Id", b"")] = found.get(b"Target", b"")
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(workbook):
        found = dict(_ATTRIBUTE.findall(tag))
        relation = next((value for key, value in found.items() if key == b"id" or key.endswith(b":id")), b"")
        target = targets.get(relation, b"").decode("utf-8", "replace")
        name = html.unescape(found.get(b"name", b"").decode("utf-8", "replace"))
        parts[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
