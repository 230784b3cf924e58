"""The columns of a problem's row that say where it occurs and what shows an effect."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.facts.problems import ProblemEvidence, ProblemPlace
from zhixing.core.facts.record import Source
from zhixing.core.intake.desk import Desk
from zhixing.core.intake.orgs import Orgs
from zhixing.core.intake.rosters import known_station
from zhixing.core.intake.rows import ProblemRow

_POSTS = {word: post for post, word in POST_WORDS.items()}
_SAID = ("岗位", "人员", "一线", "类")
"""What clerks write behind a post category (养护岗位, 执法人员)."""


def problem_parts(
    desk: Desk, orgs: Orgs, row: ProblemRow, source: Source
) -> Iterator[ProblemPlace | ProblemEvidence]:
    """Where the problem occurs, and its evidence of effect; what is not known is left open by its column."""
    places = list(_orgs(desk, orgs, row, source))
    posts, stations = set(_posts(desk, row, source)), list(_stations(desk, orgs, row, source))
    if places or posts or stations:
        yield ProblemPlace(
            ",".join(dict.fromkeys(one.hex for one in places)),
            ",".join(post.value for post in Post if post in posts),
            ",".join(dict.fromkeys(one.hex for one in stations)),
        )
    if row.evidence:
        yield ProblemEvidence(row.evidence, "", "")


def _orgs(desk: Desk, orgs: Orgs, row: ProblemRow, source: Source) -> Iterator[UUID]:
    for name in row.orgs:
        found = orgs.known(name)
        if found is None:
            desk.leave_open(source, "发生支部", name, "不是已知的党组织；请核对名称，或先导入花名册")
        else:
            yield found


def _posts(desk: Desk, row: ProblemRow, source: Source) -> Iterator[Post]:
    for written in row.posts:
        word = written
        for end in _SAID:
            word = word.removesuffix(end)
        if word not in _POSTS:
            known = "、".join(_POSTS)
            desk.leave_open(source, "岗位类别", written, f"不是岗位类别；岗位类别有：{known}")
        else:
            yield _POSTS[word]


def _stations(desk: Desk, orgs: Orgs, row: ProblemRow, source: Source) -> Iterator[UUID]:
    for name in row.stations:
        found = known_station(orgs, name, None)
        if found is None:
            reason = "不是已知的站点，或有几个同名的；请核对名称，或先导入站点与班制"
            desk.leave_open(source, "发生站点", name, reason)
        else:
            yield found
