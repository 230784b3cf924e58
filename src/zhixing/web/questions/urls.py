"""The question bank."""

from django.urls import path

from zhixing.web.questions import acts, taking, views

app_name = "questions"
urlpatterns = [
    path("questions/", views.listing, name="list"),
    path("questions/export/<slug:form>/", views.export, name="export"),
    path("questions/new/", acts.new, name="new"),
    path("questions/import/", taking.bring, name="bring"),
    path("questions/import/take/", taking.take, name="take"),
    path("questions/start/", taking.start, name="start"),
    path("questions/<uuid:item>/", views.one, name="one"),
    path("questions/<uuid:item>/edit/", acts.edit, name="edit"),
    path("questions/<uuid:item>/review/", acts.review, name="review"),
    path("questions/<uuid:item>/retire/", acts.retire, name="retire"),
]
