"""The kinds of workbook, in the order in which an import must take them."""

from __future__ import annotations

from zhixing.interop.workbooks.kinds_people import GATE, NEED, NON_MEMBER, ORG, PLEDGE, ROSTER, STATION, TALK
from zhixing.interop.workbooks.kinds_rosters import COVER, LEAVE, MONTH, PEAK, SHIFT, SPEAKER, VENUE
from zhixing.interop.workbooks.kinds_study import (
    COMPLAINT,
    PLAN,
    PRACTICE,
    PROBLEM,
    SELF_STUDY,
    SESSION,
    TEST,
    TRAINING,
)

KINDS = (
    ORG,
    STATION,
    ROSTER,
    NON_MEMBER,
    PROBLEM,
    PLAN,
    SESSION,
    TRAINING,
    SELF_STUDY,
    TEST,
    PRACTICE,
    TALK,
    NEED,
    GATE,
    PLEDGE,
    COVER,
    SHIFT,
    MONTH,
    LEAVE,
    VENUE,
    SPEAKER,
    PEAK,
    COMPLAINT,
)
LABELS = tuple(kind.label for kind in KINDS)
