"""What a return must hold to count as a make-up (规则 pack.makeup): answers and words, never right answers, never time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.packs.pack import Pack, Returned
from zhixing.core.packs.wire import canonical
from zhixing.core.rules.book import Rulebooks

RULE = "pack.makeup"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks: the share of questions answered, in percent; characters of a note; where it stands."""

    percent: int
    characters: int
    cite: str


def wanted_on(rules: Rulebooks, day: dt.date) -> Wanted:
    """The rule in force on a day. Raises RulebookError where there is none."""
    rule = rules.need(RULE, day)
    return Wanted(rule.whole("answers_percent"), rule.whole("note_characters"), rule.cite)


def check_return(pack: Pack, returned: Returned, wanted: Wanted) -> tuple[str, ...]:
    """What is still missing, each a sentence with its remedy; nothing where it counts.

    A pack without questions that asks for nothing to be written wants a few words on what was learned.
    """
    missing = []
    answered = {uid for uid, _ in returned.answers}
    open_ones = [nth for nth, one in enumerate(pack.questions, 1) if one.id not in answered]
    if pack.questions and (len(pack.questions) - len(open_ones)) * 100 < wanted.percent * len(pack.questions):
        places = "、".join(str(nth) for nth in open_ones[:10]) + ("等" if len(open_ones) > 10 else "")
        missing.append(f"第 {places} 题还没有作答，请补上")
    written = len("".join(returned.note.split()))
    if needs_note(pack) and written < wanted.characters:
        what = pack.asks or "学到了什么"
        missing.append(f"“{what}”写了 {written} 字，要写满 {wanted.characters} 字，请补写")
    return tuple(missing)


def can_return(pack: Pack, returned: Returned, wanted: Wanted) -> bool:
    """Whether a return counts as a make-up."""
    return not check_return(pack, returned, wanted)


def needs_note(pack: Pack) -> bool:
    """Whether something is to be written."""
    return bool(pack.asks) or not pack.questions


def content_of(returned: Returned) -> str:
    """Answers and words of a return as canonical JSON: sent twice alike it is the same, whatever a phone's clock says."""
    return canonical(
        {
            "answers": [[uid.hex, sorted(one.chosen), list(one.texts)] for uid, one in returned.answers],
            "note": returned.note,
        }
    )


def answers_in(pack: Pack, returned: Returned) -> int:
    """How many of the pack's questions were answered."""
    known: set[UUID] = {one.id for one in pack.questions}
    return sum(uid in known for uid, _ in returned.answers)
