"""Freezing a year: the dossier's bytes as decided on, with rulebook version and digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from zhixing.actions.dossier import whole_year
from zhixing.actions.start import rulebooks
from zhixing.core.figures.organ import organ_year
from zhixing.core.rules.parse import parse_books
from zhixing.interop.documents.dossier_json import dossier_json
from zhixing.interop.rulebook_files import rulebook_texts
from zhixing.store.ledger import api, queries
from zhixing.store.reviews import api as reviews
from zhixing.store.reviews.queries import frozen_years


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen year: digest of its bytes (SHA-256), rulebook version, last fact counted."""

    year: int
    digest: str
    rulebook: str
    last_seq: int
    size: int


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A frozen year computed again from the ledger as it was then. `whole`: the kept bytes have their digest."""

    year: int
    kept: str
    now: str
    whole: bool

    @property
    def same(self) -> bool:
        """Whether the kept bytes are those frozen, and come out again."""
        return self.whole and self.kept == self.now


def freeze_year(year: int, *, by: str, now: dt.datetime, today: dt.date) -> Frozen:
    """Keeps the year's dossier as it is now. Freezing the same content again keeps one copy."""
    if today < dt.date(year, 12, 31):
        raise ValueError(f"{year} 年还没有过完，不能定格；请在 {year}-12-31 以后再做")
    if not queries.tells_of(year):
        raise ValueError(f"账上没有 {year} 年的登记，没有可定格的；请先导入 {year} 年的台账")
    with transaction.atomic():
        api.lock()
        content = dossier_json(whole_year(year, today=today))
        digest = hashlib.sha256(content).hexdigest()
        stamp = api.Stamp(by, now)
        last, rules = queries.watermark(), rulebooks().digest
        reviews.keep(
            year=year,
            digest=digest,
            rulebook=rules,
            last_seq=last,
            as_of=dt.date(year, 12, 31),
            by=by,
            now=now,
            content=content,
            books=json.dumps(rulebook_texts(settings.RULEBOOKS), ensure_ascii=False, sort_keys=True),
        )
        api.audit(stamp, "定格年度", f"{year} 年", digest)
    return Frozen(year, digest, rules, last, len(content))


def recompute(year: int) -> list[Recomputed]:
    """Every frozen copy of a year against the same facts folded again, under the rules as they were then.

    Erasing somebody's words later changes the names shown, and so the bytes: the copy keeps what was decided on.
    """
    found = []
    everything, words = queries.facts(), queries.words()
    for copy in frozen_years(year):
        facts = [fact for fact in everything if fact.seq <= copy.last_seq]
        rules = parse_books(json.loads(copy.books))
        again = organ_year(facts, words, rules, year=year, today=copy.as_of)
        whole = hashlib.sha256(copy.content).hexdigest() == copy.digest
        computed = hashlib.sha256(dossier_json(again)).hexdigest()
        found.append(Recomputed(year, copy.digest, computed, whole))
    return found
