"""Uploads and what was decided about them. The files themselves lie beside the database (`files`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_DUTY = "个人信息保护法第十三条第一款第三项：为履行法定职责所必需"
_TERM = "导入完成后 30 天删除，没有处理完的 180 天删除"


class Upload(models.Model):
    """Workbooks that somebody sent, from their arrival to the batch they went into.

    `reach`: the branches that may be added to, as ids parted by blanks; empty for the whole organ. `preview` is
    what an import would bring, as JSON; `asked` counts what changed since the upload came, `seen` is the count
    that the preview was made at. `year` is 0 until the titles have told it.
    """

    class State(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", "等候读取"
        READING = "reading", "读取中"
        WAITING = "waiting", "待处理"
        ACCEPTED = "accepted", "等候入账"
        ENTERING = "entering", "入账中"
        DONE = "done", "已完成"
        DROPPED = "dropped", "已放弃"
        FAILED = "failed", "没有办成"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "上传人，出错时找得到人", _DUTY, _TERM),
        PersonalField("accepted", "接受导入的人，出错时找得到人", _DUTY, _TERM),
        PersonalField("preview", "导入预览里的备注确认和未认定的姓名", _DUTY, _TERM),
    )

    id = models.UUIDField(primary_key=True)
    account = models.BigIntegerField()
    by = models.CharField(max_length=80)
    reach = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField()
    folder = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices)
    words = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    preview = models.TextField(blank=True)
    asked = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    accepted = models.CharField(max_length=80, blank=True)
    batch = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Listed by state, the latest first."""

        indexes = (models.Index(fields=["state", "created_at"]),)

    def __str__(self) -> str:
        return str(self.id)


class UploadedFile(models.Model):
    """One file of an upload; `stored` is its name on disk, which we made. Refused at the door: nothing is stored."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("name", "上传的工作簿的文件名", _DUTY, _TERM),
    )

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField()
    refused = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What somebody decided about one open place of an upload; decided anew, the later holds.

    `place` is the digest of file, sheet, row, field and value, which together may be long.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("value", "台账上写的、等人认定的姓名", _DUTY, _TERM),
        PersonalField("person", "认定为花名册上的哪一位（只存编号）", _DUTY, _TERM),
        PersonalField("name", "新建的人的姓名、支部、党小组、人员类别", _DUTY, _TERM),
        PersonalField("by", "认定人", _DUTY, _TERM),
    )

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="decisions")
    place = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    person = models.UUIDField(null=True)
    name = models.CharField(max_length=60, blank=True)
    branch = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        """One ruling a place."""

        constraints = (models.UniqueConstraint(fields=["upload", "place"], name="one_ruling_a_place"),)

    def __str__(self) -> str:
        return f"{self.file} {self.row}"


class Withdrawal(models.Model):
    """Somebody wants a batch, or one row of it (`file` and `row` given), withdrawn; another person must confirm."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "待第二人确认"
        CONFIRMED = "confirmed", "已撤回"
        DROPPED = "dropped", "不撤回"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁提出撤回", _DUTY, "随批次保存"),
        PersonalField("second", "谁作为第二人确认", _DUTY, "随批次保存"),
    )

    id = models.UUIDField(primary_key=True)
    batch = models.PositiveIntegerField()
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=State.choices)
    account = models.BigIntegerField()
    by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    second = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Looked up by batch."""

        indexes = (models.Index(fields=["batch", "state"]),)

    def __str__(self) -> str:
        return f"{self.batch} {self.file} {self.row}"
