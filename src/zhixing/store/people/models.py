"""Accounts: who signs in, which person that is, in which role for which organisation."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from zhixing.store.personal import PersonalField


class Account(models.Model):
    """An account. Roles: member (only himself), branch (one branch), superior (the whole tree)."""

    class Role(models.TextChoices):
        """What an account may see."""

        MEMBER = "member", "党员本人"
        BRANCH = "branch", "支部党务干部"
        SUPERIOR = "superior", "机关党委"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "person", "登录后看到本人档案", "个人信息保护法第十三条:履行法定职责", "离开本单位后 1 年"
        ),
        PersonalField("label", "页面右上角和操作记录上的称呼", "同上", "离开本单位后 1 年"),
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account")
    role = models.CharField(max_length=16, choices=Role.choices)
    org = models.UUIDField(null=True, blank=True)
    person = models.UUIDField(null=True, blank=True)
    label = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.label
