"""Notes, their pictures, checks, and spot checks drawn. The fact that somebody made an output stands on the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_BASIS = "个人信息保护法第十三条第一款第三项；中国共产党党员教育管理工作条例"
_TERM = "离开本单位、清理期满内容时删除"


class Note(models.Model):
    """A note as it was handed in, by the form's id; handed in again it is the next version of the same `about`.

    `about`: the output on the ledger (自学成果) it belongs to. `read`: an article of the library.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁交的笔记", _BASIS, _TERM),
        PersonalField("title", "笔记的题目", _BASIS, _TERM),
        PersonalField("words", "笔记的正文，供抽查的人看", _BASIS, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    about = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    latest = models.BooleanField(default=True)
    person = models.UUIDField()
    chain = models.UUIDField()
    output = models.CharField(max_length=12)
    title = models.CharField(max_length=100)
    words = models.TextField(blank=True)
    read = models.UUIDField(null=True)
    day = models.DateField()
    handed_at = models.DateTimeField()
    state = models.CharField(max_length=8)

    class Meta:
        """A version once; listed by branch and state."""

        constraints = (models.UniqueConstraint(fields=["about", "version"], name="one_version_of_a_note"),)
        indexes = (models.Index(fields=["person"]), models.Index(fields=["chain", "state"]))

    def __str__(self) -> str:
        return self.title


class Picture(models.Model):
    """A page written by hand, as a JPEG made anew here: nothing that came along with the file is in it."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("content", "手写笔记的图片，供抽查的人看", _BASIS, _TERM),
    )

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        """In their order."""

        constraints = (models.UniqueConstraint(fields=["note", "number"], name="one_picture_a_number"),)

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"


class Mark(models.Model):
    """A fingerprint of a note's words, by which passages in common are found. It can't be turned back."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="marks")
    value = models.BigIntegerField()

    class Meta:
        """Looked up by value."""

        indexes = (models.Index(fields=["value"]),)

    def __str__(self) -> str:
        return str(self.value)


class Check(models.Model):
    """What a checker said of a version: 通过, 优, 退回, with a word."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("words", "抽查的人对笔记的评语，本人看得到", _BASIS, _TERM),
        PersonalField("by", "谁抽查的", _BASIS, _TERM),
        PersonalField("account", "谁抽查的（账户编号）", _BASIS, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="checks")
    result = models.CharField(max_length=4)
    words = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.result


class SpotCheck(models.Model):
    """一次抽查: which notes were drawn out of how many, by which seed; anybody can draw the same again."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁抽的签", _BASIS, _TERM),
        PersonalField("account", "谁抽的签（账户编号）", _BASIS, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    org = models.UUIDField()
    day = models.DateField()
    seed = models.CharField(max_length=64)
    of = models.PositiveIntegerField()
    drawn = models.TextField()
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Listed by organisation."""

        indexes = (models.Index(fields=["org"]),)

    def __str__(self) -> str:
        return f"{self.org} {self.day}"
