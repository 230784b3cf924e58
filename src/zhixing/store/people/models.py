"""Accounts and their hats: who signs in, which person that is, in which role for which organisation, when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhixing.store.personal import PersonalField

_DUTY = "个人信息保护法第十三条第一款第三项:为履行法定职责所必需"
_SAFETY = "网络安全法第二十一条：防止未经授权的访问"
_LEFT = "离开本单位后 1 年"


class Account(models.Model):
    """An account. Without grants it sees only the person it belongs to.

    `epoch` is stamped on every sign-in; counting it up ends the sessions that began before.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "登录后看到本人档案", _DUTY, _LEFT),
        PersonalField("label", "页面右上角和操作记录上的称呼", _DUTY, _LEFT),
        PersonalField("password_at", "口令到期时提醒更换（等保口令要求）", _SAFETY, _LEFT),
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    person = models.UUIDField(null=True, blank=True)
    label = models.CharField(max_length=60)
    epoch = models.PositiveIntegerField(default=0)
    password_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Grant(models.Model):
    """A role given to an account for a part of the tree, from `start` up to, not including, `until`.

    Grants are ended, not deleted. `org` empty: the whole tree.
    """

    class Role(models.TextChoices):
        """What an account may be beside itself."""

        BRANCH = "branch", "支部党务干部"
        SECRETARY = "secretary", "书记"
        DISCIPLINE = "discipline", "纪检委员"
        PUBLICITY = "publicity", "宣传委员"
        SUPERIOR = "superior", "机关党委"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "授权人,出错时找得到人", _DUTY, _LEFT),
    )

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    org = models.UUIDField(null=True, blank=True)
    start = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Looked up by account."""

        indexes = (models.Index(fields=["account", "start"]),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class Invite(models.Model):
    """A one-time code with which the owner of an account sets his own password. Only its digest is kept."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "开户人，出错时找得到人", _DUTY, _LEFT),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="invite")
    digest = models.CharField(max_length=64)
    made = models.DateTimeField()
    until = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.account_id}"


class NoticeRead(models.Model):
    """An account's owner has read a version of the privacy notice (个人信息保护法第十七条、第三十条)."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("at", "证明已经告知本人", "个人信息保护法第十七条、第三十条", "停止处理后 3 年"),
    )

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Once an account and version."""

        constraints = (models.UniqueConstraint(fields=["account", "version"], name="one_reading_a_version"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.version}"


class AccessMark(models.Model):
    """One number drawn anew at every change of accounts and grants: what a cached actor is keyed by."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)
