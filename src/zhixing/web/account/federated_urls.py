"""The addresses of the organ's own sign-in; included only where it is configured."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, path

from zhixing.web.shared.gate import may

OPEN = may("anybody")
WAYS = {name for name, _ in settings.FEDERATED}
urlpatterns: list[URLPattern] = []

if "oidc" in WAYS:
    oidc = import_module("zhixing.web.account.federated")
    urlpatterns += [
        path("oidc/login/", OPEN(oidc.oidc_login), name="federated_oidc"),
        # The library asks for this address with the provider's word, of which there is one only.
        path(
            "oidc/login/callback/",
            OPEN(oidc.oidc_callback),
            {"provider_id": oidc.PROVIDER},
            name="openid_connect_callback",
        ),
        path("unknown/", OPEN(oidc.unknown), name="socialaccount_login_error"),
    ]
if "cas" in WAYS:
    cas = import_module("zhixing.web.account.federated_cas")
    urlpatterns.append(path("cas/login/", OPEN(cas.cas_login), name="federated_cas"))
