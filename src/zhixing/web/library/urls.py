"""The library."""

from django.urls import path

from zhixing.web.library import acts, desk, exports, sending, slips, uploading, views

app_name = "library"
urlpatterns = [
    path("library/", views.listing, name="list"),
    path("library/export/<slug:form>/", views.export, name="export"),
    path("library/reading/", views.mode, name="mode"),
    path("library/reported/", slips.own, name="own"),
    path("library/desk/", desk.listing, name="desk"),
    path("library/desk/export/<slug:form>/", exports.desk, name="desk_export"),
    path("library/new/", desk.new, name="new"),
    path("library/slips/", slips.listing, name="slips"),
    path("library/slips/export/<slug:form>/", exports.slips, name="slips_export"),
    path("library/slips/<uuid:slip>/", slips.one, name="slip"),
    path("library/documents/", uploading.documents, name="documents"),
    path("library/documents/<uuid:upload>/", uploading.document, name="document"),
    path("library/media/", uploading.media, name="media"),
    path("library/media/export/<slug:form>/", exports.media, name="media_export"),
    path("library/media/<uuid:medium>/", sending.medium, name="medium"),
    path("library/<uuid:article>/", views.read, name="read"),
    path("library/<uuid:article>/qr/", views.qr, name="qr"),
    path("library/<uuid:article>/versions/", views.versions, name="versions"),
    path("library/<uuid:article>/report/", slips.report, name="report"),
    path("library/<uuid:article>/desk/", desk.one, name="work"),
    path("library/<uuid:article>/edit/", desk.edit, name="edit"),
    path("library/<uuid:article>/do/<slug:verb>/", acts.act, name="act"),
]
