"""Answers to review cards, and what somebody wants to review. Not on the ledger: no fact and no figure is made of it.

Nobody reads it but whom it is about. What was chosen and how long it took is not kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_BASIS = "个人信息保护法第十三条第一款第一项（本人自愿使用，随时可以清空）"
_TERM = "本人随时可以清空；离开本单位、清理期满内容时删除"


class Answered(models.Model):
    """One answer, by the id that the phone or the form made; never changed.

    `rating` 1 to 4 as `core.memory` counts them; `said_at` what the device's clock said, `at` corrected, never
    after `received_at`.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁的复习记录，只供本人", _BASIS, _TERM),
        PersonalField("rating", "记得与否，推算下次复习的日子", _BASIS, _TERM),
        PersonalField("said_at", "手机上的作答时间，排先后用", _BASIS, _TERM),
        PersonalField("at", "校正后的作答时间，排先后、分日子用", _BASIS, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    question = models.UUIDField()
    version = models.PositiveIntegerField()
    rating = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """Read whole, person by person."""

        indexes = (models.Index(fields=["person", "at"]),)

    def __str__(self) -> str:
        return str(self.id)


class Choice(models.Model):
    """What somebody wants to review: `subjects` (JSON list, empty: what suits his post), or nothing for now.

    `begun_at`: when he began anew; answers from before that are not taken any more.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁选的复习范围，只供本人", _BASIS, _TERM),
        PersonalField("subjects", "选定的复习范围", _BASIS, _TERM),
    )

    person = models.UUIDField(primary_key=True)
    subjects = models.TextField(default="[]")
    paused = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.person)
