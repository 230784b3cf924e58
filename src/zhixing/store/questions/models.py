"""Questions of the bank. Nothing is edited: a change is a new version, a check and a retirement belong to a version.

A question that was retired is asked again when a newer version of it is written.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_DUTY = "中国共产党党员教育管理工作条例第二十条；个人信息保护法第十三条第一款第三项"
_KEPT = "题目停用后 3 年"
_ENDS = Term(3, "题目停用")


class Item(models.Model):
    """A question through all its versions. `code` is its number in the bank: `T0001`."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One version. `body` is the content as JSON (core.questions.wire), `digest` the digest of it.

    `id` comes from the form that made it, so that a form sent twice makes one version. `origin` says where it came
    from (a file's name and row), `reason` why it differs from the one before.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁写的这一版，核对须由另一人", _DUTY, _KEPT, _ENDS),
        PersonalField("account", "谁写的这一版（账户编号）", _DUTY, _KEPT, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """Numbered from 1 within a question: two people at once never make the same version."""

        constraints = (
            models.UniqueConstraint(fields=["item", "number"], name="one_version_a_number_of_question"),
        )
        indexes = (models.Index(fields=["digest"]),)

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class Check(models.Model):
    """已核对: somebody compared a version with its article, word by word, and stands for it."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁对照条文核对的", _DUTY, _KEPT, _ENDS),
        PersonalField("account", "谁对照条文核对的（账户编号）", _DUTY, _KEPT, _ENDS),
    )

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="check_made")
    on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.on}"


class Retirement(models.Model):
    """停用: from `on` a question is no longer asked; it names the version that was the last one then."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁停用的", _DUTY, _KEPT, _ENDS),
        PersonalField("account", "谁停用的（账户编号）", _DUTY, _KEPT, _ENDS),
    )

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="retirement")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.on}"
