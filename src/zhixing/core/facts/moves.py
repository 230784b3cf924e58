"""Moving from one organisation to another as facts (条例第二十五条), and the end of an organisation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhixing.core.facts.body import Body


@dataclass(frozen=True, slots=True)
class TransferOpened(Body):
    """转出: `about` is the transfer's id, the fact's day the day it was begun.

    `source` and `target` are ids of organisations, empty for one outside, whose name is in the private part.
    """

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class TransferState(Body):
    """A step of transfer `about` on the fact's day: in_transit (在途), received, returned, withdrawn."""

    state: str
    KEY: ClassVar[tuple[str, ...]] = ("state",)


@dataclass(frozen=True, slots=True)
class OrgClosed(Body):
    """Organisation `about` ended (撤销): not there from `until` on."""

    until: dt.date
