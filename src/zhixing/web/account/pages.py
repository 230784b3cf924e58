"""What the pages about one's own account show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhixing.actions import sign_in
from zhixing.interop.notice_files import Part
from zhixing.store.people.queries import ROLE_WORDS, Actor
from zhixing.web.shared.gate import needs_second_factor


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """The notice; `read`: whether the reader has acknowledged this version."""

    title: str
    lead: str
    version: str
    since: dt.date
    parts: tuple[Part, ...]
    read: bool
    back: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    username: str
    label: str
    roles: tuple[str, ...]
    password_at: dt.datetime | None
    second_factor: bool
    required: bool
    notice: str


def privacy_page(actor: Actor, organ: str, back: str) -> PrivacyPage:
    """The notice in force for this organ."""
    now = sign_in.notice()
    parts = now.for_organ(organ)
    read = now.version == actor.standing.notice
    return PrivacyPage(now.title, now.lead, now.version, now.since, parts, read, back)


def account_page(actor: Actor) -> AccountPage:
    """One's own account."""
    roles = tuple(dict.fromkeys(ROLE_WORDS[hat.role] for hat in actor.hats))
    standing = actor.standing
    return AccountPage(
        actor.username,
        actor.label,
        roles,
        standing.password_at,
        standing.second_factor,
        needs_second_factor(actor),
        sign_in.notice().version,
    )
