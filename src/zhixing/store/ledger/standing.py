"""What stands on the ledger about the same things as some drafts: for entry by hand, without reading the whole."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from uuid import UUID

from django.db.models import Q

from zhixing.core.facts.record import DAY_IN_KEY, Draft, Fact
from zhixing.store.ledger import models, sealing
from zhixing.store.ledger.rows import any_of, kinds_about
from zhixing.store.ledger.spelling import COLUMNS, PrivateWords, fact_of


def standing(drafts: Sequence[Draft]) -> Mapping[str, list[Draft]]:
    """The facts in force by natural key, in order of entry, for the keys of these drafts."""
    about = kinds_about({draft.about for draft in drafts if draft.about is not None})
    drafts = [draft for draft in drafts if _anything(draft, about)]
    if not drafts:
        return {}
    keys = {draft.key for draft in drafts}
    rows = models.Fact.objects.filter(_same_things(drafts), kind__in={draft.kind.value for draft in drafts})
    facts = [fact_of(row) for row in rows.order_by("seq").values_list(*COLUMNS)]
    facts = [fact for fact in facts if fact.key in keys]
    uids = [fact.uid for fact in facts]
    gone = (
        set(models.Fact.objects.filter(reverses__in=uids).values_list("reverses", flat=True))
        if uids
        else set()
    )
    found: dict[str, list[Draft]] = defaultdict(list)
    words = words_of(facts)
    for fact in facts:
        if fact.uid not in gone:
            found[fact.key].append(as_draft(fact, words))
    return found


def _anything(draft: Draft, about: Set[tuple[str, UUID]]) -> bool:
    """A quick look: mostly there is nothing yet. `about`: which kinds of facts there are about which things."""
    if draft.about is not None:
        return (draft.kind.value, draft.about) in about
    day = draft.day if draft.kind in DAY_IN_KEY else None
    return any_of(draft.kind.value, subject=draft.subject, day=day)


def as_draft(fact: Fact, words: PrivateWords) -> Draft:
    """A fact as the draft it was."""
    return Draft(
        fact.body, fact.chain, fact.source, fact.subject, fact.about, fact.day, words.get(fact.uid), fact.uid
    )


def words_of(facts: Iterable[Fact]) -> PrivateWords:
    """All words of these facts, the sealed ones opened: for comparing, never for showing."""
    uids = [fact.uid for fact in facts if fact.private_digest]
    if not uids:
        return {}
    rows = models.Private.objects.filter(fact__in=uids)
    return {row.fact: json.loads(sealing.opened(row)) for row in rows}


def _same_things(drafts: Sequence[Draft]) -> Q:
    """Drafts about a thing are looked up by it, others by the person."""
    things = {draft.about for draft in drafts if draft.about is not None}
    people = {draft.subject for draft in drafts if draft.about is None and draft.subject is not None}
    return Q(about__in=things) | Q(subject__in=people, about__isnull=True)
