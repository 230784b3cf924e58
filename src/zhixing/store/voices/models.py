"""What was said without an account: sealed, dated by the day, under a random key.

The key is drawn, not counted, and is the row's number in the file itself, so that the order of arrival can't be
read from it; no audit line, no address, no session is written when something comes in.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_BASIS = "国办函〔2026〕12号（投诉建议功能）；个人信息保护法第五十条"
_TERM = "办结后 1 年删除"


class Voice(models.Model):
    """A complaint or suggestion about the system or its burden, and the answer to it."""

    class State(models.TextChoices):
        """How far it came."""

        OPEN = "open", "待答复"
        ANSWERED = "answered", "已答复"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "words", "听意见、改系统；来件人愿意写的才有（加密）", _BASIS, _TERM, Term(1, "答复之日")
        ),
        PersonalField("answer", "给来件人的答复（加密）", _BASIS, _TERM),
        PersonalField("answered_by", "谁答复的", _BASIS, _TERM),
    )

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    due = models.DateField()
    words = models.TextField()
    phrase = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Found again by the digest of the phrase."""

        indexes = (models.Index(fields=["phrase"]),)

    def __str__(self) -> str:
        return self.state
