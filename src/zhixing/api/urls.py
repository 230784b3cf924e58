"""Doors for programs."""

from django.urls import path

from zhixing.api import records

app_name = "api"
urlpatterns = [path("api/records/<slug:form>/", records.record, name="record")]
"""One form a request; the answer comes after the commit."""
