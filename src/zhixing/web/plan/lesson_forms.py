"""The form of a lesson: few fields, the rest folded away; what was typed is never lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField

from zhixing.core.cells import CELLS, POST_WORDS, TIER_WORDS, Cell, Tier
from zhixing.core.plan.plan import WAY_WORDS, Lesson, Theme, Way
from zhixing.core.plan.saying import LEDGER_WORDS
from zhixing.core.recording.fields import FORMS
from zhixing.web.plan.lessons import cell_of, slug_of
from zhixing.web.plan.names import Names

LONGEST_DAY, SHORTEST = 960, 30
HALF_DAYS = (("1", "半天"), ("2", "一天"), ("4", "两天"))
_LINE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?[\s:：，,]*(.*)")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a lesson may be given: organisations that hold it, categories, and the names of all the rest."""

    year: int
    orgs: Sequence[tuple[UUID, str]]
    categories: Sequence[str]
    names: Names
    ways: Sequence[Way]
    reason: bool
    """Whether a change has to be given a reason: the plan is published."""


class LessonForm(forms.Form):
    """A lesson. `lesson` gives it as filled in; `months` and days lie in the plan's year."""

    title = forms.CharField(label="学习主题", max_length=80)
    category = forms.ChoiceField(label="内容类别")
    way = forms.ChoiceField(label="组织方式", widget=forms.RadioSelect)
    org = forms.ChoiceField(label="责任单位")
    minutes = forms.IntegerField(
        label="每次多少分钟",
        min_value=SHORTEST,
        max_value=LONGEST_DAY,
        help_text="30 分钟计半学时；半天一般 180 分钟",
    )
    forms_held = forms.MultipleChoiceField(
        label="形式", widget=forms.CheckboxSelectMultiple, help_text="可勾几种，学时只计一次"
    )
    days = forms.CharField(
        label="哪几天",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="法定节拍和支部组织的课写日期，一行一天，如 2026-03-05；日期后面可以接着写这次的主题",
    )
    first = forms.DateField(
        label="最早哪天开班", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    last = forms.DateField(
        label="最晚哪天结束",
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
        help_text="分批轮训只定起止，具体哪天由排批次定",
    )
    cells = forms.MultipleChoiceField(
        label="参加范围",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="一个也不勾就是全体党员",
    )
    answers = forms.MultipleChoiceField(
        label="对应的突出问题", widget=forms.CheckboxSelectMultiple, required=False
    )
    duty = forms.CharField(label="上级要求", max_length=120, required=False, help_text="文件或条款")
    ledgers = forms.ChoiceField(label="学时记在", required=False)
    half_days = forms.ChoiceField(label="每期多长", choices=HALF_DAYS, required=False)
    capacity = forms.IntegerField(label="每期最多几人", min_value=0, max_value=999, required=False)
    max_runs = forms.IntegerField(label="最多办几期", min_value=0, max_value=99, required=False)
    venues = forms.MultipleChoiceField(
        label="合适的场地", widget=forms.CheckboxSelectMultiple, required=False
    )
    speakers = forms.MultipleChoiceField(
        label="合适的师资", widget=forms.CheckboxSelectMultiple, required=False
    )
    fund = forms.CharField(label="经费来源", max_length=40, required=False)
    note = forms.CharField(label="备注", max_length=120, required=False)
    reason = forms.CharField(label="调整理由", max_length=300, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, offered: Offered, *, base: Lesson, based_on: int) -> None:  # noqa: ANN401 - as Django
        super().__init__(data, label_suffix="", initial=_initial(base) | {"based_on": based_on})
        self.offered, self.base = offered, base
        names = offered.names
        self._offer("category", [("", "未标"), *((one, one) for one in offered.categories)])
        self.fields["category"].required = False
        self._offer("way", [(one.value, WAY_WORDS[one]) for one in offered.ways])
        self._offer("org", [(str(uid), name) for uid, name in offered.orgs])
        self._offer("forms_held", [(one, one) for one in dict.fromkeys((*FORMS, *base.forms))])
        self._offer("cells", [(slug_of(one), one.words) for one in CELLS])
        asked = [
            names.problems[one]
            for one in dict.fromkeys((*names.open, *base.answers))
            if one in names.problems
        ]
        self._offer("answers", [(str(one.id), one.words) for one in asked])
        self._offer("ledgers", [*LEDGER_WORDS.items(), ("", "不计学时")])
        self._offer("venues", [(str(uid), name) for uid, name in names.venues.items()])
        self._offer("speakers", [(str(uid), name) for uid, name in names.speakers.items()])
        self.fields["reason"].required = offered.reason
        for name, found in (("answers", asked), ("venues", names.venues), ("speakers", names.speakers)):
            if not found:
                del self.fields[name]

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """What the ways ask for: days in the year, or the first and the last day of a course."""
        said = super().clean() or {}
        way = said.get("way")
        if way == Way.COURSE:
            first, last = said.get("first"), said.get("last")
            if (first is None) != (last is None):
                self._wrong("first" if first is None else "last", "起止日期要么都写，要么都空着（时间待定）")
            elif first is None or last is None:
                said["dated"] = ()
            elif first > last:
                self._wrong("last", f"结束（{last}）早于开始（{first}），请对调或改正")
            elif first.year != self.offered.year or last.year != self.offered.year:
                self._wrong("first", f"起止日期要在 {self.offered.year} 年之内")
            said["dated"] = ()
        elif "days" in said:
            said["dated"] = self._days(said["days"])
        return said

    def _days(self, text: str) -> tuple[tuple[dt.date, str], ...]:
        found: dict[dt.date, str] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            read = _LINE.match(line.strip())
            day = _day(read) if read else None
            if read is None or day is None:
                self._wrong(
                    "days", f"第 {number} 行“{line.strip()[:20]}”里认不出日期，请写成 2026-03-05 的样子"
                )
            elif day.year != self.offered.year:
                self._wrong("days", f"第 {number} 行的 {day} 不在 {self.offered.year} 年")
            else:
                found[day] = read[4].strip()
        return tuple(sorted(found.items()))

    def _wrong(self, field: str, sentence: str) -> None:
        if field not in self.errors:
            self.add_error(field, sentence)

    def lesson(self) -> Lesson:
        """The lesson as filled in; what the form does not ask for stays."""
        said = self.cleaned_data
        way = Way(said["way"])
        dated: tuple[tuple[dt.date, str], ...] = said.get("dated", ())
        return replace(
            self.base,
            title=said["title"],
            category=said["category"],
            way=way,
            org=UUID(said["org"]),
            minutes=said["minutes"],
            forms=tuple(said["forms_held"]),
            days=tuple(day for day, _ in dated),
            themes=_themes(self.base, dated),
            window=(said["first"], said["last"]) if way is Way.COURSE and said["first"] else None,
            cells=_cells(said["cells"]),
            answers=_ids(said.get("answers")),
            duty=said["duty"],
            ledgers=said["ledgers"],
            half_days=int(said["half_days"] or self.base.half_days),
            capacity=said["capacity"] or 0,
            max_runs=said["max_runs"] or 0,
            venues=_ids(said.get("venues")),
            speakers=_ids(said.get("speakers")),
            fund=said["fund"],
            note=said["note"],
        )

    @property
    def first_fields(self) -> list[BoundField]:
        """What every lesson needs."""
        return self._bound("title", "category", "org", "minutes", "forms_held", "way")

    @property
    def times(self) -> list[BoundField]:
        """When."""
        return self._bound("days", "first", "last")

    @property
    def purposes(self) -> list[BoundField]:
        """What for."""
        return self._bound("answers", "duty")

    @property
    def more(self) -> list[BoundField]:
        """What most lessons leave as it is."""
        return self._bound(
            "ledgers", "half_days", "capacity", "max_runs", "venues", "speakers", "fund", "note"
        )

    @property
    def tiers(self) -> list[tuple[str, list[Any]]]:
        """The boxes of the audience, tier by tier."""
        boxes = list(self["cells"])
        width = len(POST_WORDS)
        return [(TIER_WORDS[tier], boxes[n * width : (n + 1) * width]) for n, tier in enumerate(Tier)]

    @property
    def posts(self) -> list[str]:
        """The heads above the boxes."""
        return list(POST_WORDS.values())

    def _bound(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]


def _initial(base: Lesson) -> dict[str, Any]:
    themes = [one.title for one in base.themes] or [""] * len(base.days)
    dated = [f"{day} {theme}".strip() for day, theme in zip(base.days, themes, strict=False)]
    return {
        "title": base.title,
        "category": base.category,
        "way": base.way.value,
        "org": str(base.org),
        "minutes": base.minutes,
        "forms_held": list(base.forms),
        "days": "\n".join(dated),
        "first": base.window[0].isoformat() if base.window else None,
        "last": base.window[1].isoformat() if base.window else None,
        "cells": [slug_of(one) for one in base.cells],
        "answers": [str(one) for one in base.answers],
        "duty": base.duty,
        "ledgers": base.ledgers,
        "half_days": str(base.half_days),
        "capacity": base.capacity or None,
        "max_runs": base.max_runs or None,
        "venues": [str(one) for one in base.venues],
        "speakers": [str(one) for one in base.speakers],
        "fund": base.fund,
        "note": base.note,
    }


def _day(read: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(read[1]), int(read[2]), int(read[3]))
    except ValueError:
        return None


def _themes(base: Lesson, dated: Sequence[tuple[dt.date, str]]) -> tuple[Theme, ...]:
    """The theme of each day; one that is named as before keeps its category and problems."""
    if not any(title for _, title in dated):
        return ()
    known: Mapping[str, Theme] = {one.title: one for one in base.themes}
    return tuple(known.get(title, Theme(title)) for _, title in dated)


def _cells(slugs: Iterable[str]) -> tuple[Cell, ...]:
    found = (cell_of(one) for one in slugs)
    return tuple(one for one in found if one is not None)


def _ids(words: Iterable[str] | None) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in words or ())
