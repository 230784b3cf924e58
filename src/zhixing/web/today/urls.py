"""Today's study."""

from django.urls import path

from zhixing.web.today import views

app_name = "today"
urlpatterns = [path("mine/today/", views.home, name="home")]
