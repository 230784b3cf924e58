"""Proposals to erase words: made by one, carried out when a second person confirms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_BASIS = "个人信息保护法第四十七条、第五十四条：删除及其可核查"
_TERM = "删除完成后 3 年"


class Erasure(models.Model):
    """A proposal to erase. Ids only: neither the name nor the words to be erased stand here.

    `facts`: JSON, the uids whose words go. `batches`: JSON, the imports whose reports are emptied. `swept`: the
    bytes have been overwritten in the database's files as well.
    """

    class Kind(models.TextChoices):
        """What is erased."""

        PERSON = "person", "一个人的文字"
        FACT = "fact", "一条事实的文字"
        TERM = "term", "保存期满的文字"

    class State(models.TextChoices):
        """How far it came."""

        ASKED = "asked", "等第二人确认"
        DONE = "done", "已删除"
        REFUSED = "refused", "不予删除"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("subject", "删除的是谁的文字（只存编号）", _BASIS, _TERM),
        PersonalField("reason", "为什么删除、依据哪一项", _BASIS, _TERM),
        PersonalField("by", "提出人", _BASIS, _TERM),
        PersonalField("asker", "提出人和确认人须是两个人", _BASIS, _TERM),
        PersonalField("second", "第二人", _BASIS, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    ground = models.CharField(max_length=8)
    subject = models.UUIDField(null=True)
    facts = models.TextField()
    batches = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    asker = models.BigIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    second = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    erased = models.PositiveIntegerField(default=0)
    swept = models.BooleanField(default=False)

    class Meta:
        """Listed the latest first."""

        indexes = (models.Index(fields=["state", "asked_at"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
