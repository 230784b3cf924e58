"""Frozen years."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField


class FrozenYear(models.Model):
    """A year as it was decided on: its bytes and their digest, the ledger's end then, and the rulebooks as
    they were written (`books`: JSON of file name and text), so that it can be computed again under them.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "content",
            "年终认定时的全部记实,供异议和复核对照",
            "中国共产党党员教育管理工作条例第四十三条",
            "归档,长期",
        ),
        PersonalField("by", "定格人", "同上", "归档,长期"),
    )

    year = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    rulebook = models.CharField(max_length=64)
    last_seq = models.BigIntegerField()
    as_of = models.DateField()
    by = models.CharField(max_length=80)
    frozen_at = models.DateTimeField()
    content = models.BinaryField()
    books = models.TextField()

    class Meta:
        """One frozen copy a content."""

        constraints = (models.UniqueConstraint(fields=["year", "digest"], name="one_copy_a_content"),)

    def __str__(self) -> str:
        return f"{self.year} {self.digest[:12]}"
