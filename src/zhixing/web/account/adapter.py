"""How the account library behaves here: nobody opens an account by himself, and everything leaves an audit line.

The library's own hooks are used, not its signals; one signal of Django's stamps a session (`stamps`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from zhixing.actions import sign_in
from zhixing.web.shared import stamps

WORDS = {"password": "口令", "mfa": "动态口令", "socialaccount": "统一身份认证", "cas": "统一身份认证（CAS）"}
"""By the library's name of a method."""
CODE = "开户单"
TOLD = {
    "username_password_mismatch": "用户名或口令不对；忘了口令，请找管理员重设",
    "too_many_login_attempts": "登录失败次数过多，这个用户名先停五分钟；五分钟后再试，忘了口令请找管理员重设",
}
"""What the library says about signing in, in our words; five minutes as in ACCOUNT_RATE_LIMITS."""


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the organ; there is no sign-up."""

    error_messages = MappingProxyType(DefaultAccountAdapter.error_messages | TOLD)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """In, with the audit line, or not in."""
        methods = request.session.get("account_authentication_methods", [])
        how = "、".join(dict.fromkeys(WORDS.get(one["method"], CODE) for one in methods)) or CODE
        with transaction.atomic():
            sign_in.note_sign_in(user.pk, how=how, now=timezone.now())
            super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Out, with the audit line."""
        if request.user.is_authenticated:
            sign_in.note_sign_out(request.user.pk, now=timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password. Never what was typed."""
        sign_in.note_failure(str(credentials.get("username", "")), what="口令", now=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """The owner changes his password."""
        with transaction.atomic():
            super().set_password(user, password)
            sign_in.password_changed(user.pk, now=timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The right password of a closed account."""
        sign_in.note_failure(user.get_username(), what="账户已停用", now=timezone.now())
        messages.error(request, "这个账户已停用；请找系统管理员")
        return HttpResponseRedirect(reverse("account_login"))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: nothing about an account leaves the house by mail."""

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """None: the pages say what has happened."""


def renew(request: HttpRequest, epoch: int) -> None:
    """This session goes on while the account's others end."""
    stamps.renew(request, epoch)
