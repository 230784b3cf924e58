"""Papers, sittings, sheets. A paper is never edited: drawn anew it is the next version of its series.

No time of beginning or handing in is kept: a sheet bears its day. While somebody is at it, the end of his time stands
beside the answers saved so far (`Going`), and goes with them when he hands in.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField

_DUTY = "中国共产党党员教育管理工作条例第二十条；个人信息保护法第十三条第一款第三项"
_OWN = "个人信息保护法第十三条第一款第一项：本人自愿自测，随时可以删除"
_SHEET = "测验结束后 1 年，到期只留每道题的合计；本人自测的可以随时删除"
_SIGNED = "测验结束后 3 年删去署名"


class Paper(models.Model):
    """One version of a paper. `body` is the paper whole, as JSON (core.papers.wire).

    `org`: whose paper it is. `owner`: the member who drew it for a delayed test of his own, else None.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("owner", "本人自愿复测用的卷（只存编号）", _OWN, _SHEET),
        PersonalField("by", "谁组的卷，出错时找得到人", _DUTY, _SIGNED),
        PersonalField("account", "谁组的卷（账户编号）", _DUTY, _SIGNED),
    )

    id = models.UUIDField(primary_key=True)
    series = models.UUIDField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    org = models.UUIDField(null=True)
    owner = models.UUIDField(null=True)
    body = models.TextField()
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_on = models.DateField()

    class Meta:
        """Numbered from 1 within a series."""

        constraints = (models.UniqueConstraint(fields=["series", "number"], name="one_paper_a_number"),)

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Sitting(models.Model):
    """A paper put before people: from when to when, for whom (`Invited`), compared with which sitting.

    `way`: assigned (results go on record), choice (private until the member says so), own (a member's own delayed
    test). `session`: the session it belongs to, if any. `grace`: minutes after the end within which a sheet is taken.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁发布的测验", _DUTY, _SIGNED),
        PersonalField("account", "谁发布的测验（账户编号）", _DUTY, _SIGNED),
    )

    id = models.UUIDField(primary_key=True)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sittings")
    way = models.CharField(max_length=12)
    delayed = models.BooleanField(default=False)
    session = models.UUIDField(null=True)
    against = models.ForeignKey("self", on_delete=models.SET_NULL, null=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)


class Invited(models.Model):
    """Somebody for whom a sitting is, in the branch where he stood when it was opened."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "测验请谁参加（只存编号）", _DUTY, _SHEET),
    )

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invited")
    person = models.UUIDField()
    branch = models.UUIDField()

    class Meta:
        """Once a sitting."""

        constraints = (models.UniqueConstraint(fields=["sitting", "person"], name="invited_once"),)
        indexes = (models.Index(fields=["person"]),)

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.person}"


class Going(models.Model):
    """Answers saved while somebody is at it; gone when he hands in, and with them until when he had time."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "正在答卷的人（只存编号）", _DUTY, "交卷即删除"),
        PersonalField("answers", "已经保存的作答，断线、刷新后接着答", _DUTY, "交卷即删除"),
        PersonalField("due_at", "这一份到几时为止，交卷后不留", _DUTY, "交卷即删除"),
    )

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="going")
    person = models.UUIDField()
    answers = models.TextField(blank=True)
    due_at = models.DateTimeField()

    class Meta:
        """One a person."""

        constraints = (models.UniqueConstraint(fields=["sitting", "person"], name="going_once"),)

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.person}"


class Sheet(models.Model):
    """A sheet handed in or keyed in from paper; `id` comes from the form, so that it is taken once.

    `answers` never change; `marks` are what people gave for short answers. `counted`: the result is on record (or
    for the member's own choice, he has said so); `fact`: its fact.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁的答卷（只存编号）", _DUTY, _SHEET),
        PersonalField("answers", "每道题怎么答的，判分、看哪些题普遍没掌握", _DUTY, _SHEET),
        PersonalField("marks", "简答题评了几分", _DUTY, _SHEET),
        PersonalField("day", "哪天交的（不记几点几分，不记用时）", _DUTY, _SHEET),
    )

    id = models.UUIDField(primary_key=True)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="sheets")
    person = models.UUIDField()
    branch = models.UUIDField()
    answers = models.TextField()
    marks = models.TextField(blank=True)
    day = models.DateField()
    late = models.BooleanField(default=False)
    keyed = models.BooleanField(default=False)
    counted = models.BooleanField(default=False)
    fact = models.UUIDField(null=True)

    class Meta:
        """One a person in a sitting."""

        constraints = (models.UniqueConstraint(fields=["sitting", "person"], name="one_sheet_a_person"),)
        indexes = (models.Index(fields=["person"]),)

    def __str__(self) -> str:
        return str(self.id)


class ItemCounts(models.Model):
    """What remains of a sitting after its sheets are gone: counts and figures of each item, as JSON."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    sitting = models.OneToOneField(Sitting, on_delete=models.CASCADE, related_name="counts")
    body = models.TextField()

    def __str__(self) -> str:
        return str(self.sitting_id)
