"""The working-day calendar."""

from django.urls import path

from zhixing.web.calendar import views

app_name = "calendar"
urlpatterns = [path("workdays/", views.home, name="home")]
