"""The library's pages of the second factor, each change with an audit line in the same transaction."""

from __future__ import annotations

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone

from zhixing.actions.sign_in import second_factor_changed
from zhixing.web.account.adapter import renew
from zhixing.web.shared.gate import Seen


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Setting an app up: scan, type the code."""

    request: Seen

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Set, and noted."""
        response: HttpResponse = super().form_valid(form)
        _changed(self.request, "已设置")
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Taking it off, where it is not required."""

    request: Seen

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Off, and noted."""
        response: HttpResponse = super().form_valid(form)
        _changed(self.request, "已停用")
        return response


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Other recovery codes; the old ones are void."""

    request: Seen

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Drawn anew, and noted."""
        response: HttpResponse = super().form_valid(form)
        _changed(self.request, "换了备用码")
        return response


def _changed(request: Seen, what: str) -> None:
    renew(request, second_factor_changed(request.actor, what=what, now=timezone.now()))


activate, deactivate = Activate.as_view(), Deactivate.as_view()
new_codes, codes = NewCodes.as_view(), ViewRecoveryCodesView.as_view()
