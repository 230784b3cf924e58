"""Finding published articles by their words. Kept in step by `api` in the transaction that shows or withdraws one.

Only what readers see is ever in it: no draft, no text without a licence, nothing about a person but the printed author.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import OperationalError, connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from zhixing.core.library.article import Licence, Validity
from zhixing.core.library.bigrams import Needle, grams, needles
from zhixing.core.library.plain import text_of
from zhixing.store.content.finding_index import GRAMS, INDEX, install, sound
from zhixing.store.content.models import ArticleVersion, Found

IN_TITLE, IN_NAMES, IN_TEXT = range(3)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found. `place`: its title has all words, its title and names, or its text."""

    entry: UUID
    place: int


def refresh(entry: UUID) -> None:
    """Makes the row of an article anew, or takes it away. In the caller's transaction."""
    row = _shown().filter(entry=entry).first()
    if row is None:
        Found.objects.filter(entry=entry).delete()
    else:
        Found.objects.update_or_create(entry_id=entry, defaults=_values(row))


def find(query: str) -> list[Hit]:
    """The articles with all words of a query: title first, then names, then text; repealed last; latest first."""
    wanted = needles(query)
    if not wanted:
        return []
    try:
        return _hits(_indexed(wanted), wanted)
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        # A SQLite built without full-text search: the same rows without an index.
        return _hits(_plain(Found.objects.all(), wanted), wanted)


def wrong() -> int:
    """How many rows are not what the articles say, are missing, or should not be there."""
    there = {row.entry_id: row for row in Found.objects.iterator(200)}
    count = 0
    for row in _shown().iterator(200):
        kept = there.pop(row.entry_id, None)
        if kept is None or any(getattr(kept, name) != value for name, value in _values(row).items()):
            count += 1
    return count + len(there) + (0 if sound(connection) else 1)


def rebuild() -> int:
    """Makes every row anew, and SQLite's index where it is gone. In the caller's transaction. How many."""
    if connection.vendor == "sqlite":
        # First: without it, or with a broken one, no row can be taken away.
        install(connection)
    Found.objects.all().delete()
    made = Found.objects.bulk_create(
        (Found(entry_id=row.entry_id, **_values(row)) for row in _shown().iterator(200)), batch_size=200
    )
    return len(made)


def _shown() -> QuerySet[ArticleVersion]:
    return ArticleVersion.objects.filter(entry__shown=F("number"))


def _values(row: ArticleVersion) -> dict[str, object]:
    whole = row.licence != Licence.NONE
    return {
        "number": row.number,
        "title": grams(row.title),
        "about": grams(f"{row.author_unit}\n{row.author}\n{row.source_name}"),
        "text": grams(text_of(row.body)) if whole else "",
        "repealed": row.validity == Validity.REPEALED,
    }


def _indexed(wanted: Sequence[Needle]) -> QuerySet[Found]:
    """Rows with all words by the database's own index."""
    if connection.vendor == "sqlite":
        match = " AND ".join(_phrase(one) for one in wanted)
        rowids = RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s", [match])  # noqa: S608, S611
        return Found.objects.filter(pk__in=rowids)
    whole = [gram for one in wanted for gram in (one.grams[:-1] if one.open_end else one.grams)]
    rows = Found.objects.all()
    if whole:
        holding = RawSQL(f"{GRAMS} @> %s::text[]", [whole])  # noqa: S611
        rows = rows.alias(holding=holding).filter(holding=True)
    return _plain(rows, wanted)


def _phrase(needle: Needle) -> str:
    """A needle in the words of SQLite's full-text search; grams have letters and numbers only."""
    return '"' + " ".join(needle.grams) + '"' + ("*" if needle.open_end else "")


def _plain(rows: QuerySet[Found], wanted: Iterable[Needle]) -> QuerySet[Found]:
    for one in wanted:
        piece = one.piece
        rows = rows.filter(Q(title__contains=piece) | Q(about__contains=piece) | Q(text__contains=piece))
    return rows


def _hits(rows: QuerySet[Found], wanted: Sequence[Needle]) -> list[Hit]:
    titled, named = Q(), Q()
    for one in wanted:
        titled &= Q(title__contains=one.piece)
        named &= Q(title__contains=one.piece) | Q(about__contains=one.piece)
    place = Case(
        When(titled, then=Value(IN_TITLE)),
        When(named, then=Value(IN_NAMES)),
        default=Value(IN_TEXT),
        output_field=IntegerField(),
    )
    found = rows.annotate(place=place).order_by("repealed", "place", "-entry__published_at", "entry")
    return [Hit(entry, where) for entry, where in found.values_list("entry", "place")]
