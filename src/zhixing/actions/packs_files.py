"""Packs as files, and the personal codes that go with them. Who fetches one is not noted; a list of codes is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhixing.actions.choosing import Listed, members_of
from zhixing.actions.export import Document
from zhixing.actions.makeups import owed_of
from zhixing.actions.packs import imprint, session_for
from zhixing.actions.recording import BOOKKEEPERS
from zhixing.actions.roll import roll
from zhixing.core.packs.codes import code_of, shown
from zhixing.core.packs.pack import Pack
from zhixing.interop.packs.pages import Bearer, Imprint, single_page
from zhixing.interop.packs.zipped import pack_zip, single_name, zip_name
from zhixing.store.content import files
from zhixing.store.ledger import api as ledger
from zhixing.store.packs import signing
from zhixing.store.people.queries import Actor

ZIP, PAGE = "zip", "page"
FORMS = {ZIP: "压缩包", PAGE: "单个网页"}


class SoundLost(LookupError):
    """The bytes of a recording are not on the disk; the title says which."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A member's code for a pack, as it is printed. `owes`: may still make up the session it is for."""

    who: Listed
    code: str
    owes: bool


def pack_file(pack: Pack, form: str, person: UUID | None, *, today: dt.date) -> Document:
    """A pack as a zip or a single page, made out to a member or to nobody. Raises SoundLost, KeyError."""
    around = imprint(today=today)
    name = ""
    if person is not None:
        name = roll().register.people[person].name
        code = code_of(signing.key(), pack.id, person)
        around = Imprint(around.organ, around.characters, Bearer(name, code))
    if form == PAGE:
        return Document(
            single_name(pack, name), "text/html; charset=utf-8", single_page(pack, around).encode()
        )
    if form != ZIP:
        raise KeyError(form)
    return Document(zip_name(pack, name), "application/zip", pack_zip(pack, around, _recordings(pack)))


def own_code(pack: Pack, person: UUID) -> str:
    """A member's code for a pack, as it is printed."""
    return shown(code_of(signing.key(), pack.id, person))


def slips(pack: Pack, actor: Actor, *, now: dt.datetime, today: dt.date) -> tuple[Slip, ...]:
    """The codes of those whose books an actor keeps and whom the pack is for; the list is noted."""
    key = signing.key()
    found = tuple(
        Slip(one, shown(code_of(key, pack.id, one.id)), owes) for one, owes in people_of(pack, actor, today)
    )
    with transaction.atomic():
        ledger.audit(ledger.Stamp(actor.signature, now), "列出短码", pack.title, f"{len(found)} 人")
    return found


def people_of(pack: Pack, actor: Actor, today: dt.date) -> tuple[tuple[Listed, bool], ...]:
    """Those whose books an actor keeps and whom the pack is for; and whether one still owes the session it makes up.

    Where nobody does everybody counts as who does: then there is no telling them apart. One query.
    """
    register = roll().register
    below = register.below(pack.org) if pack.org else set(register.orgs)
    people = [one for one in members_of(actor.reach(*BOOKKEEPERS) & below, today) if not one.gone]
    missed = owed_of([one.id for one in people], today)
    owing = {one for one, several in missed.items() if session_for(pack, several)}
    return tuple((one, not owing or one.id in owing) for one in people)


def _recordings(pack: Pack) -> dict[str, bytes]:
    found = {}
    for part in pack.recordings:
        path = files.path_of(settings.HOME, part.digest)
        if not path.is_file():
            raise SoundLost(part.title)
        found[part.digest] = path.read_bytes()
    return found
