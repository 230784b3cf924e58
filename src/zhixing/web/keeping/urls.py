"""What is held about people, and erasing it."""

from django.urls import path

from zhixing.web.keeping import views

app_name = "keeping"
urlpatterns = [
    path("privacy/register/", views.register, name="register"),
    path("privacy/register/<slug:ending>/", views.register_file, name="register_file"),
    path("privacy/erasures/", views.erasures, name="erasures"),
    path("privacy/erasures/due/", views.due, name="due"),
    path("privacy/erasures/<uuid:erasure>/", views.decide, name="decide"),
]
