"""Whose outbox (待发箱) is on which device, and a receipt for each thing that was taken in.

A receipt is written in the transaction of what it acknowledges. It says that a thing came and went into a chain;
what the thing is stands there, not here. What was refused leaves no receipt: it may be right tomorrow.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_BASIS = "个人信息保护法第十三条第一款第三项：断网登记不丢、不重所必需"
_TERM = "收到之日起 3 年，到期自动删除"
RECEIPT_YEARS = Term(3, "收到之日")


class Device(models.Model):
    """An outbox: a number that was drawn on the phone, bound to the account that used it first."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "account", "这台设备上的待发箱是谁的，别人的登录不能代发", _BASIS, "最后一张回执删除时一并删除"
        ),
    )

    id = models.UUIDField(primary_key=True)
    account = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        """Looked up by its account."""

        indexes = (models.Index(fields=["account"]),)

    def __str__(self) -> str:
        return str(self.id)


class Receipt(models.Model):
    """回执: `digest` of verb and content; `anchor` is where the chain stood that it went into."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("account", "谁的待发箱里来的", _BASIS, _TERM),
        PersonalField("verb", "哪一类：会议、走访、笔记、复习等", _BASIS, _TERM),
        PersonalField("digest", "内容的摘要，好认出重发的和改过的", _BASIS, _TERM),
        PersonalField("received", "什么时候收到，保存期限从这天算", _BASIS, _TERM, RECEIPT_YEARS),
    )

    uid = models.UUIDField(primary_key=True)
    account = models.BigIntegerField()
    device = models.UUIDField()
    verb = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    told = models.CharField(max_length=200, blank=True)
    anchor = models.CharField(max_length=160, blank=True)
    received = models.DateTimeField()

    class Meta:
        """Deleted by the day they came."""

        indexes = (models.Index(fields=["received"]), models.Index(fields=["account"]))

    def __str__(self) -> str:
        return str(self.uid)
