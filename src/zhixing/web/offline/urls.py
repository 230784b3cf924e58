"""The shell and its worker."""

from django.urls import path

from zhixing.web.offline import views

app_name = "offline"
urlpatterns = [
    path("offline/", views.shell, name="shell"),
    path("offline/worker.js", views.worker, name="worker"),
]
"""Both are open to anybody: they hold nothing about anybody."""
