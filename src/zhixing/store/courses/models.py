"""Courses and places in them. No figure is made of a place: it is what a package says about itself.

There is no column for time: how long somebody was in a course is never asked, told or kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_BASIS = "个人信息保护法第十三条第一款第一项（本人自愿使用，随时可以清空）"
_TERM = "本人随时可以清空；离开本单位、清理期满内容时删除"


class Course(models.Model):
    """A package by the id of its file in the library (`content.Medium`). `scos` is JSON: code, title, page, query."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    medium = models.UUIDField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    edition = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    scos = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Standing(models.Model):
    """Where somebody stands in a part of a course, as the course says; `day` of the last word.

    `mark` in hundredths of 100. `suspend` is what the course wants to find again.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁的课件进度，只供本人接着看", _BASIS, _TERM),
        PersonalField("status", "课件自报学到哪一步，本人看", _BASIS, _TERM),
        PersonalField("passed", "课件自报测验过没过，本人看", _BASIS, _TERM),
        PersonalField("mark", "课件自报的得分，本人看", _BASIS, _TERM),
        PersonalField("location", "课件里的书签，接着看时用", _BASIS, _TERM),
        PersonalField("suspend", "课件要接着用的内容，接着看时用", _BASIS, _TERM),
    )

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="standings")
    person = models.UUIDField()
    sco = models.CharField(max_length=200)
    status = models.CharField(max_length=8)
    passed = models.BooleanField(null=True)
    mark = models.IntegerField(null=True)
    location = models.TextField(blank=True)
    suspend = models.TextField(blank=True)
    day = models.DateField()

    class Meta:
        """One a person and part."""

        constraints = (
            models.UniqueConstraint(fields=["course", "person", "sco"], name="one_standing_a_part_of_course"),
        )
        indexes = (models.Index(fields=["person"]),)

    def __str__(self) -> str:
        return f"{self.course_id} {self.sco}"
