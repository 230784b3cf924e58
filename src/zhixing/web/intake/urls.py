"""Uploads, imports and withdrawals."""

from django.urls import path

from zhixing.web.intake import views, withdrawals

app_name = "intake"
urlpatterns = [
    path("imports/", views.imports, name="list"),
    path("imports/export/<slug:form>/", views.export, name="export"),
    path("imports/uploads/", views.receive_files, name="receive"),
    path("imports/uploads/<uuid:upload>/", views.upload, name="upload"),
    path("imports/uploads/<uuid:upload>/progress/", views.progress, name="progress"),
    path("imports/uploads/<uuid:upload>/decide/", views.decide, name="decide"),
    path("imports/uploads/<uuid:upload>/accept/", views.accept, name="accept"),
    path("imports/uploads/<uuid:upload>/drop/", views.drop, name="drop"),
    path("imports/uploads/<uuid:upload>/again/", views.again, name="again"),
    path("imports/<int:number>/", withdrawals.report, name="report"),
    path("imports/<int:number>/go-on/", withdrawals.go_on, name="go_on"),
    path("imports/<int:number>/withdraw/", withdrawals.ask, name="withdraw"),
    path("imports/withdrawals/<uuid:asked>/", withdrawals.answer, name="answer"),
]
