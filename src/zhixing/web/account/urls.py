"""Signing in and out, and the reader's type size."""

from allauth.account import views as allauth
from django.urls import path

from zhixing.web.account import views

app_name = "account"
urlpatterns = [path("size/", views.size, name="size")]
sign_in = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
]
