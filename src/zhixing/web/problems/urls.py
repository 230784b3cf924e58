"""The register of prominent problems."""

from django.urls import path

from zhixing.web.problems import acts, views

app_name = "problems"
urlpatterns = [
    path("problems/", views.listing, name="list"),
    path("problems/export/<slug:form>/", views.export, name="export"),
    path("problems/signals/", views.signals, name="signals"),
    path("problems/<uuid:problem>/", views.one, name="one"),
    path("problems/<uuid:problem>/change/", acts.change, name="change"),
    path("problems/<uuid:problem>/places/", acts.places, name="places"),
    path("problems/<uuid:problem>/step/", acts.step, name="step"),
    path("problems/<uuid:problem>/effect/", acts.effect, name="effect"),
    path("problems/<uuid:problem>/merge/<uuid:into>/", acts.merge, name="merge"),
]
