"""Every address of the site."""

from __future__ import annotations

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import path

from zhixing.web.shared.gate import may


@may("anybody")
def health(request: HttpRequest) -> HttpResponse:
    """For the service manager: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
]
