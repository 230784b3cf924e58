"""One small form for each change to an organisation or a station."""

from __future__ import annotations

from uuid import UUID

from django import forms

from zhixing.actions import organisation
from zhixing.actions.changing import Sheet
from zhixing.actions.record import Entered
from zhixing.core.facts.kinds import StationSet
from zhixing.core.people.register import COMMITTEE, GROUP, ORG_WORDS, Org, Station
from zhixing.web.people import fields
from zhixing.web.people.fields import ChangeForm

UNKNOWN = -1
"""Distance of a station that nobody has told."""


class UnitForm(ChangeForm):
    """A change to an organisation; `org` and `station` are set by the view before it is shown."""

    org: Org
    station: Station | None = None


class Found(ChangeForm):
    """成立支部."""

    submit = "成立"
    kind = fields.choice("类型", radio=True)
    name = fields.words("名称", required=True, most=40, help_text="写全称，如“大桥项目临时党支部”")
    founded = fields.day("成立日期")
    elected = fields.day("选出支部委员会（书记）的日期", required=False)

    def prepare(self) -> None:
        kinds = [(code, word) for code, word in ORG_WORDS.items() if code not in (COMMITTEE, GROUP)]
        self.choose("kind", kinds, initial="branch")

    def send(self, sheet: Sheet) -> Entered:
        data = self.cleaned_data
        return organisation.found_branch(
            sheet, kind=data["kind"], name=data["name"], founded=data["founded"], elected=data["elected"]
        )


class Rename(UnitForm):
    """更名."""

    hint = "人员、记录都跟着走；旧名称留在历史里。"
    name = fields.words("新的名称", required=True, most=40)

    def send(self, sheet: Sheet) -> Entered:
        return organisation.rename(sheet, self.org.id, name=self.cleaned_data["name"])


class Elect(UnitForm):
    """换届."""

    hint = "新一届委员在各人的页面上登记任职、免职。"
    day = fields.day("选举日期")

    def send(self, sheet: Sheet) -> Entered:
        return organisation.re_elect(sheet, self.org.id, elected=self.cleaned_data["day"])


class Close(UnitForm):
    """撤销."""

    submit = "撤销"
    hint = "先把人转出、把党小组撤销。以往年度的数字不变。"
    day = fields.day("自何日起撤销")

    def send(self, sheet: Sheet) -> Entered:
        return organisation.close(sheet, self.org.id, day=self.cleaned_data["day"])


class NewGroup(UnitForm):
    """建党小组."""

    name = fields.words("党小组名称", required=True, most=20, help_text="如“第3党小组”")

    def send(self, sheet: Sheet) -> Entered:
        return organisation.found_group(sheet, self.org.id, name=self.cleaned_data["name"])


class SetStation(UnitForm):
    """A station: where it is, how it is manned."""

    name = fields.words("站点名称", required=True, most=30)
    kind = fields.words("类型", most=12, help_text="如 养护站、治超站、工地")
    distance = forms.DecimalField(
        label="离支部驻地（公里）",
        required=False,
        min_value=0,
        max_value=999,
        decimal_places=1,
        error_messages={"invalid": "公里数写成 45 或 45.5", "min_value": "公里数不能小于 0"},
    )
    minimum = forms.IntegerField(
        label="每班最低在岗人数",
        min_value=0,
        max_value=999,
        initial=0,
        error_messages={"required": "请填人数，没有就填 0", "invalid": "人数写整数"},
    )
    shift = fields.words("班制", most=20, help_text="如 四班三运转、上七休七")

    def show(self, station: Station) -> None:
        """Fills in what is known."""
        self.station = station
        told = {
            "name": station.name,
            "kind": station.kind,
            "minimum": station.minimum,
            "shift": station.shift,
        }
        for name, value in told.items():
            self.fields[name].initial = value
        if station.distance >= 0:
            self.fields["distance"].initial = station.distance / 10

    def send(self, sheet: Sheet) -> Entered:
        data, known = self.cleaned_data, self.station
        distance = UNKNOWN if data["distance"] is None else round(data["distance"] * 10)
        place = (known.longitude, known.latitude) if known else ("", "")
        body = StationSet(data["name"], data["kind"], distance, *place, data["minimum"], data["shift"], 0)
        return organisation.set_station(sheet, self.org.id, body, known=known.id if known else None)


UNIT_CHANGES: dict[str, tuple[str, type[UnitForm]]] = {
    "rename": ("更名", Rename),
    "elect": ("登记换届", Elect),
    "group": ("建党小组", NewGroup),
    "station": ("登记站点", SetStation),
    "close": ("撤销", Close),
}
"""By the word in the address."""


def station_named(text: str) -> UUID | None:
    """The station that an address asks to change."""
    try:
        return UUID(text)
    except ValueError:
        return None
