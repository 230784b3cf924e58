"""One's own review."""

from django.urls import path

from zhixing.web.memory import views

app_name = "memory"
urlpatterns = [
    path("mine/memory/", views.home, name="home"),
    path("mine/memory/check/", views.check, name="check"),
    path("mine/memory/take/", views.take, name="take"),
    path("mine/memory/wrong/", views.wrong, name="wrong"),
    path("mine/memory/wrong/export/<slug:form>/", views.wrong_export, name="wrong_export"),
    path("mine/memory/subjects/", views.subjects, name="subjects"),
    path("mine/memory/anew/", views.anew, name="anew"),
]
