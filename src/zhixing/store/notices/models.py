"""Notices on their way out of the house. They hold counts and a link, never a name, an id or a title."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField


class NoticeAddress(models.Model):
    """Where an account wants its own digest sent, and how often. By its own choice; without a row, nothing."""

    class Rhythm(models.TextChoices):
        """How often."""

        WEEKLY = "weekly", "每周一"
        DAILY = "daily", "每天"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "address",
            "本人要求把待办件数发到这个邮箱（加密）",
            "个人信息保护法第十三条第一款第一项：本人自愿，随时可以取消",
            "取消即删除；离开本单位后删除",
        ),
    )

    account = models.BigIntegerField(primary_key=True)
    address = models.TextField()
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)

    def __str__(self) -> str:
        return str(self.account)


class Outgoing(models.Model):
    """A notice to be sent: once a `key`, tried again with growing pauses, then given up.

    `target`: `organ:N` for the Nth address of the settings, `account:ID` for an account's own.
    """

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "发不出"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    key = models.CharField(max_length=80, primary_key=True)
    target = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        """What is due is looked up."""

        indexes = (models.Index(fields=["state", "next_at"]),)

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
