"""Doors for programs."""

from django.urls import path

from zhixing.api import calendars, offline, records, sync

app_name = "api"
urlpatterns = [
    # One form a request; the answer comes after the commit.
    path("api/records/<slug:form>/", records.record, name="record"),
    # What phones bring and take along (decision 0027).
    path("api/sync/", sync.sync, name="sync"),
    path("api/offline/door/", offline.door, name="offline_door"),
    path("api/offline/rolls/", offline.taken_rolls, name="offline_rolls"),
    path("api/offline/deck/", offline.taken_deck, name="offline_deck"),
    path("api/offline/today/", offline.taken_today, name="offline_today"),
    path("api/offline/packs/", offline.taken_packs, name="offline_packs"),
    path("api/offline/packs/<uuid:pack>/<slug:version>/", offline.taken_pack, name="offline_pack"),
    path("calendar/<slug:secret>.ics", calendars.calendar, name="calendar"),
]
