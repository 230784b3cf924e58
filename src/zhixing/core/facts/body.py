"""The names of all fact kinds, and what every body has."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What a fact states. The value is what is stored and chained; it never changes its meaning."""

    ORG_SET = "org_set"
    STATION_SET = "station_set"
    PERSON_DESCRIBED = "person_described"
    MEMBERSHIP = "membership"
    POST_HELD = "post_held"
    EXEMPTION = "exemption"
    ASSIGNMENT = "assignment"
    DUAL_LIFE = "dual_life"
    SPAN_CLOSED = "span_closed"
    NON_MEMBER = "non_member"
    TRANSFER_OPENED = "transfer_opened"
    TRANSFER_STATE = "transfer_state"
    ORG_CLOSED = "org_closed"
    SESSION_HELD = "session_held"
    ATTENDANCE = "attendance"
    MAKEUP = "makeup"
    TRAINING = "training"
    SELF_STUDY = "self_study"
    SELF_STUDY_CHECKED = "self_study_checked"
    TEST_TAKEN = "test_taken"
    PRACTICE_VISIT = "practice_visit"
    PRACTICE_JOINED = "practice_joined"
    TALK = "talk"
    NEED_RAISED = "need_raised"
    NEED_STATE = "need_state"
    PROBLEM_SET = "problem_set"
    PROBLEM_STATE = "problem_state"
    PROBLEM_PLACE = "problem_place"
    PROBLEM_EVIDENCE = "problem_evidence"
    PROBLEM_MERGED = "problem_merged"
    COMPLAINT_TOTAL = "complaint_total"
    GATE = "gate"
    PLAN_ITEM = "plan_item"
    PLAN_ITEM_DONE = "plan_item_done"
    PLEDGE = "pledge"
    PLEDGE_STATE = "pledge_state"
    REVERSAL = "reversal"
    OBJECTION = "objection"
    OBJECTION_ANSWERED = "objection_answered"
    CHANGE_PROPOSED = "change_proposed"
    CHANGE_SETTLED = "change_settled"
    CALENDAR_YEAR = "calendar_year"
    FEATURE_SET = "feature_set"
    SHIFT_ROSTER = "shift_roster"
    MONTH_ROSTER = "month_roster"
    DUTY_EXCEPTION = "duty_exception"
    LEAVE_SPAN = "leave_span"
    COVER_SET = "cover_set"
    VENUE_SET = "venue_set"
    SPEAKER_SET = "speaker_set"
    UNAVAILABLE = "unavailable"
    PEAK_SET = "peak_set"
    EXPECTED_LIST = "expected_list"
    LEFT_OUT = "left_out"
    MINUTES_KEPT = "minutes_kept"
    OBSERVER = "observer"
    VOTE_TAKEN = "vote_taken"
    DECISION_MADE = "decision_made"
    DECISION_STATE = "decision_state"
    SESSION_DATES = "session_dates"
    VIDEO_JOINED = "video_joined"
    AWAY_REASON = "away_reason"
    LEAVE_ASKED = "leave_asked"
    LEAVE_SETTLED = "leave_settled"


class Body:
    """What every body has: the version of its shape, which fields tell two of its facts apart.

    `KEY` names the fields that, with subject, about and day, identify the thing stated; two effective facts
    with one key and different other fields contradict each other. No fact's day lies in the future: a due
    date is a field of its own. `SEALED` bodies carry a private part that is encrypted at rest.
    """

    __slots__ = ()
    VERSION: ClassVar[int] = 1
    KEY: ClassVar[tuple[str, ...]] = ()
    SEALED: ClassVar[bool] = False
