"""Objections and corrections for those who keep the books."""

from django.urls import path

from zhixing.web.correction import views

app_name = "correction"
urlpatterns = [
    path("corrections/", views.cases, name="list"),
    path("corrections/export/<slug:form>/", views.export, name="export"),
    path("corrections/<uuid:case>/", views.case, name="case"),
    path("corrections/propose/<uuid:fact>/", views.propose, name="propose"),
]
