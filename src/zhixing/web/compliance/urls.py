"""The check-up on burden."""

from django.urls import path

from zhixing.web.compliance import views

app_name = "compliance"
urlpatterns = [
    path("compliance/", views.checkup, name="checkup"),
    path("compliance/features/", views.switch, name="switch"),
    path("compliance/<slug:paper>/<slug:ending>/", views.paper, name="paper"),
]
