"""The second factor (动态口令): its secret lies encrypted, its picture is drawn here, wrong codes are noted."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.utils import timezone

from zhixing.actions import sign_in
from zhixing.actions.actors import actor_of
from zhixing.web.shared.gate import needs_second_factor
from zhixing.web.shared.qr import qr_svg

PURPOSE = "second-factor"
WRONG = "这个码不对，或已过期；请输入现在显示的 6 位数字"


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes by an app (TOTP) and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG,
        "cannot_delete_authenticator": "您的角色要求动态口令，不能停用；换手机请找安全管理员重置",
    }

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return sign_in.sealed(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """As it is used."""
        return sign_in.unsealed(encrypted_text, PURPOSE)

    def build_totp_svg(self, url: str) -> str:
        """The picture to be scanned: plain SVG, no style in it."""
        return qr_svg(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not by those who need one."""
        actor = actor_of(authenticator.user_id, today=timezone.localdate())
        return actor is None or not needs_second_factor(actor)


class AuditedCode(AuthenticateForm):  # type: ignore[misc]
    """The code at signing in."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        _note(self.user)


class AuditedAgain(ReauthenticateForm):  # type: ignore[misc]
    """The code asked for once more."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        _note(self.user)


def _note(user: User) -> None:
    sign_in.note_failure(user.get_username(), what="动态口令", now=timezone.now())
