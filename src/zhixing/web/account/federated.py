"""Signing in through the organ's identity provider (OIDC): only into accounts that exist, matched by user name.

The provider says who somebody is; what he may do is decided here. The tie between the provider's number of a
person and the account is made once and holds: a user name that is given to somebody else later does not open it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect import views as provider
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from zhixing.actions.sign_in import note_failure

PROVIDER = "oidc"
WHAT = "统一身份认证"


class KnownOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """No account is made by signing in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties the provider's identity to the account of that name; without one there is a page that says so."""
        if sociallogin.is_existing:
            return
        claim = sociallogin.provider.app.settings["claim"]
        data = sociallogin.account.extra_data
        told = {**(data.get("id_token") or {}), **(data.get("userinfo") or {}), **data}
        username = str(told.get(claim) or "")
        user = User.objects.filter(username=username, account__isnull=False).first() if username else None
        tied = user is not None and SocialAccount.objects.filter(user=user, provider=PROVIDER).exists()
        if user is None or not user.is_active or tied:
            note_failure(username, what=WHAT, now=timezone.now())
            raise ImmediateHttpResponse(_nobody(request))
        # Nothing of what the provider tells is kept beyond its number of the person.
        sociallogin.account.extra_data = {}
        sociallogin.token = None
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The provider refused, or could not be asked."""
        note_failure("", what=WHAT, now=timezone.now())
        raise ImmediateHttpResponse(_failed(request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None."""


@never_cache
@require_POST
def oidc_login(request: HttpRequest) -> HttpResponse:
    """To the provider. By a form with its token, so that no foreign page signs anybody in; and for signing in only,
    never to tie another identity to whoever is signed in (`process`).
    """
    request.GET = QueryDict()
    return _asked(request, provider.login)


@never_cache
@require_safe
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _asked(request, provider.callback)


def _asked(request: HttpRequest, view: Callable[[HttpRequest, str], HttpResponse]) -> HttpResponse:
    """The library's view; a provider that is not there or answers with nonsense gets a page, not a fault."""
    try:
        return view(request, PROVIDER)
    except (RequestException, KeyError, ValueError):
        note_failure("", what=WHAT, now=timezone.now())
        return _failed(request)


def _failed(request: HttpRequest) -> HttpResponse:
    return render(request, "account/federated_failed.html", status=502)


@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """Where the library sends those whom it cannot sign in."""
    return _nobody(request)


def _nobody(request: HttpRequest) -> HttpResponse:
    return render(request, "account/federated_unknown.html", status=403)
