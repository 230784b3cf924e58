"""Signing in through the organ's CAS server: only into accounts that exist, matched by user name."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_cas_ng.utils import get_cas_client
from requests import RequestException

from zhixing.actions.sign_in import note_failure

WHAT = "统一身份认证（CAS）"
LONGEST_TICKET = 512
STATE = "cas_state"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cas_login(request: HttpRequest) -> HttpResponse:
    """To the CAS server by the form on the sign-in page; back with a ticket, which the server is asked about.

    CAS has no `state`; here the service's address carries one, so that nobody is signed in by a foreign link.
    """
    if request.method == "POST":
        request.session[STATE] = secrets.token_urlsafe(24)
        client = get_cas_client(service_url=_service(request, request.session[STATE]), request=request)
        return HttpResponseRedirect(client.get_login_url())
    state, ticket = request.session.pop(STATE, ""), request.GET.get("ticket", "")
    if not ticket or not state or not secrets.compare_digest(state, request.GET.get("state", "")):
        return redirect("account_login")
    client = get_cas_client(service_url=_service(request, state), request=request)
    try:
        username, _, _ = client.verify_ticket(ticket[:LONGEST_TICKET])
    except (RequestException, SyntaxError, ValueError):
        # Not reached, or an answer that is no XML (the parsers' errors are SyntaxErrors).
        note_failure("", what=WHAT, now=timezone.now())
        return render(request, "account/federated_failed.html", status=502)
    user = User.objects.filter(username=username or "", account__isnull=False, is_active=True).first()
    if user is None:
        note_failure(username or "", what=WHAT, now=timezone.now())
        return render(request, "account/federated_unknown.html", status=403)
    record_authentication(request, user, method="cas")
    response: HttpResponse | None = perform_login(request, Login(user=user))
    return response or redirect("overview:home")


def _service(request: HttpRequest, state: str) -> str:
    """What the ticket is made out for."""
    return request.build_absolute_uri(reverse("federated_cas") + "?" + urlencode({"state": state}))
