"""Search finds what readers see and nothing else, on either database as by hand, in step with publication."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixing.core.library.article import Article, Licence, Sort, Source, Validity
from zhixing.core.library.bigrams import grams, holds, needles
from zhixing.store.content import api, finding, finding_index
from zhixing.store.content.finding import IN_NAMES, IN_TEXT, IN_TITLE
from zhixing.store.content.models import Found

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 6, 8, tzinfo=dt.UTC)
HAND = api.Hand("李文", None, NOW)


def publish(
    title: str,
    body: str = "",
    *,
    licence: Licence = Licence.OWN,
    validity: Validity = Validity.CURRENT,
    unit: str = "",
    at: dt.datetime = NOW,
) -> UUID:
    """A published article."""
    one = Article(
        uuid4(), 0, Sort.ARTICLE, title, body, unit, source=Source(licence=licence), validity=validity
    )
    api.create(one, uid=uuid4(), org=None, written="", hand=HAND)
    api.show(one.id, 1, now=at)
    return one.id


def found(query: str) -> list[UUID]:
    """The articles found, in order."""
    return [hit.entry for hit in finding.find(query)]


def test_words_of_two_and_one_characters_are_found() -> None:
    one = publish("机关支部", "<p>加强党员<strong>教育</strong>管理，用 SCORM 课件</p><p>第二段</p>")
    publish("别的", "<p>农田水利</p>")
    for query in ("党员", "教", "党员教育管理", "scorm", "ＳＣＯＲＭ", "管理 支部", "二段"):
        assert found(query) == [one], query
    for query in ("员党", "件第", "党员 干部", "", "%", '"', "' OR 1", "的" * 90):
        assert found(query) == [], query


def test_title_first_then_names_then_text_repealed_last_latest_first() -> None:
    later = NOW + dt.timedelta(days=1)
    text = publish("甲", "<p>学习制度</p>", at=later)
    name = publish("乙", unit="学习制度处")
    old = publish("学习制度", validity=Validity.REPEALED, at=later)
    title = publish("学习制度（试行）")
    newer = publish("学习制度（修订）", at=later)
    assert [(hit.entry, hit.place) for hit in finding.find("学习制度")] == [
        (newer, IN_TITLE),
        (title, IN_TITLE),
        (name, IN_NAMES),
        (text, IN_TEXT),
        (old, IN_TITLE),
    ]


def test_a_text_without_licence_is_not_in_it() -> None:
    one = publish("题录", "<p>正文</p>", licence=Licence.NONE)
    assert found("正文") == []
    assert found("题录") == [one]


def test_drafts_are_not_in_it_and_what_is_withdrawn_goes() -> None:
    one = publish("旧题", "<p>旧文</p>")
    revised = Article(one, 1, Sort.ARTICLE, "新题", "<p>新文</p>")
    api.add_version(revised, uid=uuid4(), written="", reason="", hand=HAND)
    assert (found("新文"), found("旧文")) == ([], [one])
    api.show_quietly(one, 2, now=NOW)
    assert (found("新文"), found("旧文")) == ([one], [])
    assert finding.wrong() == 0
    api.withdraw(one, "有误", on=NOW.date())
    assert found("新文") == []
    assert not Found.objects.exists()


def test_what_is_undone_is_undone_in_the_search() -> None:
    with transaction.atomic():
        publish("撤回的")
        transaction.set_rollback(True)
    assert found("撤回") == []
    assert finding.wrong() == 0


def test_a_row_that_says_other_than_its_article_is_known_and_made_again() -> None:
    one, two = publish("甲文"), publish("乙文")
    Found.objects.filter(entry=one).update(text=grams("混入"))
    Found.objects.filter(entry=two).delete()
    assert finding.wrong() == 2
    assert finding.rebuild() == 2
    assert finding.wrong() == 0
    assert (found("混入"), found("乙文")) == ([], [two])


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_lost_index_is_known_and_put_again() -> None:
    one = publish("甲文")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {finding_index.INDEX}_come")
    two = publish("乙文")
    assert finding.wrong() == 1
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {finding_index.INDEX}")
        for name in ("go", "change"):
            cursor.execute(f"DROP TRIGGER {finding_index.INDEX}_{name}")
    assert found("甲文") == [one]  # Without an index, slower.
    finding_index.install(connection)
    assert found("乙文") == [two]
    assert finding.wrong() == 0


SIGNS = st.sampled_from("党员教育2013年ab ，")


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(SIGNS, max_size=12), max_size=5), st.lists(st.text(SIGNS, max_size=4), max_size=6))
def test_the_index_answers_as_by_hand(texts: list[str], queries: list[str]) -> None:
    with transaction.atomic():
        there = {publish("题名", f"<p>{text}</p>"): text for text in texts}
        for query in queries:
            wanted = needles(query)
            by_hand = {uid for uid, text in there.items() if wanted and holds(grams(text), wanted)}
            assert set(found(query)) == by_hand, query
        transaction.set_rollback(True)
