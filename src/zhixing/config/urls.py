"""Every address of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from zhixing.web.account.urls import sign_in
from zhixing.web.shared.gate import may


@may("anybody")
def health(request: HttpRequest) -> HttpResponse:
    """For the service manager: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    *sign_in,
    path("", include("zhixing.web.account.urls")),
    path("", include("zhixing.web.overview.urls")),
    path("", include("zhixing.web.officer.urls")),
    path("", include("zhixing.web.intake.urls")),
    path("", include("zhixing.web.member.urls")),
    path("", include("zhixing.web.forms.urls")),
    path("", include("zhixing.web.rulebooks.urls")),
]
