"""Marks are read once within a page that only shows, and anew everywhere else."""

from __future__ import annotations

import threading

from zhixing.store.ledger.steady import once, steady


class Counted:
    """A mark that tells how often it was read."""

    def __init__(self) -> None:
        self.read = 0
        self.mark = once(self._mark)

    def _mark(self, kinds: tuple[str, ...] = ()) -> str:
        self.read += 1
        return f"{kinds}{self.read}"


def test_outside_every_mark_is_read_anew() -> None:
    one = Counted()
    assert one.mark() != one.mark()


def test_within_it_is_read_once_for_the_same_arguments() -> None:
    one = Counted()
    with steady():
        assert one.mark() == one.mark()
        assert one.mark(("a",)) == one.mark(("a",)) != one.mark(("b",))
    assert one.read == 3


def test_afterwards_it_is_read_anew() -> None:
    one = Counted()
    with steady():
        first = one.mark()
    assert one.mark() != first


def test_another_thread_has_its_own() -> None:
    one, seen = Counted(), []
    with steady():
        seen.append(one.mark())
        other = threading.Thread(target=lambda: seen.append(one.mark()))
        other.start()
        other.join()
    assert seen[0] != seen[1]
