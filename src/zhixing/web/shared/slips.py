"""Account slips (开户单) on paper: user name, one-time code, and a picture that leads to the page for it.

The picture holds the page's address only: an address is written to logs, a code must not be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from zhixing.actions.invites import Slip
from zhixing.web.shared.qr import qr_svg


@dataclass(frozen=True, slots=True)
class SlipView:
    """One slip on the sheet."""

    organ: str
    name: str
    place: str
    username: str
    code: str
    until: dt.datetime
    address: str
    picture: str


def slip_views(request: HttpRequest, slips: Sequence[Slip], organ: str) -> tuple[SlipView, ...]:
    """The slips as the sheet shows them."""
    address = request.build_absolute_uri(reverse("account:activate"))
    picture = qr_svg(address)
    return tuple(
        SlipView(organ, one.name, one.place, one.username, one.code, one.until, address, picture)
        for one in slips
    )
