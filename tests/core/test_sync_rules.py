"""The rules of taking in: one spelling of a content, whose clock decides, what can be read at all."""

from __future__ import annotations

import datetime as dt
import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.recording.care import VisitForm
from zhixing.core.recording.study import SessionForm
from zhixing.core.sync import rules, wire
from zhixing.core.sync.envelope import Envelope, Outcome, Receipt, Verb
from zhixing.core.sync.reading import read_form
from zhixing.core.sync.rules import Unreadable

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
LEAVES = st.none() | st.booleans() | st.integers() | TEXT
BODIES = st.dictionaries(
    TEXT, st.recursive(LEAVES, lambda one: st.lists(one, max_size=3), max_leaves=8), max_size=5
)


@given(BODIES)
def test_one_content_has_one_digest_however_it_is_spelled(body: dict[str, object]) -> None:
    spread = json.dumps(dict(reversed(body.items())), indent=2)
    assert rules.digest(Verb.VISIT, json.dumps(body)) == rules.digest(Verb.VISIT, spread)
    assert json.loads(rules.canonical(spread)) == body
    assert rules.canonical(rules.canonical(spread)) == rules.canonical(spread)


def test_another_verb_or_content_is_another_digest() -> None:
    assert rules.digest(Verb.VISIT, '{"a":1}') != rules.digest(Verb.NOTE, '{"a":1}')
    assert rules.digest(Verb.VISIT, '{"a":1}') != rules.digest(Verb.VISIT, '{"a":2}')


@pytest.mark.parametrize(
    "body", ["", "[]", "1", "{", '{"a":1.5}', '{"a":NaN}', '{"a":' + "[" * 40 + "]" * 40 + "}", "[" * 5000]
)
def test_what_has_no_one_spelling_is_not_read(body: str) -> None:
    with pytest.raises(Unreadable):
        rules.canonical(body)


def test_a_body_may_not_be_too_large() -> None:
    with pytest.raises(Unreadable, match="最多 1024 KB"):
        rules.canonical(json.dumps({"a": "x" * rules.LARGEST}))


MOMENTS = st.datetimes(
    dt.datetime(2000, 1, 1),
    dt.datetime(2060, 1, 1),
    timezones=st.just(dt.UTC),  # noqa: DTZ001 - given beside
)


@given(made=MOMENTS, off=st.timedeltas(dt.timedelta(-3000), dt.timedelta(3000)), wait=st.integers(0, 10**7))
def test_however_wrong_the_clock_the_difference_is_right(
    made: dt.datetime, off: dt.timedelta, wait: int
) -> None:
    received = made + dt.timedelta(seconds=wait)
    assert rules.corrected(made + off, device_now=received + off, received=received) == made


@given(made=MOMENTS, clock=st.none() | MOMENTS, received=MOMENTS)
def test_nothing_was_made_after_it_came(
    made: dt.datetime, clock: dt.datetime | None, received: dt.datetime
) -> None:
    assert rules.corrected(made, device_now=clock, received=received) <= received


def _row(**more: object) -> dict[str, object]:
    row: dict[str, object] = {"uid": str(uuid4()), "verb": "visit", "body": "{}", "device": str(uuid4())}
    return {**row, "seq": 1, "made_at": NOW.isoformat(), **more}


def _sent(*rows: object, **more: object) -> bytes:
    said: dict[str, object] = {"account": 7, "device_now": NOW.isoformat(), "envelopes": rows}
    return json.dumps({**said, **more}).encode()


def test_a_request_is_read_and_an_unknown_verb_is_set_aside() -> None:
    strange = str(uuid4())
    sent = wire.read_sent(_sent(_row(), _row(verb="dance", uid=strange)), received=NOW)
    assert (sent.account, sent.device_now) == (7, NOW)
    assert [one.verb for one in sent.envelopes] == [Verb.VISIT]
    assert isinstance(sent.envelopes[0], Envelope)
    assert sent.unknown == (UUID(strange),)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        _sent(account="7"),
        _sent(account=True),
        _sent(device_now=1),
        _sent(_row(made_at=None)),
        _sent(envelopes={}),
        _sent(*[_row()] * (rules.MOST + 1)),
        _sent({}),
        _sent(_row(seq=-1)),
        _sent(_row(seq=2**60)),
        _sent(_row(uid="x")),
        _sent(_row(body={})),
        b" " * (rules.MOST_BYTES + 1),
    ],
)
def test_what_is_no_request_is_not_read(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        wire.read_sent(raw, received=NOW)


@pytest.mark.parametrize(
    ("clock", "made", "read", "corrected"),
    [
        # never set, then and now: the difference still tells
        (
            "1970-01-01T05:00:00Z",
            "1970-01-01T03:00:00Z",
            "1970-01-01T03:00:00+00:00",
            NOW - dt.timedelta(hours=2),
        ),
        # set in between, or no clock of a phone: when it was sent, or came
        (NOW.isoformat(), "1970-01-01T00:00:00Z", NOW.isoformat(), NOW),
        (NOW.isoformat(), "0001-01-01T00:00:00+00:00", NOW.isoformat(), NOW),
        ("0001-01-01T00:00:00+00:00", "1970-01-01T00:00:00Z", NOW.isoformat(), NOW),
        ("+012026-03-02T00:00:00Z", "+012026-03-01T00:00:00Z", NOW.isoformat(), NOW),
    ],
)
def test_a_clock_that_stands_anywhere_spoils_nothing(
    clock: str, made: str, read: str, corrected: dt.datetime
) -> None:
    sent = wire.read_sent(_sent(_row(made_at=made), _row(), device_now=clock), received=NOW)
    first, second = sent.envelopes
    assert first.made_at == dt.datetime.fromisoformat(read)
    assert rules.corrected(first.made_at, device_now=sent.device_now, received=NOW) == corrected
    assert second.made_at == NOW


def test_receipts_are_told_by_their_id() -> None:
    uid = uuid4()
    told = wire.tell([Receipt(uid, Outcome.TAKEN, "", "a:1:b")], account=7, now=NOW)
    row = {"uid": str(uid), "outcome": "taken", "told": "", "anchor": "a:1:b"}
    assert told == {"receipts": [row], "account": 7, "now": NOW.isoformat()}


def test_a_form_is_read_as_its_class_declares() -> None:
    who, org = uuid4(), uuid4()
    values = {"org": str(org), "day": "2026-02-10", "place": "道班", "people": [str(who)], "minutes": 90}
    assert read_form(VisitForm, values) == VisitForm(org, dt.date(2026, 2, 10), "道班", (who,), 90)
    session = {"org": None, "day": "2026-02-10", "minutes": 60, "forms": ["党课"], "title": "党章"}
    read = read_form(SessionForm, {**session, "roll": {str(who): "duty"}})
    assert read.roll == {who: "duty"}


@pytest.mark.parametrize(
    "more", [{"day": "昨天"}, {"people": "x"}, {"minutes": "90"}, {"minutes": True}, {"else": 1}, {"org": 1}]
)
def test_a_value_of_another_type_is_not_read(more: dict[str, object]) -> None:
    values: dict[str, object] = {"org": str(uuid4()), "day": "2026-02-10", "place": "道班", "people": []}
    with pytest.raises(Unreadable):
        read_form(VisitForm, {**values, **more})
    with pytest.raises(Unreadable, match="缺少"):
        read_form(VisitForm, {})
