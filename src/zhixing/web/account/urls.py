"""Signing in and out, password, second factor, privacy notice, and the reader's type size."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zhixing.web.account import factors, views
from zhixing.web.shared.gate import EVERYONE, may

app_name = "account"
urlpatterns = [
    path("size/", views.size, name="size"),
    path("privacy/", views.privacy, name="privacy"),
    path("accounts/activate/", views.activate, name="activate"),
    path("accounts/mine/", views.mine, name="mine"),
]
OPEN, OWN = may("anybody"), may(*EVERYONE, early=True)

sign_in: list[URLPattern | URLResolver] = [
    path("accounts/login/", OPEN(allauth.login), name="account_login"),
    path("accounts/logout/", OPEN(allauth.logout), name="account_logout"),
    path("accounts/2fa/code/", OPEN(mfa.authenticate), name="mfa_authenticate"),
    path("accounts/password/", OWN(views.password), name="account_change_password"),
    path("accounts/again/", OWN(allauth.reauthenticate), name="account_reauthenticate"),
    path("accounts/2fa/again/", OWN(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/", OWN(mfa.index), name="mfa_index"),
    path("accounts/2fa/set/", OWN(factors.activate), name="mfa_activate_totp"),
    path("accounts/2fa/off/", OWN(factors.deactivate), name="mfa_deactivate_totp"),
    path("accounts/2fa/codes/", OWN(factors.codes), name="mfa_view_recovery_codes"),
    path("accounts/2fa/codes/new/", OWN(factors.new_codes), name="mfa_generate_recovery_codes"),
]
if settings.FEDERATED:
    # Loaded only where another organ's sign-in is configured: it costs memory, and its routes do not exist else.
    sign_in.append(path("accounts/", include("zhixing.web.account.federated_urls")))
