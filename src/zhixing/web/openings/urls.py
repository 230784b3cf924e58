"""Accounts for members."""

from django.urls import path

from zhixing.web.openings import views

app_name = "openings"
urlpatterns = [
    path("accounts/members/", views.members, name="members"),
    path("accounts/members/export/<slug:form>/", views.export, name="export"),
    path("accounts/members/slips/", views.slips, name="slips"),
]
