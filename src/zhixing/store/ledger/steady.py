"""Marks read once a request: a page that only shows asks the ledger one time whether anything has changed.

Within `steady()` a mark keeps the answer it gave first, so that all parts of a page are folded from one state.
Outside of it, and wherever something is written, every mark is asked anew. Within `unmoved()` only what is known
not to move is kept, while other things are written.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
_kept: ContextVar[dict[object, object] | None] = ContextVar("steady_marks", default=None)
_unmoved: ContextVar[dict[object, object] | None] = ContextVar("unmoved_marks", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Marks asked within keep their first answer. For reading only: a write within would not be seen."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def unmoved() -> Iterator[None]:
    """For many writings under one append lock, none of which is about people, organisation or a frozen year: what
    depends on these alone (`while_unmoved`) is read once. Nobody else can write meanwhile.
    """
    token = _unmoved.set({})
    try:
        yield
    finally:
        _unmoved.reset(token)


def once(read: Callable[P, R]) -> Callable[P, R]:
    """A mark that within `steady()` is read once for the same arguments, which must be hashable."""
    return _kept_in(_kept, read)


def while_unmoved(read: Callable[P, R]) -> Callable[P, R]:
    """What within `unmoved()` is read once for the same arguments, which must be hashable."""
    return _kept_in(_unmoved, read)


def _kept_in(where: ContextVar[dict[object, object] | None], read: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = where.get()
        if kept is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = read(*args, **kwargs)
        return cast(R, kept[key])

    return asked
