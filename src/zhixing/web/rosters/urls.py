"""Duty rosters, rooms, speakers and busy seasons."""

from django.urls import path

from zhixing.web.rosters import resource_views, views

app_name = "rosters"
urlpatterns = [
    path("rosters/", views.home, name="home"),
    path("rosters/export/<slug:form>/", views.export, name="export"),
    path("rosters/enter/<slug:act>/", views.enter, name="enter"),
    path("rosters/leave/<uuid:person>/<uuid:fact>/", views.call_off, name="call_off"),
    path("rosters/resources/", resource_views.resources, name="resources"),
    path("rosters/resources/export/<slug:form>/", resource_views.export, name="resources_export"),
    path("rosters/resources/new/<slug:act>/", resource_views.new, name="resource_new"),
    path("rosters/resources/<uuid:thing>/<slug:act>/", resource_views.change, name="resource"),
]
