"""The forms of rooms, speakers and busy seasons."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django import forms

from zhixing.actions import duty_entries
from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.web.rosters.forms import EntryForm, SpanForm, day, number, one_of, some_of


class ThingForm(EntryForm):
    """A form about a room, a speaker or a busy season: a new one, or `thing`."""

    thing: UUID | None = None
    back_words: ClassVar[str] = "场地、师资和业务高峰"


def _words(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=duty_entries.LONGEST,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写这一项", "max_length": f"不超过 {duty_entries.LONGEST} 个字"},
    )


def _uid(text: str) -> UUID | None:
    return UUID(text) if text else None


class SetVenue(ThingForm):
    """场地."""

    title = "登记场地"
    name = _words("名称", help_text="如“局机关三楼会议室”")
    seats = number("座位", 1, 9999)
    station = one_of("在哪个站点", required=False, help_text="用来估算往返时间；在县城的选局机关")
    in_use = forms.BooleanField(label="在用", required=False, initial=True)

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        return duty_entries.set_venue(
            sheet,
            self.thing,
            name=data["name"],
            seats=data["seats"],
            station=_uid(data["station"]),
            in_use=data["in_use"],
        )


class SetSpeaker(ThingForm):
    """师资: a member chosen, or a name from outside."""

    title = "登记师资"
    person = one_of("本局党员", required=False)
    name = _words("或外请的姓名和单位", required=False, help_text="如“钟望舒（县委党校）”；已选党员的不用填")
    topics = some_of("可讲的教育内容", required=False)
    in_use = forms.BooleanField(label="在聘", required=False, initial=True)

    def clean(self) -> dict[str, object]:
        """One of the two."""
        data = super().clean() or {}
        if self.thing is None and bool(data.get("person")) == bool(data.get("name")):
            self.add_error(
                "person" if data.get("person") else "name", "请选一名党员，或者写外请的姓名；只填一样"
            )
        return data

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        return duty_entries.set_speaker(
            sheet,
            self.thing,
            person=_uid(data.get("person", "")),
            name=data.get("name", ""),
            topics=[int(text) for text in data["topics"]],
            in_use=data["in_use"],
        )


class SetPeak(ThingForm):
    """业务高峰."""

    title = "登记业务高峰"
    hint = "高峰期里尽量不排学习。不勾选单位的，全局都算。"
    name = _words("名称", help_text="如“汛期”")
    first = day("自何日起")
    last = day("到何日止（含当天）")
    places = some_of("涉及的单位", required=False)

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        data = self.cleaned_data
        return duty_entries.set_peak(
            sheet,
            self.thing,
            title=data["name"],
            first=data["first"],
            last=data["last"],
            places=[UUID(text) for text in data["places"]],
        )


class SetClosed(SpanForm, ThingForm):
    """Days on which a room or a speaker cannot be had."""

    title = "登记不能安排的日子"
    hint = "只记哪些天，不记原因。"

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        assert self.thing is not None
        return duty_entries.set_closed(sheet, self.thing, **self.span)


class Reopen(ThingForm):
    """A time that cannot be planned in can be again."""

    title = "取消一段不能安排的日子"
    span = one_of("哪一段")

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        assert self.thing is not None
        first, _, half = self.cleaned_data["span"].partition("/")
        since = day("").clean(first)
        return duty_entries.set_closed(sheet, self.thing, first=since, last=since, half=half, open_again=True)


class EndPeak(ThingForm):
    """A busy season that is none after all."""

    title = "撤销业务高峰"
    hint = "撤销后这段时间照常可以安排学习；原来的登记留在历史里。"

    def send(self, sheet: Sheet) -> Entered:
        """Enters it."""
        assert self.thing is not None
        return duty_entries.end_peak(sheet, self.thing)


NEW: dict[str, type[ThingForm]] = {"venue": SetVenue, "speaker": SetSpeaker, "peak": SetPeak}
CHANGES: dict[str, type[ThingForm]] = {**NEW, "closed": SetClosed, "reopen": Reopen, "end": EndPeak}
"""By the word in the address."""
