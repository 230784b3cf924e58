"""The chain finds any single edit, deletion, swap and insertion; with a head kept elsewhere, rewrites and cut tails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.made import PROPERTY

from zhixing.core.facts.chain import START, Break, Head, Link, compare, link_hash, sha256, walk

CHAIN = UUID(int=7)
Tamper = Callable[[list[Link], Random], list[Link]]


def chained(bodies: list[str], chain: UUID = CHAIN, first: int = 1) -> list[Link]:
    """An honest chain of these bodies."""
    links, before = [], START
    for position, body in enumerate(bodies, first):
        uid = uuid5(NAMESPACE_OID, f"{chain} {position} {body}")
        stored: dict[str, str | int | None] = {
            "position": position,
            "uid": uid.hex,
            "body": body,
            "about": None,
        }
        links.append(Link(chain, position, uid, stored, before, link_hash(before, stored, sha256)))
        before = links[-1].hash
    return links


def breaks(links: list[Link], heads: list[Head] | None = None) -> list[Break]:
    """Everything that verification finds."""
    found = {CHAIN: Head(CHAIN, len(links), links[-1].hash)} if links else {}
    places = {link.position: link.hash for link in links}
    kept = [] if heads is None else heads
    return [*walk(links, sha256), *compare(found, kept, lambda chain, position: places.get(position))]


def edit(links: list[Link], rng: Random) -> list[Link]:
    """One stored field of one row is changed."""
    at = rng.randrange(len(links))
    link = links[at]
    name = rng.choice(sorted(link.fields))
    return [*links[:at], replace(link, fields={**link.fields, name: "改"}), *links[at + 1 :]]


def edit_and_hash(links: list[Link], rng: Random) -> list[Link]:
    """One row is changed and its own hash with it; not the last one, which only an anchor shows."""
    at = rng.randrange(len(links) - 1)
    link = links[at]
    changed = {**link.fields, "body": "改"}
    again = replace(link, fields=changed, hash=link_hash(link.before, changed, sha256))
    return [*links[:at], again, *links[at + 1 :]]


def delete(links: list[Link], rng: Random) -> list[Link]:
    """One row that is not the last goes."""
    at = rng.randrange(len(links) - 1)
    return [*links[:at], *links[at + 1 :]]


def swap(links: list[Link], rng: Random) -> list[Link]:
    """Two rows change places, in order or in content."""
    one, other = rng.sample(range(len(links)), 2)
    moved = list(links)
    if rng.random() < 0.5:
        moved[one], moved[other] = links[other], links[one]
        return moved
    moved[one] = replace(links[one], fields=links[other].fields)
    moved[other] = replace(links[other], fields=links[one].fields)
    return moved


def insert(links: list[Link], rng: Random) -> list[Link]:
    """A row is put in between, well hashed in itself."""
    at = rng.randrange(len(links))
    before = links[at].before
    stored: dict[str, str | int | None] = {"position": at + 1, "body": "塞"}
    extra = Link(CHAIN, at + 1, UUID(int=1), stored, before, link_hash(before, stored, sha256))
    return [*links[:at], extra, *links[at:]]


def relink(links: list[Link], rng: Random) -> list[Link]:
    """A row points at another predecessor."""
    at = rng.randrange(len(links))
    return [*links[:at], replace(links[at], before=sha256(b"x")), *links[at + 1 :]]


TAMPERS: tuple[Tamper, ...] = (edit, edit_and_hash, delete, swap, insert, relink)


@pytest.mark.parametrize("tamper", TAMPERS)
def test_any_single_tampering_is_found(tamper: Tamper, rounds: Callable[[int, int], int]) -> None:
    for seed in range(rounds(150, 1000)):
        rng = Random(seed)
        links = chained([str(rng.random()) for _ in range(rng.randint(2, 12))])
        print("seed", seed)
        assert breaks(links) == []
        assert breaks(tamper(links, rng)), f"seed {seed}"


@PROPERTY
@given(st.lists(st.text(max_size=5), min_size=2, max_size=10), st.data())
def test_a_rewrite_to_the_end_and_a_cut_tail_are_found_by_a_head_kept_elsewhere(
    bodies: list[str], data: st.DataObject
) -> None:
    links = chained(bodies)
    kept = [Head(CHAIN, len(links), links[-1].hash)]
    assert breaks(links, kept) == []
    assert breaks(chained([*bodies, "新"]), kept) == []
    at = data.draw(st.integers(0, len(bodies) - 1))
    rewritten = chained([*bodies[:at], bodies[at] + "改", *bodies[at + 1 :]])
    assert breaks(rewritten) == []
    assert [one.position for one in breaks(rewritten, kept)] == [len(links)]
    assert "整段改写" in breaks(rewritten, kept)[0].sentence
    (cut,) = breaks(links[:at], kept)
    assert (cut.position, cut.chain) == (at + 1, CHAIN)
    assert f"只剩 {at} 环" in cut.sentence


def test_an_empty_head_asks_for_nothing_and_a_lost_chain_is_missed() -> None:
    assert breaks([], [Head(CHAIN, 0, "")]) == []
    (lost,) = breaks([], [Head(CHAIN, 3, "abc")])
    assert "应有 3 环,只剩 0 环" in lost.sentence


def test_every_break_says_where_and_how() -> None:
    links = chained(["一", "二", "三", "四"])
    missing = breaks([links[0], *links[2:]])
    assert [one.position for one in missing] == [2, 3]
    assert "第 2 环不在" in missing[0].sentence
    assert "接不上" in missing[1].sentence
    (changed,) = breaks([*links[:3], replace(links[3], fields={**links[3].fields, "body": "五"})])
    assert (changed.position, changed.sentence) == (4, "内容与其摘要不符:这条事实被改动过")


def test_the_hash_covers_every_field_and_the_link_before() -> None:
    stored: dict[str, str | int | None] = {"a": 1, "b": "乙", "c": None}
    one = link_hash("", stored, sha256)
    assert one == link_hash("", dict(reversed(stored.items())), sha256)
    others: list[dict[str, str | int | None]] = [
        {**stored, "a": 2},
        {**stored, "a": "1"},
        {**stored, "c": ""},
        {"a": 1, "b": "乙"},
    ]
    assert len({one, link_hash("x", stored, sha256), *(link_hash("", each, sha256) for each in others)}) == 6
