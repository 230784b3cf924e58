"""Packs, what came back of them, and parts of returns that wait for the rest.

Nothing here says when somebody opened a pack or how long he sat over it: there is no such column. What is right or
wrong in a return is not kept either.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_DUTY = "中国共产党党员教育管理工作条例第二十条；个人信息保护法第十三条第一款第三项"
_MADE, _MADE_ENDS = "学习包发出后 3 年", Term(3, "学习包发出")
_BACK, _BACK_ENDS = "回传收到后 1 年", Term(1, "回传收到")
_PART = "拼齐即删；收到后 1 年还没有拼齐的删"


class Made(models.Model):
    """One version of a pack, as handed out. `body` is the whole pack as JSON (core.packs.wire).

    `org` whom it was made for, None for the whole organ; `withdrawn_at` since when it is offered no more: what was
    handed out can still come back.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁做的学习包，出错时找得到人", _DUTY, _MADE, _MADE_ENDS),
        PersonalField("account", "谁做的学习包（账户编号）", _DUTY, _MADE, _MADE_ENDS),
    )

    pack = models.UUIDField()
    version = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    body = models.TextField()
    session = models.UUIDField(null=True)
    lesson = models.UUIDField(null=True)
    org = models.UUIDField(null=True)
    texts = models.PositiveSmallIntegerField()
    recordings = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField()
    size = models.PositiveBigIntegerField()
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Composed twice alike, it is one version. Looked up by the session it makes up."""

        constraints = (models.UniqueConstraint(fields=["pack", "version"], name="one_pack_a_version"),)
        indexes = (models.Index(fields=["session"]),)

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Return(models.Model):
    """What came back of a pack from one person. `body`: answers and words, sealed.

    `session`: which session it makes up, None for none. `lacks`: what is missing for a make-up, in sentences. `word`
    is the officer's, where it was sent back (退回); then another return may come.
    """

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", "待支部确认"
        DONE = "done", "已确认补学"
        KEPT = "kept", "已收到"
        BACK = "back", "已退回"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁交的回传（只存编号）", _DUTY, _BACK, _BACK_ENDS),
        PersonalField("body", "答案和心得，确认补学、讲解用（加密）", _DUTY, _BACK, _BACK_ENDS),
        PersonalField("by", "谁交来或录入的", _DUTY, _BACK, _BACK_ENDS),
        PersonalField("account", "谁交来或录入的（账户编号）", _DUTY, _BACK, _BACK_ENDS),
        PersonalField("word", "退回时请本人补什么", _DUTY, _BACK, _BACK_ENDS),
        PersonalField("settled_by", "谁确认或退回的", _DUTY, _BACK, _BACK_ENDS),
    )

    id = models.UUIDField(primary_key=True)
    pack = models.UUIDField()
    version = models.CharField(max_length=16)
    person = models.UUIDField()
    org = models.UUIDField()
    session = models.UUIDField(null=True)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    finished_on = models.DateField()
    way = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    lacks = models.CharField(max_length=600, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField()
    taken_at = models.DateTimeField()
    word = models.CharField(max_length=300, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """One of a person and a version, unless it was sent back. Listed by branch, looked up by person."""

        constraints = (
            models.UniqueConstraint(
                fields=["pack", "version", "person"],
                condition=~models.Q(state="back"),
                name="one_return_a_person",
            ),
        )
        indexes = (models.Index(fields=["org", "state"]), models.Index(fields=["person"]))

    def __str__(self) -> str:
        return f"{self.person} {self.version}"


class Waiting(models.Model):
    """A part of a return by QR codes that waits for the others. `text` is sealed."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁的回传（只存编号）", _DUTY, _PART, _BACK_ENDS),
        PersonalField("text", "回传的一段（加密）", _DUTY, _PART, _BACK_ENDS),
        PersonalField("by", "谁交来的", _DUTY, _PART, _BACK_ENDS),
    )

    person = models.UUIDField()
    org = models.UUIDField()
    code = models.CharField(max_length=12)
    whole = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.CharField(max_length=80)
    came_at = models.DateTimeField()

    class Meta:
        """A part is kept once."""

        constraints = (
            models.UniqueConstraint(fields=["code", "whole", "total", "number"], name="one_row_a_part"),
        )
        indexes = (models.Index(fields=["person"]), models.Index(fields=["org"]))

    def __str__(self) -> str:
        return f"{self.code} {self.number}/{self.total}"
