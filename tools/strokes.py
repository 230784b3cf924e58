"""Make `src/zhixing/core/data/strokes.txt`: every Han character in the order of stroke lists (笔画序).

    python tools/strokes.py UNIHAN_FOLDER CNCHAR_ORDER_JS > src/zhixing/core/data/strokes.txt

UNIHAN_FOLDER holds Unihan_IRGSources.txt and Unihan_OtherMappings.txt, plain or .bz2 (Debian package
`unicode-data`); CNCHAR_ORDER_JS is `cnchar.order.min.js` of the npm package `cnchar-order` 3.2.6.
Licences of both stand in `src/zhixing/core/data/strokes.LICENSE`.

Official lists sort by the number of strokes, then by the strokes themselves in the order 横竖撇点折. ICU's
stroke collation sorts by radical within a count (张 before 李), so it will not do. Unihan gives the counts
(kTotalStrokes) and the official order within each of the three levels of 通用规范汉字表 (kTGH); the stroke
sequences of cnchar merge the levels. Where a count contradicts the official order (䜣: 11 for 6), the order
is believed. Where neither knows a sequence, a character of the table follows its neighbour in its level; any
other stands last in its count, by code point.
"""

from __future__ import annotations

import bz2
import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

LEVELS = ((1, 3500), (3501, 6500), (6501, 8105))
CLASS = {**dict.fromkeys("ji", "1"), **dict.fromkeys("fg", "2"), "s": "3", **dict.fromkeys("kdl", "4")}
"""cnchar's letters to 横1 竖2 撇3 点4; every other is a 折, 5. 提 counts as 横, 捺 as 点, 竖钩 as 竖."""


def unihan(folder: Path, file: str, field: str) -> Iterator[tuple[str, str]]:
    """Character and value of one Unihan field."""
    packed = folder / f"{file}.bz2"
    data = bz2.decompress(packed.read_bytes()) if packed.exists() else (folder / file).read_bytes()
    for line in data.decode().splitlines():
        if line.startswith("U+") and f"\t{field}\t" in line:
            code, _, value = line.split("\t")
            yield chr(int(code[2:], 16)), value


def sequences(script: Path) -> dict[str, str]:
    """Stroke classes by character, from the JSON inside the minified script."""
    found = re.search(r"JSON\.parse\('(\{\"一\".*?\})'\)", script.read_text("utf-8"))
    if found is None:
        raise SystemExit(f"no stroke table in {script.name}")
    return {
        char: "".join(CLASS.get(letter, "5") for letter in letters)
        for char, letters in json.loads(found.group(1)).items()
    }


def mended(level: list[str], counts: dict[str, int]) -> dict[str, int]:
    """Counts that never fall along one level: those off its longest rising run take their forerunner's."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, char in enumerate(level):
        at = bisect_right(tails, counts[char])
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [counts[char]]
        ends[at : at + 1] = [place]
    sound: set[int] = set()
    place = ends[-1]
    while place >= 0:
        sound.add(place)
        place = before[place]
    fixed: dict[str, int] = {}
    last = counts[level[0]]
    for place, char in enumerate(level):
        last = counts[char] if place in sound else last
        fixed[char] = last
    return fixed


def near(level: list[str], place: int, counts: dict[str, int], strokes: dict[str, str]) -> str:
    """The stroke sequence of a character, or of its nearest neighbour in the level: before, then after."""
    count = counts[level[place]]
    for way in (range(place, -1, -1), range(place + 1, len(level))):
        for at in way:
            if counts[level[at]] != count:
                break
            if len(strokes.get(level[at], "")) == count:
                return strokes[level[at]]
    return "9"


def ordered(counts: dict[str, int], official: dict[int, str], strokes: dict[str, str]) -> dict[int, str]:
    """Characters by count, each line in list order."""
    keys = {
        char: (count, strokes[char] if len(strokes.get(char, "")) == count else "9", 10_000 + ord(char))
        for char, count in counts.items()
    }
    for first, last in LEVELS:
        level = [official[number] for number in range(first, last + 1)]
        fixed = mended(level, counts)
        for number, char in enumerate(level, start=first):
            keys[char] = (fixed[char], near(level, number - first, fixed, strokes), number)
    lines: dict[int, str] = {}
    for char in sorted(keys, key=keys.__getitem__):
        lines[keys[char][0]] = lines.get(keys[char][0], "") + char
    return lines


def main(folder: str, script: str) -> None:
    """Write the table to standard output."""
    counts = {
        char: int(value.split()[0])
        for char, value in unihan(Path(folder), "Unihan_IRGSources.txt", "kTotalStrokes")
    }
    official = {
        int(value.split()[0].split(":")[1]): char
        for char, value in unihan(Path(folder), "Unihan_OtherMappings.txt", "kTGH")
    }
    lines = ordered(counts, official, sequences(Path(script)))
    out = [
        "# Han characters by number of strokes, then 横竖撇点折. Made by tools/strokes.py; do not edit.",
        "# Sources: Unihan 15.0 (kTotalStrokes, kTGH), cnchar-order 3.2.6. Licences: strokes.LICENSE",
        *(f"{count}\t{lines[count]}" for count in sorted(lines)),
    ]
    sys.stdout.buffer.write(("\n".join(out) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
