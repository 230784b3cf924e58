"""Recording by hand."""

from django.urls import path

from zhixing.web.recording import absences, after, here, sessions, views, waiting

app_name = "recording"
urlpatterns = [
    path("record/", views.start, name="start"),
    path("record/session/", views.session, name="session"),
    path("record/sheet/<uuid:branch>/", views.sheet, name="sheet"),
    path("record/entries/<uuid:fact>/", views.entry, name="entry"),
    path("record/sessions/<uuid:session>/", sessions.one, name="session_file"),
    path("record/sessions/<uuid:session>/makeups/", sessions.makeups, name="makeups"),
    path("record/sessions/<uuid:session>/papers/", after.papers, name="papers"),
    path("record/sessions/<uuid:session>/decisions/<int:nth>/", after.decision, name="decision"),
    path("record/leave/", absences.leave, name="leave"),
    path("record/leave/export/<slug:form>/", absences.leave_export, name="leave_export"),
    path("record/leave/<uuid:leave>/", absences.answer, name="leave_answer"),
    path("mine/leave/<uuid:code>/", absences.ask, name="leave_ask"),
    path("record/here/<uuid:branch>/", here.screen, name="code"),
    path("mine/here/", here.here, name="here"),
    path("record/makeups/", absences.owed, name="owed"),
    path("record/makeups/export/<slug:form>/", absences.owed_export, name="owed_export"),
    path("<int:year>/sessions/", sessions.listing, name="sessions"),
    path("<int:year>/sessions/export/", sessions.export, name="sessions_export"),
    path("record/open/", waiting.listing, name="open"),
    path("record/open/export/<slug:form>/", waiting.export, name="open_export"),
    path("record/open/<slug:kind>/<uuid:about>/", waiting.state, name="state"),
    path("record/<slug:kind>/", views.form, name="form"),
]
