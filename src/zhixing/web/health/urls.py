"""Addresses of the health pages."""

from __future__ import annotations

from django.urls import path

from zhixing.web.health import views

app_name = "health"
urlpatterns = [
    path("health", views.alive, name="alive"),
    path("health/ready", views.ready, name="ready"),
]
