"""Addresses of batches."""

from __future__ import annotations

from django.urls import path

from zhixing.web.batches import changing, own, views

app_name = "batches"
urlpatterns = [
    path("batches/", views.home, name="home"),
    path("<int:year>/batches/", views.year, name="year"),
    path("<int:year>/batches/start/", views.start, name="start"),
    path("<int:year>/batches/change/", changing.change, name="change"),
    path("<int:year>/batches/make-up/", changing.make_up, name="make_up"),
    path("<int:year>/batches/wish/", changing.wish, name="wish"),
    path("<int:year>/batches/mine/", own.mine, name="mine"),
    path("<int:year>/batches/asks/", own.asks, name="asks"),
    path("batches/<uuid:batch>/", views.batch, name="batch"),
    path("batches/<uuid:batch>/progress/", views.progress, name="progress"),
    path("batches/<uuid:batch>/do/", views.do, name="do"),
    path("batches/<uuid:batch>/runs/<int:number>/", views.run, name="run"),
    path("batches/<uuid:batch>/runs/<int:number>/lock/", views.lock, name="lock"),
    path("batches/<uuid:batch>/stations/<uuid:station>/", views.station, name="station"),
    path("batches/<uuid:batch>/unserved/", views.unserved, name="unserved"),
    path("batches/<uuid:batch>/unserved/<slug:form>/", views.unserved_export, name="unserved_export"),
    path("batches/<uuid:batch>/export/<slug:form>/", views.export, name="export"),
    path("batches/<uuid:batch>/compare/", views.compare, name="compare"),
    path("batches/<uuid:batch>/ask/", own.ask, name="ask"),
    path("batches/asks/<uuid:asked>/answer/", own.answer, name="answer"),
    path("batches/asks/<uuid:asked>/settle/", own.settle, name="settle"),
]
