"""One's own notices."""

from django.urls import path

from zhixing.web.notices import views

app_name = "notices"
urlpatterns = [path("notices/", views.own, name="own")]
