"""Complaints and suggestions: said without an account, answered by the organ, looked up with a one-time phrase.

What comes in leaves no audit line, no address and no time but the day: an audit line would tell when somebody
wrote. Reading and answering are audited like everything else. The key and the phrase follow from the form's own
number, so that a form sent twice is one voice with one phrase.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from zhixing.actions.actors import whole_tree
from zhixing.actions.start import rulebooks
from zhixing.actions.workdays import workdays
from zhixing.store.ledger import api as ledger
from zhixing.store.people.queries import SECRETARY, SUPERIOR, Actor
from zhixing.store.voices import api, queries
from zhixing.store.voices.queries import VoiceRow

LONGEST = 2000
WORKDAYS = 15
"""Working days for an answer where no rule says."""
KEY_BITS = 62


class NotHeard(ValueError):
    """It cannot be taken as it is; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice taken in: the phrase that finds the answer, and by when there should be one."""

    phrase: str
    due: dt.date


def may_receive(actor: Actor) -> bool:
    """The organ's officer and the secretary of the committee."""
    return whole_tree(actor, SUPERIOR, SECRETARY)


def speak(words: str, *, form: UUID, today: dt.date) -> Heard:
    """Takes a voice in. Raises NotHeard for nothing said or too much."""
    words = words.strip()
    if not words:
        raise NotHeard("请写下要说的话")
    if len(words) > LONGEST:
        raise NotHeard(f"最多 {LONGEST} 个字，写了 {len(words)} 个；请分几次写")
    phrase = _phrase(form)
    due = due_day(today)
    with transaction.atomic():
        api.keep(_key(form), words, phrase=_found_by(phrase), day=today, due=due)
    return Heard(phrase, due)


def answer_for(phrase: str) -> VoiceRow | None:
    """The voice with its answer, for whoever has the phrase; blanks and dashes don't matter."""
    digits = re.sub(r"\D", "", phrase)
    return queries.by_phrase(_found_by(_grouped(digits))) if digits else None


def received(actor: Actor, *, now: dt.datetime) -> list[VoiceRow] | None:
    """All voices, opened for those who receive them; noted. None for anybody else."""
    if not may_receive(actor):
        return None
    found = queries.voices()
    if found:
        with transaction.atomic():
            ledger.audit(ledger.Stamp(actor.signature, now), "打开意见建议", f"{len(found)} 件")
    return found


def reply(actor: Actor, key: int, words: str, *, now: dt.datetime, today: dt.date) -> None:
    """Answers a voice and closes it. Raises NotHeard."""
    if not may_receive(actor):
        raise NotHeard("意见建议由机关党委答复")
    words = words.strip()
    if not words:
        raise NotHeard("请写下答复：办了什么，或者为什么不办")
    if len(words) > LONGEST:
        raise NotHeard(f"答复最多 {LONGEST} 个字，写了 {len(words)} 个")
    with transaction.atomic():
        if not api.answer(key, words, by=actor.signature, on=today):
            raise NotHeard("这一件已经答复过，或者没有这一件")
        ledger.audit(ledger.Stamp(actor.signature, now), "答复意见建议", "1 件")


def shuffle() -> int:
    """Writes the rows anew in drawn order: where they lie in the file tells nothing about when they came."""
    with transaction.atomic():
        return api.shuffle()


def due_day(today: dt.date) -> dt.date:
    """By when a voice that came today is to be answered."""
    rule = rulebooks().on("voice.terms", today)
    days = rule.whole("reply_workdays") if rule else WORKDAYS
    return workdays().add_workdays(today, days, counting_start=False).day


def _secret(purpose: str, text: str) -> bytes:
    key = hashlib.sha256(f"voices:{settings.SEAL_KEY}".encode()).digest()
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def _key(form: UUID) -> int:
    return int.from_bytes(_secret("key", form.hex)[:8]) % (1 << KEY_BITS) + 1


def _phrase(form: UUID) -> str:
    return _grouped(str(int.from_bytes(_secret("phrase", form.hex)[:8]) % 10**16).zfill(16))


def _grouped(digits: str) -> str:
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _found_by(phrase: str) -> str:
    return _secret("lookup", phrase).hex()
