"""Doors for programs."""

from django.urls import path

from zhixing.api import calendars, records

app_name = "api"
urlpatterns = [
    # One form a request; the answer comes after the commit.
    path("api/records/<slug:form>/", records.record, name="record"),
    path("calendar/<slug:secret>.ics", calendars.calendar, name="calendar"),
]
