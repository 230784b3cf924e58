"""Members' own pages, kept rendered until anything they rest on changes: a member opens his file often, and the
same figures need not be folded and spelled anew each time. In memory only, a few hundred at most.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from django.utils.safestring import SafeString

from zhixing.actions.dossier import file_mark

MOST = 200
"""Pages kept; one is some forty kilobytes."""

_kept: OrderedDict[tuple[UUID, int], tuple[object, Kept]] = OrderedDict()
_turning = Lock()


@dataclass(frozen=True, slots=True)
class Kept:
    """The body of a page, and what its foot says."""

    main: SafeString
    as_of: dt.date
    rulebook: str


def kept(person: UUID, year: int, make: Callable[[], Kept], *, today: dt.date) -> Kept:
    """The page as it was last made, or made anew when a fact, a role, a rule or the day has changed."""
    mark = file_mark(person, today=today)
    with _turning:
        found = _kept.get((person, year))
    if found is not None and found[0] == mark:
        return found[1]
    made = make()
    with _turning:
        _kept[person, year] = (mark, made)
        _kept.move_to_end((person, year))
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
