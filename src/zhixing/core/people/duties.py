"""Which hat a branch post wears by itself: 书记 leads, 组织委员 keeps the books, 纪检委员 and 宣传委员 theirs."""

from __future__ import annotations

ROLE_OF_POST = {
    "secretary": "secretary",
    "deputy_secretary": "secretary",
    "organization_officer": "branch",
    "discipline_officer": "discipline",
    "publicity_officer": "publicity",
}
"""By the code of the post (core.intake.remarks); other committee members wear no hat by their post."""
